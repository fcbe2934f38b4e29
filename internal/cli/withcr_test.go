package cli

import (
	"bytes"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// withCR writes a file as git leaves it on Windows: "withcr FROM TO".
func withCR(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: withcr FROM TO")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), bytes.ReplaceAll([]byte(ts.ReadFile(args[0])), []byte("\n"), []byte("\r\n")), 0o600))
}
