package site

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/text"
)

// The index by which a copy without a server searches itself. It is divided into segments,
// runs of days; each segment into shards by the hash of the token. A browser loads the shards
// that its query needs, segment by segment from the newest, as scripts that hand over data:
// those can be read from a folder on a disk too, where nothing can be fetched.
//
//	search/list.js       the segments, newest first
//	search/fold.js       Traditional characters and their Simplified ones
//	search/DAY/N.js      shard N of the segment that begins on DAY: postings by token; of a day
//	                     that is several segments DAY-1, DAY-2 follow
//	search/DAY/bN.js     the postings of one token that would burden its shard
//	search/DAY/mN.js     what is shown of hits: reports N·rowsAtOnce and those that follow
//
// Every file but the first two carries the version of its segment, so that a browser can
// tell when it has files of two builds in its hands.

// Bounds of the index.
const (
	openDays     = 4    // the newest days with reports, each a segment of its own
	blockDays    = 8    // of a month, joined when all of them are older than that
	segmentSize  = 600  // reports in a segment; a day that has more is several
	shardSize    = 8000 // bytes that shards have at most on average
	heavyPosting = 4000 // bytes of one token's postings that make it a file of its own
	rowsAtOnce   = 5
)

// segment is one part of the index: the reports of a run of days within one month, or some
// of those of one day.
type segment struct {
	days    []string // oldest first
	n       int
	part    int      // of a day that is several segments: their number from the earliest, 0
	whole   bool     // of days, that is
	reports []*filed // newest first
}

func (s segment) name() string {
	if s.part == 0 {
		return s.days[0]
	}
	return s.days[0] + "-" + strconv.Itoa(s.part)
}

// segments divides what is filed, newest segment first. Days that may still change are by
// themselves, so that a report that comes costs its day; older ones are joined, first by blocks
// of the month, then, when the whole month is past, by months, so that a query asks for
// few files.
func (p *plan) segments() []segment {
	days := sortedKeys(p.byDay)
	open := ""
	if len(days) > openDays {
		open = days[len(days)-openDays]
	} else if len(days) > 0 {
		open = days[0]
	}
	var out []segment
	for _, day := range days {
		n := len(out) - 1
		if fs := p.byDay[day]; len(fs) > segmentSize {
			for k := 0; k*segmentSize < len(fs); k++ { // from the earliest on, so that a new report is in the last
				end := len(fs) - k*segmentSize
				part := fs[max(0, end-segmentSize):end]
				out = append(out, segment{days: []string{day}, part: k, n: len(part), reports: part})
			}
			continue
		}
		if n >= 0 && out[n].whole && joined(out[n].days[0], day, open) && out[n].n+len(p.byDay[day]) <= segmentSize {
			out[n].days = append(out[n].days, day)
			out[n].n += len(p.byDay[day])
			continue
		}
		out = append(out, segment{days: []string{day}, n: len(p.byDay[day]), whole: true})
	}
	slices.Reverse(out)
	for i := range out {
		if !out[i].whole {
			continue
		}
		out[i].reports = make([]*filed, 0, out[i].n)
		for _, day := range slices.Backward(out[i].days) {
			out[i].reports = append(out[i].reports, p.byDay[day]...)
		}
	}
	return out
}

// joined reports whether two days, the first one earlier, belong into one segment, if the
// newest days are those from open on.
func joined(a, b, open string) bool {
	if a[:7] != b[:7] {
		return false
	}
	return a[:7] < open[:7] || block(a) == block(b) && (block(b)+1)*blockDays < dayOf(open)
}

// block numbers the parts of a month, from 0; the last one has what is left of it.
func block(day string) int { return (dayOf(day) - 1) / blockDays }

func dayOf(day string) int {
	n, _ := strconv.Atoi(day[8:]) // days come from times
	return n
}

// inputs identifies all that a segment's files are made of.
func (s segment) inputs() uint64 {
	h := sha256.New()
	_, _ = h.Write([]byte{search.Form})
	line := make([]byte, 0, 256)
	for _, f := range s.reports {
		line = append(append(append(append(line[:0], f.path...), '\n'), f.topics...), '\n')
		_, _ = h.Write(binary.BigEndian.AppendUint64(line, f.words)) // a hash takes everything
	}
	return max(1, binary.BigEndian.Uint64(h.Sum(nil)))
}

// searchIndex brings the index up to what is filed.
func (r *run) searchIndex(ctx context.Context) error {
	if r.o.ServerOnly || !r.report.Full && len(r.plan.touched) == 0 && len(r.plan.leave) == 0 {
		return nil
	}
	segs := r.plan.segments()
	known := map[string]uint64{}
	var stale []string
	byName := map[string]segment{}
	for _, s := range segs {
		sum := s.inputs()
		known[s.name()] = sum
		if old := r.ledger.index[s.name()]; r.report.Full || old != sum {
			stale = append(stale, s.name())
			byName[s.name()] = s
		}
	}
	err := r.each(ctx, stale, func(ctx context.Context, name string) error {
		return r.segment(ctx, byName[name], fmt.Sprintf("%x", known[name]))
	})
	if err != nil {
		return err
	}
	for name := range r.ledger.index {
		if known[name] == 0 {
			for _, kind := range []string{"", "b", "m"} {
				r.dropFrom(name, kind, 0)
			}
		}
	}
	r.noteIndex(known)
	return r.searchList(segs, known)
}

// noteIndex notes what the index holds now.
func (r *run) noteIndex(known map[string]uint64) {
	for name, s := range known {
		if r.ledger.index[name] != s {
			r.plan.reindexed = append(r.plan.reindexed, name)
		}
	}
	for name := range r.ledger.index {
		if known[name] == 0 {
			r.plan.reindexed = append(r.plan.reindexed, name)
		}
	}
	slices.Sort(r.plan.reindexed)
	r.ledger.index = known
}

// searchList writes the list of segments: name, version, reports, shards, and how many of its
// reports are of which day of the month, in their order.
func (r *run) searchList(segs []segment, known map[string]uint64) error {
	list := make([][]any, 0, len(segs))
	leaves := map[string]bool{}
	for _, p := range r.plan.leave {
		leaves[p] = true
	}
	for _, s := range segs {
		shards := 0
		for p := indexPath(s.name(), "", 0); r.ledger.files[p] != 0 && !leaves[p]; p = indexPath(s.name(), "", shards) {
			shards++
		}
		days := make([][2]any, 0, len(s.days))
		for _, day := range slices.Backward(s.days) {
			n := len(s.reports)
			if s.whole {
				n = len(r.plan.byDay[day])
			}
			days = append(days, [2]any{day[8:], n})
		}
		list = append(list, []any{s.name(), fmt.Sprintf("%x", known[s.name()]), len(s.reports), shards, days})
	}
	return r.handOver("search/list.js", "list", "", list)
}

func indexPath(segment, kind string, n int) string {
	return "search/" + segment + "/" + kind + strconv.Itoa(n) + ".js"
}

// dropFrom has the files of one kind removed from number n on.
func (r *run) dropFrom(segment, kind string, n int) {
	for ; ; n++ {
		p := indexPath(segment, kind, n)
		r.mu.Lock()
		_, there := r.ledger.files[p]
		r.mu.Unlock()
		if !there {
			return
		}
		r.drop(p)
	}
}

// handOver writes a script that calls waidian(KEY, VERSION, VALUE).
func (r *run) handOver(path, key, version string, value any) error {
	var b bytes.Buffer
	b.WriteString(`waidian("` + key + `","` + version + `",`)
	enc := json.NewEncoder(&b)
	if err := enc.Encode(value); err != nil {
		return fmt.Errorf("encode %s: %w", path, err)
	}
	b.Truncate(b.Len() - 1) // the line's end
	b.WriteString(")\n")
	return r.put(path, b.Bytes())
}

// segment writes the files of one segment.
func (r *run) segment(ctx context.Context, s segment, version string) error {
	ix := newPostings()
	rows := make([]indexRow, 0, len(s.reports))
	ids := make([]news.ArticleID, len(s.reports))
	for i, f := range s.reports {
		ids[i] = f.id
	}
	err := chunks(ids, func(ids []news.ArticleID) error {
		items, err := r.lib.Items(ctx, ids)
		if err != nil {
			return err
		}
		byID := make(map[news.ArticleID]news.Item, len(items))
		for _, it := range items {
			byID[it.Article.ID] = it
		}
		for _, id := range ids { // in the order of the segment; an item may be gone by now
			it, ok := byID[id]
			it, _ = r.shown(it)
			if ok {
				ix.add(len(rows), append(passages(it), signed(it)...), filters(it, r.ledger.filed[id]))
			}
			rows = append(rows, r.indexRow(r.ledger.filed[id].path, it))
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return r.writeSegment(s.name(), version, ix, rows)
}

func (r *run) writeSegment(name, version string, ix *postings, rows []indexRow) error {
	shards, heavy := ix.shards()
	for i, shard := range shards {
		if err := r.handOver(indexPath(name, "", i), name+"/"+strconv.Itoa(i), version, shard); err != nil {
			return err
		}
	}
	for i, p := range heavy {
		if err := r.handOver(indexPath(name, "b", i), name+"/b"+strconv.Itoa(i), version, p); err != nil {
			return err
		}
	}
	n := 0
	for part := range slices.Chunk(rows, rowsAtOnce) {
		if err := r.handOver(indexPath(name, "m", n), name+"/m"+strconv.Itoa(n), version, part); err != nil {
			return err
		}
		n++
	}
	r.dropFrom(name, "", len(shards))
	r.dropFrom(name, "b", len(heavy))
	r.dropFrom(name, "m", n)
	return nil
}

// passages are the texts of a report in which a search may find something: what its page
// shows, and nothing else. A phrase does not reach from one into the next.
func passages(it news.Item) []string {
	a, d := it.Article, it.Digest
	out := []string{a.Title, d.Title, plain(d), a.Section}
	for _, b := range a.Blocks {
		out = append(out, b.Text)
	}
	return out
}

// signed says who has written and published a report. A search finds it by that; it does not
// belong to a topic because of it.
func signed(it news.Item) []string {
	a := it.Article
	return append([]string{a.Outlet, a.SourceName}, a.Byline...)
}

// filters are the filters of a query that a report passes, in lower case as scripts ask.
func filters(it news.Item, f *filed) []string {
	lang := strings.ToLower(it.Article.Lang)
	out := []string{"source:" + strings.ToLower(string(f.source)), "lang:" + lang}
	if base, _, more := strings.Cut(lang, "-"); more {
		out = append(out, "lang:"+base)
	}
	for _, t := range strings.Fields(f.topics) {
		out = append(out, "topic:"+t)
	}
	return out
}

// indexRow is what the search page shows of a hit: path, headline and its language, the
// outlet's own headline and its language, outlet, time, date and length as shown, opening
// of the digest and its language.
type indexRow [11]string

func (r *run) indexRow(path string, it news.Item) indexRow {
	h := HeadOf(it)
	row, ok := r.row(h, "", "")
	if !ok {
		return indexRow{}
	}
	return indexRow{path, row.Main, row.MainLang, row.Orig, row.OrigLang, row.Outlet, row.Stamp, r.w.Date(clamp(h.Date)), row.Length, row.Lead, row.LeadLang}
}

// wordsOf identifies what the index holds of a report.
func wordsOf(it news.Item) uint64 {
	var b bytes.Buffer
	for _, p := range append(passages(it), signed(it)...) {
		b.WriteString(p)
		b.WriteByte('\n')
	}
	a, d := it.Article, it.Digest
	fmt.Fprintln(&b, a.Lang, a.Outlet, a.SourceName, a.Words, stamp(date(a)), d.Lang, d.By, it.Rights, a.NoArchive, a.Reserved)
	return sum(b.Bytes())
}

// foldTable returns the Traditional characters that a query is freed of, and their
// Simplified ones.
func foldTable() [2]string {
	var from, to strings.Builder
	for r := rune(0x4e00); r <= 0x9fff; r++ {
		if !unicode.Is(unicode.Han, r) {
			continue
		}
		if s := text.Simplify(string(r)); s != string(r) {
			from.WriteRune(r)
			to.WriteString(s)
		}
	}
	return [2]string{from.String(), to.String()}
}
