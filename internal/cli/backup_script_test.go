package cli

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/waidian/waidian/internal/backup"
)

// The commands of the script about backups.

// hasMode checks the modes of files:
//
//	mode 0600 FILE…
func hasMode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: mode MODE FILE…")
	}
	want, err := strconv.ParseUint(args[0], 8, 32)
	ts.Check(err)
	for _, name := range args[1:] {
		st, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if got := uint64(st.Mode().Perm()); got != want {
			ts.Fatalf("%s has the mode %04o", name, got)
		}
	}
}

// copyFolder copies a folder to a new one:
//
//	copyarchive FROM TO
func copyFolder(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: copyarchive FROM TO")
	}
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}

// cutFile copies the first half of a file:
//
//	cutfile FROM TO
func cutFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cutfile FROM TO")
	}
	text := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text[:len(text)/2]), 0o600))
}

// damageFile writes a file with 64 bytes in its middle changed, as a bad disk does:
//
//	damagefile FROM TO
func damageFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: damagefile FROM TO")
	}
	text := []byte(ts.ReadFile(args[0]))
	for i := range 64 {
		text[len(text)/2+i] ^= 0x55
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), text, 0o600))
}

// isEmpty checks that nothing is in a folder, hidden files counted:
//
//	emptydir DIR
func isEmpty(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: emptydir DIR")
	}
	list, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(list) > 0 {
		ts.Fatalf("%s has %v", args[0], list)
	}
}

// backupOfNewer writes a backup with a database that a newer program has brought up to date:
//
//	newschema DATABASE FILE
func backupOfNewer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: newschema DATABASE FILE")
	}
	copied := filepath.Join(ts.MkAbs("."), "newer.db")
	ts.Check(os.WriteFile(copied, []byte(ts.ReadFile(args[0])), 0o600))
	db, err := sql.Open("sqlite", copied)
	ts.Check(err)
	_, err = db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`)
	ts.Check(err)
	ts.Check(db.Close())
	f, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	w := backup.NewWriter(f, "", fmt.Sprint(Version, ".1"), time.Now())
	ts.Check(w.Add(backup.Database, 0o600, strings.NewReader(ts.ReadFile(copied))))
	_, err = w.Close()
	ts.Check(err)
	ts.Check(f.Close())
}
