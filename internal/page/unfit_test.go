package page

import (
	"bytes"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/wording"
)

// The digest of a model that often errs has a label above it and a note that says so, on public pages, too; another one has none.
func TestUnfitModelIsNamedAboveItsDigest(t *testing.T) {
	for _, lang := range wording.Languages() {
		for _, audience := range []Audience{Private, Public} {
			for _, unfit := range []bool{true, false} {
				it := reports()[1]
				it.Digest.Unfit = unfit
				s := New(Form{Language: lang, Audience: audience})
				html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"})
				if err != nil {
					t.Fatal(err)
				}
				text := wording.For(lang).UnfitModel
				_, label, _ := strings.Cut(string(html), `class="digest`)
				_, label, _ = strings.Cut(label, `data-label="`)
				label, _, _ = strings.Cut(label, `"`)
				if shown := strings.Contains(string(html), `class="digest erring"`); shown != unfit {
					t.Errorf("%s, %s, unfit %v: the label stands out: %v", lang, audience, unfit, shown)
				}
				note := strings.Contains(string(html), `<p class="note">`+text)
				if strings.HasSuffix(label, text) != unfit || note != unfit {
					t.Errorf("%s, %s, unfit %v: the label is %q, among the notes %v", lang, audience, unfit, label, note)
				}
			}
		}
	}
}
