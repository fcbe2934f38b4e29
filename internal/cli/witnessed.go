package cli

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
)

// witnessedIn is witnessed for the checkpoint in the log of a folder, which was verified.
func witnessedIn(folder fs.FS, given trusted) ([]string, error) {
	signed, err := fs.ReadFile(folder, path.Join(verify.LogFolder, verify.CheckpointName))
	if err != nil {
		return nil, err
	}
	return witnessed(signed, given)
}

// witnessed says which witnesses have signed a checkpoint, a line each: those whose keys are at hand, and who else claims to have. A signature that is
// none of the witness in whose name it is, is an error.
func witnessed(signed []byte, given trusted) (out []string, err error) {
	now, err := translog.PeekCheckpoint(signed)
	if err != nil {
		return nil, err
	}
	var known []string
	for _, w := range given.witnesses {
		at, ok, err := w.Cosigned(signed)
		switch {
		case err != nil:
			return nil, fmt.Errorf("the checkpoint is not what the witness signed: %w", err)
		case ok:
			out = append(out, fmt.Sprintf("witness %s signed the log of %s as well, at %s by its clock: to it the log has only grown",
				shown(w.Name()), text.Count(int(now.Size), "leaf", "leaves"), at.Format(time.RFC3339)))
		default:
			out = append(out, fmt.Sprintf("witness %s has not signed this checkpoint", shown(w.Name())))
		}
		known = append(known, fmt.Sprintf("%s+%08x", w.Name(), w.KeyHash()))
	}
	var others []string
	for _, name := range translog.Signers(signed) {
		if !slices.Contains(known, name) && !strings.HasPrefix(name, now.Origin+"+") {
			others = append(others, shown(name))
		}
	}
	if len(others) > 0 {
		out = append(out, "in the name of others whose keys are not at hand it is signed by "+strings.Join(others, ", ")+": give theirs with --witness")
	}
	return out, nil
}
