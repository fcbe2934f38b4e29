package site

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// twice is a report that its outlet edited at an hour of 7 March 2024.
func twice(m *memory, n, hour int) news.Item {
	it := inventOne(n)
	at := time.Date(2024, 3, 7, hour, 0, 0, 0, time.UTC)
	it.Article.Version = 2
	it.Versions = []news.Version{
		{N: 1, Title: "Before " + it.Article.Title, Captured: at.Add(-time.Hour)}, {N: 2, Title: it.Article.Title, Captured: at, Edited: true},
	}
	m.remember(it.Article.ID, news.History{Edits: []news.Edit{{Article: it.Article.ID, From: 1, N: 2, At: at, Known: true, Reason: news.RankEdited,
		Was: fmt.Sprint("was", n), Is: fmt.Sprint("is", n)}}})
	return it
}

func editedSite(t *testing.T, m *memory, out string) string {
	t.Helper()
	if _, err := New(Options{Out: out, Title: "T", URL: "https://press.example/", Language: "en"}, m).Build(context.Background()); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(out, page.EditedPath))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The list of edits follows what is edited and taken down, whatever was built before, and no text is compared that nobody changed.
func TestEditsAreListed(t *testing.T) {
	m := newMemory()
	for n := range 30 {
		m.put(inventOne(n))
	}
	out := filepath.Join(t.TempDir(), "site")
	if got := editedSite(t, m, out); strings.Contains(got, "<del>") || m.pasts != 0 {
		t.Errorf("%d pasts were asked for, and nothing was edited", m.pasts)
	}
	m.put(twice(m, 3, 9), twice(m, 4, 10))
	html := editedSite(t, m, out)
	if a, b := strings.Index(html, "was4"), strings.Index(html, "was3"); a < 0 || b < a {
		t.Error("the edits are not listed, the newest first")
	}
	asked := m.pasts
	m.put(inventOne(31))
	if editedSite(t, m, out); m.pasts != asked {
		t.Errorf("a new report asks for %d pasts", m.pasts-asked)
	}
	gone := twice(m, 4, 10)
	m.remove(gone.Article.ID)
	html = editedSite(t, m, out)
	if strings.Contains(html, "was4") || !strings.Contains(html, "was3") {
		t.Error("an edit of a report that is taken down is listed, or one of another is not")
	}
	fresh := filepath.Join(t.TempDir(), "site")
	editedSite(t, m, fresh)
	same(t, tree(t, out), tree(t, fresh))
}

// Where there are many edits each month has its own list, and each list says how many there are.
func TestManyEditsHaveMonths(t *testing.T) {
	m := newMemory()
	for n := range editedShown + 1 {
		m.put(twice(m, n, n%24))
	}
	out := filepath.Join(t.TempDir(), "site")
	html := editedSite(t, m, out)
	if n := strings.Count(html, "<del>"); n != editedShown || !strings.Contains(html, fmt.Sprintf("%d of %d shown", editedShown, editedShown+1)) {
		t.Errorf("%d edits are listed", n)
	}
	month, err := os.ReadFile(filepath.Join(out, page.EditedMonthPath("2024-03")))
	if n := strings.Count(string(month), "<del>"); err != nil || n != editedShown+1 || !strings.Contains(html, `href="edited/2024-03.html"`) {
		t.Errorf("the month has %d edits, %v", n, err)
	}
	m.remove(inventOne(0).Article.ID)
	editedSite(t, m, out)
	if _, err := os.Stat(filepath.Join(out, page.EditedMonthPath("2024-03"))); err == nil {
		t.Error("a list that is not needed any more stays")
	}
	fresh := filepath.Join(t.TempDir(), "site")
	editedSite(t, m, fresh)
	same(t, tree(t, out), tree(t, fresh))
}
