package page

import (
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// name is how the edition is called at its head.
func (d *edition) name() string {
	if id := d.e.ID(); id != "" {
		return fmt.Sprintf(d.w.Named, d.EditionName(id))
	}
	t, _ := time.Parse(time.DateOnly, d.day) // it comes from a time
	return d.w.Date(t)
}

// since says of which time the edition is.
func (d *edition) since() string {
	if d.e.Slot == "" {
		return d.w.Lately
	}
	return fmt.Sprintf(d.w.EditionTexts.Since, d.clock(d.e.From, d.day))
}

// state says when the edition was cut, and what the desk had read by then.
func (d *edition) state() []string {
	var out []string
	if d.e.Slot != "" {
		out = append(out, fmt.Sprintf(d.w.Cut, d.clock(d.e.Until, d.day[:4]), d.zoneName(d.day)))
	} else {
		out = append(out, d.zoneName(d.day))
	}
	r := d.e.Reading
	if r.Outlets > 0 {
		out = append(out, fmt.Sprintf(d.w.ReadOf, r.Outlets, r.Read))
	}
	out = append(out, d.unread(r.Unread)...)
	out = append(out, d.w.Counted(r.Reports, d.w.ReadReports))
	for _, n := range []struct {
		n    int
		said string
	}{
		{r.Events, d.w.Counted(r.Events, d.w.NewEvents)},
		{r.Edited, d.w.Counted(r.Edited, d.w.EditedReports)},
		{r.Pulled, d.w.Counted(r.Pulled, d.w.PulledReports)},
		{d.e.Missed, d.w.Counted(d.e.Missed, d.w.Missed)},
	} {
		if n.n > 0 {
			out = append(out, n.said)
		}
	}
	if d.e.Filled {
		out = append(out, d.w.Filled)
	}
	return out
}

// unread names the outlets that could not be read, and since when.
func (d *edition) unread(list []news.Unseen) (out []string) {
	for _, x := range first(list, unreadShown) {
		name := isolated(line(x.Outlet))
		if x.Since.IsZero() {
			out = append(out, fmt.Sprintf(d.w.UnreadNever, name))
			continue
		}
		out = append(out, fmt.Sprintf(d.w.UnreadSince, name, d.clock(x.Since, d.day)))
	}
	if of := d.ofAll(len(out), len(list)); of != "" {
		out = append(out, of)
	}
	return out
}
