package cli

import (
	"archive/zip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
	"github.com/waidian/waidian/internal/wacz"
)

// verifyWACZ checks the files of a web archive by its own list, and by the log that it carries, if it does.
func verifyWACZ(a *app, name string, z *zip.Reader, f io.ReaderAt, size int64, given []translog.Verifier) error {
	n, err := wacz.Verify(f, size)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s: %d files, all as datapackage.json says\n", shown(name), n)
	if !has(z, verify.LogFolder+"/"+verify.CheckpointName) {
		if given != nil {
			return errors.New("there is no log in it (log/checkpoint) that the key could verify")
		}
		return nil
	}
	there, err := answersIn(f, size)
	if err != nil {
		return err
	}
	found, err := verify.CheckArchive(z, there, given...)
	if err != nil {
		return err
	}
	by := "as the desk signed it"
	if found.Lost {
		by = "signed by a former key of this desk, which was lost since: whoever has found it can sign, too"
	}
	fmt.Fprintf(a.Stdout, "%s: the log %s has %s, %s\n", shown(name), shown(found.Log.Origin), plural(int(found.Log.Size), "leaf", "leaves"), by)
	fmt.Fprintf(a.Stdout, "%s: %s in that log, and the bodies that the leaves name are in the archive, byte for byte, as answers of their addresses\n",
		shown(name), plural(found.Proofs, "proof is", "proofs are"))
	if found.Bare > 0 {
		fmt.Fprintf(a.Stdout, "%s: of %s no leaf names %d: nothing is shown of those\n", shown(name), plural(found.Bodies, "body", "bodies"), found.Bare)
	}
	if given == nil {
		fmt.Fprintf(a.Stdout, "%s: %s\n", shown(name), ownKey)
	}
	fmt.Fprint(a.Stdout, shows)
	return nil
}

// answersIn reads the answers in a web archive. What is damaged is an error: nothing could be said of it.
func answersIn(f io.ReaderAt, size int64) (verify.Answers, error) {
	pkg, err := wacz.Open(f, size)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(pkg.Faults...); err != nil {
		return nil, err
	}
	there := verify.Answers{}
	for _, w := range pkg.WARCs {
		damage, err := archive.Read(w.Data, w.Data.Size(), func(c news.Capture) error {
			body := translog.Sum(sha256.Sum256(c.Body))
			if !slices.Contains(there[body], c.Final) {
				there[body] = append(there[body], c.Final)
			}
			return nil
		})
		if err := errors.Join(append(damage, err)...); err != nil {
			return nil, fmt.Errorf("%s: %w", w.Name, err)
		}
	}
	return there, nil
}
