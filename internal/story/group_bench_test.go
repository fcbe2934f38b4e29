package story

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// invention is a language of which texts are invented: its words are of parts, and it has numbers, names and places between them.
type invention struct {
	lang    string
	parts   []string // of which words are joined
	join    string   // between words
	stop    string   // behind a sentence
	little  []string // words of grammar
	places  []string
	subject []string // words that subjects.txt has
	amounts []string // with one place for a number
	capital bool     // names begin with a capital
}

var inventions = []invention{
	{lang: "en", parts: strings.Fields("bar den fil gor han kel lum mor nes pra rit sol tan ver wick"), join: " ", stop: ". ", capital: true,
		little: strings.Fields("the of to and in that is was for on it with as at by from"), places: strings.Fields("Cairo Lisbon Kenya Norway"),
		subject: strings.Fields("strike flood election"), amounts: []string{"%d people", "%d percent", "%d million dollars"}},
	{lang: "de", parts: strings.Fields("ber den feld gar heim kel lich mar nis rau ßen stro tän ver zug"), join: " ", stop: ". ", capital: true,
		little: strings.Fields("der die das und in den von zu mit sich des auf für ist im dem nicht ein"), places: strings.Fields("Kairo Lissabon Kenia Norwegen"),
		subject: strings.Fields("Streik Hochwasser Wahl"), amounts: []string{"%d Menschen", "%d Prozent", "%d Millionen Euro"}},
	{lang: "fr", parts: strings.Fields("bel dé fou gar her lin mon née rou sil tan vé çon que lais"), join: " ", stop: ". ", capital: true,
		little: strings.Fields("le la les de des et en un une du que est pour dans par sur au"), places: strings.Fields("Caire Lisbonne Kenya Norvège"),
		subject: strings.Fields("grève inondation élection"), amounts: []string{"%d personnes", "%d pour cent", "%d millions d’euros"}},
	{lang: "ru", parts: strings.Fields("бор вол гра дет жил зав кам лен мор нов пол рос сев тур хол"), join: " ", stop: ". ", capital: true,
		little: strings.Fields("и в не на что он с как это по но из у за от о же"), places: strings.Fields("Каир Лиссабон Кения Норвегия"),
		subject: strings.Fields("забастовка наводнение выборы"), amounts: []string{"%d человек", "%d процентов", "%d миллионов рублей"}},
	{lang: "ar", parts: strings.Fields("بار دين فيل جور حان كيل لوم مور نيس راب ريت سول تان فير ويك"), join: " ", stop: ". ",
		little: strings.Fields("في من على أن إلى التي عن مع هذا ما كان لا بعد"), places: strings.Fields("القاهرة لشبونة كينيا النرويج"),
		subject: strings.Fields("إضراب فيضان انتخابات"), amounts: []string{"%d شخصا", "%d في المئة", "%d مليون دولار"}},
	{lang: "zh-Hans", parts: hanParts(600), stop: "。",
		little: strings.Fields("的 了 在 是 和 有 对 将 也 被"), places: strings.Fields("开罗 里斯本 肯尼亚 挪威"),
		subject: strings.Fields("罢工 洪水 选举"), amounts: []string{"%d人", "%d%%", "%d万元"}},
	{lang: "ja", parts: append(hanParts(400), strings.Split("カメラタバリソナトロン", "")...), stop: "。",
		little: strings.Fields("の に は を た が で て と し"), places: strings.Fields("カイロ リスボン ケニア ノルウェー"),
		subject: strings.Fields("ストライキ 洪水 選挙"), amounts: []string{"%d人", "%dパーセント", "%d億円"}},
	{lang: "ko", parts: hangulParts(), join: " ", stop: ". ",
		little: strings.Fields("그 이 및 또 등 한 것 수"), places: strings.Fields("카이로 리스본 케냐 노르웨이"),
		subject: strings.Fields("파업 홍수 선거"), amounts: []string{"%d명", "%d퍼센트", "%d억 원"}},
}

// hanParts are characters of Chinese, evenly taken from those of which the table knows how they are said.
func hanParts(n int) []string {
	all := slices.Sorted(maps.Keys(spoken()))
	out := make([]string, n)
	for i := range out {
		out[i] = string(all[i*len(all)/n])
	}
	return out
}

// hangulParts are syllables of Korean without a final.
func hangulParts() (out []string) {
	for r := '가'; r <= '힣'; r += 28 {
		out = append(out, string(r))
	}
	return out
}

// word is the word of a number.
func (l invention) word(n uint64) string {
	var out strings.Builder
	for n += uint64(len(l.parts)); n > 0; n /= uint64(len(l.parts)) {
		out.WriteString(l.parts[n%uint64(len(l.parts))])
	}
	return out.String()
}

// name is the name of a number: of one number in all languages that write Latin letters.
func (l invention) name(n int) string {
	s := l.word(uint64(50000 + n*31))
	if !l.capital {
		return s
	}
	first := []rune(s)
	return strings.ToUpper(string(first[:1])) + string(first[1:])
}

// sentence is one of an event: words as rare as real ones (Zipf), among them some of the event.
func (l invention) sentence(r *rand.Rand, often *rand.Zipf, event int) string {
	var words []string
	for range 12 + r.IntN(10) {
		switch k := r.IntN(30); {
		case k < 11:
			words = append(words, l.little[r.IntN(len(l.little))])
		case k == 11:
			words = append(words, l.name(event+r.IntN(4)*7))
		case k == 12:
			words = append(words, l.name(r.IntN(3000)))
		case k == 13:
			words = append(words, fmt.Sprintf(l.amounts[(event+r.IntN(2))%len(l.amounts)], 10+(event*37+r.IntN(5)*101)%900))
		case k == 14:
			words = append(words, l.word(uint64(30000+event*9+r.IntN(9))))
		case k == 15 && r.IntN(3) == 0:
			words = append(words, l.places[(event+r.IntN(2))%len(l.places)])
		case k == 16 && r.IntN(3) == 0:
			words = append(words, l.subject[event%len(l.subject)])
		default:
			words = append(words, l.word(often.Uint64()))
		}
	}
	s := strings.Join(words, l.join)
	if l.capital {
		first := []rune(s)
		s = strings.ToUpper(string(first[:1])) + string(first[1:])
	}
	return s + l.stop
}

// report is a report of an event with a text of 400 to 800 words.
func (l invention) report(r *rand.Rand, often *rand.Zipf, event int) (title string, paragraphs []string) {
	words := 400 + r.IntN(401)
	for words > 0 {
		var p strings.Builder
		for range 4 {
			p.WriteString(l.sentence(r, often, event))
			words -= 17
		}
		paragraphs = append(paragraphs, strings.TrimSpace(p.String()))
	}
	return strings.TrimSuffix(strings.TrimSpace(l.sentence(r, often, event)), strings.TrimSpace(l.stop)), paragraphs
}

// full is an invented report before its features are taken.
type full struct {
	Member
	lang, title string
	paragraphs  []string
	event       int
}

// inventReports invents n reports in some languages, three on average of one event, 400 a day.
func inventReports(n int, langs []invention) []full {
	r := rand.New(rand.NewPCG(7, 11))
	often := rand.NewZipf(r, 1.07, 3, 20000)
	out := make([]full, n)
	for i := range out {
		l := langs[r.IntN(len(langs))]
		event := i/3 + r.IntN(200) // of those of its days
		f := &out[i]
		f.ID, f.At, f.lang = news.ArticleID("r"+strconv.Itoa(i)), noon.Add(time.Duration(i)*24*time.Hour/400), l.lang
		f.title, f.paragraphs = l.report(r, often, event)
		f.event = event
	}
	return out
}

// spent is the time that the processor has spent for this process.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkGroup gathers invented full texts into stories, from their words on; WAIDIAN_GROUP says how many, else 2,000. mix is of all
// languages, the others are of one each. features is what reading them takes alone; F1 (BCubed) says whether
// they are still gathered into their events as before, not how well real reports are.
func BenchmarkGroup(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("WAIDIAN_GROUP"))
	if err != nil {
		n = 2000
	}
	run := func(name string, langs []invention) {
		b.Run(name, func(b *testing.B) {
			all := inventReports(n, langs)
			Of(all[0].title, all[0].paragraphs, all[0].lang) // the tables are read
			var read, took time.Duration
			found := map[news.ArticleID]news.StoryID{}
			for b.Loop() {
				start := spent()
				for i := range all {
					all[i].Features = Of(all[i].title, all[i].paragraphs, all[i].lang)
				}
				read += spent() - start
				for p := range Cluster(func(yield func(Member) bool) {
					for i := range all {
						if !yield(all[i].Member) {
							return
						}
					}
				}, Options{}) {
					found[p.ID] = p.Story
				}
				took += spent() - start
			}
			done := float64(n * b.N)
			b.ReportMetric(done/took.Seconds(), "reports/CPU-s")
			b.ReportMetric(done/read.Seconds(), "features/CPU-s")
			rows := make([]row, n)
			for i, f := range all {
				rows[i] = row{ID: string(f.ID), Cluster: strconv.Itoa(f.event)}
			}
			_, _, f1, stories := bcubed(rows, found)
			b.ReportMetric(float64(stories), "stories")
			b.ReportMetric(f1, "F1")
			b.ReportMetric(0, "ns/op")
		})
	}
	run("mix", inventions)
	for _, l := range inventions {
		run(l.lang, []invention{l})
	}
}

// The invented mix is of languages of which texts are read: each report has words, signs and a story.
func TestInventedReports(t *testing.T) {
	all := inventReports(60, inventions)
	seen := map[string]bool{}
	for _, f := range all {
		feats := Of(f.title, f.paragraphs, f.lang)
		if feats.brief() || feats.substance() < 5 {
			t.Errorf("%s: %d words, %d signs", f.lang, feats.words, feats.substance())
		}
		seen[f.lang] = true
	}
	if len(seen) != len(inventions) {
		t.Errorf("%d languages, want %d", len(seen), len(inventions))
	}
	again := inventReports(60, inventions)
	if !slices.EqualFunc(all, again, func(a, b full) bool { return a.title == b.title && slices.Equal(a.paragraphs, b.paragraphs) }) {
		t.Error("another time other reports are invented")
	}
}
