package storetest

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

// Postgres returns the address of an empty PostgreSQL schema that is dropped after
// the test. The server is named by WAIDIAN_POSTGRES, like
// postgres://postgres@127.0.0.1/test; without it the test is skipped. The caller
// imports the driver named "pgx".
func Postgres(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv("WAIDIAN_POSTGRES")
	if dsn == "" {
		t.Skip("needs PostgreSQL: set WAIDIAN_POSTGRES to a server's address, as .ci/run does")
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatalf("WAIDIAN_POSTGRES: %v", err)
	}
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatalf("WAIDIAN_POSTGRES: %v", err)
	}
	schema := fmt.Sprintf("t%d_%s", time.Now().UnixNano(), strings.ToLower(strings.Map(letters, t.Name())))
	schema = schema[:min(len(schema), 40)] // River makes longer names of it
	if _, err := db.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatalf("PostgreSQL: %v", err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Errorf("PostgreSQL: %v", err)
		}
		db.Close()
	})
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func letters(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
		return r
	}
	return -1
}
