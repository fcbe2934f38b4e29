package assistant

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/text"
)

// Line is a report in a list.
type Line struct {
	ID          string `json:"id"`
	Page        string `json:"page"` // address
	Source      string `json:"source"`
	Outlet      string `json:"outlet"`
	Date        string `json:"date,omitempty"` // RFC 3339, or a day; absent: not known
	Lang        string `json:"lang"`
	Title       string `json:"title"`
	DigestTitle string `json:"digest_title,omitempty"`
	TitleEdited bool   `json:"title_edited,omitempty"` // a person wrote DigestTitle
	DigestLang  string `json:"digest_lang,omitempty"`
	DigestBy    string `json:"digest_by,omitempty"`   // the model, or "extract"
	Unfit       bool   `json:"unfit_model,omitempty"` // too many sentences of the model were wrong
	Snippet     string `json:"snippet,omitempty"`     // of the digest or of the text, where the query was found
	SnippetLang string `json:"snippet_lang,omitempty"`
	Words       int    `json:"words,omitempty"`
	Story       string `json:"story,omitempty"`   // if several outlets report the event
	CopyOf      string `json:"copy_of,omitempty"` // the report that it repeats
	Edits       int    `json:"edits,omitempty"`   // by the outlet
	Withdrawn   bool   `json:"withdrawn,omitempty"`
}

// filters are the names of the arguments that leave reports out, but for the days.
func (q Query) filters() (out []string) {
	for _, x := range [][2]string{{"topic", q.Topic}, {"source", q.Source}, {"lang", q.Lang}} {
		if x[1] != "" {
			out = append(out, x[0])
		}
	}
	return out
}

func (f Found) reply(q Query) (reply, error) {
	r := reply{head: map[string]any{}, name: "hits", from: q.From, most: q.Limit, more: f.More, next: map[string]any{"limit": q.Limit}}
	for _, h := range f.Hits {
		r.list = append(r.list, h)
	}
	for name, s := range map[string]string{"query": q.Text, "since": q.Since, "until": q.Until, "topic": q.Topic, "source": q.Source, "lang": q.Lang} {
		if s != "" {
			r.next[name] = s
		}
	}
	switch {
	case f.Back != "":
		r.hint = "it was looked back to " + f.Back + "; older reports may match too: search again with until=" + f.Back
	case len(f.Hits) > 0:
	case q.From > 1:
		r.hint = fmt.Sprintf("there are fewer hits than %d", q.From)
	case f.Instead != "":
		r.hint = `nothing was found; the query under "instead" finds something`
		r.head["instead"] = f.Instead
	case len(f.Missing) > 0:
		r.hint = `nothing was found; no report has the words under "missing": try others, in the language of the reports or of the digests`
	default:
		r.hint = "nothing was found: try fewer words, or other days"
		if names := q.filters(); len(names) > 0 {
			r.hint += ", or search without " + strings.Join(names, ", ")
		}
	}
	if len(f.Missing) > 0 {
		r.head["missing"] = f.Missing
	}
	return r, nil
}

// quote is a sentence of the report that one of its digest rests on.
type quote struct {
	N     int    `json:"n"`     // as in evidence
	Place string `json:"place"` // on the page: "headline", "standfirst", "s7"
	Text  string `json:"text"`
}

// sentence is a sentence of the text.
type sentence struct {
	N         int    `json:"n"`
	Paragraph int    `json:"paragraph"` // from 1
	Text      string `json:"text"`
}

// source is where a report comes from.
type source struct {
	Outlet   string `json:"outlet"`
	Address  string `json:"address"` // of the outlet's page
	Read     string `json:"read,omitempty"`
	Captured string `json:"captured,omitempty"`
	SHA256   string `json:"sha256,omitempty"`
	Of       string `json:"sha256_of,omitempty"` // "page" or "feed"
	Archive  string `json:"archive,omitempty"`   // file and offset of the record
}

func (r Report) reply(in articleArgs) (reply, error) {
	head, err := decoded(r.Beside)
	if err != nil {
		return reply{}, fmt.Errorf("read the data of a report: %w", err)
	}
	a, err := r.version(in.Version)
	if err != nil {
		return reply{}, err
	}
	for _, name := range []string{"paragraphs", "text", "image", "url", "canonical", "captured", "outlet"} {
		delete(head, name) // said otherwise, or not by words
	}
	if list, ok := head["versions"].([]any); ok {
		for _, x := range list {
			if v, ok := x.(map[string]any); ok {
				delete(v, "text")
				delete(v, "url")
			}
		}
	}
	head["page"] = r.Address
	if d, ok := head["digest"].(map[string]any); ok {
		d["label"], d["made"] = r.Said.Digest, r.Said.Made
		r.quote(d)
	} else {
		head["no_digest"] = r.Said.Made
	}
	for name, said := range map[string][]string{"limits": r.Said.Limits, "notes": r.Said.Notes} {
		if len(said) > 0 {
			head[name] = said
		}
	}
	head["comes_from"] = r.source()
	all := sentencesOf(a)
	from := max(in.From, 1)
	out := reply{head: head, name: "sentences", from: from, all: len(all), next: map[string]any{"id": string(r.Page.Article.ID)}}
	if in.Version > 0 {
		head["version"], out.next["version"] = in.Version, in.Version
	}
	for _, s := range all[min(from-1, len(all)):] {
		out.list = append(out.list, s)
	}
	if from > max(len(all), 1) {
		out.hint = fmt.Sprintf("the text that is shown has %s", text.Count(len(all), "sentence", "sentences"))
	}
	return out, nil
}

// source is where the report comes from.
func (r Report) source() source {
	a := r.Page.Article
	s := source{Outlet: a.Outlet, Address: a.Canonical, Captured: record.Time(a.Captured.UTC()), SHA256: r.Said.Hash, Of: r.Said.Of, Archive: r.Said.Archive}
	if s.Address = news.Bare(a.Canonical); s.Address == "" {
		s.Address = news.Bare(a.URL)
	}
	if read := news.Bare(a.URL); read != s.Address && r.Said.Of == "page" {
		s.Read = read
	}
	return s
}

// version is the report as it is, or as it was in an earlier version whose text is shown.
func (r Report) version(n int) (news.Article, error) {
	now := r.Page.Article
	if n == 0 || n == now.Version {
		return now, nil
	}
	i := slices.IndexFunc(r.Page.History.Earlier, func(a news.Article) bool { return a.Version == n })
	if i < 0 {
		return now, &Mistake{"version " + strconv.Itoa(n) + " of the report is not there, or its text is not shown", "leave version out; the answer lists the versions"}
	}
	return r.Page.History.Earlier[i], nil
}

// quote adds to each sentence of a digest those that it rests on.
func (r Report) quote(digest map[string]any) {
	said := map[int]string{}
	for _, s := range r.Page.Article.Sentences() {
		said[s.N] = s.Text
	}
	for _, n := range []int{news.HeadlineN, news.StandfirstN} {
		said[n] = r.Page.Article.Cited(n)
	}
	list, _ := digest["summary"].([]any)
	for i, x := range list {
		claim, ok := x.(map[string]any)
		if !ok || i >= len(r.Page.Digest.Summary) {
			continue
		}
		quotes := []quote{}
		for _, n := range news.InReading(r.Page.Digest.Summary[i].Evidence) {
			if said[n] != "" {
				quotes = append(quotes, quote{n, news.Anchor(n), said[n]})
			}
		}
		claim["quotes"] = quotes
	}
}

func sentencesOf(a news.Article) (out []sentence) {
	paragraph, last := 0, -1
	for _, s := range a.Sentences() {
		if s.Block != last {
			paragraph, last = paragraph+1, s.Block
		}
		out = append(out, sentence{s.N, paragraph, s.Text})
	}
	return out
}

func (s Story) reply(in storyArgs) (reply, error) {
	if s.Data == nil {
		id := ""
		if len(s.Reports) > 0 {
			id = " " + s.Reports[0].ID
		}
		return reply{}, &Mistake{"the story has one report", "call article with id" + id}
	}
	head, err := decoded(s.Data)
	if err != nil {
		return reply{}, fmt.Errorf("read the data of a story: %w", err)
	}
	delete(head, "reports") // the list has them
	delete(head, "count")
	head["page"], head["made"] = s.Address, s.Said
	from := max(in.From, 1)
	out := reply{head: head, name: "reports", from: from, most: mostHits, all: len(s.Reports), next: map[string]any{"id": string(s.ID)}}
	for _, l := range s.Reports[min(from-1, len(s.Reports)):] {
		out.list = append(out.list, l)
	}
	if from > len(s.Reports) {
		out.hint = fmt.Sprintf("the story has %s", text.Count(len(s.Reports), "report", "reports"))
	}
	return out, nil
}
