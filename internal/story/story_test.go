package story

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// events are reports of our own: the first letter of each name is its event.
var events = []struct{ name, lang, title, text string }{
	{"a1", "en", "Ferry crews in Port Halden vote to strike for a third week", "Ferry crews in Port Halden voted on Monday to strike for a third week after talks over night shifts broke down. The Seafarers' League said 412 of 430 members backed the strike. Halden Lines, which runs the ferries to the Skerry Islands, called the vote regrettable. Passengers were told to travel by the coastal road."},
	{"b1", "en", "Bread prices rise for fifth month as mills run short of grain", "Bread prices rose in October for the fifth month in a row, the statistics office said on Monday. A loaf now costs 8 percent more than a year ago. Millers blame a poor harvest in the Orle valley and the closing of the grain terminal at Sund. The farm minister, Petra Lindqvist, promised to release reserves."},
	{"a2", "en", "Skerry Islands cut off as Halden ferry strike goes on", "The Skerry Islands face a third week without ferries after crews at Halden Lines voted to prolong their strike. The Seafarers' League and the company blame each other for the collapse of talks over night shifts. Shops in Port Halden report losses. The coastal road is the only way left for passengers."},
	{"c1", "zh-Hans", "渡轮工人投票决定连续第三周罢工", "哈尔登港的渡轮工人周一投票决定连续第三周罢工，此前有关夜班的谈判破裂。海员联盟表示，四百三十名成员中有四百一十二人支持罢工。经营斯凯里群岛航线的哈尔登航运公司对投票结果表示遗憾。乘客被告知改走沿海公路。"},
	{"d1", "zh-Hans", "面包价格连续第五个月上涨", "统计局周一表示，十月份面包价格连续第五个月上涨，一条面包的价格比一年前高出百分之八。磨坊主将原因归于奥尔河谷的歉收以及松德粮食码头的关闭。农业部长林奎斯特承诺投放储备粮。"},
	{"c2", "zh-Hans", "哈尔登渡轮罢工持续 斯凯里群岛交通中断", "由于哈尔登航运公司的渡轮工人投票决定延长罢工，斯凯里群岛将连续第三周没有渡轮。海员联盟与公司就夜班谈判破裂互相指责。哈尔登港的商店报告亏损，乘客只能改走沿海公路。"},
	{"b2", "en", "Government opens grain reserves after bread price rise", "The government will release grain from its reserves after bread prices rose for a fifth month, farm minister Petra Lindqvist said. The mills have run short since the poor harvest in the Orle valley and the closing of the terminal at Sund. A loaf costs 8 percent more than a year ago, the statistics office says."},
	{"e1", "en", "Ferry runs aground off Cape Morrow, 60 rescued", "Rescuers took 60 passengers off a ferry that ran aground in fog off Cape Morrow on Monday night. Nobody was hurt. The coast guard said the Morrow Star had left the channel. Divers will look at the hull when the weather allows, and the ferry's captain is being questioned."},
}

func eventReports() []Member {
	var out []Member
	for i, e := range events {
		out = append(out, Member{ID: news.ArticleID(e.name), At: noon.Add(time.Duration(i) * time.Hour), Features: Of(e.title, []string{e.text}, e.lang)})
	}
	return out
}

// place assigns and adds as the desk does.
func place(x *Index, r Member) news.StoryID {
	id, _ := x.Assign(r)
	if id == "" {
		id = NewID(r.ID)
	}
	x.Add(id, r)
	return id
}

// grouping writes stories as "a1 a2 | b1 b2", in order of their first reports.
func grouping(of map[news.ArticleID]news.StoryID, order []Member) string {
	var names []news.StoryID
	members := map[news.StoryID][]string{}
	for _, r := range order {
		id := of[r.ID]
		if members[id] == nil {
			names = append(names, id)
		}
		members[id] = append(members[id], string(r.ID))
	}
	var out []string
	for _, n := range names {
		out = append(out, strings.Join(members[n], " "))
	}
	return strings.Join(out, " | ")
}

const wantEvents = "a1 a2 c1 c2 | b1 b2 | d1 | e1"

func TestEvents(t *testing.T) {
	rs := eventReports()
	x := NewIndex(Options{})
	got := map[news.ArticleID]news.StoryID{}
	for _, r := range rs {
		got[r.ID] = place(x, r)
	}
	if g := grouping(got, rs); g != wantEvents {
		t.Errorf("on arrival: %s", g)
	}
	for _, m := range x.Regroup() {
		got[m.Article] = m.To
	}
	if g := grouping(got, rs); g != wantEvents {
		t.Errorf("with hindsight: %s", g)
	}
	streamed := map[news.ArticleID]news.StoryID{}
	for p := range Cluster(slices.Values(rs), Options{}) {
		streamed[p.ID] = p.Story
	}
	if g := grouping(streamed, rs); g != wantEvents {
		t.Errorf("streamed: %s", g)
	}
}

// TestLanguagesMeetByDigests: reports that share no word are of one event when their digests say so, and
// only then.
func TestLanguagesMeetByDigests(t *testing.T) {
	rs := eventReports()
	digests := map[string]string{
		"a1": "哈尔登港渡轮工人投票决定连续第三周罢工。海员联盟称，四百三十名成员中四百一十二人赞成，夜班谈判已经破裂。",
		"c1": "哈尔登航运公司的渡轮工人连续第三周罢工，夜班谈判破裂，海员联盟四百一十二人赞成，斯凯里群岛的乘客只能走沿海公路。",
		"c2": "哈尔登航运公司的渡轮停航进入第三周，斯凯里群岛与外界断航，海员联盟与公司就夜班谈判破裂互相指责，乘客改走沿海公路。",
		"b1": "十月面包价格连续第五个月上涨，比一年前贵8%，磨坊主归咎于奥尔河谷歉收。",
		"d1": "统计局说，面包价格连续第五个月上涨，一条面包比一年前贵8%，磨坊主归咎于奥尔河谷歉收和松德码头关闭。",
		"e1": "浓雾中一艘渡轮在莫罗角外搁浅，救援人员救下六十名乘客，无人受伤，船长正在接受讯问。",
	}
	x := NewIndex(Options{})
	got := map[news.ArticleID]news.StoryID{}
	for _, r := range rs {
		got[r.ID] = place(x, r)
	}
	for id, d := range digests {
		x.AddDigest(news.ArticleID(id), Of("", []string{d}, "zh-Hans"))
	}
	x.AddDigest("not there", Of("", []string{"没有这篇。"}, "zh-Hans"))
	for _, m := range x.Regroup() {
		got[m.Article] = m.To
	}
	if g, want := grouping(got, rs), "a1 a2 c1 c2 | b1 d1 b2 | e1"; g != want {
		t.Errorf("%s, not %s", g, want)
	}
	x.sweep()
	for range 2 { // told twice is told once
		x.AddDigest("a1", Of("", []string{digests["a1"]}, "zh-Hans"))
	}
	if moves := x.Regroup(); len(moves) != 0 {
		t.Errorf("moved again: %v", moves)
	}
	told := rs[0].Features.With(Of("", []string{digests["a1"]}, "zh-Hans"))
	stored, _ := told.MarshalBinary()
	if plain, _ := rs[0].Features.MarshalBinary(); !bytes.Equal(stored, plain) {
		t.Error("the digest is stored with the report's features")
	}
}

// TestBothScripts: one event told in Simplified and Traditional characters.
func TestBothScripts(t *testing.T) {
	x := NewIndex(Options{})
	x.Add("s", Member{ID: "hans", At: noon, Features: Of("渡轮罢工：岛屿与港口断航", []string{"渡轮员工投票决定继续罢工，岛屿与港口之间的航线连续第三周停开，乘客须改走陆路。"}, "zh-Hans")})
	hant := Of("渡輪罷工：島嶼與港口斷航", []string{"渡輪員工投票決定繼續罷工，島嶼與港口之間的航線連續第三週停開，乘客須改走陸路。"}, "zh-Hant")
	if got, fit := x.Assign(Member{ID: "hant", At: noon, Features: hant}); got != "s" {
		t.Errorf("%q %v", got, fit)
	}
}

// TestSlowStream: reports that the index has long forgotten are placed all the same.
func TestSlowStream(t *testing.T) {
	const days = 6000
	stream := func(yield func(Member) bool) {
		for i := range days {
			r := Member{ID: news.ArticleID(fmt.Sprint(i)), At: noon.AddDate(0, 0, i), Features: Of(fmt.Sprintf("Notice%d number%d printed%d", i, i, i), nil, "en")}
			if !yield(r) {
				return
			}
		}
	}
	n := 0
	for p := range Cluster(stream, Options{}) {
		if p.Story == "" || p.ID != news.ArticleID(fmt.Sprint(n)) {
			t.Fatalf("%d: %+v", n, p)
		}
		n++
	}
	if n != days {
		t.Errorf("%d of %d placed", n, days)
	}
}

// TestRebuilt checks that an index built from stored features answers as the one
// that saw the reports.
func TestRebuilt(t *testing.T) {
	rs := eventReports()
	x, y := NewIndex(Options{}), NewIndex(Options{})
	for _, r := range rs[:6] {
		id := place(x, r)
		b, err := r.Features.MarshalBinary()
		if err != nil || len(b) > 4096 {
			t.Fatalf("%d bytes, %v", len(b), err)
		}
		stored := Member{ID: r.ID, At: r.At}
		if err := stored.Features.UnmarshalBinary(b); err != nil {
			t.Fatal(err)
		}
		y.Add(id, stored)
	}
	for _, r := range rs[6:] {
		a, fit := x.Assign(r)
		b, again := y.Assign(r)
		if a != b || fit != again {
			t.Errorf("%s: %s %v, rebuilt %s %v", r.ID, a, fit, b, again)
		}
	}
}

func TestWhatDrawsNothing(t *testing.T) {
	rs := eventReports()
	x := NewIndex(Options{})
	live := rs[0]
	live.ID, live.Kind = "live", news.PageLive
	id := place(x, live)
	if got := place(x, rs[0]); got == id {
		t.Error("a report joined the story of a live blog")
	}
	copied := Member{ID: "copy", At: noon, CopyOf: "a1", Features: rs[1].Features}
	if got := place(x, copied); got != NewID("a1") {
		t.Error("a copy is not where its original is")
	}
	if got, fit := x.Assign(Member{ID: "empty", At: noon}); got != "" || fit != 0 {
		t.Errorf("a report without words: %q %v", got, fit)
	}
	late := rs[2]
	late.At = noon.AddDate(0, 0, 20)
	if got, _ := x.Assign(late); got != "" {
		t.Error("a report joined a story that had closed")
	}
	x.Forget(noon.AddDate(0, 0, 10))
	if got, _ := x.Assign(rs[2]); got != "" {
		t.Error("a report joined a story that was forgotten")
	}
	if x.Forget(noon.AddDate(0, 0, 10)); x.Len() != 0 {
		t.Errorf("%d reports left", x.Len())
	}
}

// TestLanguages: one event in two languages is joined by many names in common, and not by one.
func TestLanguages(t *testing.T) {
	en := Of("Lindqvist meets Okonkwo in Geneva", []string{"Petra Lindqvist met Chidi Okonkwo in Geneva on 23 November to talk about the Orle dam. Lindqvist and Okonkwo will meet again in Halden."}, "en")
	de := Of("Lindqvist trifft Okonkwo in Geneva", []string{"Petra Lindqvist und Chidi Okonkwo haben in Geneva am 23 November über den Damm an der Orle gesprochen. Lindqvist und Okonkwo sehen sich in Halden wieder."}, "de")
	other := Of("Mehr Brot aus Sund", []string{"Petra Lindqvist hat in Sund eine neue Mühle eröffnet, die das Brot billiger machen soll als im vergangenen Jahr. Die Bauern im Tal der Orle hoffen auf bessere Preise."}, "de")
	x := NewIndex(Options{})
	x.Add("s", Member{ID: "en", At: noon, Features: en})
	if got, fit := x.Assign(Member{ID: "de", At: noon, Features: de}); got != "s" {
		t.Errorf("the same meeting: %q %v", got, fit)
	}
	if got, fit := x.Assign(Member{ID: "other", At: noon, Features: other}); got != "" {
		t.Errorf("one shared name: %q %v", got, fit)
	}
}

// TestYoung: a desk with a handful of reports knows little, and must not gather
// them all because all are of one country.
func TestYoung(t *testing.T) {
	x := NewIndex(Options{})
	for i, title := range []string{
		"China opens new rail line to the north", "China says exports rose in October", "Flood warning lifted in southern China",
		"China names new ambassador", "Panda twins born at zoo in China",
	} {
		r := Member{ID: news.ArticleID(fmt.Sprint(i)), At: noon, Features: Of(title, nil, "en")}
		if id, fit := x.Assign(r); id != "" {
			t.Errorf("%q joined %s (%.2f)", title, id, fit)
		}
		x.Add(NewID(r.ID), r)
	}
	if moves := x.Regroup(); len(moves) > 0 {
		t.Errorf("moves %v", moves)
	}
}

// TestRegroupKeepsNames: a story keeps its identifier when reports come and go.
func TestRegroupKeepsNames(t *testing.T) {
	rs := eventReports()
	x := NewIndex(Options{})
	x.Add("ferry", rs[0])
	x.Add("ferry", rs[1]) // misplaced
	x.Add("ferry", rs[2])
	x.Add("prices", rs[6])
	copied := Member{ID: "copy", At: noon, CopyOf: "b1"}
	x.Add("ferry", copied)
	got := fmt.Sprint(x.Regroup())
	if want := "[{b1 ferry prices} {copy ferry prices}]"; got != want {
		t.Errorf("moves %s, want %s", got, want)
	}
	if again := x.Regroup(); len(again) > 0 {
		t.Errorf("moves again: %v", again)
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	b, _ := Of("Ferry strike", nil, "en").MarshalBinary()
	for n := range len(b) {
		var f Features
		if f.UnmarshalBinary(b[:n]) == nil && n < len(b) {
			t.Errorf("%d of %d bytes are no error", n, len(b))
		}
	}
	var f Features
	if f.UnmarshalBinary(append([]byte{Form + 1}, b[1:]...)) == nil {
		t.Error("another form is no error")
	}
}

func FuzzOf(f *testing.F) {
	f.Add("Ferry strike", "Crews in Port Halden voted. 渡轮工人", "en")
	f.Add("渡轮", "", "zh-Hans")
	f.Fuzz(func(t *testing.T, title, text, lang string) {
		b, err := Of(title, strings.Split(text, "\n"), lang).MarshalBinary()
		if err != nil || len(b) > 4096 {
			t.Fatalf("%d bytes, %v", len(b), err)
		}
		var g Features
		if err := g.UnmarshalBinary(b); err != nil {
			t.Fatal(err)
		}
	})
}

type row struct {
	ID, Date, Lang, Title, Text, Cluster string
}

func corpus(tb testing.TB, name string) []row {
	tb.Helper()
	dir := cmp.Or(os.Getenv("WAIDIAN_CORPORA"), "../../../shared/corpora")
	f, err := os.Open(filepath.Join(dir, "clustering", name))
	if err != nil {
		tb.Skip("needs the clustering corpora: set WAIDIAN_CORPORA to their folder; CI has testdata/events.txt alone")
	}
	defer f.Close()
	var rows []row
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		var r row
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			tb.Fatal(err)
		}
		rows = append(rows, r)
	}
	return rows
}

func reportsOf(rows []row) []Member {
	out := make([]Member, len(rows))
	for i, r := range rows {
		at, _ := time.Parse(time.RFC3339, r.Date)
		out[i] = Member{ID: news.ArticleID(r.ID), At: at, Features: Of(r.Title, strings.Split(r.Text, "\n"), r.Lang)}
	}
	return out
}

// bcubed is precision, recall and F1 of a grouping (Bagga and Baldwin 1998).
func bcubed(rows []row, of map[news.ArticleID]news.StoryID) (p, r, f1 float64, stories int) {
	gold, found, both := map[string]float64{}, map[news.StoryID]float64{}, map[[2]string]float64{}
	for _, row := range rows {
		id := of[news.ArticleID(row.ID)]
		gold[row.Cluster]++
		found[id]++
		both[[2]string{row.Cluster, string(id)}]++
	}
	n := float64(len(rows))
	for k, c := range both {
		p += c * c / found[news.StoryID(k[1])] / n
		r += c * c / gold[k[0]] / n
	}
	return p, r, 2 * p * r / (p + r), len(found)
}

func TestCorpus(t *testing.T) {
	for _, c := range []struct {
		name               string
		arrival, hindsight float64 // least BCubed F1
	}{
		{"ecbplus.dev.jsonl", 0.87, 0.90},
		{"headlines.dev.jsonl", 0.78, 0.88},
	} {
		rows := corpus(t, c.name)
		reports := reportsOf(rows)
		x := NewIndex(Options{})
		got := map[news.ArticleID]news.StoryID{}
		for _, r := range reports {
			got[r.ID] = place(x, r)
		}
		p, r, f, n := bcubed(rows, got)
		t.Logf("%-20s on arrival     BCubed P %.3f R %.3f F1 %.3f, %d stories", c.name, p, r, f, n)
		if f < c.arrival {
			t.Errorf("%s on arrival: F1 %.3f", c.name, f)
		}
		got = map[news.ArticleID]news.StoryID{}
		for p := range Cluster(slices.Values(reportsOf(rows)), Options{}) {
			got[p.ID] = p.Story
		}
		p, r, f, n = bcubed(rows, got)
		t.Logf("%-20s with hindsight BCubed P %.3f R %.3f F1 %.3f, %d stories", c.name, p, r, f, n)
		if f < c.hindsight {
			t.Errorf("%s with hindsight: F1 %.3f", c.name, f)
		}
	}
}

func BenchmarkAssign(b *testing.B) {
	reports := reportsOf(corpus(b, "ecbplus.dev.jsonl"))
	b.ReportMetric(0, "ns/op")
	n := 0
	for b.Loop() {
		x := NewIndex(Options{})
		for _, r := range reports {
			place(x, r)
		}
		n += len(reports)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "reports/s")
}

// A report that was a copy for a while, or was known as one from the start, draws like any other once it is none.
func TestOriginal(t *testing.T) {
	list := eventReports()
	plain := NewIndex(Options{})
	for _, r := range list {
		plain.Add("s"+news.StoryID(r.ID[:1]), r)
	}
	plain.weighAgain()
	for i, r := range list {
		for _, known := range []bool{false, true} { // as a copy, from the start
			x := NewIndex(Options{})
			for j, m := range list {
				if known && i == j {
					m.CopyOf = list[(i+1)%len(list)].ID
				}
				x.Add("s"+news.StoryID(m.ID[:1]), m)
			}
			x.Repeat(r.ID, list[(i+1)%len(list)].ID)
			if n := x.at[r.ID]; x.reports[n].in != nil {
				t.Fatalf("%s is compared, though a copy", r.ID)
			}
			x.Original(r.ID)
			x.Original(r.ID)
			x.weighAgain()
			if x.vectors != plain.vectors {
				t.Fatalf("%d reports are compared, want %d", x.vectors, plain.vectors)
			}
			for _, m := range list {
				m.ID = "another"
				in, fit := x.Assign(m)
				want, wantFit := plain.Assign(m)
				if in != want || math.Abs(fit-wantFit) > 1e-6*wantFit {
					t.Fatalf("when %s was a copy (%t) a report fits %s by %v, want %s by %v", r.ID, known, in, fit, want, wantFit)
				}
			}
		}
	}
}

// What is found by terms that were entered while a report was a copy counts once.
func TestOriginalIsEnteredOnce(t *testing.T) {
	x := NewIndex(Options{})
	list := eventReports()[:4]
	for _, r := range list {
		x.Add("s", r)
	}
	entered := func() (n int) {
		for _, ps := range x.postings {
			n += len(ps)
		}
		return n
	}
	before := entered()
	x.Repeat(list[1].ID, list[0].ID)
	x.Original(list[1].ID)
	if n := entered(); n != before {
		t.Errorf("%d terms are entered, want %d", n, before)
	}
}
