package cli

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/metrics"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/server"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
)

type metricsCmd struct{}

func (metricsCmd) Help() string {
	return `Prints the figures of the desk in the text format of Prometheus, for a file that a collector of
the machine's figures reads. It writes nothing and may run beside a desk. run and serve answer
with the same, and with what they have counted, at the address of --metrics.

Example:  waidian metrics >/var/lib/node_exporter/waidian.prom`
}

func (cmd *metricsCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	list, err := a.figures(ctx, p)
	if err != nil {
		return err
	}
	return metrics.Write(a.Stdout, list...)
}

// metricsFlag is the flag of commands that serve figures.
type metricsFlag struct {
	Metrics string `help:"Address to serve figures on, in the text format of Prometheus, at /metrics; without it nowhere. Like 127.0.0.1:9464." placeholder:"ADDR"`
}

// listenForMetrics listens for monitors; nil: nobody asked for it. Figures name the sources, and so are served where a private site
// is: on loopback alone. Those of a public site go where the operator says, never elsewhere by default.
func (f metricsFlag) listenForMetrics(c config.Config) (net.Listener, error) {
	switch {
	case f.Metrics == "":
		return nil, nil
	case strings.HasPrefix(f.Metrics, ":"):
		f.Metrics = "127.0.0.1" + f.Metrics
	}
	if c.Site.Audience != "public" && !server.Loopback(f.Metrics) {
		return nil, hint(usageError{fmt.Errorf("the figures of a private desk are not served on %s", f.Metrics)}, "they name its sources: serve them on 127.0.0.1, and let the monitor come through a tunnel, "+
			"or write them into a file with waidian metrics")
	}
	return listen(f.Metrics)
}

// serveMetrics serves figures until ctx ends.
func serveMetrics(ctx context.Context, l net.Listener, h http.Handler) error {
	if l == nil {
		return nil
	}
	return server.Serve(ctx, l, h)
}

// metricsHandler answers with the figures of the desk, and with those of this process, if it counts any.
// Where loopback keeps others out, so does a fence.
func (a *app) metricsHandler(p *parts, counted *eventCounts, at net.Addr) http.Handler {
	figures := server.Figures(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		list, err := a.figures(r.Context(), p)
		if err != nil {
			a.log.Error("gather the figures", "err", err)
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		if counted != nil {
			list = append(list, targetInfo(p))
			list = append(list, counted.families(p.config)...)
		}
		var out bytes.Buffer
		if err := metrics.Write(&out, list...); err != nil {
			a.log.Error("write the figures", "err", err)
			return
		}
		w.Header().Set("Content-Type", metrics.ContentType)
		w.Header().Set("Cache-Control", "no-store")
		w.Write(out.Bytes())
	}))
	if at != nil && (!p.public() || server.Loopback(at.String())) {
		return server.FenceOf(p.config.Site.URL, at).Guard(figures)
	}
	return figures
}

// one is a gauge with one value.
func one(name, help string, value float64, labels ...string) metrics.Family {
	return metrics.Family{Name: name, Help: help, Type: metrics.Gauge, Samples: []metrics.Sample{metrics.Of(value, labels...)}}
}

// seconds is a time as figures have it.
func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// figures are what the store and the disk say of a desk now.
func (a *app) figures(ctx context.Context, p *parts) (out []metrics.Family, err error) {
	now := a.Now()
	out = append(out, one("waidian_build_info", "always 1; the labels are the version of the program and that of Go", 1, "version", Version, "goversion", runtime.Version()))
	out = append(out, roomFigures(p.config)...)
	if at, ok := site.Built(siteDir(p.config)); ok {
		out = append(out, one("waidian_site_last_build_timestamp_seconds", "when a build of the site last ended well, whichever process built, in seconds since 1970; without a value: none has", seconds(at)))
	}
	signed, err := logFigures(ctx, p)
	if err != nil {
		return nil, err
	}
	out = append(out, signed...)
	sent, err := a.bucketOf(ctx, p)
	if err != nil {
		return nil, err
	}
	out = append(out, sent.figures()...)
	err = p.db.View(ctx, func(tx *store.Tx) error {
		watches, err := a.watches(tx, p.config)
		if err != nil {
			return err
		}
		bars, err := desk.Bars(tx, now)
		if err != nil {
			return err
		}
		out = append(out, sourceFigures(watches, bars, now)...)
		for _, ask := range []func(*store.Tx, time.Time) ([]metrics.Family, error){taskFigures, holdingFigures} {
			more, err := ask(tx, now)
			if err != nil {
				return err
			}
			out = append(out, more...)
		}
		more, err := modelFigures(tx, p.config, now)
		if err != nil {
			return err
		}
		out = append(out, more...)
		more, err = processFigures(tx, p)
		out = append(out, more...)
		return err
	})
	return out, err
}

// roomFigures are the room on the disks of the data folder and of the site.
func roomFigures(c config.Config) []metrics.Family {
	free := metrics.Family{Name: "waidian_disk_free_bytes", Help: "room that the desk's user has on the disk of a folder: data, or site", Type: metrics.Gauge}
	for _, dir := range []struct{ name, path string }{{"data", c.Desk.Data}, {"site", siteDir(c)}} {
		if n, _, err := roomIn(dir.path); err == nil {
			free.Samples = append(free.Samples, metrics.Of(float64(n), "folder", dir.name))
		}
	}
	return []metrics.Family{free}
}

// sourceFigures are those of the watched sources, which are all that have a label of their own.
func sourceFigures(watches []store.Watch, bars map[news.SourceID]string, now time.Time) []metrics.Family {
	gauge := func(name, help string) metrics.Family {
		return metrics.Family{Name: "waidian_source_" + name, Help: help, Type: metrics.Gauge}
	}
	ok := gauge("last_success_timestamp_seconds", "when the source last answered a poll with its list, in seconds since 1970; without a value: never")
	news := gauge("last_new_timestamp_seconds", "when a poll of the source last brought a report that was not known, in seconds since 1970; without a value: never")
	due := gauge("next_poll_timestamp_seconds", "when the source is to be polled again, in seconds since 1970; without a value: at once, or never, if it is paused")
	failed := gauge("failed_polls", "polls of the source that have failed since the last good one")
	state := metrics.Family{Name: "waidian_sources", Help: "watched sources by state: new, not polled yet; ok; failing, the last poll failed; paused, by the operator or its outlet; barred, its list answers and its pages are answered by challenges; frozen, it answers and has brought nothing for weeks", Type: metrics.Gauge}
	count := map[desk.Health]int{desk.HealthNew: 0, desk.HealthOK: 0, desk.HealthFailing: 0, desk.HealthPutOff: 0, desk.HealthPaused: 0, desk.HealthBarred: 0, desk.HealthFrozen: 0}
	for _, w := range watches {
		health, _ := desk.HealthOf(w, bars[w.ID], now, time.UTC)
		count[health]++
		for f, t := range map[*metrics.Family]time.Time{&ok: w.OK, &news: w.News, &due: w.Due} {
			if !t.IsZero() && !(f == &due && health == desk.HealthPaused) {
				f.Samples = append(f.Samples, metrics.Of(seconds(t), "source", string(w.ID)))
			}
		}
		failed.Samples = append(failed.Samples, metrics.Of(float64(w.Failures()), "source", string(w.ID)))
	}
	for health, n := range count {
		state.Samples = append(state.Samples, metrics.Of(float64(n), "state", string(health)))
	}
	return []metrics.Family{ok, news, due, failed, state}
}

// taskFigures are those of what waits.
func taskFigures(tx *store.Tx, now time.Time) ([]metrics.Family, error) {
	lines, err := tx.Lines(now)
	if err != nil {
		return nil, err
	}
	overdue, err := tx.Overdue(now)
	if err != nil {
		return nil, err
	}
	tasks := metrics.Family{Name: "waidian_tasks", Help: "tasks by kind and state: ready, due now; later, due at a later time; given_up, left to the operator", Type: metrics.Gauge}
	oldest := metrics.Family{Name: "waidian_tasks_overdue_seconds", Help: "how long the task of a kind that waits longest has been due; 0: none is due", Type: metrics.Gauge}
	count := map[store.Kind]store.Line{}
	for _, l := range lines {
		count[l.Kind] = l
	}
	for _, k := range []store.Kind{store.Fetch, store.Read, store.Digest, store.Story} {
		l, kind := count[k], string(k)
		tasks.Samples = append(tasks.Samples, metrics.Of(float64(l.Ready), "kind", kind, "state", "ready"),
			metrics.Of(float64(l.Later), "kind", kind, "state", "later"), metrics.Of(float64(l.Buried), "kind", kind, "state", "given_up"))
		late := 0.0
		if since, is := overdue[k]; is {
			late = now.Sub(since).Seconds()
		}
		oldest.Samples = append(oldest.Samples, metrics.Of(late, "kind", kind))
	}
	return []metrics.Family{tasks, oldest}, nil
}

// holdingFigures are those of what the desk has.
func holdingFigures(tx *store.Tx, _ time.Time) ([]metrics.Family, error) {
	articles, err := tx.Count()
	if err != nil {
		return nil, err
	}
	_, waiting, err := tx.HeldDigests(0)
	if err != nil {
		return nil, err
	}
	captures, bytes, err := tx.Captures()
	return []metrics.Family{
		one("waidian_articles", "reports that the site shows", float64(articles)),
		one("waidian_digests_waiting", "digests that wait for a person before they are shown", float64(waiting)),
		one("waidian_archive_captures", "answers of outlets in the archive", float64(captures)),
		one("waidian_archive_bytes", "length of these answers in the archive, compressed", float64(bytes)),
	}, err
}

// logFigures say how far the log has been signed; nothing where none is published.
func logFigures(ctx context.Context, p *parts) (out []metrics.Family, err error) {
	if p.config.Log.Published(p.config.Site.Audience) == config.LogNone {
		return nil, nil
	}
	s, err := signedIn(ctx, p)
	if err != nil {
		return nil, err
	}
	out = append(out, one("waidian_log_leaves", "leaves of the log", float64(s.Leaves)),
		one("waidian_log_unsigned_leaves", "leaves that the checkpoint which was signed last does not have", float64(s.Waiting)))
	if s.Signed != nil {
		out = append(out, one("waidian_log_checkpoint_timestamp_seconds", "when the log was last signed, in seconds since 1970; without a value: never", seconds(*s.Signed)))
	}
	if s.Since != nil {
		out = append(out, one("waidian_log_unsigned_since_timestamp_seconds", "since when leaves have waited to be signed, in seconds since 1970; without a value: none waits", seconds(*s.Since)))
	}
	return out, nil
}

// modelFigures are what the configured models have cost today. What others have cost is one sum.
func modelFigures(tx *store.Tx, c config.Config, now time.Time) ([]metrics.Family, error) {
	tokens := metrics.Family{Name: "waidian_model_day_tokens", Help: "tokens of today (UTC) that a model was sent (in) or has written (out); other: models that are not configured any more", Type: metrics.Gauge}
	cost := metrics.Family{Name: "waidian_model_day_cost", Help: "cost of today (UTC) at the prices of the configuration, in its currency", Type: metrics.Gauge}
	spent, err := tx.Spent(now.UTC().Truncate(24 * time.Hour))
	if err != nil {
		return nil, err
	}
	names := configuredModels(c)
	if len(spent) > 0 {
		names = append(names, "other")
	}
	of := map[string]store.Spending{}
	for _, s := range spent {
		name := s.Model
		if !slices.Contains(names, name) {
			name = "other"
		}
		sum := of[name]
		sum.In, sum.Out, sum.Cost = sum.In+s.In, sum.Out+s.Out, sum.Cost+s.Cost
		of[name] = sum
	}
	for _, name := range names {
		s := of[name]
		tokens.Samples = append(tokens.Samples, metrics.Of(float64(s.In), "model", name, "direction", "in"), metrics.Of(float64(s.Out), "model", name, "direction", "out"))
		cost.Samples = append(cost.Samples, metrics.Of(s.Cost, "model", name))
	}
	return []metrics.Family{tokens, cost}, nil
}

// configuredModels are the names of the models that write and compare, each once.
func configuredModels(c config.Config) (out []string) {
	names := []string{c.Digest.Model, c.Digest.JudgeModel}
	for _, f := range c.Digest.Fallback {
		names = append(names, f.Model)
	}
	for _, n := range names {
		if n != "" && n != "other" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
