package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// listed is a list of an element with items.
func listed(tag string, items ...string) string {
	return "<" + tag + "><li>" + strings.Join(items, "</li><li>") + "</li></" + tag + ">"
}

// A box of lists with headings beside the paragraphs of a report is taken whole, or left out with a note.
func TestKits(t *testing.T) {
	needs := listed("ul", "300 g barley flour", "three eggs", "a pinch of salt", "a cup of buttermilk")
	steps := listed("ol", "Mix the flour and the salt.", "Beat in the eggs one by one.", "Fry in thin rounds.")
	pack := listed("ul", "Rubber boots", "A warm coat", "Field glasses", "Something to drink")
	leave := listed("ul", "Dogs, even on a lead", "Drones", "Radios")
	boats := listed("ul", "9:10 Mill quay", "10:40 Upper lock", "12:05 Old pump")
	for _, c := range []struct {
		name, html string
		want       []string // blocks at the end of the text, in this order
		noted      bool
	}{
		{"a dish", `<div class="dish"><div class="in"><h3>You need</h3>` + needs + `<h3>How it is done</h3>` + steps + `</div></div>`,
			[]string{"You need", "300 g barley flour", "three eggs", "a pinch of salt", "a cup of buttermilk", "How it is done", "Mix the flour and the salt.", "Beat in the eggs one by one.", "Fry in thin rounds."}, false},
		{"two columns", `<section class="two"><div><h4>You need</h4>` + needs + `</div><div><h4>How it is done</h4>` + steps + `</div></section>`, []string{"Fry in thin rounds."}, false},
		{"a box for each list", `<div class="a1"><h3>You need</h3>` + needs + `</div><div class="a2"><h3>How it is done</h3>` + steps + `</div>`,
			[]string{"a cup of buttermilk", "How it is done", "Mix the flour and the salt.", "Beat in the eggs one by one.", "Fry in thin rounds."}, false},
		{"a line before it", `<div class="dish"><p>For four</p><h3>You need</h3>` + needs + `</div>`, []string{"For four", "You need", "300 g barley flour", "three eggs", "a pinch of salt", "a cup of buttermilk"}, false},
		{"what to bring", `<div class="walk"><h3>What to bring</h3>` + pack + `<h3>What to leave at home</h3>` + leave + `</div>`,
			[]string{"What to bring", "Rubber boots", "A warm coat", "Field glasses", "Something to drink", "What to leave at home", "Dogs, even on a lead", "Drones", "Radios"}, false},
		{"when the boats leave", `<div class="hours"><h3>Saturday</h3>` + boats + `<h3>Sunday</h3>` + boats + `</div>`,
			[]string{"Saturday", "9:10 Mill quay", "10:40 Upper lock", "12:05 Old pump", "Sunday", "9:10 Mill quay", "10:40 Upper lock", "12:05 Old pump"}, false},
		{"between paragraphs", `<div class="walk"><h3>What to bring</h3>` + pack + `</div>` + prose4, []string{"What to bring", "Rubber boots", "A warm coat", "Field glasses", "Something to drink", "Two seats stay"}, false},
		{"beside the text", `<aside><h3>What to bring</h3>` + pack + `<h3>What to leave at home</h3>` + leave + `</aside>`, []string{"The new council is"}, true},
		{"goods with their prices", `<div class="goods"><h3>From our shop</h3>` + listed("ul", "Field glasses – €129", "Rubber boots – €49", "Flask – €19") + `</div>`, []string{"The new council is"}, true},
		{"letters to sign up for", `<div class="mails"><h3>Our newsletters</h3>` + listed("ul", "The Mill Morning: every day at seven", "Weekend: what to do in Millbrook", "Enter your email") + `</div>`, []string{"The new council is"}, false},
		{"links", `<div class="on"><h3>Nature</h3>` + listed("ul", `<a href="/3">Eels return</a>`, `<a href="/4">Lock keeper retires</a>`, `<a href="/5">Bus fares rise</a>`) + `</div>`, []string{"The new council is"}, false},
		{"named for other reports", `<div class="related-now"><h3>Millbrook</h3>` + listed("ul", "Eels return", "Lock keeper retires", "Bus fares rise") + `</div>`, []string{"The new council is"}, false},
	} {
		a, err := Extract(millPage(prose1+prose2+prose3+c.html), Options{})
		if err != nil || len(a.Blocks) < len(c.want) {
			t.Errorf("%s: %v, %q", c.name, err, a.Text())
			continue
		}
		for i, b := range a.Blocks[len(a.Blocks)-len(c.want):] {
			if !strings.HasPrefix(b.Text, c.want[i]) {
				t.Errorf("%s: %q, want %q", c.name, b.Text, c.want[i])
			}
		}
		if noted := slices.Contains(a.Notes, news.Note{Code: news.NoteList}); noted != c.noted {
			t.Errorf("%s: notes %v", c.name, a.Notes)
		}
	}
}
