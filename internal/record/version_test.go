package record

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// The record beside a page says what each version was, and import takes none of that for a state of the report.
func TestBeside(t *testing.T) {
	it, earlier := full()
	at := func(hour int) time.Time { return time.Date(2025, 4, 5, hour, 0, 0, 0, time.UTC) }
	it.Versions = []news.Version{
		{N: 1, Title: "One pier", Words: 2, Captured: at(1), Seen: at(2), Hash: "cafe"},
		{N: 2, Title: "Two piers", Words: 14, Captured: at(3), Seen: at(6), Hash: "beef", Edited: true},
	}
	h := news.History{Earlier: earlier, Edits: []news.Edit{{From: 1, N: 2, Known: true, Reason: news.RankEdited, Was: "One", Is: "Two"}}}
	line, err := BesideOf(it, h, "a/x.html").Encode(new(bytes.Buffer))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"versions":[{"n":1,"captured":"2025-04-05T01:00:00Z","seen":"2025-04-05T02:00:00Z","title":"One pier","words":2,"hash":"cafe","url":"a/x.html#version-1","text":"One pier."}`,
		`{"n":2,"captured":"2025-04-05T03:00:00Z","title":"Two piers","words":14,"hash":"beef","url":"a/x.html#version-2","edited":true,"reason":"edited","was":"One","is":"Two"}]`,
	} {
		if !strings.Contains(string(line), want) {
			t.Errorf("the record has no %s:\n%s", want, line)
		}
	}
	var w Whole
	if err := json.Unmarshal(line, &w); err != nil {
		t.Fatal(err)
	}
	if got, before, err := w.News(); err != nil || len(before) != 0 || got.Article.Version != 1 || got.Article.Title != "Two piers" {
		t.Errorf("came back with %d earlier states, %v", len(before), err)
	}
	it.Versions = it.Versions[1:]
	one, err := BesideOf(it, news.History{}, "a/x.html").Encode(new(bytes.Buffer))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := Of(it, "a/x.html").Encode(new(bytes.Buffer)); err != nil || string(one) != string(plain) {
		t.Errorf("a report with one version has another record: %s", one)
	}
}
