// Package static makes the index by which a copy of the site without a server searches itself,
// and carries the script that reads it in a browser. It takes what is to be found as values and
// returns files as bytes. It reads no library, writes no file, and decides nothing about what
// the public may see: what it is not given, nobody finds.
//
// The index is divided into segments, runs of days; each segment into shards by the hash of
// the token. A browser loads the shards that its query needs, segment by segment from the
// newest, as scripts that hand over data: those can be read from a folder on a disk too, where
// nothing can be fetched.
//
//	search/list.js       the segments, newest first
//	search/fold.js       Traditional characters and their Simplified ones
//	search/DAY/N.js      shard N of the segment that begins on DAY: postings by token; of a day
//	                     that is several segments DAY-1, DAY-2 follow
//	search/DAY/bN.js     the postings of one token that would burden its shard
//	search/DAY/mN.js     what is shown of hits: reports N·rowsAtOnce and those that follow
//	search/late/…        the same for the reports that came last, of whatever days
//
// Every file but the first two carries the version of its segment, so that a browser can
// tell when it has files of two builds in its hands.
package static

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/waidian/waidian/internal/hanscript"
)

// Bounds of the index.
const (
	blockDays    = 8    // of a month that lasts, joined
	segmentSize  = 600  // reports in a segment; a day that has more is several
	shardSize    = 8000 // bytes that shards have at most on average
	lateShards   = 2000 // the same of the segment of those that came last: every query reads of it
	heavyPosting = 4000 // bytes of one token's postings that make it a file of its own
	rowsAtOnce   = 5
	lateSpan     = 128 // those that came last are fewer
)

// Script is the script of the search page, without the lines that only explain it: readers take it over slow lines.
var Script = withoutComments(source)

//go:embed search.js
var source []byte

// withoutComments leaves out the lines of a script that are comments as a whole, empty lines, and how far lines are indented. Comments begin
// with two strokes; no text of the script has a line that does, or goes on in another line.
func withoutComments(script []byte) []byte {
	var out []byte
	for line := range bytes.Lines(script) {
		if line = bytes.TrimLeft(line, " "); len(line) > 1 && !bytes.HasPrefix(line, []byte("//")) {
			out = append(out, line...)
		}
	}
	return out
}

// Kinds are the kinds of files of a segment: shards, heavy postings, rows.
var Kinds = []string{"", "b", "m"}

// File is one file of the index.
type File struct {
	Path string // from the root of the site
	Data []byte
}

// Path is the path of file n of a kind of a segment.
func Path(segment, kind string, n int) string {
	return "search/" + segment + "/" + kind + strconv.Itoa(n) + ".js"
}

// Row is what the search page shows of a hit: path, headline and its language, the
// outlet's own headline and its language, outlet, time, date and length as shown, opening
// of the digest and its language.
type Row [11]string

// Index collects the reports of one segment.
type Index struct {
	postings *postings
	rows     []Row
}

// New returns the index of a segment without reports.
func New() *Index { return &Index{postings: newPostings()} }

// Add takes in the next report, newest first: the texts in which a search may find something, none of
// which a phrase reaches out of; the filters that it passes ("source:…", "lang:…", "topic:…", in lower
// case); and what is shown of it.
func (x *Index) Add(passages, filters []string, row Row) {
	x.postings.add(len(x.rows), passages, filters)
	x.rows = append(x.rows, row)
}

// Skip takes in a report that is gone: it keeps its number, and nothing finds it.
func (x *Index) Skip() { x.rows = append(x.rows, Row{}) }

// Files returns the files of the segment, and how many there are of each of Kinds.
func (x *Index) Files(s Segment, version string) ([]File, []int, error) {
	name, size := s.Name(), shardSize
	if s.Late {
		size = lateShards
	}
	shards, heavy := x.postings.shards(size)
	rows := slices.Collect(slices.Chunk(x.rows, rowsAtOnce))
	counts := []int{len(shards), len(heavy), len(rows)}
	var out []File
	for k, kind := range Kinds {
		for i := range counts[k] {
			var value any
			switch kind {
			case "":
				value = shards[i]
			case "b":
				value = heavy[i]
			default:
				value = rows[i]
			}
			f, err := handOver(Path(name, kind, i), name+"/"+kind+strconv.Itoa(i), version, value)
			if err != nil {
				return nil, nil, err
			}
			out = append(out, f)
		}
	}
	return out, counts, nil
}

// Listed is a segment as the list of segments has it.
type Listed struct {
	Segment
	Version string
	Shards  int
	PerDay  []int   // its reports of each of Days
	Places  []Place // of the segment of those that came last: where each stands among the others
}

// Place says before which report of which of the other segments a report stands; the number of the segments: after all.
type Place struct{ Segment, Report int }

// MarshalJSON writes the two numbers.
func (p Place) MarshalJSON() ([]byte, error) { return json.Marshal([2]int{p.Segment, p.Report}) }

// List is the list of segments: name, version, reports, shards, and how many of its
// reports are of which day of the month, in their order. That of the reports that came last, which is the first, has whole
// days, and the places of its reports.
func List(segments []Listed) (File, error) {
	list := make([][]any, 0, len(segments))
	for _, s := range segments {
		days := make([][2]any, 0, len(s.Days))
		for i, day := range slices.Backward(s.Days) {
			if !s.Late {
				day = day[8:]
			}
			days = append(days, [2]any{day, s.PerDay[i]})
		}
		entry := []any{s.Name(), s.Version, s.N, s.Shards, days}
		if s.Late {
			entry = append(entry, s.Places)
		}
		list = append(list, entry)
	}
	return handOver("search/list.js", "list", "", list)
}

// Fold is the table of the Traditional characters that a query is freed of, and their
// Simplified ones.
func Fold() (File, error) {
	from, to := hanscript.Folded()
	return handOver("search/fold.js", "fold", "", [2]string{from, to})
}

// handOver is a script that calls waidian(KEY, VERSION, VALUE).
func handOver(path, key, version string, value any) (File, error) {
	var b bytes.Buffer
	b.WriteString(`waidian("` + key + `","` + version + `",`)
	if err := json.NewEncoder(&b).Encode(value); err != nil {
		return File{}, fmt.Errorf("encode %s: %w", path, err)
	}
	b.Truncate(b.Len() - 1) // the line's end
	b.WriteString(")\n")
	return File{path, b.Bytes()}, nil
}
