package fetch

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// memory is what outlives a process: without it, a desk that is started every
// quarter of an hour would ask for each robots.txt as often and forget each
// Retry-After.
type memory struct {
	Form   int                     `json:"form"`  // memoryForm
	Token  string                  `json:"token"` // whose rules these are
	Hosts  map[string]hostMemory   `json:"hosts"` // by nameOf
	Robots map[string]robotsMemory `json:"robots"`
}

type hostMemory struct {
	Start time.Time  `json:"start"`
	Until time.Time  `json:"until"`
	Why   string     `json:"why"`
	Fails int        `json:"fails"`
	Cause news.Cause `json:"cause,omitempty"` // of Why
}

type robotsMemory struct {
	Had   time.Time     `json:"had"`
	Delay time.Duration `json:"delay,omitempty"` // nanoseconds
	Rules []string      `json:"rules,omitempty"` // "+/allowed", "-/forbidden"
	Maps  []string      `json:"maps,omitempty"`  // sitemaps that it names

	// Of one that could not be had, and was never: when it is asked for again, and why. Had is zero.
	Until time.Time  `json:"until,omitzero"`
	Why   string     `json:"why,omitempty"`
	Cause news.Cause `json:"cause,omitempty"`
}

// Save returns what the client knows of the hosts and should know again after a
// restart: who asked to be left alone, and what each robots.txt says.
func (c *Client) Save() ([]byte, error) {
	return json.Marshal(c.remember(func(string) bool { return true }, 0))
}

// saveHost is Save of one host, by a clock that is so far ahead of this client's.
func (c *Client) saveHost(name string, ahead time.Duration) []byte {
	b, _ := json.Marshal(c.remember(func(n string) bool { return n == name }, ahead)) // it has no value that JSON lacks
	return b
}

// remember is what the client knows of some hosts, by a clock that is so far ahead of its own.
func (c *Client) remember(of func(host string) bool, ahead time.Duration) memory {
	m := memory{Form: memoryForm, Token: c.robots.token, Hosts: map[string]hostMemory{}, Robots: map[string]robotsMemory{}}
	now := c.now()
	c.hosts.mu.Lock()
	for name, h := range c.hosts.known {
		if !of(name) {
			continue
		}
		for key, r := range h.rests {
			if r.until.After(now) || now.Sub(h.start) < forget {
				m.Hosts[nameOf(name, key)] = hostMemory{moved(h.start, ahead), moved(r.until, ahead), r.why, r.fails, r.cause}
			}
		}
	}
	c.hosts.mu.Unlock()
	c.robots.mu.Lock()
	for key, o := range c.robots.known {
		u, err := url.Parse(key)
		if err != nil || !of(hostKey(u)) {
			continue
		}
		if r, ok := o.memory(now); ok {
			r.Had, r.Until = moved(r.Had, ahead), moved(r.Until, ahead)
			m.Robots[key] = r
		}
	}
	c.robots.mu.Unlock()
	return m
}

// moved is a time by another clock; zero stays zero.
func moved(t time.Time, ahead time.Duration) time.Time {
	if t.IsZero() {
		return t
	}
	return t.Add(ahead)
}

// memory is what is remembered of an origin; false: nothing is.
func (o *origin) memory(now time.Time) (r robotsMemory, ok bool) {
	var later *news.Later
	switch {
	case o.had.IsZero():
		if !errors.As(o.err, &later) || !o.until.After(now) {
			return r, false
		}
		return robotsMemory{Until: o.until, Why: later.Reason, Cause: later.Cause}, true
	case now.Sub(o.had) > robotsStale:
		return r, false
	}
	r = robotsMemory{Had: o.had, Delay: o.rules.delay, Maps: o.rules.maps}
	for _, rule := range o.rules.list {
		sign := "-"
		if rule.allow {
			sign = "+"
		}
		r.Rules = append(r.Rules, sign+rule.pattern)
	}
	return r, true
}

// Load takes in what Save returned, before the first Fetch. Rules for a desk of
// another name are passed over, and so is what lies in the future. What a newer program
// has saved is a *NewerError.
func (c *Client) Load(saved []byte) error { return c.load(saved, 0, 0) }

// slack is how far two clocks may differ that are thought to be the same.
const slack = time.Minute

// loadHost takes in what another process has saved, by a clock that is so far ahead of this client's.
func (c *Client) loadHost(saved []byte, ahead time.Duration) error {
	return c.load(saved, ahead, slack)
}

// load takes in what was saved by a clock that is so far ahead, and what lies no further in the future than slack.
func (c *Client) load(saved []byte, ahead, slack time.Duration) error {
	if err := Known(saved); err != nil {
		return err
	}
	var m memory
	if err := json.Unmarshal(saved, &m); err != nil {
		return fmt.Errorf("load what is known of the hosts: %w", err)
	}
	now := c.now()
	c.hosts.mu.Lock()
	for name, known := range m.Hosts {
		known.Start, known.Until = moved(known.Start, -ahead), moved(known.Until, -ahead)
		if known.Until.Sub(now) > maxRetryAfter+slack || known.Start.After(now.Add(slack)) || known.Fails < 0 {
			continue
		}
		name, key := restNamed(name)
		if u := (&url.URL{Host: name}); spell(u) == nil { // an older desk kept names as they were written
			name = u.Host
		}
		h := c.hosts.get(name)
		if known.Start.After(h.start) {
			h.start = known.Start
		}
		h.rests[key] = &rest{known.Until, known.Why, known.Cause, known.Fails}
	}
	c.hosts.mu.Unlock()
	if m.Token != c.robots.token {
		return nil
	}
	for key, known := range m.Robots {
		known.Had, known.Until = moved(known.Had, -ahead), moved(known.Until, -ahead)
		if u, err := parse(key); err == nil && !known.Had.After(now.Add(slack)) && known.Until.Sub(now) <= maxRetryAfter+slack {
			c.robots.recall(originKey(u), known, now)
			c.hosts.recallDelay(hostKey(u), known.Delay)
		}
	}
	return nil
}

// recall puts what is known of an origin back, unless something later is known; how fresh rules are shows in their date.
func (r *robots) recall(key string, known robotsMemory, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	o := r.get(strings.ToLower(key), now)
	switch {
	case known.Had.IsZero():
		if o.had.IsZero() && known.Until.After(o.until) {
			o.until = known.Until
			o.err = &news.Later{Until: known.Until, Reason: known.Why, Cause: known.Cause}
		}
		return
	case known.Had.Before(o.had):
		return
	}
	o.had, o.until, o.err, o.rules = known.Had, known.Had.Add(robotsFresh), nil, rules{delay: known.Delay, maps: known.Maps}
	for _, text := range known.Rules {
		sign, pattern := text[:min(len(text), 1)], text[min(len(text), 1):]
		if sign == "+" || sign == "-" {
			o.rules.list = append(o.rules.list, rule{sign == "+", pattern})
		}
	}
}
