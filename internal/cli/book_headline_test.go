package cli

import (
	"testing"

	"github.com/waidian/waidian/internal/store"
)

// A story in a book is called by no headline of a model that often errs.
func TestHeadlineOfStory(t *testing.T) {
	rows := []store.Row{
		{Title: "Harbour shut", Lang: "en", DigestTitle: "港口关闭", DigestLang: "zh-Hans", DigestUnfit: true},
		{Title: "Port shut", Lang: "en", DigestTitle: "海港停用", DigestLang: "zh-Hans"},
	}
	if title, lang := headline(rows); title != "海港停用" || lang != "zh-Hans" {
		t.Errorf("called %q in %s", title, lang)
	}
	if title, lang := headline(rows[:1]); title != "Harbour shut" || lang != "en" {
		t.Errorf("alone, called %q in %s", title, lang)
	}
}
