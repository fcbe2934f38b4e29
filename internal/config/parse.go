package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/wording"
)

// Mistake is one thing that is wrong with a configuration.
type Mistake struct {
	Line int // from 1; 0: the file as a whole
	What string
	Hint string // what to do; may be empty
}

// Mistakes is everything that is wrong with a configuration.
type Mistakes struct {
	File string
	List []Mistake
}

func (m *Mistakes) Error() string {
	var b strings.Builder
	for i, one := range m.List {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(m.File)
		if one.Line > 0 {
			fmt.Fprintf(&b, ":%d", one.Line)
		}
		b.WriteString(": " + one.What)
		if one.Hint != "" {
			b.WriteString(" (" + one.Hint + ")")
		}
	}
	return b.String()
}

// Parse reads a configuration. The error is a *Mistakes that names the file.
func Parse(file string, text []byte) (Config, error) {
	c := Default()
	bad := &Mistakes{File: file}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // some editors begin a file with a mark
	var tree map[string]any
	if err := toml.Unmarshal(text, &tree); err != nil {
		bad.List = []Mistake{brokenOff(err)}
		return c, bad
	}
	where := lines(string(text))
	bad.List = audit(tree, reflect.TypeFor[Config](), "", where)
	known, err := toml.Marshal(tree) // what is left are known keys with values of the right kind
	if err == nil {
		err = toml.Unmarshal(known, &c)
	}
	if err != nil {
		bad.List = append(bad.List, brokenOff(err))
		return c, bad
	}
	told := map[int]bool{}
	for _, m := range bad.List {
		told[m.Line] = true
	}
	for _, m := range c.check(where) {
		if m.Line == 0 || !told[m.Line] { // else what it misses was just taken out
			bad.List = append(bad.List, m)
		}
	}
	if len(bad.List) > 0 {
		slices.SortStableFunc(bad.List, func(a, b Mistake) int { return cmp.Or(a.Line-b.Line, strings.Compare(a.What, b.What)) })
		return c, bad
	}
	return c, nil
}

// brokenOff is where the text stops to be TOML.
func brokenOff(err error) Mistake {
	m := Mistake{What: strings.TrimPrefix(err.Error(), "toml: ")}
	var at *toml.DecodeError
	if errors.As(err, &at) {
		m.Line, _ = at.Position()
	}
	return m
}

// check finds the values that cannot be meant.
func (c Config) check(at index) []Mistake {
	var out []Mistake
	add := func(path, what, hint string) {
		out = append(out, Mistake{at.line(path), what, hint})
	}
	oneOf := func(path, value string, allowed ...string) {
		if value != "" && !slices.Contains(allowed, value) {
			add(path, fmt.Sprintf("%s %q is not known", last(path), value), "one of "+strings.Join(allowed, ", "))
		}
	}
	oneOf("site.language", c.Site.Language, wording.Languages()...)
	oneOf("site.audience", c.Site.Audience, "private", "public")
	oneOf("site.arrangement", c.Site.Arrangement, "classic", "modern")
	if !webAddress(c.Site.URL) {
		add("site.url", fmt.Sprintf("url %q is no web address", c.Site.URL), "like https://press.example.org")
	}
	for _, s := range c.Fetch.AllowPrivate {
		if _, err := netip.ParsePrefix(s); err != nil {
			add("fetch.allow_private", fmt.Sprintf("allow_private: %q is no range of addresses", s), "like 127.0.0.0/8")
		}
	}
	for path, n := range map[string]int64{
		"fetch.pace": int64(c.Fetch.Pace), "desk.poll_floor": int64(c.Desk.PollFloor), "digest.timeout": int64(c.Digest.Timeout),
		"desk.fetchers": int64(c.Desk.Fetchers), "fetch.max_body": int64(c.Fetch.MaxBody),
		"digest.writers": int64(c.Digest.Writers), "digest.context": int64(c.Digest.Context),
	} {
		if n < 0 {
			add(path, last(path)+" may not be negative", "")
		}
	}
	if c.Desk.Data == "" {
		add("desk.data", "data is empty", "the folder of the archive and the database, like \"data\"")
	}
	if _, err := language.Parse(c.Digest.Language); err != nil {
		add("digest.language", fmt.Sprintf("language %q is no language", c.Digest.Language), "like zh-Hans, en, de")
	}
	if c.Fetch.Agent == "" {
		add("fetch.agent", "agent is empty: outlets must be able to see who asks", "a name and an address where they can reach you")
	}
	if c.Digest.Endpoint != "" && !webAddress(c.Digest.Endpoint) {
		add("digest.endpoint", fmt.Sprintf("endpoint %q is no web address", c.Digest.Endpoint), "like http://127.0.0.1:11434/v1")
	}
	if c.Digest.JudgeEndpoint != "" && (!webAddress(c.Digest.JudgeEndpoint) || c.Digest.JudgeModel == "") {
		add("digest.judge_endpoint", "the judge needs a web address and a model", "like http://127.0.0.1:11434/v1, and judge_model")
	}
	if c.Digest.Endpoint != "" && c.Digest.Model == "" {
		add("digest.endpoint", "an endpoint without a model", "set model to the name the endpoint knows")
	}
	for i, f := range c.Digest.Fallback {
		if !webAddress(f.Endpoint) || f.Model == "" {
			add(fmt.Sprintf("digest.fallback.%d", i), fmt.Sprintf("fallback %d needs a web address and a model", i+1), "like endpoint = \"http://127.0.0.1:11434/v1\"")
		}
	}
	if g := c.Digest; g.DayTokens < 0 || g.MonthTokens < 0 || g.DayCost < 0 || g.MonthCost < 0 || g.PriceIn < 0 || g.PriceOut < 0 || g.JudgePriceIn < 0 || g.JudgePriceOut < 0 {
		add("digest", "a price or a budget may not be negative", "0 sets no bound")
	}
	if g := c.Digest; (g.DayCost > 0 || g.MonthCost > 0) && g.PriceIn == 0 && g.PriceOut == 0 {
		at["digest.cost"] = max(at["digest.day_cost"], at["digest.month_cost"])
		add("digest.cost", "a budget in money needs prices", "set price_in and price_out, or bound day_tokens instead")
	}
	if d := c.Desk.Database; d != "" && !strings.HasPrefix(d, "postgres://") && !strings.HasPrefix(d, "postgresql://") {
		add("desk.database", "database is not a PostgreSQL address", "postgres://user@host/name, or leave it empty for SQLite")
	}
	for i, t := range c.Topic {
		for _, k := range []struct {
			key, hint string
			good      bool
		}{
			{"id", "lower-case letters, digits and hyphens", idForm.MatchString(t.ID)},
			{"name", "as its page is headed", t.Name != ""},
			{"keywords", "a report belongs to it when one of these is in it", len(t.Keywords) > 0},
		} {
			if !k.good {
				line := at.line(fmt.Sprintf("topic.%d.%s", i, k.key))
				out = append(out, Mistake{line, fmt.Sprintf("topic %d needs an id, a name and keywords: its %s cannot be used", i+1, k.key), k.hint})
			}
		}
	}
	return append(out, c.checkSources(at)...)
}

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

func (c Config) checkSources(at index) []Mistake {
	var out []Mistake
	seen := map[string]int{}
	for i, s := range c.Source {
		key := func(k string) int { return at.line(fmt.Sprintf("source.%d.%s", i, k)) }
		if !idForm.MatchString(s.ID) {
			out = append(out, Mistake{key("id"), fmt.Sprintf("source %d: id %q", i+1, s.ID), "lower-case letters, digits and hyphens"})
		} else if first, twice := seen[s.ID]; twice {
			out = append(out, Mistake{key("id"), fmt.Sprintf("source %s stands twice", s.ID), fmt.Sprintf("first on line %d", first)})
		}
		seen[s.ID] = key("id")
		if s.Name == "" {
			out = append(out, Mistake{key("name"), fmt.Sprintf("source %s has no name", s.ID), `as headings show it: name = "The Guardian - China"`})
		}
		if !webAddress(s.URL) {
			out = append(out, Mistake{key("url"), fmt.Sprintf("source %s: url %q is no web address", s.ID, s.URL), "http:// or https://"})
		}
		if s.Kind != "" && !slices.Contains([]string{"feed", "news-sitemap", "section"}, s.Kind) {
			out = append(out, Mistake{key("kind"), fmt.Sprintf("source %s: kind %q is not known", s.ID, s.Kind), "feed, news-sitemap, section, or leave it out"})
		}
		if s.Rights != "" && !slices.Contains([]string{"full", "excerpt", "link"}, s.Rights) {
			out = append(out, Mistake{key("rights"), fmt.Sprintf("source %s: rights %q are not known", s.ID, s.Rights), "full, excerpt or link"})
		}
	}
	return out
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func beforeDash(name string) string {
	head, _, _ := strings.Cut(name, " - ")
	return head
}

func last(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }
