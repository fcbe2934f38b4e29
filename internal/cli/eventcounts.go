package cli

import (
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/metrics"
)

// eventCounts count what a desk at work does, from its start on. The zero value counts from 0.
type eventCounts struct {
	polls, leads  metrics.Counts // by source, and polls by result
	pages, texts  metrics.Counts // by result
	digests       metrics.Counts // by result
	tasks         metrics.Counts // by result
	builds, files metrics.Counts
	took          metrics.Counts // seconds of builds
}

// Values of the label result.
const (
	resultOK     = "ok"
	resultFailed = "failed"
)

func pollResult(e desk.Event) string {
	if e.Outcome == desk.PutOff {
		return "put off"
	}
	if e.Err != nil {
		return resultFailed
	}
	return resultOK
}

// event counts one event.
func (c *eventCounts) event(e desk.Event) {
	switch e.Stage {
	case "poll":
		c.polls.Add(1, string(e.Source), pollResult(e))
		c.leads.Add(float64(e.Count), string(e.Source))
	case "fetch":
		switch {
		case e.Err != nil || e.Outcome == desk.NotFound || e.Outcome == desk.Withdrawn:
			c.pages.Add(1, resultFailed)
		case e.Outcome == desk.Unmodified:
			c.pages.Add(1, "unchanged")
		case e.Outcome == desk.Done:
			c.pages.Add(1, resultOK)
		}
	case "read":
		switch {
		case e.Err != nil:
			c.texts.Add(1, resultFailed)
		case e.Outcome == desk.Edited:
			c.texts.Add(1, "edited")
		case e.Outcome == desk.Done || e.Outcome == desk.Copied || e.Outcome == desk.HeadlineOnly:
			c.texts.Add(1, "new")
		}
	case "digest":
		switch {
		case e.Err != nil:
			c.digests.Add(1, resultFailed)
		case e.Outcome == desk.Done:
			c.digests.Add(1, resultOK)
		default:
			c.digests.Add(1, "extract")
		}
	case "task":
		switch e.Outcome {
		case desk.PutOff:
			c.tasks.Add(1, "put_off")
		case desk.GivenUp:
			c.tasks.Add(1, "given_up")
		}
	case "publish":
		c.builds.Add(1)
		c.files.Add(float64(e.Count))
		c.took.Add(e.Took.Seconds())
	}
}

// families are the counters; of sources, those that the configuration has.
func (c *eventCounts) families(conf config.Config) []metrics.Family {
	counter := func(name, help string, samples ...metrics.Sample) metrics.Family {
		return metrics.Family{Name: name, Help: help, Type: metrics.Counter, Samples: samples}
	}
	by := func(name, help string, of *metrics.Counts, results ...string) metrics.Family {
		f := counter(name, help)
		for _, r := range results {
			f.Samples = append(f.Samples, metrics.Of(of.Get(r), "result", r))
		}
		return f
	}
	polls := counter("waidian_polls_total", "polls of a source since this process began, by result: ok, or failed")
	leads := counter("waidian_new_leads_total", "reports that the list of a source had for the first time, since this process began")
	for _, s := range conf.Source {
		for _, r := range []string{resultOK, resultFailed} {
			polls.Samples = append(polls.Samples, metrics.Of(c.polls.Get(s.ID, r), "source", s.ID, "result", r))
		}
		leads.Samples = append(leads.Samples, metrics.Of(c.leads.Get(s.ID), "source", s.ID))
	}
	return []metrics.Family{
		polls, leads,
		by("waidian_pages_total", "pages of reports that were asked for since this process began, by result: ok, it came; unchanged, as it was before; failed, it was gone or refused",
			&c.pages, resultOK, "unchanged", resultFailed),
		by("waidian_texts_total", "texts of reports that were read since this process began, by result: new, of a new report; edited, by its outlet; failed, no text was found",
			&c.texts, "new", "edited", resultFailed),
		by("waidian_digests_total", "digests asked of models since this process began, by result: ok; extract, what the model wrote is not shown; failed, no answer came",
			&c.digests, resultOK, "extract", resultFailed),
		by("waidian_tasks_failed_total", "tasks that went wrong since this process began, by what came of it: put_off, tried again later; given_up, left to the operator",
			&c.tasks, "put_off", "given_up"),
		counter("waidian_site_builds_total", "builds of the site that ended well since this process began", metrics.Of(c.builds.Get())),
		counter("waidian_site_build_seconds_total", "time that these builds took", metrics.Of(c.took.Get())),
		counter("waidian_site_files_written_total", "files that these builds have written", metrics.Of(c.files.Get())),
	}
}
