package newsroom

import (
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/txtar"
)

// press is everything the newsroom has in its drawers.
type press struct {
	outlets  []outlet
	reports  []*report
	tellings []*telling
}

// report is one file under content: a report in one or two editions, and the
// digest recorded for each.
type report struct {
	Name     string // "harbour-courier/port-dues"
	Outlet   string
	editions [2]state
	digests  [2]*recording
}

// state is what a report's address answers in one edition.
type state struct {
	Path       string
	Kind       string // "", "live", "paywall", "member"
	Title      string
	Standfirst string
	Byline     []string
	Agency     string
	Section    string
	Tags       []string
	Published  time.Time
	Updated    time.Time
	Image      string // caption
	Credit     string
	Correction string
	Twice      string // a second address in the list: a query string
	Answer     int    // HTTP status; 0: not published in this edition
	Retry      int    // Retry-After in seconds
	Body       []part
}

// part is one piece of a report's body.
type part struct {
	Kind string // "p", "h", "quote", "li", "figure", "entry"
	Text string // of an entry: its heading
	Note string // of a figure: its credit
	At   time.Time
}

// Listed reports whether the outlet's list names the report.
func (s state) Listed() bool { return s.Answer != 0 && s.Answer != 410 }

// Changed is the time of the state's last change.
func (s state) Changed() time.Time {
	if s.Updated.After(s.Published) {
		return s.Updated
	}
	return s.Published
}

// in returns the report's state in an edition, 1 or 2.
func (r *report) in(edition int) state { return r.editions[edition-1] }

// load reads the embedded content. It is part of the program: a file that does
// not parse is a bug in it.
func load() *press {
	p, err := readPress(files)
	if err != nil {
		panic(err)
	}
	return p
}

func readPress(fsys fs.FS) (*press, error) {
	names, err := fs.Glob(fsys, "content/*/*.txtar")
	if err != nil {
		return nil, fmt.Errorf("list content: %w", err)
	}
	p := &press{outlets: outlets()}
	if p.tellings, err = readTellings(fsys); err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		r, err := parseReport(strings.TrimSuffix(strings.TrimPrefix(name, "content/"), ".txtar"), b)
		if err != nil {
			return nil, fmt.Errorf("parse %s: %w", name, err)
		}
		p.reports = append(p.reports, r)
	}
	return p, nil
}

func (p *press) outlet(host string) (outlet, bool) {
	for _, o := range p.outlets {
		if o.Host == host {
			return o, true
		}
	}
	return outlet{}, false
}

// at finds the report behind a path of an outlet.
func (p *press) at(host, urlPath string) *report {
	for _, r := range p.reports {
		if r.Outlet == host && (r.in(1).Path == urlPath || r.in(2).Path == urlPath) {
			return r
		}
	}
	return nil
}

// listed gives the reports an outlet's list names in an edition, newest first.
func (p *press) listed(host string, edition int) []state {
	var out []state
	for _, r := range p.reports {
		if s := r.in(edition); r.Outlet == host && s.Listed() {
			out = append(out, s)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Published.After(out[j].Published) })
	return out
}

// parseReport reads one file, a txtar archive: "report", optionally "report 2" with
// the header lines, and the body, that differ in the second edition, "digest" and
// optionally "digest 2". Besides what a reader sees, a header may say:
//
//	kind: live, paywall or member (forbidden by robots.txt)
//	from: 2        the report is not there before the second edition
//	answer: 503    the status its address answers with; 410 leaves the list too
//	retry: 600     Retry-After, in seconds
//	twice: ?a=b    the list names it once more, with that query
func parseReport(name string, b []byte) (*report, error) {
	r := &report{Name: name, Outlet: path.Dir(name)}
	for _, f := range txtar.Parse(b).Files {
		var err error
		switch f.Name {
		case "report":
			first := state{Answer: 200}
			err = first.read(string(f.Data))
			r.editions = [2]state{first, first}
		case "report 2":
			err = r.editions[1].read(string(f.Data))
		case "digest":
			r.digests[0], err = parseRecording(string(f.Data))
			r.digests[1] = r.digests[0]
		case "digest 2":
			r.digests[1], err = parseRecording(string(f.Data))
		default:
			err = fmt.Errorf("unknown part")
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	if s := r.editions[1]; s.Path == "" || s.Title == "" || s.Published.IsZero() {
		return nil, fmt.Errorf("report without path, title or published")
	}
	if r.editions[0].Answer == -1 { // "from: 2"
		r.editions[0] = state{Path: r.editions[1].Path}
		r.editions[1].Answer = 200
	}
	return r, nil
}

// read sets what a header names and, when there is one, replaces the body.
func (s *state) read(text string) error {
	head, body, _ := strings.Cut(text, "\n\n")
	for _, line := range strings.Split(strings.TrimSpace(head), "\n") {
		key, value, ok := strings.Cut(line, ": ")
		if !ok {
			return fmt.Errorf("header line %q has no colon", line)
		}
		if err := s.set(key, strings.TrimSpace(value)); err != nil {
			return err
		}
	}
	if strings.TrimSpace(body) == "" {
		return nil
	}
	var err error
	s.Body, err = parseBody(body)
	return err
}

func (s *state) set(key, value string) (err error) {
	switch key {
	case "path":
		s.Path = value
	case "kind":
		s.Kind = value
	case "title":
		s.Title = value
	case "standfirst":
		s.Standfirst = value
	case "byline":
		s.Byline = list(value)
	case "agency":
		s.Agency = value
	case "section":
		s.Section = value
	case "tags":
		s.Tags = list(value)
	case "image":
		s.Image = value
	case "credit":
		s.Credit = value
	case "correction":
		s.Correction = value
	case "twice":
		s.Twice = value
	case "from":
		s.Answer = -1
	case "published":
		s.Published, err = time.Parse(time.RFC3339, value)
	case "updated":
		s.Updated, err = time.Parse(time.RFC3339, value)
	case "answer":
		s.Answer, err = strconv.Atoi(value)
	case "retry":
		s.Retry, err = strconv.Atoi(value)
	default:
		return fmt.Errorf("unknown header %q", key)
	}
	return err
}

func list(value string) []string {
	var out []string
	for _, v := range strings.Split(value, ";") {
		out = append(out, strings.TrimSpace(v))
	}
	return out
}

// parseBody reads paragraphs divided by blank lines: "## " begins a heading, "> " a
// quotation, "- " an item, "! caption | credit" a picture, "=== time heading" an
// entry of a live blog.
func parseBody(text string) ([]part, error) {
	var out []part
	for _, p := range strings.Split(strings.TrimSpace(text), "\n\n") {
		p = strings.Join(strings.Fields(p), " ")
		mark, rest, _ := strings.Cut(p, " ")
		switch mark {
		case "##":
			out = append(out, part{Kind: "h", Text: rest})
		case ">":
			out = append(out, part{Kind: "quote", Text: rest})
		case "-":
			out = append(out, part{Kind: "li", Text: rest})
		case "!":
			caption, credit, _ := strings.Cut(rest, " | ")
			out = append(out, part{Kind: "figure", Text: caption, Note: credit})
		case "===":
			stamp, heading, _ := strings.Cut(rest, " ")
			at, err := time.Parse(time.RFC3339, stamp)
			if err != nil {
				return nil, err
			}
			out = append(out, part{Kind: "entry", Text: heading, At: at})
		default:
			out = append(out, part{Kind: "p", Text: p})
		}
	}
	return out, nil
}
