package cli

import (
	"context"
	"errors"
	"os"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/storetest"
)

// beforeLog makes the database of a desk that is not at work what it was before desks had logs:
//
//	beforelog data/waidian.db
func beforeLog(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: beforelog FILE")
	}
	ctx := context.Background()
	db, err := sqlite.Open(ctx, ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(errors.Join(storetest.BeforeTheLog(ctx, db), db.Close()))
}

// earlierVersion copies the proof of the first version of a report, its page and the present proof:
//
//	earlier data/site PATTERN one.1.tlog-proof one.html one.tlog-proof
func earlierVersion(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: earlier DIR PATTERN FIRST PAGE PRESENT")
	}
	html := findPage(ts, args[0], args[1])
	for i, from := range []string{page.VersionProofPath(html, 1), html, page.ProofPath(html)} {
		ts.Check(os.WriteFile(ts.MkAbs(args[2+i]), []byte(ts.ReadFile(from)), 0o600))
	}
}
