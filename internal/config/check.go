package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/wording"
)

// checker collects the mistakes that the values of a configuration have.
type checker struct {
	at  index
	bad []Mistake
}

// add notes a mistake at a path like "site.url" or "source.2.rights".
func (c *checker) add(path, what, hint string) {
	c.bad = append(c.bad, Mistake{c.at.line(path), what, hint})
}

func (c *checker) oneOf(path, value string, allowed ...string) {
	if value != "" && !slices.Contains(allowed, value) {
		c.add(path, fmt.Sprintf("%s %q is not known", last(path), value), "one of "+strings.Join(allowed, ", "))
	}
}

// notNegative notes the values below 0, by path.
func (c *checker) notNegative(values map[string]int64) {
	for path, n := range values {
		if n < 0 {
			c.add(path, last(path)+" may not be negative", "")
		}
	}
}

// check finds the values that the desk cannot work with.
func (c Config) check(at index) []Mistake {
	ch := &checker{at: at}
	ch.site(c.Site)
	ch.desk(c.Desk)
	ch.fetch(c.Fetch)
	ch.digest(c.Digest)
	ch.budget(c.Digest)
	for i, t := range c.Topic {
		ch.topic(i, t)
	}
	ch.sources(c.Source)
	return ch.bad
}

func (c *checker) site(s Site) {
	c.oneOf("site.language", s.Language, wording.Languages()...)
	c.oneOf("site.audience", s.Audience, "private", "public")
	c.oneOf("site.arrangement", s.Arrangement, "classic", "modern")
	if !WebAddress(s.URL) {
		c.add("site.url", fmt.Sprintf("url %q is not a web address", s.URL), "like https://press.example.org")
	}
}

func (c *checker) desk(d Desk) {
	if d.Data == "" {
		c.add("desk.data", "data is empty", `name the folder of the archive and the database, like "data"`)
	}
	if d.Database != "" && !DatabaseAddress(d.Database) {
		c.add("desk.database", "database is not the address of a PostgreSQL database", "like postgres://user@host/name; empty: SQLite")
	}
	if d.Database != "" && d.DatabaseEnv != "" {
		c.add("desk.database_env", "database and database_env both name a database", "leave one of them empty")
	}
	c.notNegative(map[string]int64{"desk.poll_floor": int64(d.PollFloor), "desk.fetchers": int64(d.Fetchers)})
}

func (c *checker) fetch(f Fetch) {
	if f.Agent == "" {
		c.add("fetch.agent", "agent is empty: outlets must be able to see who asks", "write a name, and an address at which they can reach you")
	}
	for _, s := range f.AllowPrivate {
		if _, err := netip.ParsePrefix(s); err != nil {
			c.add("fetch.allow_private", fmt.Sprintf("allow_private: %q is not a range of addresses", s), "like 127.0.0.0/8")
		}
	}
	c.notNegative(map[string]int64{"fetch.pace": int64(f.Pace), "fetch.max_body": int64(f.MaxBody)})
}

func (c *checker) digest(d Digest) {
	if _, err := language.Parse(d.Language); err != nil {
		c.add("digest.language", fmt.Sprintf("language %q is not the tag of a language", d.Language), "like zh-Hans, en, de")
	}
	if d.Endpoint != "" && !WebAddress(d.Endpoint) {
		c.add("digest.endpoint", fmt.Sprintf("endpoint %q is not a web address", d.Endpoint), "like http://127.0.0.1:11434/v1")
	}
	if d.Endpoint != "" && d.Model == "" {
		c.add("digest.endpoint", "there is an endpoint, but no model", "set model to the name that the endpoint knows")
	}
	if d.JudgeEndpoint != "" && (!WebAddress(d.JudgeEndpoint) || d.JudgeModel == "") {
		c.add("digest.judge_endpoint", "the second model needs a web address and a name", "like http://127.0.0.1:11434/v1, and judge_model")
	}
	for i, f := range d.Fallback {
		if !WebAddress(f.Endpoint) || f.Model == "" {
			c.add(fmt.Sprintf("digest.fallback.%d", i), fmt.Sprintf("fallback %d needs a web address and a model", i+1),
				`like endpoint = "http://127.0.0.1:11434/v1"`)
		}
	}
	c.notNegative(map[string]int64{
		"digest.timeout": int64(d.Timeout), "digest.writers": int64(d.Writers), "digest.context": int64(d.Context),
	})
}

func (c *checker) budget(d Digest) {
	if min(d.DayCost, d.MonthCost, d.PriceIn, d.PriceOut, d.JudgePriceIn, d.JudgePriceOut) < 0 || min(d.DayTokens, d.MonthTokens) < 0 {
		c.add("digest", "a price or a budget may not be negative", "0 means no limit")
	}
	if (d.DayCost > 0 || d.MonthCost > 0) && d.PriceIn == 0 && d.PriceOut == 0 {
		c.at["digest.cost"] = max(c.at["digest.day_cost"], c.at["digest.month_cost"])
		c.add("digest.cost", "a budget in money needs prices", "set price_in and price_out, or limit day_tokens instead")
	}
}

// idForm is the form of the identifiers of sources and topics.
var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

const idHint = "lower-case letters, digits and hyphens"

func (c *checker) topic(i int, t Topic) {
	for _, k := range []struct {
		key, hint string
		good      bool
	}{
		{"id", idHint, idForm.MatchString(t.ID)},
		{"name", "the heading of its page", t.Name != ""},
		{"keywords", "a report belongs to the topic if one of these is in it", len(t.Keywords) > 0},
	} {
		if !k.good {
			c.add(fmt.Sprintf("topic.%d.%s", i, k.key),
				fmt.Sprintf("topic %d needs an id, a name and keywords: its %s cannot be used", i+1, k.key), k.hint)
		}
	}
}

func (c *checker) sources(list []Source) {
	seen := map[string]int{} // line of the identifier
	for i, s := range list {
		key := func(k string) string { return fmt.Sprintf("source.%d.%s", i, k) }
		if !idForm.MatchString(s.ID) {
			c.add(key("id"), fmt.Sprintf("source %d: id %q", i+1, s.ID), idHint)
		} else if first, twice := seen[s.ID]; twice {
			c.add(key("id"), fmt.Sprintf("there are two sources %s", s.ID), fmt.Sprintf("the first is on line %d", first))
		}
		seen[s.ID] = c.at.line(key("id"))
		c.source(s, key)
	}
}

// source checks all but the identifier.
func (c *checker) source(s Source, key func(string) string) {
	if s.Name == "" {
		c.add(key("name"), fmt.Sprintf("source %s has no name", s.ID), `as in headings: name = "The Guardian - China"`)
	}
	if !WebAddress(s.URL) {
		c.add(key("url"), fmt.Sprintf("source %s: url %q is not a web address", s.ID, s.URL), "http:// or https://")
	}
	if s.Kind != "" && !slices.Contains([]string{"feed", "news-sitemap", "section"}, s.Kind) {
		c.add(key("kind"), fmt.Sprintf("source %s: kind %q is not known", s.ID, s.Kind), "feed, news-sitemap, section, or leave it out")
	}
	if s.Rights != "" && !slices.Contains([]string{"full", "excerpt", "link"}, s.Rights) {
		c.add(key("rights"), fmt.Sprintf("source %s: rights %q are not known", s.ID, s.Rights), "full, excerpt or link")
	}
}

// DatabaseAddress reports whether s has the form of the address of a PostgreSQL database.
func DatabaseAddress(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://")
}

// WebAddress reports whether s is an absolute http or https address.
func WebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func last(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }
