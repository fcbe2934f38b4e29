package wording

import (
	"embed"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"github.com/pelletier/go-toml/v2"

	"github.com/waidian/waidian/internal/news"
)

// table is a file as it is written.
func table(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var out map[string]any
	if err := toml.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// overlay is the English file with what the file given has otherwise, and with edit.
func overlay(t *testing.T, file []byte, edit func(map[string]any)) []byte {
	t.Helper()
	en, err := files.ReadFile("en.toml")
	if err != nil {
		t.Fatal(err)
	}
	out := table(t, en)
	for k, v := range table(t, file) {
		section, ok := v.(map[string]any)
		if !ok {
			out[k] = v
			continue
		}
		maps.Copy(out[k].(map[string]any), section)
	}
	if edit != nil {
		edit(out)
	}
	data, err := toml.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// with is the interface in its languages and one more, whose file is given.
func with(t *testing.T, tag string, data []byte) (*Set, error) {
	t.Helper()
	all := fstest.MapFS{}
	for _, l := range Languages() {
		file, err := files.ReadFile(l + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		all[l+".toml"] = &fstest.MapFile{Data: file}
	}
	all[tag+".toml"] = &fstest.MapFile{Data: data}
	return Load(all)
}

//go:embed testdata
var testdata embed.FS

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// TestFourthLanguage adds a file, and no code.
func TestFourthLanguage(t *testing.T) {
	file, err := testdata.ReadFile("testdata/pl.toml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := with(t, "pl", overlay(t, file, nil))
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Languages(); got[0] != Default || got[1] != "zh-Hant" || !slices.Contains(got, "pl") {
		t.Errorf("languages %q", got)
	}
	w := s.For("pl-PL")
	if w.Fingerprint() == s.For("en").Fingerprint() || s.For("en").Fingerprint() != For("en").Fingerprint() {
		t.Error("a fingerprint is not that of the texts")
	}
	for got, want := range map[string]string{
		w.NReports(0):                             "0 artykułów",
		w.NReports(1):                             "1 artykuł",
		w.NReports(3):                             "3 artykuły",
		w.NReports(5):                             "5 artykułów",
		w.NReports(12):                            "12 artykułów",
		w.NReports(22):                            "22 artykuły",
		w.Minutes(4):                              "4 minuty",
		w.Counted(1, w.Edited):                    "1 zmiana",
		w.Counted(7, w.LeftOut):                   "Pominięto 7 zdań:",
		w.Date(at("2026-11-28T20:05:00Z")):        "28 listopada 2026",
		w.ShortDate(at("2026-05-01T20:05:00Z")):   "1 maj",
		w.MonthOf(at("2026-11-28T20:05:00Z")):     "listopad 2026",
		w.Moment(at("2026-11-28T20:05:00+01:00")): "28 listopada 2026, godz. 20:05 UTC+01:00",
		w.DateClock(at("2026-11-28T07:05:00Z")):   "28 listopada 2026, 07:05",
		w.Quote("tak"):                            "„tak”",
		w.Missing["waiting"]:                      "Streszczenie modelu jeszcze nie powstało; zamiast niego są tu zdania artykułu.",
		w.CountryName("DE"):                       "Niemcy",
		w.Reason(news.Finding{Reason: news.NotNamed, Arg: "Polska"}, "pl")[0].Text: "artykuł nie wymienia: ",
		w.Today: "Today",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestFor(t *testing.T) {
	for tag, want := range map[string]string{
		"zh-Hans": "zh-Hans", "zh-Hant": "zh-Hant", "en": "en", "en-GB": "en", "en-US": "en",
		"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-Hant-HK": "zh-Hant",
		"": "zh-Hans", "eo": "zh-Hans", "kling on": "zh-Hans", "und": "zh-Hans",
	} {
		if got := For(tag).Tag; got != want {
			t.Errorf("%q: %s, want %s", tag, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	utc, away := at("2024-01-05T09:07:00Z"), at("2024-12-31T23:30:00-05:30")
	for _, c := range []struct{ lang, got, want string }{
		{"en", For("en").Date(utc), "January 5, 2024"},
		{"en", For("en").ShortDate(utc), "Jan 5"},
		{"en", For("en").MonthOf(away), "December 2024"},
		{"en", For("en").Moment(away), "December 31, 2024 23:30 UTC-05:30"},
		{"en", For("en").Moment(utc), "January 5, 2024 09:07 UTC"},
		{"en", For("en").ShortDateClock(utc), "Jan 5 09:07"},
		{"en", For("en").Clock(utc), "09:07"},
		{"en", For("en").Day("2024-01-05"), "January 5, 2024"},
		{"en", For("en").Day("some day"), "some day"},
		{"zh-Hans", For("zh-Hans").Date(utc), "2024年1月5日"},
		{"zh-Hans", For("zh-Hans").Date(time.Time{}), "0001年1月1日"},
		{"zh-Hans", For("zh-Hans").MonthOf(utc), "2024年1月"},
		{"zh-Hant", For("zh-Hant").DateClock(away), "2024年12月31日 23:30"},
		{"zh-Hant", For("zh-Hant").Moment(away), "2024年12月31日 23:30 UTC-05:30"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, c.got, c.want)
		}
	}
	d := Dates{UTC: "UTC"}
	for pattern, want := range map[string]string{
		"dd.MM.y": "05.01.2024", "'o''clock' HH": "o'clock 09", "''d''": "'5'", "": "",
		"'d": "! an apostrophe without its second", "QQ": "! no field QQ", "MMMM": "! MMMM needs 12 names of months, there are 0",
	} {
		got, err := d.write(pattern, utc)
		if err != nil {
			got = "! " + err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", pattern, got, want)
		}
	}
}

// TestStrictFiles spoils a file in one place each.
func TestStrictFiles(t *testing.T) {
	section := func(m map[string]any, name string) map[string]any { return m[name].(map[string]any) }
	script := func(to string, keys ...string) func(map[string]any) {
		return func(m map[string]any) {
			m["otherScript"] = map[string]any{}
			for _, k := range keys {
				section(m, "otherScript")[k] = to
			}
		}
	}
	for want, spoil := range map[string]func(map[string]any){
		"no frame.Today":  func(m map[string]any) { delete(section(m, "frame"), "today") },
		"no Missing":      func(m map[string]any) { delete(m, "missing") },
		"no Dates.Moment": func(m map[string]any) { delete(section(m, "dates"), "moment") },
		"dates.weekdays":  func(m map[string]any) { section(m, "dates")["weekdays"] = []any{"pn", "wt"} },
		"no otherScript.Folder, otherScript.Form":       script("zh-Hans", "language", "name"),
		`otherScript: "zh-Hans" has no file that leads`: script("zh-Hans", "language", "name", "folder", "form"),
		`otherScript: "pl-Cyrl" has no file that leads`: script("pl-Cyrl", "language", "name", "folder", "form"),
		`languages: "no such"`:                          func(m map[string]any) { section(m, "languages")["no such"] = "x" },
		"strict mode":                                   func(m map[string]any) { section(m, "frame")["todayy"] = "x" },
		"pl counts with more forms: no Edited":          func(m map[string]any) { section(m, "marks")["edited"] = map[string]any{"one": "%d", "other": "%d"} },
		`dates.day "d. LLLL"`: func(m map[string]any) {
			section(m, "dates")["day"] = "d. LLLL"
			delete(section(m, "dates"), "monthsAlone")
		},
	} {
		file, err := testdata.ReadFile("testdata/pl.toml")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := with(t, "pl", overlay(t, file, spoil)); err == nil || !strings.Contains(err.Error(), "pl.toml: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := Load(fstest.MapFS{"en.toml": {Data: overlay(t, nil, nil)}}); err == nil {
		t.Error("no file of the default language, no error")
	}
}

// TestStrangeCodes adds to each table of words by code one that no constant has.
func TestStrangeCodes(t *testing.T) {
	for table := range asked(For("en")) {
		spoil := func(m map[string]any) { m[table].(map[string]any)["no_such_code"] = "x" }
		if _, err := with(t, "nl", overlay(t, nil, spoil)); err == nil || !strings.Contains(err.Error(), table+`: no code "no_such_code"`) {
			t.Errorf("%s: %v", table, err)
		}
	}
}

var verb = regexp.MustCompile(`%[-+#.\w[]`)

// numbered is a verb that says which value it is of.
var numbered = regexp.MustCompile(`%\[(\d)\]s`)

// TestFilesAgree compares every text with the default language's: the same keys, with the same verbs.
func TestFilesAgree(t *testing.T) {
	all := embedded().texts
	for _, w := range all[1:] {
		same(t, w.Tag, reflect.ValueOf(*all[0]), reflect.ValueOf(*w))
	}
}

func same(t *testing.T, name string, a, b reflect.Value) {
	switch a.Kind() {
	case reflect.String:
		x, y := verb.FindAllString(a.String(), -1), verb.FindAllString(b.String(), -1)
		if named := numbered.FindAllStringSubmatch(b.String(), -1); len(named) > 0 && len(named) == len(y) && len(y) < len(x) {
			for i, n := range named { // it says which values it has, and leaves others away
				at, _ := strconv.Atoi(n[1])
				if y[i] = "none"; at >= 1 && at <= len(x) {
					y[i] = x[at-1]
				}
			}
			x = slices.DeleteFunc(x, func(v string) bool { return !slices.Contains(y, v) })[:len(y)]
		}
		if !slices.Equal(x, y) {
			t.Errorf("%s: verbs %q, want %q", name, y, x)
		}
		if a.String() != "" && b.String() == "" {
			t.Errorf("%s is empty", name)
		}
	case reflect.Map:
		for _, k := range append(a.MapKeys(), b.MapKeys()...) {
			if !a.MapIndex(k).IsValid() || !b.MapIndex(k).IsValid() {
				t.Errorf("%s: %q is in one file alone", name, k)
				continue
			}
			same(t, name+"."+k.String(), a.MapIndex(k), b.MapIndex(k))
		}
	case reflect.Struct:
		if p, ok := a.Interface().(Plural); ok {
			b, _ := b.Interface().(Plural)
			for _, s := range []string{b.Zero, b.One, b.Two, b.Few, b.Many, b.Other} {
				if s != "" {
					same(t, name, reflect.ValueOf(p.Other), reflect.ValueOf(s))
				}
			}
			return
		}
		for i := range a.NumField() {
			if f := a.Type().Field(i); f.IsExported() && f.Name != "Dates" && f.Name != "Tag" {
				same(t, name+"."+f.Name, a.Field(i), b.Field(i))
			}
		}
	}
}

// asked says of each table of words by code which codes it is for: all of its type but those that no page shows.
func asked(w *Texts) map[string]struct{ all, have, not []string } {
	return map[string]struct{ all, have, not []string }{
		"missing":     {codes(news.MissingCodes()), keys(w.Missing), codes([]news.Missing{news.CopyOfAnother, news.HeadlineAlone})},
		"kindNotes":   {codes(news.PageKinds()), keys(w.KindNotes), unmarked},
		"kindMarks":   {codes(news.PageKinds()), keys(w.KindMarks), unmarked},
		"notes":       {codes(news.NoteCodes()), keys(w.Notes), nil},
		"sourceKinds": {codes(news.SourceKinds()), keys(w.SourceKinds), nil},
		"rightsShown": {codes(news.Grants()), keys(w.RightsShown), nil},
		"reasons":     {codes(news.Reasons()), keys(w.Reasons), nil},
		"refusals":    {codes(news.RefusalCodes()), keys(w.Refusals), nil},
		"rules":       {codes(news.Rules()), keys(w.Rules), nil},
	}
}

// unmarked are the kinds of page of which a reader has nothing to know, and those that no page is made of.
var unmarked = codes([]news.PageKind{news.PageArticle, news.PageConsent, news.PageNone})

func codes[K ~string](all []K) (out []string) {
	for _, c := range all {
		out = append(out, string(c))
	}
	return out
}

func keys[K ~string](m map[K]string) (out []string) {
	for k, text := range m {
		if text != "" {
			out = append(out, string(k))
		}
	}
	return out
}

// TestCodesHaveWords asks for what pages show of the codes of package news.
func TestCodesHaveWords(t *testing.T) {
	for _, lang := range Languages() {
		w := For(lang)
		for table, a := range asked(w) {
			for _, code := range a.all {
				if has, not := slices.Contains(a.have, code), slices.Contains(a.not, code); has == not {
					t.Errorf("%s: %s has words for %q: %t; it is excepted: %t", lang, table, code, has, not)
				}
			}
		}
		for _, n := range news.NoteCodes() {
			if text := w.Note(news.Note{Code: n, Arg: "A", Of: "B"}); strings.ContainsAny(text, "{}") {
				t.Errorf("%s: note %s reads %q", w.Tag, n, text)
			} else if w.Tag == "en" && text != (news.Note{Code: n, Arg: "A", Of: "B"}).String() {
				t.Errorf("note %s: a page says %q, the store another text", n, text)
			} else if w.Tag != "en" && text == (news.Note{Code: n, Arg: "A", Of: "B"}).String() {
				t.Errorf("%s: note %s is in English", w.Tag, n)
			}
		}
		if text := w.Note(news.Note{Arg: "unheard of"}); (text == "unheard of") != (w.Tag == "en") || text == "" {
			t.Errorf("%s: a note without a code reads %q", w.Tag, text)
		}
	}
}

// TestRefusalsAreForWhoeverReadsTheRoom: what the room says of what was not done is in its language, says all that it is about, and names fields and
// buttons, no commands.
func TestRefusalsAreForWhoeverReadsTheRoom(t *testing.T) {
	command := regexp.MustCompile(`waidian|--|\[\w+\]`)
	for _, lang := range Languages() {
		w := For(lang)
		for _, code := range news.RefusalCodes() {
			text := w.Refusal(news.Refusal{Code: code, Arg: "甲乙", Of: "丙丁"})
			bare := strings.NewReplacer("甲乙", "", "丙丁", "").Replace(text)
			han := strings.ContainsFunc(bare, func(r rune) bool { return unicode.Is(unicode.Han, r) })
			if command.MatchString(text) || strings.ContainsAny(text, "{}") || han != strings.HasPrefix(lang, "zh") {
				t.Errorf("%s: %s reads %q", lang, code, text)
			}
			if en := For("en").Refusals[code]; strings.Contains(en, "{arg}") != strings.Contains(text, "甲乙") || strings.Contains(en, "{of}") != strings.Contains(text, "丙丁") {
				t.Errorf("%s: %s reads %q, and in English %q", lang, code, text, en)
			}
		}
	}
	if text := For("en").Refusal(news.Refusal{Code: news.NoAnswer, Arg: "A", Of: string(news.CauseDNS)}); !strings.Contains(text, For("en").Causes[news.CauseDNS]) {
		t.Errorf("a cause reads %q", text)
	}
}

// wordless are the reasons that Chinese pages say without their numbers, and one that names a language in English.
var wordless = []news.ReasonCode{
	news.TooManyCharacters, news.NoSuchSentence, news.TooManySentences, news.TooLong, news.NoGround, news.TooMuchEvidence, news.WrongLanguage,
}

var place = regexp.MustCompile(`\{\w+\}`)

// places are what a text leaves to be filled in, each once; the words of the report and those of English are {arg}.
func places(text string) []string {
	found := place.FindAllString(strings.NewReplacer("{report}", "{arg}", "{english}", "{arg}").Replace(text), -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// TestPlaces compares what the texts of codes leave to be filled in with what English does.
func TestPlaces(t *testing.T) {
	en := For("en")
	for _, lang := range Languages() {
		w := For(lang)
		for code, text := range w.Notes {
			if got, want := places(text), places(en.Notes[code]); !slices.Equal(got, want) {
				t.Errorf("%s: note %s has %q, want %q", lang, code, got, want)
			}
		}
		for code, text := range w.Reasons {
			want := places(en.Reasons[code])
			if lang != "en" && slices.Contains(wordless, code) {
				want = nil
			}
			if got := places(text); !slices.Equal(got, want) {
				t.Errorf("%s: reason %s has %q, want %q", lang, code, got, want)
			}
		}
	}
}

// TestEveryReasonHasItsWords walks the codes: each has its words in each language, and those of English are what
// `waidian check` prints.
func TestEveryReasonHasItsWords(t *testing.T) {
	for _, lang := range Languages() {
		w := For(lang)
		for _, code := range news.Reasons() {
			f := news.Finding{Rule: news.FormRule, Reason: code, Arg: "2024-02-02", Of: "9"}
			var got string
			for _, p := range w.Reason(f, "de") {
				got += p.Text
			}
			if w.Reasons[code] == "" || got == "" {
				t.Errorf("%s in %s: %q", code, lang, got)
			}
			if lang == "en" && !strings.HasPrefix(f.Why(), `the report has ""`) && got != f.Why() {
				t.Errorf("%s: a page says %q, the check %q", code, got, f.Why())
			}
		}
		if len(w.Reasons) != len(news.Reasons()) {
			t.Errorf("%s: %d reasons have words, %d codes are known", lang, len(w.Reasons), len(news.Reasons()))
		}
		for code, text := range w.Reasons {
			rest := strings.NewReplacer("{arg}", "", "{of}", "", "{report}", "", "{english}", "").Replace(text)
			if strings.ContainsAny(rest, "{}") {
				t.Errorf("%s in %s: %q has a place that nothing fills", code, lang, text)
			}
		}
	}
}

func TestReason(t *testing.T) {
	w := For("zh-Hans")
	for _, c := range []struct {
		f    news.Finding
		want []Part
	}{
		{news.Finding{Reason: news.NoSuchNumber}, []Part{{Text: "所依据的原句没有这个数字"}}},
		{news.Finding{Reason: news.CustomaryName, Arg: "Müller", Of: "米勒"}, []Part{{Text: "通译“米勒”："}, {"Müller", true, "de"}}},
		{news.Finding{Reason: news.NotNamed, Arg: "Germany"}, []Part{{Text: "原文没有提到 "}, {"Germany", true, "en"}}},
		{news.Finding{Reason: "of a later version", Arg: "its words"}, []Part{{"its words", true, "en"}}},
		{news.Finding{}, nil},
	} {
		if got := w.Reason(c.f, "de"); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.f.Reason, got, c.want)
		}
	}
}

// TestTaiwanIsWrittenOneWay: the texts in Traditional characters are those of Taiwan throughout, also where another form or another word is used elsewhere.
func TestTaiwanIsWrittenOneWay(t *testing.T) {
	file, err := files.ReadFile("zh-Hant.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{"報道", "裏", "着", "爲", "衆", "羣", "綫", "啓", "麽", "牀", "喫", "踪", "脣", "鈎", "僞",
		"訂閱源", "值守", "列表", "簽名", "抓取", "文本", "程序", "欄目", "導語", "記錄", "詞元", "隱去", "信息", "視頻", "網絡", "軟件", "默認", "設置", "服務器",
		"鏈接", "用戶", "登錄", "屏幕", "訪問", "數據", "質量", "搜索", "添加", "在線", "郵箱"} {
		for i, line := range strings.Split(string(file), "\n") {
			if strings.Contains(line, other) {
				t.Errorf("zh-Hant.toml, line %d: %s in %s", i+1, other, line)
			}
		}
	}
}
