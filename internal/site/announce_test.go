package site

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/page"
)

// Wherever builds are stopped, each feed that is not as it was when it was handed over last waits to be handed over, and no other does for long.
func TestChangedFeedsWait(t *testing.T) {
	lib, dir := one(invent(0, 12)...), filepath.Join(t.TempDir(), "site")
	const url = "https://example.org"
	o := Options{Out: dir, URL: url, Hub: "https://hub.example/", Announce: true, Workers: 1}
	told := map[string]string{}
	feeds := func() map[string]string {
		out := map[string]string{}
		for path, text := range tree(t, dir) {
			if page.IsAnnounced(path) {
				out[url+"/"+path] = text
			}
		}
		return out
	}
	waiting := func() []string {
		list, err := Untold(dir)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	lost := func(when string) {
		t.Helper()
		list := waiting()
		for address, text := range feeds() {
			if told[address] != text && !slices.Contains(list, address) {
				t.Errorf("%s: %s has changed, and is not among %v", when, address, list)
			}
		}
	}
	take := func() (n int) {
		t.Helper()
		err := New(o, lib).HandOver(t.Context(), func(list []string) error {
			now := feeds()
			for _, address := range list {
				told[address] = now[address]
			}
			n = len(list)
			return nil
		})
		if err != nil || len(waiting()) > 0 {
			t.Fatalf("after it was handed over %v waits, %v", waiting(), err)
		}
		return n
	}
	if _, err := New(o, lib).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	all := len(feeds())
	lost("a first build")
	if n := take(); n != all || n < 6 {
		t.Errorf("%d feeds are handed over after a first build, not %d", n, all)
	}
	for step := range 12 {
		lib.put(invent(12+step, 1)...)
		ctx, cancel := context.WithCancel(t.Context())
		_, _ = New(o, &dying{lib, step % 5, cancel}).Build(ctx) // stopped, or not
		cancel()
		lost("a build that was stopped")
		if step%3 == 0 { // as a process that is killed in the midst of a line
			f, err := os.OpenFile(dir+".feeds", os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o644)
			if err == nil {
				_, err = f.WriteString(url + "/feed.at")
			}
			if err := errors.Join(err, f.Close()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		lost("the build after it")
		if list := waiting(); slices.ContainsFunc(list, func(s string) bool { return !strings.HasSuffix(s, ".xml") && !strings.HasSuffix(s, ".json") }) {
			t.Errorf("%v wait", list)
		}
		refused := errors.New("refused")
		if err := New(o, lib).HandOver(t.Context(), func([]string) error { return refused }); !errors.Is(err, refused) {
			t.Errorf("who takes them refuses: %v", err)
		}
		lost("refused")
		take()
	}
	o.Full = true
	if _, err := New(o, lib).Build(t.Context()); err != nil || len(waiting()) > 0 {
		t.Errorf("after a full build that changes nothing %v wait, %v", waiting(), err)
	}
	o.Announce = false
	lib.put(invent(40, 1)...)
	if _, err := New(o, lib).Build(t.Context()); err != nil || len(waiting()) > 0 {
		t.Errorf("of a site that announces nothing %v wait, %v", waiting(), err)
	}
}
