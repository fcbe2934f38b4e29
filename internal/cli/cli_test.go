package cli

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/waidian/waidian/internal/webtest"
)

var update = flag.Bool("update", false, "rewrite the expected sections of the scripts")

// The test binary plays waidian itself: scripts, and the tests that kill it, run it
// as a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"waidian": playWaidian})
}

// playWaidian is main with the outside replaced as the environment says: WEB names
// a file that is the whole network, NOW fixes the clock, ASKED is a file to which
// every request is written.
func playWaidian() {
	env := Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now}
	if s := os.Getenv("NOW"); s != "" {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			panic(err)
		}
		env.Now = func() time.Time { return at } // output does not depend on the speed of the machine
	}
	var web *webtest.Web
	if file := os.Getenv("WEB"); file != "" {
		var err error
		if web, err = openWeb(file); err != nil {
			panic(err)
		}
		env.Transport = web
		env.LookupHost = func(_ context.Context, host string) ([]string, error) {
			if strings.HasSuffix(host, ".invalid") {
				return nil, &net.DNSError{Err: "no such host", Name: host}
			}
			return []string{"192.0.2.1"}, nil
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := Main(ctx, env, os.Args[1:])
	stop()
	if file := os.Getenv("ASKED"); file != "" && web != nil {
		if err := os.WriteFile(file, []byte(strings.Join(append(web.Requests(), ""), "\n")), 0o600); err != nil {
			panic(err)
		}
	}
	os.Exit(status)
}

// answerMark begins an answer in the file of a web. A script is a txtar archive
// itself, so its web has other marks than webtest's: "== URL ==".
var answerMark = regexp.MustCompile(`(?m)^== (\S+( #\d+)?) ==$`)

// openWeb reads the network from a file; one that is not there is an empty network.
func openWeb(file string) (*webtest.Web, error) {
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	return webtest.Parse(answerMark.ReplaceAll(text, []byte("-- $1 --")))
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		UpdateScripts:      *update,
		RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("WEB", filepath.Join(e.WorkDir, "web"))
			e.Setenv("NOW", "2024-01-30T18:00:00Z")
			e.Setenv("TZ", "UTC")
			e.Setenv("NL", "\n") // scripts have no other way to write one in a line
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "postgres" {
				return os.Getenv("WAIDIAN_POSTGRES") != "", nil
			}
			return false, fmt.Errorf("unknown condition %s", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"page": pageLines, "paths": pathList, "odd": oddFiles, "many": manyFiles, "clean": markup, "beforelog": beforeLog, "earlier": earlierVersion, "json": jsonLines, "mask": mask, "found": found, "status": status, "helps": helps, "edition": editionLines,
			"wrap": wrap, "unwrap": unwrap, "repack": repack, "shorten": shorten, "receiver": openHooks, "forge": forge, "mailbox": openBox,
			"withcr": withCR, "objectstore": openStore, "storeaway": storeAway, "database": emptyDatabase(t),
			"inarchive": inArchive, "mode": hasMode, "copyarchive": copyFolder, "cutfile": cutFile, "damagefile": damageFile, "emptydir": isEmpty, "newschema": backupOfNewer,
		},
	})
}
