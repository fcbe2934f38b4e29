package glossary

import (
	"strings"
	"testing"
)

func TestAdd(t *testing.T) {
	const file = "# our names\nplace CN | Halatan | 哈拉塔; 哈拉滩镇\nalso | Halatan | Halathan\n\nterm | Ice Watch | 冰情哨 | 冰情哨\n# the end"
	for name, c := range map[string]struct {
		text string
		a    Addition
		want string
	}{
		"to an empty file":         {"", Addition{Term, " Ice  Desk ", "冰情台", "zh-Hans"}, "term | Ice Desk | 冰情台\n"},
		"at the end":               {file, Addition{Place, "Yanghe", "阳河", "zh-Hans"}, file + "\nplace | Yanghe | 阳河\n"},
		"in place of its wording":  {file, Addition{Place, " Halatan ", "哈拉滩", "zh-Hans"}, strings.Replace(file, "哈拉塔;", "哈拉滩;", 1)},
		"a form becomes the first": {file, Addition{Place, "Halatan", "哈拉滩镇", "zh-Hans"}, strings.Replace(file, "哈拉塔; 哈拉滩镇", "哈拉滩镇", 1)},
		"another script":           {file, Addition{Place, "Halatan", "哈拉灘", "zh-Hant"}, strings.Replace(file, "哈拉滩镇\n", "哈拉滩镇 | 哈拉灘\n", 1)},
		"in that script":           {file, Addition{Term, "Ice Watch", "冰情站", "zh-TW"}, strings.Replace(file, "| 冰情哨\n#", "| 冰情站\n#", 1)},
		"new, in that script":      {"", Addition{Org, "Ice Desk", "冰情臺", "zh-Hant"}, "org | Ice Desk |  | 冰情臺\n"},
		"into English":             {"", Addition{Place, "阳河", "Yanghe", "en"}, "place | Yanghe | 阳河\n"},
		"lines end as before":      {"term | Ice Desk | 冰\r\nterm | Sea | 海\r\n", Addition{Term, "Ice Desk", "冰情台", "zh"}, "term | Ice Desk | 冰情台\r\nterm | Sea | 海\r\n"},
	} {
		got, err := Add(c.text, c.a)
		if err != nil || got != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, c.want)
			continue
		}
		g, err := Standard().With(strings.NewReader(got))
		if err != nil {
			t.Errorf("%s: the file is not read: %v", name, err)
			continue
		}
		term, wording := strings.Join(strings.Fields(c.a.Term), " "), c.a.Wording
		if found := g.Find("At "+term+".", "en"); len(found) == 0 || found[0].Name(c.a.Lang) != wording {
			t.Errorf("%s: %s is rendered %+v", name, term, found)
		}
	}
	for name, a := range map[string]Addition{
		"no kind": {"", "Yanghe", "阳河", "zh-Hans"}, "another kind": {"capital", "Yanghe", "阳河", "zh-Hans"}, "a country": {Country, "Yanghe", "阳河", "zh-Hans"},
		"no term": {Term, " ", "阳河", "zh-Hans"}, "no wording": {Term, "Yanghe", "", "zh-Hans"}, "a long one": {Term, strings.Repeat("y", 101), "阳河", "zh-Hans"},
		"two fields": {Term, "Yang|he", "阳河", "zh-Hans"}, "two forms": {Term, "Yang; he", "阳河", "zh-Hans"}, "a comment": {Term, "#Yanghe", "阳河", "zh-Hans"},
		"a weak form": {Term, "?Yanghe", "阳河", "zh-Hans"}, "a control sign": {Term, "Yang\x1bhe", "阳河", "zh-Hans"},
		"no Chinese": {Term, "Yanghe", "Yang River", "zh-Hans"}, "Chinese twice": {Term, "阳河", "阳河县", "zh-Hans"}, "no Latin": {Term, "阳河", "阳河", "en"},
		"of Japan": {Term, "ヤンホー", "阳河", "zh-Hans"},
	} {
		if got, err := Add(file, a); err == nil {
			t.Errorf("%s: added:\n%s", name, got)
		}
	}
}
