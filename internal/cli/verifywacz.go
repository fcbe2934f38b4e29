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

// verifyWACZ checks the files of a web archive by its own lists, its index and pages by its records, and all by the log that it carries,
// if it does.
func verifyWACZ(a *app, name string, z *zip.Reader, f io.ReaderAt, size int64, given trusted) error {
	say := func(format string, args ...any) {
		fmt.Fprintf(a.Stdout, "%s: %s\n", shown(name), fmt.Sprintf(format, args...))
	}
	pkg, err := wacz.Verify(f, size)
	if err != nil {
		return err
	}
	there, in, err := answersIn(pkg)
	if err != nil {
		return err
	}
	if pkg.Sound == pkg.Files {
		say("%s, all as datapackage.json says", plural(pkg.Files, "file", "files"))
	} else {
		say("%d of %s as datapackage.json says", pkg.Sound, plural(pkg.Files, "file is", "files are"))
	}
	for _, why := range pkg.Unchecked {
		say("not compared: %s", shown(why))
	}
	if in.lines == 0 {
		say("there is no index in it that could be compared with its records")
	} else {
		say("%s to a record of the address and the time that it names", plural(in.lines, "line of the index leads", "lines of the index lead each"))
	}
	if has(z, verify.LogFolder+"/"+verify.CheckpointName) {
		return verifyCarried(a, name, z, there, given)
	}
	if given.keys != nil {
		return errors.New("there is no log in it (log/checkpoint) that the key could verify")
	}
	return nil
}

// verifyCarried checks the log that a web archive carries against its answers.
func verifyCarried(a *app, name string, z *zip.Reader, there verify.Answers, given trusted) error {
	found, err := verify.CheckArchive(z, there, given.keys...)
	if err != nil {
		return err
	}
	signed, err := witnessedIn(z, given)
	if err != nil {
		return err
	}
	by := "as the desk signed it"
	if found.Lost {
		by = "signed by a former key of this desk, which was lost since: whoever has found it can sign, too"
	}
	fmt.Fprintf(a.Stdout, "%s: the log %s has %s, %s\n", shown(name), shown(found.Log.Origin), plural(int(found.Log.Size), "leaf", "leaves"), by)
	for _, line := range signed {
		fmt.Fprintf(a.Stdout, "%s: %s\n", shown(name), line)
	}
	fmt.Fprintf(a.Stdout, "%s: %s in that log, and the bodies that the leaves name are in the archive, byte for byte, as answers of their addresses\n",
		shown(name), plural(found.Proofs, "proof is", "proofs are"))
	if found.Bare > 0 {
		fmt.Fprintf(a.Stdout, "%s: of %s no leaf names %d: nothing is shown of those\n", shown(name), plural(found.Bodies, "body", "bodies"), found.Bare)
	}
	if given.keys == nil {
		fmt.Fprintf(a.Stdout, "%s: %s\n", shown(name), ownKey)
	}
	fmt.Fprint(a.Stdout, shows)
	return nil
}

// answersIn reads the answers in a web archive, and compares its index and its pages with its records. What is damaged is an error:
// nothing could be said of it.
func answersIn(pkg *wacz.Package) (verify.Answers, *contents, error) {
	there, in := verify.Answers{}, newContents(pkg)
	for _, w := range pkg.WARCs {
		damage, err := archive.Read(w.Data, w.Data.Size(), archive.Wanted{Record: in.of(w.Name), Page: func(c news.Capture) error {
			body := translog.Sum(sha256.Sum256(c.Body))
			if !slices.Contains(there[body], c.Final) {
				there[body] = append(there[body], c.Final)
			}
			return nil
		}})
		if err := errors.Join(append(damage, err)...); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", w.Name, err)
		}
	}
	return there, in, errors.Join(in.compare()...)
}
