package cli

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/waidian/waidian/internal/bucket/buckettest"
)

// openStore begins an object store, and writes its host and port in place of STORE into files:
//
//	objectstore FILE.toml
func openStore(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: objectstore FILE...")
	}
	store, away := buckettest.New(), ts.MkAbs("store.away")
	store.Fault = func(w http.ResponseWriter, _ *http.Request, _ []byte) bool {
		_, err := os.Stat(away)
		if err == nil {
			buckettest.Refuse(w, http.StatusServiceUnavailable, "SlowDown503")
		}
		return err == nil
	}
	s := httptest.NewServer(store)
	ts.Defer(s.Close)
	for _, file := range args {
		ts.Check(os.WriteFile(ts.MkAbs(file), []byte(strings.ReplaceAll(ts.ReadFile(file), "STORE\"", s.Listener.Addr().String()+"\"")), 0o644))
	}
}

// storeAway has the object store answer every request with 503, or no longer:
//
//	storeaway on|off
func storeAway(ts *testscript.TestScript, neg bool, args []string) {
	away := ts.MkAbs("store.away")
	switch {
	case neg || len(args) != 1:
		ts.Fatalf("usage: storeaway on|off")
	case args[0] == "on":
		ts.Check(os.WriteFile(away, nil, 0o644))
	default:
		ts.Check(os.Remove(away))
	}
}
