package page

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/news"
)

// figureView is one thing of which the reports give values that do not meet.
type figureView struct {
	What, Lang string
	Kept       bool
	Kind       string // why they differ, in words
	Disputed   bool
	Chart      *chart // of the one that moves
	Values     []valueView
	Of         string
}

// valueView is a value, in all the words in which it is given.
type valueView struct {
	Given  []givenView
	Old    bool // not current
	amount string
}

// givenView is a value in the words of one who says it, with all outlets that have that.
type givenView struct {
	groundView
	Said, Lang string // Said is empty where it is that of the one before
	Kept       bool
	By, ByLang string // who says so, and as of when
	Erring     bool   // read in a digest of a model that often errs
	said       string
	cites      []citeView
}

// figures are the figures that differ, the one that moves first, with its picture.
func (t *telling) figures(a news.Account) (out []figureView) {
	for i, f := range a.Digest.Figures {
		values := t.values(f)
		if line(f.What) == "" || !differing(values) {
			continue
		}
		v := figureView{What: cut(line(f.What), titleBound), Lang: tag(f.Lang), Kind: t.w.FigureKinds[f.Kind], Disputed: f.Kind == news.FigureDisputed}
		v.Kept = inOtherScript(v.Lang) && v.Lang != t.w.Tag
		v.Values, v.Of = first(values, valuesShown), t.ofAll(min(len(values), valuesShown), len(values))
		if i == a.Moving {
			v.Chart = t.chart(f)
			out = slices.Insert(out, 0, v)
			continue
		}
		out = append(out, v)
	}
	return out
}

// values are the values of a figure whose evidence is there, equal ones together. That of a value which is not current may be in an
// earlier text of its report; its sentence is not quoted then.
func (t *telling) values(f news.Figure) (out []valueView) {
	at := map[string]int{}
	for _, x := range f.Values {
		cites, ok := t.valueCites(x)
		said := cut(line(x.Said), titleBound)
		if !ok || said == "" {
			continue
		}
		key := fmt.Sprint(!x.Current, amount(x))
		i, known := at[key]
		if !known {
			i, at[key] = len(out), len(out)
			out = append(out, valueView{Old: !x.Current, amount: amount(x)})
		}
		out[i].give(t.given(x, said), cites)
	}
	for i := range out {
		before := ""
		for j := range out[i].Given {
			g := &out[i].Given[j]
			g.groundView, g.Erring = t.ground(g.cites, outletsNamed), slices.ContainsFunc(g.cites, t.unfit)
			if g.said == before {
				g.Said = ""
			}
			before = g.said
		}
	}
	return out
}

// outletsNamed is how many outlets are named that give a value.
const outletsNamed = 3

// amount is equal for values that are equal.
func amount(x news.FigureValue) string {
	if x.Low == 0 && x.High == 0 { // not read as a number
		return strings.ToLower(line(x.Said))
	}
	return fmt.Sprint(x.Low, x.High)
}

// differing reports whether there are two values that are not one; either may be current no more.
func differing(values []valueView) bool {
	for _, v := range values[min(1, len(values)):] {
		if v.amount != values[0].amount {
			return true
		}
	}
	return false
}

func (t *telling) given(x news.FigureValue, said string) givenView {
	g := givenView{Said: said, Lang: tag(x.Lang), said: strings.ToLower(said)}
	if !strings.ContainsFunc(said, func(r rune) bool { return !unicode.IsDigit(r) && !unicode.IsPunct(r) && !unicode.IsSpace(r) }) {
		g.said = amount(x) // 4,200 is 4200
	}
	g.Kept = inOtherScript(g.Lang) && g.Lang != t.w.Tag
	g.By = strings.Join(slices.DeleteFunc([]string{isolated(cut(line(x.By), titleBound)), isolated(cut(line(x.AsOf), titleBound))}, func(s string) bool { return s == "" }), t.w.Comma)
	if len(x.Evidence) > 0 {
		g.ByLang = foreign(g.By, tag(t.heads[x.Evidence[0].Article].Lang))
	}
	return g
}

// give adds that somebody gives the value, beside others who give it in the same words.
func (v *valueView) give(g givenView, cites []citeView) {
	i := slices.IndexFunc(v.Given, func(x givenView) bool { return x.said == g.said && x.By == g.By })
	if i < 0 {
		i = len(v.Given)
		for j, x := range v.Given {
			if x.said == g.said {
				i = j + 1
			}
		}
		v.Given = slices.Insert(v.Given, i, g)
	}
	v.Given[i].cites = append(v.Given[i].cites, cites...)
}

func (t *telling) valueCites(x news.FigureValue) ([]citeView, bool) {
	if x.Current {
		return t.cites(x.Evidence)
	}
	var out []citeView
	for _, c := range x.Evidence {
		v, ok := t.cite(c)
		if r := t.rows[c.Article]; !ok && r != nil {
			v, ok = t.citeOf(r, c), true
			v.Label, v.Old = t.w.EarlierText, true
		}
		if !ok {
			return nil, false
		}
		out = append(out, v)
	}
	return out, len(out) > 0
}
