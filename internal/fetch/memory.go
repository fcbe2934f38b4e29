package fetch

import (
	"encoding/json"
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
}

// Save returns what the client knows of the hosts and should know again after a
// restart: who asked to be left alone, and what each robots.txt says.
func (c *Client) Save() ([]byte, error) {
	m := memory{Form: memoryForm, Token: c.robots.token, Hosts: map[string]hostMemory{}, Robots: map[string]robotsMemory{}}
	now := c.now()
	c.hosts.mu.Lock()
	for name, h := range c.hosts.known {
		for key, r := range h.rests {
			if r.until.After(now) || now.Sub(h.start) < forget {
				m.Hosts[nameOf(name, key)] = hostMemory{h.start, r.until, r.why, r.fails, r.cause}
			}
		}
	}
	c.hosts.mu.Unlock()
	c.robots.mu.Lock()
	for key, o := range c.robots.known {
		if o.had.IsZero() || now.Sub(o.had) > robotsStale {
			continue
		}
		r := robotsMemory{Had: o.had, Delay: o.rules.delay, Maps: o.rules.maps}
		for _, rule := range o.rules.list {
			sign := "-"
			if rule.allow {
				sign = "+"
			}
			r.Rules = append(r.Rules, sign+rule.pattern)
		}
		m.Robots[key] = r
	}
	c.robots.mu.Unlock()
	return json.Marshal(m)
}

// Load takes in what Save returned, before the first Fetch. Rules for a desk of
// another name are passed over, and so is what lies in the future. What a newer program
// has saved is a *NewerError.
func (c *Client) Load(saved []byte) error {
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
		if known.Until.Sub(now) > maxRetryAfter || known.Start.After(now) || known.Fails < 0 {
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
		if u, err := parse(key); err == nil && !known.Had.After(now) {
			c.hosts.slow(hostKey(u), known.Delay)
			c.robots.recall(originKey(u), known)
		}
	}
	return nil
}

// recall puts the rules of an origin back; how fresh they are shows in their date.
func (r *robots) recall(key string, known robotsMemory) {
	o := &origin{had: known.Had, until: known.Had.Add(robotsFresh), rules: rules{delay: known.Delay, maps: known.Maps}}
	for _, text := range known.Rules {
		sign, pattern := text[:min(len(text), 1)], text[min(len(text), 1):]
		if sign == "+" || sign == "-" {
			o.rules.list = append(o.rules.list, rule{sign == "+", pattern})
		}
	}
	r.mu.Lock()
	r.known[strings.ToLower(key)] = o
	r.mu.Unlock()
}
