package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// prospect is a source that is not watched yet, as it was found.
type prospect struct {
	look   desk.Look
	source config.Source // as the file would have it
	preview
	maps []string       // sitemaps that the outlet's robots.txt names
	zone *time.Location // in which days and clocks are printed
}

// newProspect reads one report of what was found, and stores nothing.
func newProspect(ctx context.Context, p *parts, look desk.Look, s config.Source) prospect {
	read := newPreview(ctx, p.desk, look)
	return prospect{look, s, read, p.fetch.Sitemaps(look.Capture.Final), p.zone()}
}

// preview is a report of a source as it would be read.
type preview struct {
	lead   news.Lead // whose page was asked for; zero: the list gives no address of a page
	report news.Article
	fault  error // why the page could not be read
}

// mostMapsShown bounds how many sitemaps are shown beside what was found.
const mostMapsShown = 4

// mostPreviewed bounds how many pages of an outlet are asked for before it is watched: one that cannot be read is followed by the next.
const mostPreviewed = 2

// Bounds of what is shown of a prospect.
const (
	mostListed   = 20  // leads
	mostOfReport = 300 // characters of its opening
)

// newPreview reads one report of what was found, of those that the beat keeps if there are such, and stores nothing.
func newPreview(ctx context.Context, d *desk.Desk, look desk.Look) (p preview) {
	for _, l := range toPreview(look) {
		p.lead = l
		if p.report, p.fault = d.Preview(ctx, look.Source.URL, l); p.fault == nil {
			break
		}
	}
	return p
}

// toPreview are the leads whose pages may be asked for, in this order.
func toPreview(look desk.Look) (out []news.Lead) {
	for _, kept := range []bool{true, false} {
		for _, l := range look.Leads {
			if (l.State == store.LeadWaiting) == kept && !l.Lead.Apart && !discover.HeadlineOnly(l.Lead.URL) && len(out) < mostPreviewed {
				out = append(out, l.Lead)
			}
		}
	}
	return out
}

// robots reports whether robots.txt forbids the page.
func (p preview) robots() bool {
	refused, ok := errors.AsType[*news.Refused](p.fault)
	return ok && refused.Note.Code == news.NoteRobots
}

// challenged reports whether a page came in the place of the report that asks its reader for a proof.
func (p preview) challenged() bool {
	notes := p.report.Notes
	if refused, ok := errors.AsType[*news.Refused](p.fault); ok {
		notes = append(notes, refused.Note)
	}
	return slices.ContainsFunc(notes, news.Note.Challenged)
}

// print shows the prospect to the operator.
func (p prospect) print(out io.Writer) error {
	var b strings.Builder
	r := p.look.Result
	fmt.Fprintf(&b, "found    %s (%s)\n", shown(p.source.URL), r.Kind)
	fmt.Fprintf(&b, "as       %s, %s\n", p.source.ID, shown(p.source.Name))
	if !r.Newest.IsZero() {
		fmt.Fprintf(&b, "newest   %s\n", p.newest())
	}
	for _, m := range p.others() {
		fmt.Fprintf(&b, "also     %s (a sitemap that robots.txt names; it may be of the whole outlet)\n", shown(m))
	}
	p.printLeads(&b)
	p.printReport(&b, p.zone)
	_, err := io.WriteString(out, b.String())
	return err
}

// newest is when the newest report was published: a day, where the list gives no more.
func (p prospect) newest() string {
	at := p.look.Result.Newest
	for _, l := range p.look.Leads {
		if l.Lead.Published.Equal(at) && news.GrainOf(at, l.Lead.Hour) == news.GrainDay {
			return news.PlaceOf(at, news.GrainDay, p.zone).Day
		}
	}
	return clockIn(at, p.zone) + " " + p.zone.String()
}

// others are the sitemaps that are not what was found, those of news first.
func (p prospect) others() []string {
	out := slices.DeleteFunc(slices.Clone(p.maps), func(m string) bool { return config.Address(m) == config.Address(p.source.URL) })
	ofNews := func(m string) int {
		if strings.Contains(strings.ToLower(m), "news") {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(ofNews(a), ofNews(b)) })
	return out[:min(len(out), mostMapsShown)]
}

// printLeads shows which leads the beat keeps, and which not.
func (p prospect) printLeads(b *strings.Builder) {
	kept := 0
	for _, l := range p.look.Leads {
		if l.State == store.LeadWaiting {
			kept++
		}
	}
	fmt.Fprintf(b, "beat     keeps %d of %d\n", kept, len(p.look.Leads))
	for _, l := range p.look.Leads[:min(len(p.look.Leads), mostListed)] {
		printLead(b, l)
	}
	if more := len(p.look.Leads) - mostListed; more > 0 {
		fmt.Fprintf(b, "  … and %d more\n", more)
	}
}

// printLead shows a lead in a line: whether the desk would follow it, and else why not.
func printLead(w io.Writer, l desk.Triaged) {
	mark, why := "+", ""
	if l.State != store.LeadWaiting {
		mark, why = "-", fmt.Sprintf("  [%s: %s]", l.State, l.Why)
	} else if l.Lead.Apart {
		why = "  [text from the list]"
	}
	fmt.Fprintf(w, "  %s %s%s\n", mark, shown(orURL(l.Lead)), why)
}

// printReport shows the report that was read, and what its outlet asks.
func (p preview) printReport(b *strings.Builder, zone *time.Location) {
	if p.lead.URL == "" {
		b.WriteString("report   none was read: the list gives no address of a page\n")
		return
	}
	a := p.report
	fmt.Fprintf(b, "report   %s\n         %s\n", shown(cmp.Or(a.Title, orURL(p.lead))), shown(p.lead.URL))
	if p.fault != nil {
		fmt.Fprintf(b, "         not read: %s\n", shown(p.fault.Error()))
		if p.challenged() {
			fmt.Fprintf(b, "         -> %s, or watch a feed that has whole texts\n", desk.NotPassed)
		}
	} else {
		fmt.Fprintf(b, "         %s\n", shown(strings.Join(factsOf(a, zone), ", ")))
	}
	for _, x := range a.Blocks {
		if x.Kind == news.Paragraph {
			fmt.Fprintf(b, "         %s\n", shown(shortened(x.Text, mostOfReport)))
			break
		}
	}
	switch asks := p.asks(); {
	case len(asks) > 0:
		fmt.Fprintf(b, "asks     %s\n", strings.Join(asks, "\n         "))
	case p.fault == nil:
		b.WriteString("asks     nothing: robots.txt allows the page, which has no noarchive and no reservation of text and data mining\n")
	}
}

// factsOf is what a report says of itself beside its text.
func factsOf(a news.Article, zone *time.Location) []string {
	out := []string{text.Count(a.Words, "word", "words")}
	if a.Lang != "" {
		out = append(out, a.Lang)
	}
	if !a.Published.IsZero() {
		out = append(out, news.PlaceOf(a.Published, news.GrainOf(a.Published, a.Hour), zone).Day)
	}
	if len(a.Byline) > 0 {
		out = append(out, "by "+strings.Join(a.Byline, ", "))
	}
	for _, n := range a.Notes {
		out = append(out, n.String())
	}
	return out
}

// asks is what the outlet asks of those who read and keep its reports, by the page that was asked for.
func (p preview) asks() (out []string) {
	if p.robots() {
		out = append(out, "robots.txt forbids the page: of such reports only what the list says is kept")
	}
	if p.report.NoArchive {
		out = append(out, "no copies (noarchive): a public site shows a digest and a link")
	}
	if p.report.NoIndex {
		out = append(out, "to stay out of search engines (noindex)")
	}
	if p.report.Reserved {
		out = append(out, "text and data mining is reserved: a public site shows a digest and a link")
	}
	return out
}

// shortened is a text of at most n characters.
func shortened(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// agreed asks a question of whoever sits at the terminal. It is an error that nobody does.
func (a *app) agreed(question string) (bool, error) {
	return a.confirmed(question, "stored", "stores it")
}

// confirmed is agreed for another deed: done is what did not happen where nobody can be asked, does what --yes does.
func (a *app) confirmed(question, done, does string) (bool, error) {
	f, ok := a.Stdin.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return false, hint(fmt.Errorf("nothing is %s: there is no terminal to ask at", done), "--yes %s without a question", does)
	}
	fmt.Fprintf(a.Stderr, "%s [y/N] ", question)
	line, err := bufio.NewReader(io.LimitReader(f, 1024)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return false, fmt.Errorf("read the answer: %w", err)
	}
	answer := strings.ToLower(strings.TrimSpace(line))
	return answer == "y" || answer == "yes", nil
}
