package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
)

// nameFindings warns of the names of a claim that have no trace in the report.
// pairs are the names that the digest gives with their originals.
func (g ground) nameFindings(c sentence, found []glossary.Match, pairs []news.Name, lang string) []news.Finding {
	var out []news.Finding
	sure := map[int]bool{} // bytes that a pair answers for
	for _, p := range pairs {
		at := strings.Index(c.Plain, hanscript.Fold(p.Target))
		if p.Target == "" || at < 0 {
			continue
		}
		span := c.Text[at : at+len(p.Target)]
		if !g.all.mentions(p.Source) {
			out = append(out, missing(span, news.OriginalMissing, clip(p.Source), ""))
		} else if usual := g.all.customary(p, lang); usual != "" {
			out = append(out, missing(span, news.CustomaryName, clip(p.Source), usual))
		}
		for i := at; i < at+len(p.Target); i++ {
			sure[i] = true
		}
	}
	for i := 0; i < len(found); {
		j, traced := i, false
		for ; j < len(found) && found[j].Start == found[i].Start; j++ {
			traced = traced || g.traced(c, found[j])
		}
		if m := found[i]; !traced && !sure[m.Start] && !m.Weak {
			out = append(out, missing(c.Text[m.Start:m.End], news.NotNamed, m.Entry.Name("en"), ""))
		}
		i = j
	}
	if c.Han && !g.all.kana() { // a Japanese report spells such names in katakana
		out = append(out, g.latinNames(c, found)...)
	}
	return out
}

// customary returns the usual rendering of a name, when the glossary knows the name
// and not this rendering of it.
func (r *report) customary(p news.Name, lang string) string {
	if !strings.HasPrefix(strings.ToLower(lang), "zh") {
		return ""
	}
	known := r.names.Lookup(p.Source)
	if len(known) != 1 {
		return ""
	}
	have := hanscript.Fold(p.Target)
	for _, f := range slices.Concat(known[0].Hans, known[0].Hant, known[0].HK) {
		if f = hanscript.Fold(f); strings.Contains(have, f) || strings.Contains(f, have) {
			return ""
		}
	}
	return known[0].Name(lang)
}

func missing(span string, reason news.ReasonCode, arg, of string) news.Finding {
	return news.Finding{Rule: news.NameRule, Span: span, Reason: reason, Arg: arg, Of: of}
}

// mentions reports whether the report has the words of a name, whatever their case
// and accents.
func (r *report) mentions(name string) bool {
	want := letters(name)
	return want == "" || strings.Contains(r.letters(), " "+want+" ") || strings.Contains(r.letters(), " "+want+"s ") || (isHan(name) || isHan(r.text)) && strings.Contains(r.letters(), want)
}

// traced reports whether the report names a thing, or something that stands for it:
// a country is there with its capital, its people and its bodies; a capital stands
// for a government where it acts.
func (g ground) traced(c sentence, m glossary.Match) bool {
	e := m.Entry
	switch {
	case g.all.entries[e], currency(c.Plain, m):
		return true
	case e.Kind == glossary.Country:
		return g.all.countries[e.Of]
	case e.Kind == glossary.Place && len(e.Latin) > 0 && capitals[e.Latin[0]]:
		return g.all.countries[e.Of] && acts(c.Plain, m)
	case len(e.Latin) > 0 && seats[e.Latin[0]]:
		return g.all.countries[e.Of]
	}
	return false
}

// currency reports whether a name is that of a currency here: 212亿澳门元.
func currency(s string, m glossary.Match) bool {
	for _, w := range []string{"元", "盾", "卢比", "法郎", "比索", "第纳尔", "里亚尔", "镑", "克朗", "先令", "雷亚尔", "兰特"} {
		if strings.HasPrefix(s[m.End:], w) {
			r, _ := utf8.DecodeLastRuneInString(s[:m.Start])
			return numeral(r) || w != "元"
		}
	}
	return false
}

var (
	capitals = listOf("Beijing,Washington,London,Moscow,Tokyo,Paris,Berlin,New Delhi,Brussels,Taipei,Seoul,Pyongyang,Canberra,Manila,Hanoi,Kyiv,Ottawa,Rome,Madrid,Tehran,Jakarta,Kuala Lumpur,Islamabad,Zhongnanhai")
	seats    = listOf("White House,Kremlin,Downing Street,Blue House,Vatican,Treasuries")
)

func listOf(names string) map[string]bool {
	m := map[string]bool{}
	for n := range strings.SplitSeq(names, ",") {
		m[n] = true
	}
	return m
}

// acts reports whether a capital is a government here, not a place.
func acts(s string, m glossary.Match) bool {
	before, after := s[:m.Start], s[m.End:]
	for _, w := range []string{"在", "于", "赴", "访问", "抵达", "到", "往", "从", "自", "离开", "飞"} {
		if strings.HasSuffix(before, w) {
			return false
		}
	}
	for _, w := range []string{"举行", "召开", "会见", "会晤", "市", "街头", "大学", "机场"} {
		if strings.HasPrefix(after, w) {
			return false
		}
	}
	return true
}

// latinNames warns of names in Latin script that the report does not have.
func (g ground) latinNames(c sentence, found []glossary.Match) []news.Finding {
	var out []news.Finding
	known := map[int]bool{}
	for _, m := range found {
		known[m.Start] = true
	}
	for i := 0; i < len(c.Plain); {
		r, size := utf8.DecodeRuneInString(c.Plain[i:])
		if !unicode.Is(unicode.Latin, r) {
			i += size
			continue
		}
		end := latinRun(c.Plain, i)
		name := strings.TrimRight(c.Plain[i:end], " -–.'’&·")
		if latinMeasures[name] && i > 0 && c.Plain[i-1] >= '0' && c.Plain[i-1] <= '9' { // 256GB
			i = end
			continue
		}
		if unicode.IsUpper(r) && utf8.RuneCountInString(name) > 1 && !known[i] && !commonLatin[name] && !g.all.mentions(name) && !g.all.mentions(aged(name)) {
			out = append(out, missing(c.Text[i:i+len(name)], news.NoSuchName, "", ""))
		}
		i = end
	}
	return out
}

// aged writes the name of a youth side as English says it: U21 is under 21.
func aged(name string) string {
	if years := strings.TrimPrefix(name[1:], "-"); name[0] == 'U' && years != "" && strings.Trim(years, "0123456789") == "" {
		return "under " + years
	}
	return name
}

// latinRun returns the end of a run of words in Latin script.
func latinRun(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.Is(unicode.Latin, r) && !unicode.IsMark(r) && !strings.ContainsRune(" -–.'’&·", r) && (r < '0' || r > '9') {
			break
		}
		i += size
	}
	return i
}

// commonLatin are abbreviations that Chinese uses as words.
var commonLatin = set("AI GDP CPI PPI PMI CEO CFO COO CTO IPO IT DNA RNA PCR App APP LED VPN GPS ICU ID IP TV MV PC USB WiFi Wi-Fi NGO LGBT LGBTQ QR SUV EV ETF M2 PM2.5 PM2 OK DVD U盘 T恤 NBA K-pop GPU CPU")
