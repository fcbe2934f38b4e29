package diff

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"github.com/waidian/waidian/internal/news"
)

// shown writes pieces as [-deleted-]{+inserted+}.
func shown(list []news.Piece) string {
	var b strings.Builder
	for _, p := range list {
		switch p.Kind {
		case news.Deleted:
			b.WriteString("[-" + p.Text + "-]")
		case news.Inserted:
			b.WriteString("{+" + p.Text + "+}")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestTexts(t *testing.T) {
	for _, c := range []struct{ old, now, want string }{
		{"", "", ""},
		{"", "a", "{+a+}"},
		{"a", "", "[-a-]"},
		{"same", "same", "same"},
		{"Flood forces 14,200 from their homes", "Flood forces 12,400 from their homes", "Flood forces [-14,200-]{+12,400+} from their homes"},
		{"降到14个月来最慢，降幅超出预期。", "降到12个月来最慢，降幅小于预期。", "降到[-14-]{+12+}个月来最慢，降幅[-超出-]{+小于+}预期。"},
		{"发言人否认了这一说法。", "发言人没有否认这一说法。", "发言人{+没有+}否认[-了-]这一说法。"},
		{"工場の閉鎖は4月15日に始まる", "工場の閉鎖は5月1日から始まる", "工場の閉鎖は[-4-]{+5+}月[-15-]{+1+}日[-に-]{+から+}始まる"},
		{"It fell -2.5 degrees", "It fell -3.5 degrees", "It fell [--2.5-]{+-3.5+} degrees"},
		{"a 2024-25 budget", "a 2024-26 budget", "a 2024-[-25-]{+26+} budget"},
		{"some 14\u00a0200 people", "some 12\u00a0400 people", "some [-14\u00a0200-]{+12\u00a0400+} people"},
		{"some 2024 300", "some 2024 400", "some 2024 [-300-]{+400+}"},
		{"the old red car", "the new blue car", "the [-old red-]{+new blue+} car"},
		{"the chief of police", "the head of guards", "the [-chief of police-]{+head of guards+}"},
		{"قال 14 شخصا", "قال 12 شخصا", "قال [-14-]{+12+} شخصا"},
		{"14 명이 숨졌다", "12명이 다쳤다", "[-14 -]{+12+}명이 [-숨졌-]{+다쳤+}다"},
		{"cafe\u0301 bar", "cafe bar", "[-cafe\u0301-]{+cafe+} bar"},
		{"葛\U000e0100城", "葛城", "[-葛\U000e0100-]{+葛+}城"},
		{"ok 👩‍👧", "ok 👩‍👦", "ok [-👩‍👧-]{+👩‍👦+}"},
	} {
		if got := shown(Texts(c.old, c.now)); got != c.want {
			t.Errorf("%q, %q:\n got %s\nwant %s", c.old, c.now, got, c.want)
		}
	}
}

// strip is the text that pieces have without one kind of them.
func strip(list []news.Piece, kind news.PieceKind) string {
	var b strings.Builder
	for _, p := range list {
		if p.Kind != kind {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func FuzzTexts(f *testing.F) {
	f.Add("forces 14,200 from", "forces 12,400 from")
	f.Add("发言人否认了", "发言人没有否认")
	f.Add("e\u0301a\u200d👩‍👧ก็ नि", "e a👩‍👦ก नी\r\n")
	f.Add("\xff\xfe", "\xff")
	f.Fuzz(func(t *testing.T, old, now string) {
		list := Texts(old, now)
		if got := strip(list, news.Inserted); got != old {
			t.Errorf("without what is inserted: %q, want %q", got, old)
		}
		if got := strip(list, news.Deleted); got != now {
			t.Errorf("without what is deleted: %q, want %q", got, now)
		}
		ends := map[news.PieceKind]map[int]bool{news.Inserted: ends(old), news.Deleted: ends(now)}
		at := map[news.PieceKind]int{}
		for i, p := range list {
			if p.Text == "" || i > 0 && p.Kind == list[i-1].Kind {
				t.Errorf("piece %d of %v", i, list)
			}
			for without, ok := range ends {
				if p.Kind == without {
					continue
				}
				if at[without] += len(p.Text); !ok[at[without]] {
					t.Errorf("%q ends within a character", p.Text)
				}
			}
		}
		if got := strings.Join(Tokens(old), ""); got != old {
			t.Errorf("tokens are %q", got)
		}
	})
}

// ends are where the grapheme clusters of a text end.
func ends(s string) map[int]bool {
	out := map[int]bool{}
	n := 0
	for g := graphemes.FromString(s); g.Next(); {
		n += len(g.Value())
		out[n] = true
	}
	return out
}

func passages(list []news.Passage) string {
	var out []string
	for _, p := range list {
		if p.Same > 0 {
			out = append(out, fmt.Sprint("=", p.Same))
		} else {
			out = append(out, shown(p.Pieces))
		}
	}
	return strings.Join(out, " | ")
}

func TestParagraphs(t *testing.T) {
	long := strings.Fields("One.a Two.b Three.c Four.d Five.e Six.f Seven.g Eight.h Nine.i Ten.j")
	for _, c := range []struct {
		old, now, want string
		rewritten      bool
	}{
		{"", "", "", false},
		{"One./Two./Three.", "One./Two./Three.", "=3", false},
		{"Some 14 people fled the town./Rain fell./Wind blew.", "Some 12 people fled the town./Rain fell./Wind blew.", "Some [-14-]{+12+} people fled the town. | =2", false},
		{"Rain fell on the town all day./Wind blew hard.", "Rain fell on the town all day.", "=1 | [-Wind blew hard.-]", false},
		{"Rain fell on the town all day.", "Wind blew./Rain fell on the town all day.", "{+Wind blew.+} | =1", false},
		{"Rain fell on the hills all day./Some 14 people fled the town./Tea.", "Some 12 people fled the town./Snow and rain fell on the hills all day./Tea.",
			"[-Rain fell on the hills all day.-] | Some [-14-]{+12+} people fled the town. | {+Snow and rain fell on the hills all day.+} | =1", false},
		{"All is well here.", "Nothing at that place went otherwise.", "[-All is well here.-] | {+Nothing at that place went otherwise.+}", true},
		{"", "New.", "{+New.+}", false},
	} {
		split := func(s string) []string {
			if s == "" {
				return nil
			}
			return strings.Split(s, "/")
		}
		list, rewritten := Paragraphs(split(c.old), split(c.now))
		got := passages(list)
		if c.want != got || rewritten != c.rewritten {
			t.Errorf("%q, %q:\n got %s, %v\nwant %s", c.old, c.now, got, rewritten, c.want)
		}
	}
	if list, rewritten := Paragraphs(long, append([]string{"Zero."}, long...)); passages(list) != "{+Zero.+} | =10" || rewritten {
		t.Errorf("%s %v", passages(list), rewritten)
	}
}

// The work on two texts with nothing in common is bounded, and what is not looked at is still all there.
func TestNothingInCommon(t *testing.T) {
	var a, b, mixed strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&a, "a%d ", i)
		fmt.Fprintf(&b, "b%d ", i)
		fmt.Fprintf(&mixed, "a%d c%d ", i, i)
	}
	for _, now := range []string{b.String(), mixed.String()} {
		list := Texts(a.String(), now)
		if strip(list, news.Inserted) != a.String() || strip(list, news.Deleted) != now {
			t.Error("something is lost")
		}
	}
	x, y := make([]int, 5000), make([]int, 5000)
	for i := range x {
		x[i], y[i] = i, -i-1
	}
	if trace, ok := shortest(x, y); ok || len(trace) > 0 {
		t.Errorf("%d steps", len(trace))
	}
	p := make([]string, 300)
	for i := range p {
		p[i] = fmt.Sprint("paragraph ", i, " says this and that")
	}
	if got := pairs(p, p); got[0] != -1 {
		t.Error("more pairs than may be were compared")
	}
}

func TestTokensAreValid(t *testing.T) {
	for _, s := range []string{"ab-12 −3", "a\u0300\u0301b"} {
		for _, tok := range Tokens(s) {
			if !utf8.ValidString(tok) {
				t.Errorf("%q of %q", tok, s)
			}
		}
	}
}
