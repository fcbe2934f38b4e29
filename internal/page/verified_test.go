package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
)

// TestPagesHoldToTheirLeaves: the page of a report, its twin, its data and its TimeMap, in whatever language, zone and form, say what the leaves beside them say,
// as verify reads them. A change of how pages say it fails here before it calls a page of this program false.
func TestPagesHoldToTheirLeaves(t *testing.T) {
	at := time.Date(2026, 3, 12, 23, 30, 5, 158e6, time.UTC)
	sum := func(s string) translog.Sum { return sha256.Sum256([]byte(s)) }
	hash := func(s string) news.Hash { x := sum(s); return news.Hash(hex.EncodeToString(x[:])) }
	const odd = "https://gazette.example/a_b/%E6%B8%A1%E8%BD%AE;x=1&y={2}~'#p"
	whole := news.Article{
		ID: "juf6c35fyz", Title: `50% of {ferries} & "ports" \ #1_$`, Lang: "en", Outlet: "Gazette; 捕", URL: odd, Canonical: "https://gazette.example/a",
		Captured: at.Truncate(time.Second), Capture: hash("now"), Blocks: []news.Block{{Text: "SHA‑256 of the page: none."}},
	}
	leaf := translog.Leaf{Kind: translog.Capture, URL: odd, At: at, Body: sum("now")}
	same, fed := whole, whole
	same.Canonical = odd
	fed.Notes = []news.Note{{Code: news.NoteFromFeed}}
	versions := []news.Version{{N: 1, Captured: at.Add(-time.Hour), Hash: hash("then")}, {N: 2, Captured: at.Add(-time.Minute), Hash: hash("lost")}, {N: 3, Captured: at, Hash: hash("now")}}
	then := translog.Leaf{Kind: translog.Capture, URL: odd, At: at.Add(-time.Hour), Body: sum("then")}
	later := leaf
	later.Entered = at.Add(48 * time.Hour)
	tested := 0
	for _, language := range []string{"zh-Hans", "zh-Hant", "en"} {
		for _, zone := range []string{"UTC", "Asia/Shanghai", "America/St_Johns"} {
			for what, c := range map[string]struct {
				it     news.Item
				leaves verify.Leaves
			}{
				"one version":           {news.Item{Article: whole, Capture: news.Ref{File: "x_1.warc.gz", Offset: 5}}, verify.Leaves{Present: &leaf}},
				"read at its address":   {news.Item{Article: same}, verify.Leaves{Present: &leaf}},
				"from a feed":           {news.Item{Article: fed}, verify.Leaves{Present: &leaf}},
				"entered later":         {news.Item{Article: whole}, verify.Leaves{Present: &later}},
				"versions, one of them": {news.Item{Article: whole, Versions: versions}, verify.Leaves{Present: &leaf, Earlier: map[int]translog.Leaf{1: then}}},
				"an earlier one":        {news.Item{Article: whole, Versions: versions}, verify.Leaves{Earlier: map[int]translog.Leaf{1: then}}},
			} {
				for _, audience := range []Audience{Private, Public} {
					where, err := time.LoadLocation(zone)
					if err != nil {
						t.Fatal(err)
					}
					s := New(Form{Language: language, Audience: audience, Log: true, Zone: where, Scripts: true, URL: "https://desk.example/", Title: "Desk"})
					x := Article{Placed: Placed{Shown: s.Show(c.it), Path: "a/gazette/2026/03/x.html"}, Day: "2026-03-12"}
					if c.leaves.Present == &later {
						x.Entered = later.Entered
					}
					page, err := s.Article(new(bytes.Buffer), x)
					if err != nil {
						t.Fatal(err)
					}
					page = bytes.Clone(page)
					said, err := verify.CheckPage(page, c.leaves)
					if name := fmt.Sprintf("%s, %s, %s, %s", language, zone, what, audience); err != nil {
						t.Errorf("%s: %v", name, err)
					}
					data, err := record.BesideOf(c.it, x.History, x.Path).Encode(new(bytes.Buffer))
					if err == nil {
						err = verify.CheckJSON(data, c.leaves, said)
					}
					if err != nil {
						t.Errorf("%s, %s: %v", language, what, err)
					}
					if list := s.TimeMap(x); list != nil {
						if err := verify.CheckTimeMap(list, c.leaves, said); err != nil {
							t.Errorf("%s, %s: %v\n%s", language, what, err, list)
						}
						tested++
					}
					if language == "en" {
						continue
					}
					twin, err := s.Twin(x.Path, page)
					if err != nil {
						t.Fatal(err)
					}
					if _, err := verify.CheckPage(twin, c.leaves); err != nil {
						t.Errorf("%s, %s, %s, twin: %v", language, zone, what, err)
					}
					if was := strings.Replace(string(twin), ":30 UTC", ":31 UTC", -1); c.leaves.Present != nil && zone == "Asia/Shanghai" {
						if _, err := verify.CheckPage([]byte(was), c.leaves); err == nil || hanscript.Fold(was) == hanscript.Fold(string(twin)) {
							t.Errorf("%s, %s: another time passes on the twin", language, what)
						}
					}
				}
			}
		}
	}
	if tested == 0 {
		t.Error("no TimeMap was compared")
	}
}
