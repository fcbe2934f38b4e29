package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
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
	d := toml.NewDecoder(strings.NewReader(string(text))).DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		bad.List = decodeMistakes(err)
		if !isStrict(err) {
			return c, bad
		}
	}
	where := lines(string(text))
	bad.List = append(bad.List, c.check(where)...)
	if len(bad.List) > 0 {
		slices.SortStableFunc(bad.List, func(a, b Mistake) int { return a.Line - b.Line })
		return c, bad
	}
	return c, nil
}

func isStrict(err error) bool {
	var s *toml.StrictMissingError
	return errors.As(err, &s)
}

// decodeMistakes turns what the TOML reader says into mistakes.
func decodeMistakes(err error) []Mistake {
	var strict *toml.StrictMissingError
	var one *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		var out []Mistake
		for _, e := range strict.Errors {
			line, _ := e.Position()
			key := strings.Join(e.Key(), ".")
			out = append(out, Mistake{line, fmt.Sprintf("there is no key %q", key), didYouMean(e.Key())})
		}
		return out
	case errors.As(err, &one):
		line, _ := one.Position()
		return []Mistake{{line, strings.TrimPrefix(one.Error(), "toml: "), ""}}
	default:
		return []Mistake{{0, strings.TrimPrefix(err.Error(), "toml: "), ""}}
	}
}

// check finds the values that cannot be meant.
func (c Config) check(at index) []Mistake {
	var out []Mistake
	add := func(path, what, hint string) {
		out = append(out, Mistake{at[path], what, hint})
	}
	oneOf := func(path, value string, allowed ...string) {
		if value != "" && !slices.Contains(allowed, value) {
			add(path, fmt.Sprintf("%s %q is not known", last(path), value), "one of "+strings.Join(allowed, ", "))
		}
	}
	oneOf("site.language", c.Site.Language, "zh-Hans", "zh-Hant", "en")
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
	if c.Fetch.Pace < 0 || c.Desk.PollFloor < 0 || c.Digest.Timeout < 0 {
		add("fetch.pace", "a time may not be negative", "")
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
		if !idForm.MatchString(t.ID) || t.Name == "" || len(t.Keywords) == 0 {
			add(fmt.Sprintf("topic.%d", i), fmt.Sprintf("topic %d needs an id, a name and keywords", i+1), "the id in lower-case letters, digits and hyphens")
		}
	}
	return append(out, c.checkSources(at)...)
}

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

func (c Config) checkSources(at index) []Mistake {
	var out []Mistake
	seen := map[string]int{}
	for i, s := range c.Source {
		key := func(k string) int {
			if n := at[fmt.Sprintf("source.%d.%s", i, k)]; n > 0 {
				return n
			}
			return at[fmt.Sprintf("source.%d", i)]
		}
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

// index says on which line a key stands: "site.url", "source.2.rights", "source.2".
type index map[string]int

// lines finds the lines of keys by reading the text line by line. It need not know
// all of TOML: where it sees nothing, a mistake is told without a line.
func lines(text string) index {
	at := index{}
	table := ""
	count := map[string]int{}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "[["):
			name := strings.Trim(line[:strings.LastIndexByte(line, ']')+1], "[] ")
			table = fmt.Sprintf("%s.%d", name, count[name])
			count[name]++
			at[table] = n + 1
		case strings.HasPrefix(line, "["):
			table = strings.Trim(strings.SplitN(line, "#", 2)[0], "[] ")
			at[table] = n + 1
		default:
			if key, _, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") {
				at[table+"."+strings.TrimSpace(key)] = n + 1
			}
		}
	}
	return at
}

// didYouMean names the known key that is nearest to an unknown one.
func didYouMean(key []string) string {
	t := reflect.TypeFor[Config]()
	for _, k := range key[:len(key)-1] {
		f, ok := field(t, k)
		if !ok {
			break
		}
		t = f.Type
		if t.Kind() == reflect.Slice {
			t = t.Elem()
		}
	}
	if t.Kind() != reflect.Struct {
		return ""
	}
	best, near := "", 4
	for i := range t.NumField() {
		name := t.Field(i).Tag.Get("toml")
		if d := distance(key[len(key)-1], name); d < near {
			best, near = name, d
		}
	}
	if best == "" {
		return "waidian config lists every key"
	}
	return fmt.Sprintf("did you mean %q?", best)
}

func field(t reflect.Type, key string) (reflect.StructField, bool) {
	if t.Kind() != reflect.Struct {
		return reflect.StructField{}, false
	}
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("toml") == key {
			return t.Field(i), true
		}
	}
	return reflect.StructField{}, false
}

// distance is the number of single-character edits between two keys (Levenshtein 1966).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
