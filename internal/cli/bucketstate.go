package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/alarm"
	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/bucket"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/metrics"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// bucketStatus says which of the files of the archive are in the bucket, and which wait here to be sent.
type bucketStatus struct {
	Address string     `json:"bucket,omitempty"` // as configured; empty: none is
	Files   int64      `json:"files"`            // that were sent
	Bytes   int64      `json:"bytes"`
	Waiting int        `json:"waiting"` // files that only this folder has
	Only    int64      `json:"waiting_bytes"`
	Since   *time.Time `json:"waiting_since,omitempty"` // when the first of them was begun
	Cached  int64      `json:"cache_bytes"`
	Late    bool       `json:"late,omitempty"` // the first of them should have been sent
}

// lateBy is for how long a file may wait that is old enough to be sent.
const lateBy = time.Hour

// bucketOf says so; nil: no bucket is configured, and nothing was ever sent to one.
func (a *app) bucketOf(ctx context.Context, p *parts) (*bucketStatus, error) {
	s := &bucketStatus{Address: p.config.Archive.Bucket}
	err := p.db.View(ctx, func(tx *store.Tx) (err error) { s.Files, s.Bytes, err = tx.CountSent(); return err })
	if err != nil || s.Files == 0 && s.Address == "" || p.archive == nil {
		return nil, err
	}
	names, only, since, err := p.archive.Waiting()
	if err != nil {
		return nil, err
	}
	s.Waiting, s.Only, s.Since, s.Cached = len(names), only, orNil(since), p.archive.Cached()
	s.Late = s.Address != "" && s.Since != nil && a.Now().Sub(since) > time.Duration(p.config.Archive.Send)+lateBy
	return s, nil
}

// bucketDoubt says whether files wait for the bucket for longer than they should. What the folder of another process has is not known here.
func (a *app) bucketDoubt(ctx context.Context, p *parts) alarm.Doubt {
	s, err := a.bucketOf(ctx, p)
	if err != nil || s == nil {
		return alarm.Doubt{}
	}
	d := alarm.Doubt{Known: true, Wrong: s.Late}
	if s.Late {
		d.Since, d.Why = *s.Since, text.Count(s.Waiting, "file", "files")+", "+megabytes(s.Only)+", for "+s.Address
	}
	return d
}

func (s *bucketStatus) print(w io.Writer, zone *time.Location) {
	to := s.Address
	if to == "" {
		to = "a bucket that is not configured any more"
	}
	fmt.Fprintf(w, "in %s: %s, %s", to, text.Count(s.Files, "file", "files"), megabytes(s.Bytes))
	if s.Waiting > 0 {
		fmt.Fprintf(w, "; only here: %s", s.waiting(zone))
	}
	fmt.Fprintf(w, "; kept here as well: %s\n", megabytes(s.Cached))
}

func (s *bucketStatus) waiting(zone *time.Location) string {
	since := ""
	if s.Since != nil {
		since = ", the first begun at " + clockIn(*s.Since, zone)
	}
	return text.Count(s.Waiting, "file", "files") + ", " + megabytes(s.Only) + since
}

// ailment says what is wrong; "" if nothing is.
func (s *bucketStatus) ailment(zone *time.Location) string {
	switch {
	case s.Files > 0 && s.Address == "":
		return text.Count(s.Files, "file was", "files were") + " sent to a bucket, and [archive] bucket is empty"
	case s.Late:
		return "not sent to " + s.Address + ": " + s.waiting(zone) + "; waidian doctor tries the bucket"
	}
	return ""
}

// figures are those of the bucket.
func (s *bucketStatus) figures() []metrics.Family {
	if s == nil {
		return nil
	}
	since := metrics.Family{Name: "waidian_archive_waiting_since_timestamp_seconds", Help: "when the first file of the archive was begun that is not in the bucket yet, in seconds since 1970; without a value: none waits", Type: metrics.Gauge}
	if s.Since != nil {
		since.Samples = append(since.Samples, metrics.Of(seconds(*s.Since)))
	}
	return []metrics.Family{
		one("waidian_archive_bucket_files", "files of the archive that are in the bucket", float64(s.Files)),
		one("waidian_archive_bucket_bytes", "length of these files", float64(s.Bytes)),
		one("waidian_archive_waiting_files", "files of the archive that are in the data folder alone, those that are being written included", float64(s.Waiting)),
		one("waidian_archive_waiting_bytes", "length of these files", float64(s.Only)),
		one("waidian_archive_cache_bytes", "length of the files of the bucket that are kept in the data folder as well", float64(s.Cached)),
		since,
	}
}

// bucket tries the bucket, and compares what is in it with what was sent. It has nothing to say of a desk without one.
func (doctorCmd) bucket(ctx context.Context, a *app, c config.Config, db *store.DB) []finding {
	f := finding{what: "bucket", do: "correct [archive] and the key in the environment, and see whether the store answers; captures wait in the data folder meanwhile"}
	if c.Archive.Bucket == "" {
		f.err = a.mustHaveBucket(db)
		if f.err == nil {
			return nil
		}
		f.do = "name the bucket again, or bring the files back with waidian archive pull"
		return []finding{f}
	}
	b, err := a.openBucket(c.Archive)
	if err == nil {
		err = b.Probe(ctx)
	}
	var lacks *bucket.Lacks
	switch {
	case errors.As(err, &lacks):
		f.do += "; the key needs " + lacks.Right
	case err == nil:
		err = f.compare(ctx, a, c, db)
	}
	if f.err == nil {
		f.err = err
	}
	return []finding{f}
}

// mostStrays is how many names of files are told.
const mostStrays = 5

// compare compares what the bucket has with what was sent.
func (f *finding) compare(ctx context.Context, a *app, c config.Config, db *store.DB) error {
	dir, err := archive.Open(archiveDir(c), archive.Options{ReadOnly: true})
	if err == nil {
		err = a.attach(c, db, dir, looking)
	}
	if err != nil {
		return err
	}
	unknown, missing, err := dir.Strays(ctx)
	if err != nil {
		return err
	}
	some := func(names []string) string {
		if len(names) > mostStrays {
			return strings.Join(names[:mostStrays], ", ") + " …"
		}
		return strings.Join(names, ", ")
	}
	var files int64
	err = db.View(ctx, func(tx *store.Tx) (err error) { files, _, err = tx.CountSent(); return err })
	f.note = fmt.Sprintf("%s: written, read and removed; all of %s are there", c.Archive.Bucket, text.Count(files, "file", "files"))
	if len(unknown) > 0 {
		f.note += fmt.Sprintf("; %s nobody has registered, which are sent again if they are not whole: %s", text.Count(len(unknown), "file there", "files there"), some(unknown))
	}
	if len(missing) > 0 {
		f.do = "put them back into the bucket from a copy; waidian doctor --deep marks what they had as lost, and the desk asks for those pages again"
		return fmt.Errorf("%s does not have, or not whole: %s", c.Archive.Bucket, some(missing))
	}
	return err
}
