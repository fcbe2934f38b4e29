package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/term"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/headway"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// progress shows what the desk does as lines, and on a terminal also as a moving line of counts below them.
type progress struct {
	mu       sync.Mutex
	w        io.Writer
	terminal bool
	quiet    bool // show only failed polls
	now      func() time.Time
	began    time.Time
	width    int
	hint     func(error) string // what to do about trouble of our own
	drawn    bool
	drawnAt  time.Time
	work     headway.Meter // what is under way; without a name: a round, of which counts are shown
	toldAt   time.Time     // when the work was last told where there is no terminal
	counts   counts
	causes   map[cause]*tally
}

// cause is why steps of a stage are put off: one line tells it for all of them.
type cause struct{ stage, reason string }

// tally counts the steps that were put off since their cause was told.
type tally struct {
	told time.Time
	more int       // how often it was met since
	last time.Time // of these
}

// tellAgain is after which time a cause that lasts is told again.
const tellAgain = 10 * time.Minute

// counts are what happened in a round, each time that it happened, never the state of a report;
// `collect --json` prints them.
type counts struct {
	Polled    int     `json:"polled"`        // sources asked
	Failed    int     `json:"failed"`        // of them, without an answer that is of use
	Leads     int     `json:"new_leads"`     // reports that a list had for the first time
	Fetched   int     `json:"fetched"`       // pages that came
	Unchanged int     `json:"unchanged"`     // pages that were asked for and had not changed (304)
	Read      int     `json:"read"`          // texts written: new reports, and other texts of known ones
	Copies    int     `json:"copies"`        // of them, new reports that copy another
	Edited    int     `json:"edited"`        // of them, edits by outlets
	Again     int     `json:"-"`             // of them, other texts of reports that were known
	Withdrawn int     `json:"withdrawn"`     // reports that became withdrawn
	Headlines int     `json:"headlines"`     // of those read, new reports of which the headline alone is known
	Digested  int     `json:"digested"`      // digests of models written
	PutOff    int     `json:"put_off"`       // tasks that are tried again later
	Waiting   int     `json:"polls_put_off"` // sources due that were not asked, since their hosts are left alone
	GivenUp   int     `json:"given_up"`      // tasks that are not
	Files     int     `json:"files_written"` // of the site
	Seconds   float64 `json:"seconds"`
}

func newProgress(a *app, quiet bool) *progress {
	p := &progress{
		w: a.Stderr, terminal: a.Terminal, quiet: quiet, now: a.Now, began: a.Now(), width: 100, hint: a.storageHint,
		causes: map[cause]*tally{},
	}
	if f, ok := a.Stderr.(interface{ Fd() uintptr }); ok && p.terminal {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 { // some terminals return 0
			p.width = w
		}
	}
	return p
}

// event counts and shows one event of the desk.
func (p *progress) event(e desk.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count(e)
	if e.Meaning != nil {
		for _, line := range meaningLines(*e.Meaning) {
			p.line(line)
		}
		return
	}
	if p.quiet && (e.Stage != "poll" || e.Err == nil) && e.Stage != "desk" {
		return
	}
	if p.counted(e) {
		return
	}
	if line := p.describe(e); line != "" {
		p.outcome(e, line)
	}
	if !p.quiet {
		p.draw()
	}
}

// outcome shows the line of an event, unless another has told its cause lately.
func (p *progress) outcome(e desk.Event, line string) {
	if e.Err == nil {
		p.put(slog.LevelInfo, line)
		return
	}
	p.forget(func(t *tally) bool { return p.now().Sub(t.told) >= tellAgain })
	c := causeOf(e)
	if t := p.causes[c]; t != nil {
		t.more, t.last = t.more+1, p.now()
		return
	}
	p.causes[c] = &tally{told: p.now()}
	p.put(slog.LevelWarn, line)
}

// forget forgets causes, and says how often they were met after they were told.
func (p *progress) forget(which func(*tally) bool) {
	var met []cause
	for c, t := range p.causes {
		if !which(t) {
			continue
		}
		if t.more > 0 {
			met = append(met, c)
		} else {
			delete(p.causes, c)
		}
	}
	slices.SortFunc(met, func(a, b cause) int {
		return cmp.Or(cmp.Compare(a.stage, b.stage), cmp.Compare(a.reason, b.reason))
	})
	for _, c := range met {
		t := p.causes[c]
		p.put(slog.LevelWarn, fmt.Sprintf("%-8s %d more since %s, the last at %s  [%s]", c.stage, t.more, t.told.Format(time.TimeOnly), t.last.Format(time.TimeOnly), shown(c.reason)))
		delete(p.causes, c)
	}
}

// causeOf is why a step failed, without what it was about where others fail for the same.
// Each source that cannot be polled is told of.
func causeOf(e desk.Event) cause {
	var later *news.Later
	if e.Stage != "poll" && errors.As(e.Err, &later) {
		return cause{e.Stage, later.Reason}
	}
	return cause{e.Stage, string(e.Source) + " " + e.Err.Error()}
}

func (p *progress) count(e desk.Event) {
	c := &p.counts
	switch {
	case e.Stage == "poll" && e.Outcome == desk.PutOff:
		c.Waiting++
	case e.Stage == "poll":
		c.Polled++
		c.Leads += e.Count
		if e.Err != nil {
			c.Failed++
		}
	case e.Stage == "fetch":
		c.fetched(e)
	case e.Stage == "read":
		c.read(e)
	case e.Stage == "digest" && e.Err == nil && e.Outcome == desk.Done:
		c.Digested++
	case e.Outcome == desk.PutOff:
		c.PutOff++
	case e.Outcome == desk.GivenUp:
		c.GivenUp++
	case e.Stage == "publish":
		c.Files += e.Count
	}
	c.Seconds = p.now().Sub(p.began).Seconds()
}

func (c *counts) fetched(e desk.Event) {
	switch {
	case e.Outcome == desk.HeadlineOnly:
		// it counts once it is written
	case e.Outcome == desk.Withdrawn:
		c.Withdrawn++
	case e.Outcome == desk.NotFound:
		// it counts once it is withdrawn
	case e.Outcome == desk.Unmodified:
		c.Unchanged++
	case e.Err == nil:
		c.Fetched++
	}
}

func (c *counts) read(e desk.Event) {
	if e.Err == nil && e.Again && e.Outcome != desk.Known {
		c.Again++
	}
	switch {
	case e.Err != nil:
		// its task counts
	case e.Outcome == desk.Copied:
		c.Copies++
		c.Read++
	case e.Outcome == desk.HeadlineOnly:
		c.Headlines++
		c.Read++
	case e.Outcome == desk.Edited:
		c.Edited++
		c.Read++
	case e.Outcome != desk.Known && e.Outcome != desk.OffBeat:
		c.Read++
	}
}

// describe is the event as one line; "" for one that only counts.
func describe(e desk.Event) string {
	who := shown(cmp.Or(e.Title, e.URL))
	switch {
	case e.Stage == "poll" && e.Outcome == desk.PutOff:
		return fmt.Sprintf("poll     %s: put off %s: %s", e.Source, e.Note, shown(e.Err.Error()))
	case e.Stage == "poll" && e.Err != nil:
		return fmt.Sprintf("poll     %s: %s", e.Source, shown(e.Err.Error()))
	case e.Stage == "poll":
		return fmt.Sprintf("poll     %s: %s", e.Source, e.Note)
	case e.Stage == "fetch" && e.Err == nil && (e.Result() == "" || e.Outcome == desk.Unmodified), e.Outcome == desk.Known:
		return ""
	case e.Stage == "publish":
		return fmt.Sprintf("publish  %s (%s)", e.Note, e.Took.Round(time.Millisecond))
	case (e.Stage == "digest" || e.Stage == "story") && e.Err != nil:
		_, why, _ := strings.Cut(e.Err.Error(), ": ") // after the identifier of the article or story
		return fmt.Sprintf("%-8s %s  [%s]", e.Stage, who, shown(cmp.Or(why, e.Err.Error())))
	case e.Err != nil:
		return fmt.Sprintf("%-8s %s", e.Stage, strings.TrimPrefix(shown(e.Err.Error()), e.Stage+" ")) // most errors begin with it
	default:
		return fmt.Sprintf("%-8s %s  [%s]", e.Stage, who, e.Result())
	}
}

// describe is the event as one line; "" for one that only counts. Trouble of our own has a line where it begins, with what to
// do, and one where it ends.
func (p *progress) describe(e desk.Event) string {
	switch {
	case e.Stage == "task":
		return "" // the step has told why
	case e.Stage == "alert":
		return "alert    " + e.Title + ": " + shown(e.Err.Error()) + "; tried again later"
	case e.Stage == "push":
		return "push     " + e.Title + ": " + shown(e.Err.Error()) + "; tried again later"
	case e.Outcome != desk.OwnTrouble:
		return describe(e)
	case e.Stage != "desk":
		return ""
	case e.Err == nil:
		return "desk     our own trouble is " + e.Note
	}
	s := "desk     our own trouble: " + shown(e.Err.Error()) + "; gathering waits, and no outlet is blamed"
	do := p.hint(e.Err)
	if full(e.Err) {
		do = "make room on the disk: the desk then goes on by itself; what is built is served meanwhile"
	}
	if do != "" {
		s += "\nwaidian: hint: " + do
	}
	return s
}

// line prints a line above the moving one.
func (p *progress) line(s string) { p.put(slog.LevelInfo, s) }

// say is line at another level, for those who watch no events.
func (p *progress) say(level slog.Level, s string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.put(level, s)
}

func (p *progress) put(level slog.Level, s string) {
	if p.terminal {
		fmt.Fprintf(p.w, "\r\x1b[K%s\n", clip(s, p.width))
		return
	}
	for line := range strings.SplitSeq(s, "\n") {
		tell(p.w, level, line)
	}
}

// draw redraws the moving line.
func (p *progress) draw() {
	if !p.terminal {
		return
	}
	p.drawnAt = p.now()
	if p.work.What != "" {
		p.redraw(p.work.Line(p.drawnAt))
		return
	}
	c := p.counts
	p.redraw(fmt.Sprintf("%5.1fs  polled %d · leads %d · fetched %d · read %d · digested %d · put off %d",
		p.now().Sub(p.began).Seconds(), c.Polled, c.Leads, c.Fetched, c.Read, c.Digested, c.PutOff))
}

func (p *progress) redraw(s string) {
	fmt.Fprintf(p.w, "\r\x1b[K\x1b[2m%s\x1b[0m", clip(s, p.width))
	p.drawn = true
}

// end removes the moving line and says how often causes were met that were told once.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forget(func(*tally) bool { return true })
	p.clear()
	p.counts.Seconds = p.now().Sub(p.began).Seconds()
}

// longestShown is the most characters that are shown of a headline or a reason.
const longestShown = 300

// shown is text from outside on one line of bounded length, without control characters.
func shown(s string) string {
	n := 0
	return strings.Map(func(r rune) rune {
		n++
		switch {
		case n == longestShown:
			return '…'
		case n > longestShown:
			return -1
		}
		return uncontrolled(r)
	}, s)
}

// uncontrolled is a character as a terminal may have it: one that controls it is a space, and what no reader sees is left out.
func uncontrolled(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return text.Visible(r)
}

// clip cuts s to fewer columns than width; ideographs take two.
func clip(s string, width int) string {
	col := 0
	for i, r := range s {
		w := 1
		if r >= 0x1100 && r != '—' && r != '–' && r != '’' && r != '“' && r != '”' {
			w = 2
		}
		if col+w > width-1 {
			return s[:i] + "…"
		}
		col += w
	}
	return s
}
