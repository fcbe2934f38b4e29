package cli

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/text"
)

// print prints it for people in a zone.
func (r overview) print(w io.Writer, now time.Time, zone *time.Location) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SOURCE\tSTATE\tPOLLED\tOK\tNEWEST\tLEADS\tOFF\tARTICLES\tREASON")
	for _, s := range r.Sources {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\n",
			s.ID, s.State, ago(now, s.Polled), ago(now, s.OK), ago(now, s.Newest), s.Leads, s.Off, s.Articles, shown(s.Reason))
	}
	fmt.Fprintln(t)
	if err := t.Flush(); err != nil {
		return err
	}
	for _, s := range r.Sources {
		s.Ignored.print(w, s.ID)
	}
	printSilences(w, r.Silences, zone)
	printProcesses(t, r.AtWork)
	for _, role := range r.Undone {
		fmt.Fprintf(t, "%s\n\n", noneDoes(role))
	}
	for _, line := range r.Strays {
		fmt.Fprintf(t, "%s\n\n", shown(line))
	}
	fmt.Fprintln(t, "TASKS\tREADY\tLATER\tGIVEN UP")
	for _, k := range r.Tasks {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\n", k.Kind, k.Ready, k.Later, k.Buried)
	}
	if m := r.Model; m != nil {
		fmt.Fprintf(t, "\nmodel %s at %s: %s\n", m.Model, m.Endpoint, m.waits(now))
		if m.Unfit != "" {
			fmt.Fprintf(t, "model %s\n", m.unfit())
		}
		if m.Wasted != "" {
			fmt.Fprintf(t, "model %s: %s\n", m.Wasted, desk.WastedHint())
		}
	}
	if r.Held > 0 {
		fmt.Fprintf(t, "\nreview: %s for a person: waidian digest waiting\n", text.Count(r.Held, "digest waits", "digests wait"))
	}
	if r.Hub != nil {
		fmt.Fprintf(t, "\nhub %s: %s\n", r.Hub.Address, r.Hub.waits(now))
	}
	if r.Log != nil {
		fmt.Fprintf(t, "\nlog: %s\n", r.Log.says(zone))
	}
	for _, w := range r.Witness {
		fmt.Fprintf(t, "\nwitness %s %s\n", w.Name, w.says(now))
	}
	for _, s := range r.Pushes {
		fmt.Fprintf(t, "push %s: %s\n", s.Name, s.says())
	}
	for _, s := range r.Copies {
		fmt.Fprintf(t, "publish %s: %s\n", s.Name, s.says(now))
	}
	if s := r.Stories; s != nil {
		fmt.Fprintf(t, "events: %s written today of %d asked for; %d may still be asked for today\n", text.Count(s.Written, "digest", "digests"), s.Asked, s.Left)
	}
	if r.Settings != nil {
		fmt.Fprintln(t)
		for _, line := range r.Settings.message {
			fmt.Fprintln(t, line)
		}
	}
	fmt.Fprintf(t, "\n%s; %s, %.1f MB in the archive\n", text.Count(r.Articles, "article", "articles"), text.Count(r.Captures, "capture", "captures"), float64(r.Bytes)/1e6)
	if r.Bucket != nil {
		r.Bucket.print(t, zone)
	}
	if r.Entering {
		fmt.Fprintln(t, "log: what was recorded before there was one is being entered in it, a part in each round")
	}
	if r.Missing > 0 {
		fmt.Fprintln(t, text.Count(r.Missing, "report was not at its address at our last look; one look does not make it withdrawn",
			"reports were not at their addresses at our last look; one look does not make them withdrawn"))
	}
	for _, s := range r.Spent {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s in\t%d out\t%.2f\n", s.Day, s.Model, text.Count(s.Answers, "answer", "answers"), text.Count(s.In, "token", "tokens"), s.Out, s.Cost)
	}
	return t.Flush()
}

// ago is the time since t in one unit: minutes, hours, from 2 days on days.
func ago(now time.Time, t *time.Time) string {
	if t == nil {
		return "never"
	}
	d := now.Sub(*t)
	switch {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return fmt.Sprintf("%dm ago", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh ago", int(d.Hours()))
	default:
		return fmt.Sprintf("%dd ago", int(d.Hours()/24))
	}
}
