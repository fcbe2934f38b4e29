package page

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
)

// The JSON of a story. Its fields are what scripts may rely on; doc/formats.md describes them.
type (
	storyData struct {
		ID        string       `json:"id"`
		Page      string       `json:"page"`
		Title     string       `json:"title"`
		TitleLang string       `json:"title_lang,omitempty"`
		Given     bool         `json:"title_given,omitempty"`
		Edited    bool         `json:"title_edited,omitempty"` // a person wrote it, in place of a model's
		Central   string       `json:"central,omitempty"`
		Lang      string       `json:"lang"` // of the sentences that have none of their own
		MadeBy    string       `json:"made_by,omitempty"`
		MadeAt    string       `json:"made_at,omitempty"`
		Prompt    string       `json:"prompt,omitempty"`
		Compared  []news.Rule  `json:"compared,omitempty"`
		LeftOut   int          `json:"left_out,omitempty"`
		Common    []claimData  `json:"common"`
		Only      []claimData  `json:"only"`
		Open      []claimData  `json:"open"`
		Figures   []figureData `json:"figures"`
		Alone     []aloneData  `json:"alone"`
		First     []string     `json:"first"`
		Silent    []silentData `json:"silent"`
		SilentAll int          `json:"silent_all"`
		SilentAt  string       `json:"silent_as_of,omitempty"`
		Unread    []unreadData `json:"unread"`
		Timeline  []momentData `json:"timeline"`
		Moments   int          `json:"moments"`
		Since     *sinceData   `json:"since,omitempty"`
		Reports   []reportData `json:"reports"`
		Count     int          `json:"count"`
		Outlets   int          `json:"outlets"`
		ReadWhole int          `json:"read_in_full"`
	}
	citeData struct { // the text on private sites alone
		Article string `json:"article"`
		Text    string `json:"text_hash,omitempty"`
		N       int    `json:"n"`
		Quote   string `json:"quote,omitempty"`
	}
	claimData struct {
		Text     string     `json:"text"`
		Lang     string     `json:"lang,omitempty"`
		Outlets  int        `json:"outlets"`
		Doubt    bool       `json:"doubt,omitempty"`
		Unfit    bool       `json:"unfit_model,omitempty"`
		ByHand   bool       `json:"edited,omitempty"`
		Evidence []citeData `json:"evidence"`
	}
	figureData struct {
		What   string          `json:"what"`
		Lang   string          `json:"lang,omitempty"`
		Kind   news.FigureKind `json:"kind"`
		Values []valueData     `json:"values"`
	}
	valueData struct {
		Said     string     `json:"said"`
		Lang     string     `json:"lang,omitempty"`
		By       string     `json:"said_by,omitempty"`
		AsOf     string     `json:"as_of,omitempty"`
		At       string     `json:"at,omitempty"`
		Current  bool       `json:"current"`
		Evidence []citeData `json:"evidence"`
	}
	aloneData struct {
		Article string     `json:"article"`
		Terms   []termData `json:"terms"`
	}
	termData struct {
		Text     string     `json:"text"`
		Lang     string     `json:"lang,omitempty"`
		Evidence []citeData `json:"evidence"`
	}
	silentData struct {
		Source  string `json:"source"`
		Outlet  string `json:"outlet"`
		Topic   string `json:"topic,omitempty"`
		Reports int    `json:"reports"`
	}
	unreadData struct {
		Source string           `json:"source"`
		Outlet string           `json:"outlet"`
		Cause  news.UnreadCause `json:"cause"`
		N      int              `json:"reports,omitempty"`
	}
	momentData struct {
		At      string          `json:"at"`
		Kind    news.MomentKind `json:"kind"`
		Article string          `json:"article,omitempty"`
		Was     string          `json:"was,omitempty"`
		Is      string          `json:"is,omitempty"`
		N       int             `json:"folded,omitempty"`
	}
	sinceData struct {
		Edition string       `json:"edition"`
		Until   string       `json:"until"`
		All     bool         `json:"all,omitempty"`
		New     []momentData `json:"new"`
		Count   int          `json:"count"`
	}
	reportData struct {
		ID     string `json:"id"`
		Page   string `json:"page"`
		Outlet string `json:"outlet"`
		Date   string `json:"date,omitempty"`
		CopyOf string `json:"copy_of,omitempty"`
	}
)

// reportsInData is how many reports the JSON of a story names, the newest.
const reportsInData = 300

// StoryJSON is a story as data: what its page shows.
func (s *Set) StoryJSON(x Story) (File, error) {
	t := s.telling(x)
	a, d, head := x.Account, x.Account.Digest, t.headline(x)
	out := storyData{
		ID: string(x.ID), Page: StoryPath(x.ID), Title: head.Main, TitleLang: head.MainLang, Given: head.Given, Edited: head.Hand != "" && !head.Given, Lang: tag(d.Lang), MadeBy: line(d.By), Prompt: line(d.Prompt),
		Compared: d.Checked, LeftOut: len(news.Once(d.LeftOut)), SilentAll: max(a.Silents, len(a.Silent)), Moments: max(a.Moments, len(a.Timeline)),
		Common: t.claimData(d, d.Common), Only: t.claimData(d, d.Only), Open: t.claimData(d, d.Open),
		Figures: t.figureData(d.Figures), Alone: t.aloneData(a.Alone), First: []string{},
		Silent: []silentData{}, Unread: []unreadData{}, Timeline: []momentData{}, Reports: []reportData{}, Count: len(x.Reports), Outlets: x.Outlets(), ReadWhole: readWhole(x),
	}
	if d.By != news.ByDigests && d.By != news.ByOpenings {
		out.MadeAt = record.Time(d.At.UTC()) // what is composed is composed each time
	}
	if len(a.Silent)+len(a.Unread) > 0 {
		out.SilentAt = record.Time(a.Polled.UTC())
	}
	if t.rows[a.Central] != nil {
		out.Central = string(a.Central)
	}
	for _, id := range a.First {
		if t.rows[id] != nil {
			out.First = append(out.First, string(id))
		}
	}
	for _, v := range a.Silent {
		out.Silent = append(out.Silent, silentData{string(v.Source), line(v.Outlet), line(v.Topic), v.Reports})
	}
	for _, v := range a.Unread {
		out.Unread = append(out.Unread, unreadData{string(v.Source), line(v.Outlet), v.Cause, v.N})
	}
	for _, m := range a.Timeline {
		if v, ok := t.momentData(m); ok {
			out.Timeline = append(out.Timeline, v)
		}
	}
	out.Since = t.sinceData(x)
	for _, h := range first(x.Reports, reportsInData) {
		out.Reports = append(out.Reports, reportData{string(h.ID), h.Path, t.rows[h.ID].Outlet, DateData(h.Date, h.Grain), string(h.CopyOf)})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(out); err != nil {
		return File{}, fmt.Errorf("encode story %s: %w", x.ID, err)
	}
	return File{JSONPath(StoryPath(x.ID)), b.Bytes()}, nil
}

// sinceData is what is new in a story since an edition; nil: nothing is.
func (t *telling) sinceData(x Story) *sinceData {
	fresh, all := t.fresh(x)
	if len(fresh) == 0 {
		return nil
	}
	d := &sinceData{string(x.Since.Edition), record.Time(x.Since.Until.UTC()), all, []momentData{}, len(fresh)}
	for _, m := range first(fresh, reportsInData) {
		if v, ok := t.momentData(m); ok {
			d.New = append(d.New, v)
		}
	}
	return d
}

// DateData is the date of a report as data, as closely as it is known: a time, a day, or "".
func DateData(date time.Time, grain news.Grain) string {
	switch grain {
	case news.GrainDay:
		return clamp(date).Format(time.DateOnly)
	case news.GrainNone:
		return ""
	}
	return record.Time(date)
}

// Called is how the page of a story calls it, for lists that lead there.
type Called struct {
	Title, Lang    string
	Central        news.ArticleID // the report that the story is called after where it has no headline of its own
	Outlets        int            // of its reports, those of one house once; 0: not known
	Given          bool           // Title is the operator's
	ByHand         bool           // Title is a person's, in place of a model's
	LeadByHand     bool           // Lead is a person's
	Lead, LeadLang string         // what several outlets say, not in doubt nor by a model that often errs; may be empty
}

// CalledIn reads the JSON of a story, which this package wrote; the zero value where it is none.
func CalledIn(data []byte) (c Called) {
	var d storyData
	if json.Unmarshal(data, &d) != nil {
		return c
	}
	c = Called{Title: cut(line(d.Title), titleBound), Lang: tag(d.TitleLang), Given: d.Given, ByHand: d.Edited, Central: news.ArticleID(d.Central), Outlets: d.Outlets}
	if len(d.Common) > 0 && !d.Common[0].Doubt && !d.Common[0].Unfit {
		c.LeadByHand = d.Common[0].ByHand
		c.Lead, c.LeadLang = cut(line(d.Common[0].Text), leadBound), tag(d.Common[0].Lang)
	}
	return c
}

// citesData are sentences as data. Which text the public does not see whole is not said to it.
func (t *telling) citesData(cites []citeView) []citeData {
	out := make([]citeData, len(cites))
	for i, c := range cites {
		out[i] = citeData{string(c.article), string(c.text), c.n, c.Quote}
		if t.o.Audience == Public {
			out[i].Text = ""
		}
	}
	return out
}

func (t *telling) claimData(d news.StoryDigest, list []news.StoryClaim) []claimData {
	out := []claimData{}
	for _, c := range list {
		cites, ok := t.cites(c.Evidence)
		if text := line(c.Text); ok && text != "" {
			out = append(out, claimData{text, tag(cmp.Or(c.Lang, d.Lang)), outletsIn(cites), len(t.doubts(c, d.Lang)) > 0, t.erring(d, cites), t.handIn(d, text, cites) != "", t.citesData(cites)})
		}
	}
	return out
}

func (t *telling) figureData(list []news.Figure) []figureData {
	out := []figureData{}
	for _, f := range list {
		v := figureData{line(f.What), tag(f.Lang), f.Kind, []valueData{}}
		for _, x := range f.Values {
			if cites, ok := t.valueCites(x); ok && line(x.Said) != "" {
				v.Values = append(v.Values, valueData{line(x.Said), tag(x.Lang), line(x.By), line(x.AsOf), record.Time(x.At), x.Current, t.citesData(cites)})
			}
		}
		if v.What != "" && differing(t.values(f)) {
			out = append(out, v)
		}
	}
	return out
}

func (t *telling) aloneData(list []news.Alone) []aloneData {
	out := []aloneData{}
	for _, x := range list {
		v := aloneData{Article: string(x.Article)}
		for _, term := range x.Terms {
			if cites, ok := t.cites(term.Evidence); ok && line(term.Text) != "" {
				v.Terms = append(v.Terms, termData{line(term.Text), tag(cmp.Or(term.Lang, t.lang)), t.citesData(cites)})
			}
		}
		if t.rows[x.Article] != nil && len(v.Terms) > 0 {
			out = append(out, v)
		}
	}
	return out
}

func (t *telling) momentData(m news.Moment) (momentData, bool) {
	if !t.tells(m) {
		return momentData{}, false
	}
	v := momentData{record.Time(m.At), m.Kind, string(m.Article), line(m.Was), line(m.Is), m.N}
	switch {
	case m.Kind == news.MomentDay:
		v.At = t.local(m.At).Format(time.DateOnly)
	case m.Hour == news.HourDay:
		v.At = clamp(m.At).Format(time.DateOnly)
	}
	return v, v.At != ""
}
