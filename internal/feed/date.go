package feed

import (
	"strings"
	"time"

	"github.com/waidian/waidian/internal/when"
)

// dates holds the dates of a channel or an item by where they come from. They are as package when reads them: a time that
// is less than a moment says so.
type dates struct {
	published, updated, created    time.Time // the format's own
	dublin, issued, modified, made time.Time // dc:date and dcterms
}

// date takes a date into a field; of several the last counts, and what is none changes nothing.
func (d *decoder) date(field *time.Time, s string) {
	h := d.habits
	if n := len(d.frames); n > 0 && d.frames[n-1].lang != "" {
		h.Lang = tag(d.frames[n-1].lang)
	}
	if t, ok := when.Parse(s, h); ok {
		*field = t
	}
}

// settle says which date is which. dc:date is the publication's, unless the
// item has another for that.
func (d *dates) settle() (published, updated, created time.Time) {
	published = firstTime(d.published, d.issued)
	updated = firstTime(d.updated, d.modified)
	created = firstTime(d.created, d.made)
	if published.IsZero() {
		published = d.dublin
	}
	return published, updated, created
}

// habits are what is known of those who write the dates of a document.
func (o Options) habits() when.Habits {
	lang := tag(o.Lang)
	if said := tag(o.header("content-language")); said != "" && !strings.Contains(said, ",") {
		lang = said
	}
	return when.Habits{Zone: o.Zone, Lang: lang}
}
