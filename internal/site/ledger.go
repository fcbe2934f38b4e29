package site

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// ledger is what the builder remembers from one build to the next: which reports it has
// filed where, and what it wrote. It lies beside the site as a text file of tab-separated
// records, one a line, that is only ever appended to or replaced whole:
//
//	a ID PATH DAY TIME SOURCE STORY COPYOF MODIFIED HTMLSUM JSONSUM WORDS TOPICS NTH   a report
//	f PATH SUM      any other file
//	c SOURCE SUM    what is known of a source; 0: nothing any more
//	t STORY UNIX    when the page of a story is to be looked at again; 0: not any more
//	o STORY N       how many outlets the page of a story counts; 0: it has none any more
//	n STORY EDITION since which edition the page of a story says that something is new; empty: nothing is. Without STORY: since which
//	                one those that are drawn now say so
//	i DAY SUM       what a segment of the search index was made of; 0: there is none any more
//	e PATH SUM      what a list of edits, or a document of a feed's archive, was made of; 0: there is none any more
//	- ID            a report is gone
//	x PATH          a file is gone
//	w PATH          a file is about to be written for the first time
//	b               a build begins to write
//	s SEQ FINGERPRINT MARK     a build has ended; an older program wrote no MARK
//
// TIME is in unix seconds; "d" follows where the day alone is known, "c" where it is not that of the publication.
// A killed process leaves a tail without its s. Then the files may be newer than the
// records: the ledger is torn, and the next build looks at every file. So it does where SEQ and MARK
// are no point in the library's history: the library was restored from an older copy.
type ledger struct {
	path        string
	point       Point  // of the library when it was built of
	fingerprint string // fingerprint of options and templates
	torn        bool
	stray       []string // written by builds that did not end
	filed       map[news.ArticleID]*filed
	files       map[string]uint64
	sources     map[news.SourceID]uint64
	again       map[news.StoryID]int64          // unix seconds
	outlets     map[news.StoryID]int            // that the pages of stories count
	fresh       map[news.StoryID]news.EditionID // since when the pages of stories say that something is new
	index       map[string]uint64               // segments of the search index, by their first day
	lists       map[string]uint64               // lists of edits, by path
	lines       int                             // records in the file
	allowed     func() error                    // is asked before the file is replaced; may be nil
}

// filed is a report as the ledger knows it.
type filed struct {
	id         news.ArticleID
	path       string
	day        string
	at         int64 // unix seconds of Filed.Date
	grain      news.Grain
	source     news.SourceID
	story      news.StoryID
	copyOf     news.ArticleID
	modified   int64  // unix seconds of the latest change a reader can see; 0: not for search engines
	html, json uint64 // sums of its two files; 0: never written
	words      uint64 // sum of what the search index holds of it; 0: not known
	topics     string // IDs of its topics, joined by spaces
	nth        int64  // Change.Nth
}

// ledgerHead begins every ledger; another form of the file gets another number.
const (
	ledgerForm = 2
	ledgerName = "waidian site ledger "
)

var ledgerHead = fmt.Sprint(ledgerName, ledgerForm)

// NewerError is the error of a ledger that a newer program has written.
type NewerError struct {
	Path string
	Form int
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the site's ledger %s was written by a newer waidian (form %d, this one knows %d)", e.Path, e.Form, ledgerForm)
}

// Known returns a *NewerError if a newer program has built the site in the folder out.
func Known(out string) error {
	path := filepath.Clean(out) + ".ledger"
	f, err := os.Open(path)
	if err != nil {
		return nil // without a ledger nobody has; one that cannot be read the build reports
	}
	defer f.Close() // only read
	head, _, _ := bufio.NewReaderSize(f, 256).ReadLine()
	return knownHead(path, string(head))
}

// knownHead returns a *NewerError if a ledger with that first line is newer than this program.
func knownHead(path, head string) error {
	number, ours := strings.CutPrefix(head, ledgerName)
	if n, err := strconv.Atoi(number); ours && err == nil && n > ledgerForm {
		return &NewerError{path, n}
	}
	return nil
}

// sum identifies the content of a file: the first 64 bits of its SHA-256, never 0.
func sum(data []byte) uint64 {
	h := sha256.Sum256(data)
	return max(1, binary.BigEndian.Uint64(h[:8]))
}

func newLedger(path string) *ledger {
	return &ledger{
		path:    path,
		filed:   map[news.ArticleID]*filed{},
		files:   map[string]uint64{},
		sources: map[news.SourceID]uint64{},
		again:   map[news.StoryID]int64{},
		outlets: map[news.StoryID]int{},
		fresh:   map[news.StoryID]news.EditionID{},
		index:   map[string]uint64{},
		lists:   map[string]uint64{},
	}
}

// readLedger reads the ledger at path; none there, or none that can be read, is an empty,
// torn one.
func readLedger(path string) (*ledger, error) {
	l := newLedger(path)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		l.torn = true
		return l, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the site's ledger: %w", err)
	}
	defer f.Close() // only read
	var text strings.Builder
	if st, err := f.Stat(); err == nil {
		text.Grow(int(st.Size()))
		l.filed = make(map[news.ArticleID]*filed, st.Size()/200)
		l.files = make(map[string]uint64, st.Size()/400)
	}
	if _, err := io.Copy(&text, f); err != nil {
		return nil, fmt.Errorf("read the site's ledger: %w", err)
	}
	head, _, _ := strings.Cut(text.String(), "\n")
	if err := knownHead(path, head); err != nil {
		return nil, err
	}
	l.parse(text.String())
	return l, nil
}

func (l *ledger) parse(s string) {
	head, rest, ok := strings.Cut(s, "\n")
	if !ok || head != ledgerHead {
		l.torn = true
		return
	}
	for {
		line, after, whole := strings.Cut(rest, "\n")
		if !whole {
			l.torn = l.torn || line != ""
			return
		}
		rest = after
		l.lines++
		if !l.apply(line) {
			l.torn = true
		}
	}
}

// fieldsOf is how many fields the records of each kind have, with the kind.
var fieldsOf = map[string]int{"a": reportFields, "f": 3, "c": 3, "t": 3, "o": 3, "n": 3, "i": 3, "e": 3, "-": 2, "x": 2, "w": 2, "b": 1, "s": 4}

// reportFields is how many fields the record of a report has, the longest of all.
const reportFields = 14

// apply takes in one record; false: it is none.
func (l *ledger) apply(line string) bool {
	field, n := fields(line)
	switch {
	case field[0] == "s" && n == 3: // without a mark
		n++
	case field[0] == "a" && n == reportFields-2: // from before there were topics
		n = reportFields
	}
	if line == "" || n != fieldsOf[field[0]] || !proper(field) {
		return false
	}
	switch field[0] {
	case "a":
		f := filedFrom(field)
		l.filed[f.id] = f
	case "f":
		l.files[field[1]] = hex(field[2])
	case "c":
		setSum(l.sources, news.SourceID(field[1]), field[2])
	case "t":
		at, _ := strconv.ParseInt(field[2], 10, 64)
		setNumber(l.again, news.StoryID(field[1]), at)
	case "o":
		n, _ := strconv.Atoi(field[2])
		setNumber(l.outlets, news.StoryID(field[1]), n)
	case "n":
		setText(l.fresh, news.StoryID(field[1]), news.EditionID(field[2]))
	case "i":
		setSum(l.index, field[1], field[2])
	case "e":
		setSum(l.lists, field[1], field[2])
	case "-":
		delete(l.filed, news.ArticleID(field[1]))
	case "x":
		delete(l.files, field[1])
	case "w":
		l.stray = append(l.stray, field[1])
	case "b":
		l.torn = true
	case "s":
		l.point.Seq, _ = strconv.ParseInt(field[1], 10, 64)
		l.point.Mark = field[3]
		l.fingerprint, l.torn, l.stray = field[2], false, nil
	}
	return true
}

// setNumber keeps a number under a key; 0 takes the key out. It reports whether that is news.
func setNumber[K comparable, N int | int64](m map[K]N, key K, n N) bool {
	if m[key] == n {
		return false
	}
	if m[key] = n; n == 0 {
		delete(m, key)
	}
	return true
}

// setText is setNumber for texts; the empty one takes the key out.
func setText[K comparable, S ~string](m map[K]S, key K, s S) bool {
	if m[key] == s {
		return false
	}
	if m[key] = s; s == "" {
		delete(m, key)
	}
	return true
}

// proper reports whether a record names no file but one of the site, and no day but one of the calendar: a ledger may have
// come from elsewhere.
func proper(field [reportFields]string) bool {
	switch field[0] {
	case "a":
		_, err := time.Parse(time.DateOnly, field[3])
		return err == nil && isFile(field[2])
	case "f", "x", "w":
		return isFile(field[1])
	}
	return true
}

// isFile reports whether a path can be that of a file of the site.
func isFile(path string) bool {
	return fs.ValidPath(path) && path != "." && !strings.ContainsAny(path, "\\\x00") &&
		!strings.HasPrefix(path, ".") && !strings.Contains(path, "/.")
}

// fields cuts a record at its tabs; the last of reportFields holds all that is left. A
// report that was filed before the order in which reports came was noted has one field less, and counts as whole.
func fields(line string) (field [reportFields]string, n int) {
	const last = reportFields - 1
	for n < last {
		head, rest, more := strings.Cut(line, "\t")
		field[n], line = head, rest
		n++
		if !more && n < last {
			return field, n
		}
	}
	field[last] = line
	return field, reportFields
}

// setSum keeps a sum under a key; 0 takes the key out.
func setSum[K comparable](m map[K]uint64, key K, sum string) {
	if n := hex(sum); n != 0 {
		m[key] = n
	} else {
		delete(m, key)
	}
}

// filedFrom reads the fields of the record of a report.
func filedFrom(field [reportFields]string) *filed {
	at, grain := timeFrom(field[4])
	modified, _ := strconv.ParseInt(field[8], 10, 64)
	nth, _ := strconv.ParseInt(field[13], 10, 64)
	return &filed{
		id: news.ArticleID(field[1]), path: field[2], day: field[3], at: at, grain: grain, source: news.SourceID(field[5]),
		story: news.StoryID(field[6]), copyOf: news.ArticleID(field[7]), modified: modified,
		html: hex(field[9]), json: hex(field[10]), words: hex(field[11]), topics: field[12], nth: nth,
	}
}

func hex(s string) uint64 {
	n, _ := strconv.ParseUint(s, 16, 64)
	return n
}

// grainMarks follow the time of a report in its record.
var grainMarks = [...]string{news.GrainHour: "", news.GrainDay: "d", news.GrainNone: "c"}

// timeFrom reads the time of a report and what is known of it.
func timeFrom(field string) (at int64, grain news.Grain) {
	for g, mark := range grainMarks {
		if rest, ok := strings.CutSuffix(field, mark); ok && mark != "" {
			field, grain = rest, news.Grain(g)
		}
	}
	at, _ = strconv.ParseInt(field, 10, 64)
	return at, grain
}

// filedAs returns e as the ledger keeps it, on its day in that zone.
func filedAs(e page.Filed, zone *time.Location) *filed {
	p := e.Place(zone)
	return &filed{
		id: e.ID, path: e.Path(), day: p.Day, at: p.At.Unix(), grain: p.Grain,
		source: e.Source, story: e.Story, copyOf: e.CopyOf,
	}
}

// newerFirst orders reports as lists show them.
func newerFirst(a, b *filed) int {
	return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(a.grain, b.grain), cmp.Compare(b.at, a.at), cmp.Compare(a.id, b.id))
}

func (f *filed) record(w io.Writer) {
	fmt.Fprintf(w, "a\t%s\t%s\t%s\t%d%s\t%s\t%s\t%s\t%d\t%x\t%x\t%x\t%s\t%d\n",
		f.id, f.path, f.day, f.at, grainMarks[f.grain], f.source, f.story, f.copyOf, f.modified, f.html, f.json, f.words, f.topics, f.nth)
}

// save replaces the file by one that holds the ledger as it is now.
func (l *ledger) save() error {
	var b strings.Builder
	b.Grow(len(l.filed)*190 + len(l.files)*70)
	b.WriteString(ledgerHead + "\n")
	for _, id := range slices.Sorted(maps.Keys(l.filed)) {
		l.filed[id].record(&b)
	}
	for _, p := range slices.Sorted(maps.Keys(l.files)) {
		fmt.Fprintf(&b, "f\t%s\t%x\n", p, l.files[p])
	}
	for _, s := range slices.Sorted(maps.Keys(l.sources)) {
		fmt.Fprintf(&b, "c\t%s\t%x\n", s, l.sources[s])
	}
	for _, id := range slices.Sorted(maps.Keys(l.again)) {
		fmt.Fprintf(&b, "t\t%s\t%d\n", id, l.again[id])
	}
	for _, id := range slices.Sorted(maps.Keys(l.outlets)) {
		fmt.Fprintf(&b, "o\t%s\t%d\n", id, l.outlets[id])
	}
	for _, id := range slices.Sorted(maps.Keys(l.fresh)) {
		fmt.Fprintf(&b, "n\t%s\t%s\n", id, l.fresh[id])
	}
	for _, d := range slices.Sorted(maps.Keys(l.index)) {
		fmt.Fprintf(&b, "i\t%s\t%x\n", d, l.index[d])
	}
	for _, p := range slices.Sorted(maps.Keys(l.lists)) {
		fmt.Fprintf(&b, "e\t%s\t%x\n", p, l.lists[p])
	}
	fmt.Fprintf(&b, "s\t%d\t%s\t%s\n", l.point.Seq, l.fingerprint, l.point.Mark)
	return atomically.ReplaceIf(l.path, []byte(b.String()), l.allowed)
}

// journal appends to a ledger's file while a build is under way.
type journal struct {
	f *os.File
	w *bufio.Writer
	n int
}

// begin opens the ledger's file for appending and marks that a build begins to write.
func (l *ledger) begin() (*journal, error) {
	if l.torn {
		if err := l.restart(); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the site's ledger: %w", err)
	}
	j := &journal{f: f, w: bufio.NewWriterSize(f, 64<<10)}
	j.line("b")
	return j, j.flush()
}

// restart replaces the file by one that remembers nothing but which files there may be.
func (l *ledger) restart() error {
	var b strings.Builder
	b.WriteString(ledgerHead + "\nb\n")
	for _, p := range l.stray {
		b.WriteString("w\t" + p + "\n")
	}
	return atomically.ReplaceIf(l.path, []byte(b.String()), l.allowed)
}

func (j *journal) line(parts ...string) {
	j.n++
	for i, p := range parts {
		if i > 0 {
			_ = j.w.WriteByte('\t') // a bufio.Writer keeps its error for Flush
		}
		_, _ = j.w.WriteString(p)
	}
	_ = j.w.WriteByte('\n')
}

func (j *journal) flush() error {
	if err := j.w.Flush(); err != nil {
		return fmt.Errorf("write the site's ledger: %w", err)
	}
	return nil
}

func (j *journal) close() error {
	err := j.flush()
	if e := j.f.Close(); err == nil && e != nil {
		err = fmt.Errorf("write the site's ledger: %w", e)
	}
	return err
}
