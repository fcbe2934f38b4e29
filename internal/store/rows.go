package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
)

// Row is what lists show of an article.
type Row struct {
	Seq                                           int64
	Changed                                       int64
	Down                                          bool
	ID                                            news.ArticleID
	Source                                        news.SourceID
	SourceName                                    string
	Outlet                                        string
	Filed                                         string // as in news.Article
	Canonical                                     string
	Title                                         string
	Kind                                          news.PageKind
	Lang                                          string
	Published                                     time.Time // in the outlet's own zone
	Hour                                          news.Hour // what is known of Published
	Captured                                      time.Time
	Words                                         int
	Version                                       int
	Edits                                         int // versions that are known to be the outlet's edits
	Story                                         news.StoryID
	CopyOf                                        news.ArticleID
	Held                                          bool
	Withdrawn                                     bool
	DigestBy, DigestLang, DigestTitle, DigestLead string
	DigestUnfit                                   bool // news.Digest.Unfit
	TitleByHand, LeadByHand                       bool // of DigestTitle and DigestLead
}

// Date is the time under which the report is filed; see news.DateOf.
func (r Row) Date() time.Time { return news.DateOf(r.Published, r.Captured) }

// Grain is what lists may say of Date.
func (r Row) Grain() news.Grain { return news.GrainOf(r.Published, r.Hour) }

// Place is where lists in a zone have the report.
func (r Row) Place(zone *time.Location) news.Place { return news.PlaceOf(r.Date(), r.Grain(), zone) }

const rowColumns = `a.seq, a.changed, a.down, a.id, a.source, a.source_name, a.outlet, a.filed, a.canonical, a.title, a.kind, a.lang,
	a.published, a.zone, a.captured, a.words, a.version, a.edits, a.story, a.copy_of, a.held, a.withdrawn,
	a.digest_by, a.digest_lang, a.digest_title, a.digest_lead, a.digest_unfit, a.digest_hand, a.hour`

func scanRow(scan func(...any) error) (r Row, err error) {
	var published, captured, withdrawn int64
	var zone, down, held, unfit, hand int
	err = scan(&r.Seq, &r.Changed, &down, &r.ID, &r.Source, &r.SourceName, &r.Outlet, &r.Filed, &r.Canonical, &r.Title, &r.Kind, &r.Lang,
		&published, &zone, &captured, &r.Words, &r.Version, &r.Edits, &r.Story, &r.CopyOf, &held, &withdrawn,
		&r.DigestBy, &r.DigestLang, &r.DigestTitle, &r.DigestLead, &unfit, &hand, &r.Hour)
	r.Published, r.Captured = inZone(published, zone), moment(captured)
	r.Down, r.Held, r.Withdrawn = down != shown, held == 1, withdrawn != 0
	r.DigestUnfit, r.TitleByHand, r.LeadByHand = unfit == 1, hand&1 != 0, hand&2 != 0
	return r, err
}

// Filter says which rows are asked for. All fields that are set must hold.
type Filter struct {
	Days   news.Days
	Source news.SourceID
	Story  news.StoryID
	ID     news.ArticleID
	Limit  int // 0: all
}

// Rows returns the articles that q asks for and that are not taken down, latest first.
func (tx *Tx) Rows(q Filter) ([]Row, error) {
	var w where
	w.add("a.down = 0")
	w.addDays(q.Days)
	w.addIf(q.Source != "", "a.source = %s", string(q.Source))
	w.addIf(q.Story != "", "a.story = %s", string(q.Story))
	w.addIf(q.ID != "", "a.id = %s", string(q.ID))
	query := "SELECT " + rowColumns + " FROM article a" + w.sql() + " ORDER BY a.published DESC, a.id"
	if q.Limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", q.Limit)
	}
	return all(tx, "list articles", query, w.args, scanRow)
}

// Changed returns the articles with change numbers above after, in order, including those
// that were taken down.
func (tx *Tx) Changed(after int64, limit int) ([]Row, error) {
	return all(tx, "list changes", "SELECT "+rowColumns+" FROM article a WHERE a.changed > $1 ORDER BY a.changed LIMIT $2",
		[]any{after, limit}, scanRow)
}

// LastChange returns the latest change number.
func (tx *Tx) LastChange() (n int64, err error) {
	return n, tx.one("read last change", `SELECT n FROM counter WHERE name = 'change'`, nil, &n)
}

// Items returns the articles among ids that are not taken down, with their digests, versions,
// captures and sights.
func (tx *Tx) Items(ids []news.ArticleID) ([]news.Item, error) {
	out := make([]news.Item, 0, len(ids))
	for _, id := range ids {
		it, err := tx.item(id)
		if notFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, it)
	}
	return out, nil
}

// item reads a report. Most have one version, and a digest of its text: that is one question, and one for the capture.
func (tx *Tx) item(id news.ArticleID) (it news.Item, err error) {
	var data, digest []byte
	var withdrawn, captured, seen, digests int64
	var sights, versions, edited int
	var of news.Hash
	var n named
	var v news.Version
	err = tx.one("read item "+string(id), `SELECT a.story, a.copy_of, a.source_name, a.outlet, a.filed, a.withdrawn,
			v.data, v.n, v.title, v.words, v.captured, v.hash, v.text_hash, v.extractor, v.edited, v.seen,
			(SELECT count(*) FROM sight s WHERE s.article = a.id), (SELECT count(*) FROM version w WHERE w.article = a.id),
			coalesce(d.id, 0), d.data, coalesce(d.text_hash, '')
		FROM article a JOIN version v ON v.article = a.id AND v.n = a.version
		LEFT JOIN digest d ON d.article = a.id AND d.current = 1
		WHERE a.id = $1 AND a.down = 0`, []any{string(id)},
		&it.Story, &it.CopyOf, &n.source, &n.outlet, &n.filed, &withdrawn,
		&data, &v.N, &v.Title, &v.Words, &captured, &v.Hash, &v.Text, &v.Extractor, &edited, &seen,
		&sights, &versions, &digests, &digest, &of)
	if err != nil {
		return it, err
	}
	if it.Article, err = unpack[news.Article](data); err != nil {
		return it, fmt.Errorf("article %s: %w", id, err)
	}
	v.Captured, v.Edited, v.Seen = moment(captured), edited == 1, moment(max(captured, seen))
	it.Article.Edited, it.Article.Seen = v.Edited, v.Seen
	it.Article.Withdrawn = moment(withdrawn)
	n.name(&it.Article)
	if sights > 0 {
		if it.Sights, err = tx.Sights(id); err != nil {
			return it, err
		}
	}
	if digests > 0 {
		if it.Digest, err = digestIn(it.Article.ID, it.Article.Version, it.Article.TextHash(), digest, of); err != nil {
			return it, err
		}
	}
	if it.Versions = []news.Version{v}; versions > 1 {
		if it.Versions, err = tx.Versions(id); err != nil {
			return it, err
		}
	}
	if it.Article.FromFeed() {
		it.Capture, err = tx.ListCapture(it.Article.Capture)
	} else {
		it.Capture, err = tx.CaptureOf(it.Article.URL, it.Article.Capture)
	}
	return it, err
}

// Query says which articles a search asks for. All fields that are set must hold.
type Query struct {
	Match   string // a query in the engine's own language; empty: any text
	Days    news.Days
	Sources []string
	Langs   []string
	Offset  int
	Limit   int
}

// sortedAtMost is how many of the latest hits are sorted by publication. Articles arrive in
// nearly that order; imported ones do not.
const sortedAtMost = 1000

// Find returns the articles found, newest first, and whether there are more.
func (tx *Tx) Find(q Query) (rows []Row, more bool, err error) {
	limit := q.Limit
	q.Limit++
	if q.Match == "" {
		rows, err = tx.filtered(q)
	} else {
		rows, err = tx.matching(q)
	}
	if len(rows) > limit {
		rows, more = rows[:limit], true
	}
	return rows, more, err
}

// filtered returns the articles for which the filters hold.
func (tx *Tx) filtered(q Query) ([]Row, error) {
	var w where
	w.add("a.down = 0")
	w.addDays(q.Days)
	addIn(&w, "a.source", q.Sources)
	w.addLangs(q.Langs)
	query := fmt.Sprintf("SELECT %s FROM article a%s ORDER BY a.published DESC, a.id LIMIT $%d OFFSET $%d",
		rowColumns, w.sql(), len(w.args)+1, len(w.args)+2)
	return all(tx, "list articles", query, append(w.args, q.Limit, q.Offset), scanRow)
}

// matching returns the articles whose text matches, and for which the filters hold.
func (tx *Tx) matching(q Query) ([]Row, error) {
	hits, err := tx.db.engine.Search(tx.ctx, tx.tx, q, max(sortedAtMost, q.Offset+q.Limit))
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	numbers, err := scanAll("search", hits, column[int64])
	if err != nil {
		return nil, err
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	var w where
	addIn(&w, "a.seq", numbers)
	return all(tx, "list articles found", "SELECT "+rowColumns+" FROM article a"+w.sql()+" ORDER BY a.published DESC, a.id", w.args, scanRow)
}

// Args are the arguments of a search in the order Match, Days (its first moment and the first after it, in milliseconds, its first
// day and its last), Sources, Langs, sorted, Limit, Offset. Sources and languages are JSON lists, the languages in lower case.
func (q Query) Args(sorted int) []any {
	langs := make([]string, len(q.Langs))
	for i, tag := range q.Langs {
		langs[i] = strings.ToLower(tag)
	}
	from, until, first, last := bounds(q.Days)
	return []any{q.Match, from, until, first, last, list(q.Sources), list(langs), sorted, q.Limit, q.Offset}
}

// list is a list of strings in JSON; "[]" is the empty one.
func list(values []string) string {
	if len(values) == 0 {
		return "[]"
	}
	b, err := json.Marshal(values)
	if err != nil {
		panic(err) // strings can be encoded
	}
	return string(b)
}

// where is the conditions of a query and their arguments.
type where struct {
	conds []string
	args  []any
}

func (w *where) add(cond string) { w.conds = append(w.conds, cond) }

// addIf adds a condition with %s for the placeholder of its one argument.
func (w *where) addIf(ok bool, cond string, arg any) {
	if ok {
		w.args = append(w.args, arg)
		w.add(fmt.Sprintf(cond, fmt.Sprintf("$%d", len(w.args))))
	}
}

// addIn asks for one of some values; none asks for nothing.
func addIn[T any](w *where, column string, values []T) {
	if len(values) == 0 {
		return
	}
	marks := make([]string, len(values))
	for i, v := range values {
		w.args = append(w.args, v)
		marks[i] = fmt.Sprintf("$%d", len(w.args))
	}
	w.add(column + " IN (" + strings.Join(marks, ", ") + ")")
}

// bounds are those of a run of days as the store compares them: moments in milliseconds, and days as texts. An open end has the bound
// that nothing passes.
func bounds(d news.Days) (from, until int64, first, last string) {
	from, until, first, last = math.MinInt64, math.MaxInt64, d.First, cmp.Or(d.Last, "9999-12-31")
	if !d.From.IsZero() {
		from = d.From.UnixMilli()
	}
	if !d.Until.IsZero() {
		until = d.Until.UnixMilli()
	}
	return from, until, first, last
}

// addDays asks for the reports whose places are on these days: by the hour of their publication, by its day where that alone is known,
// by their capture where nothing is. Each of the three has its index.
func (w *where) addDays(d news.Days) {
	if d == (news.Days{}) {
		return
	}
	from, until, first, last := bounds(d)
	w.args = append(w.args, from, until, first, last)
	n := len(w.args)
	w.add(fmt.Sprintf(`(a.hour <> 'day' AND a.published <> 0 AND a.published >= $%[1]d AND a.published < $%[2]d
		OR a.hour = 'day' AND a.published <> 0 AND a.day >= $%[3]d AND a.day <= $%[4]d
		OR a.published = 0 AND a.captured >= $%[1]d AND a.captured < $%[2]d)`, n-3, n-2, n-1, n))
}

// addLangs asks for one of some languages: en finds en-GB as well.
func (w *where) addLangs(tags []string) {
	var either []string
	for _, t := range tags {
		t = strings.ToLower(t)
		w.args = append(w.args, t, t+"-")
		n := len(w.args)
		either = append(either, fmt.Sprintf("lower(a.lang) = $%d OR substr(lower(a.lang), 1, %d) = $%d", n-1, utf8.RuneCountInString(t)+1, n))
	}
	if len(either) > 0 {
		w.add("(" + strings.Join(either, " OR ") + ")")
	}
}

func (w *where) sql() string {
	if len(w.conds) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conds, " AND ")
}
