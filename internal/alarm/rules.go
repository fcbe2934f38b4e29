package alarm

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Facts are what a look at a desk has found.
type Facts struct {
	Sources []Source             // those that are watched and that the operator has not paused
	Due     map[string]time.Time // by kind of task, since when the one has been due that waits longest
	Waits   time.Duration        // how long tasks may be due; 0: any time
	Disks   []Disk               // those whose room is known
	Least   int64                // fewer bytes than so many left are an alarm; 0: none are
	Budget  Doubt                // nothing may be spent
	Model   Doubt                // the model does not answer
	Site    Doubt                // builds fail
	Log     Doubt                // builds do not sign the log
	Bucket  Doubt                // files of the archive are not sent to the bucket
	Built   time.Time            // when the site was last built, or the desk began to work; zero: it builds none
}

// Disk is the disk of a folder.
type Disk struct {
	Folder string
	Room   int64 // bytes left
}

// Doubt is something that is wrong, or not, or not known.
type Doubt struct {
	Known bool
	Wrong bool
	Why   string
	By    news.Reached // of a budget
	Since time.Time
}

// Source is what matters here of a source that is watched.
type Source struct {
	Name      string
	Asked     time.Time   // when it was last asked; zero: never
	OK        time.Time   // its last answer; zero: none came
	Why       string      // its last poll failed; empty: it did not
	Cause     news.Cause  // of Why
	Ended     string      // why it is asked no more; empty: it is
	Published []time.Time // when its latest reports were published, in any order
	News      time.Time   // when it last brought a report
}

// The shortest and the longest silence of a source that is an alarm, whatever its rhythm. The one of an outlet that answers spans
// a weekend.
const (
	leastSilent, mostSilent = 6 * time.Hour, 3 * 24 * time.Hour
	leastStill, mostStill   = 3 * 24 * time.Hour, 21 * 24 * time.Hour
)

// siteRest is how long a site may stay as it is while the desk works: twice what a desk that has nothing to build waits, and some.
const siteRest = 30 * time.Minute

// Look is what the facts say at now.
func Look(now time.Time, f Facts) Seen {
	why, all := allFail(f.Sources)
	s := Seen{Unknown: func(k news.AlarmKind) bool {
		switch k {
		case news.AlarmSilent, news.AlarmStill:
			return all // the one alarm says it for each
		case news.AlarmDisk:
			return f.Least > 0 && len(f.Disks) == 0
		case news.AlarmBudget:
			return !f.Budget.Known
		case news.AlarmModel:
			return !f.Model.Known || f.Budget.Wrong
		case news.AlarmLog:
			return !f.Log.Known
		case news.AlarmBucket:
			return !f.Bucket.Known
		case news.AlarmSite:
			return !f.Site.Known && (f.Built.IsZero() || now.Sub(f.Built) < siteRest)
		}
		return false
	}}
	add := func(a news.Alarm) { s.Alarms = append(s.Alarms, a) }
	if all {
		add(news.Alarm{Kind: news.AlarmAll, Detail: why.Why, Cause: why.Cause})
	}
	for _, src := range f.Sources {
		if a, is := ofSource(now, src); is && !(all && a.Kind != news.AlarmEnded) {
			add(a)
		}
	}
	for kind, since := range f.Due {
		if f.Waits > 0 && now.Sub(since) >= f.Waits {
			add(news.Alarm{Kind: news.AlarmQueue, Subject: kind, Since: since})
		}
	}
	for _, d := range f.Disks {
		if d.Room < f.Least {
			add(news.Alarm{Kind: news.AlarmDisk, Subject: d.Folder, Detail: fmt.Sprintf("%d MB", d.Room/1_000_000)})
		}
	}
	for kind, d := range map[news.AlarmKind]Doubt{news.AlarmBudget: f.Budget, news.AlarmModel: f.Model, news.AlarmSite: f.Site, news.AlarmLog: f.Log, news.AlarmBucket: f.Bucket} {
		if d.Known && d.Wrong {
			add(news.Alarm{Kind: kind, Since: d.Since, Detail: d.Why, By: d.By})
		}
	}
	if !f.Site.Wrong && !f.Built.IsZero() && now.Sub(f.Built) >= siteRest {
		add(news.Alarm{Kind: news.AlarmSite, Since: f.Built})
	}
	return s
}

// allFail reports whether of several sources none answers any more, and returns the first of those that are still asked, which says why.
// One that its outlet has ended does not answer either; where each has been ended, each says so itself.
func allFail(list []Source) (first Source, all bool) {
	failing, ended := 0, 0
	for _, s := range list {
		switch {
		case s.Ended != "":
			ended++
			continue
		case s.Asked.IsZero():
			continue
		case s.Why == "":
			return Source{}, false
		}
		if failing++; failing == 1 {
			first = s
		}
	}
	return first, failing > 0 && failing+ended > 1
}

// ofSource is the alarm of a source, if there is one.
func ofSource(now time.Time, s Source) (news.Alarm, bool) {
	a := news.Alarm{Subject: s.Name}
	switch newest := latest(s); {
	case s.Ended != "":
		a.Kind, a.Since = news.AlarmEnded, s.Asked // by the last answer; which it was, the kind says
		return a, true
	case s.Asked.IsZero():
		return a, false
	case s.Why != "":
		a.Kind, a.Since, a.Detail, a.Cause = news.AlarmSilent, s.OK, s.Why, s.Cause
		return a, s.OK.IsZero() || now.Sub(s.OK) >= between(leastSilent, 4*usual(s.Published), mostSilent)
	case !newest.IsZero():
		a.Kind, a.Since = news.AlarmStill, newest
		return a, now.Sub(newest) >= between(leastStill, max(10*usual(s.Published), 3*widest(s.Published)), mostStill)
	}
	return a, false
}

// latest is when a source last brought something: by the dates of its reports, or where they have none, by what was new to the desk.
func latest(s Source) time.Time {
	if len(s.Published) == 0 {
		return s.News
	}
	return slices.MaxFunc(s.Published, time.Time.Compare)
}

// usual is the mean pause between reports; 0: it is not known.
func usual(published []time.Time) time.Duration {
	if len(published) < 2 {
		return 0
	}
	first, last := slices.MinFunc(published, time.Time.Compare), slices.MaxFunc(published, time.Time.Compare)
	return last.Sub(first) / time.Duration(len(published)-1)
}

// widest is the longest pause between reports.
func widest(published []time.Time) (w time.Duration) {
	sorted := slices.SortedFunc(slices.Values(published), time.Time.Compare)
	for i := 1; i < len(sorted); i++ {
		w = max(w, sorted[i].Sub(sorted[i-1]))
	}
	return w
}

func between[T cmp.Ordered](least, x, most T) T { return min(max(least, x), most) }
