package config

import (
	"fmt"
	"math"
	"net/netip"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/andybalholm/cascadia"
	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// checker collects the mistakes that the values of a configuration have.
type checker struct {
	at  index
	bad []Mistake
}

// add notes a mistake at a path like "site.url" or "source.2.rights".
func (c *checker) add(path, what, hint string) {
	c.not(news.Refusal{Code: news.MistakeValue, Arg: withoutNumbers(path)}, path, what, hint)
}

// not notes a mistake that a form can be the cause of.
func (c *checker) not(why news.Refusal, path, what, hint string) {
	c.bad = append(c.bad, Mistake{c.at.line(path), what, hint, why})
}

func (c *checker) oneOf(path, value string, allowed ...string) {
	if value != "" && !slices.Contains(allowed, value) {
		c.add(path, fmt.Sprintf("%s %q is not known", last(path), value), "one of "+strings.Join(allowed, ", "))
	}
}

// bounds are those of a number, both inclusive. A value of 0 that lies below the least is no
// default in disguise: a key that is left out has its default.
type bounds struct {
	path        string
	n           float64
	least, most float64
	shown       func(float64) string
}

// within notes the numbers outside their bounds.
func (c *checker) within(list ...bounds) {
	for _, b := range list {
		switch key := last(b.path); {
		case b.n < 0:
			c.add(b.path, key+" may not be negative", "")
		case b.n < b.least:
			c.add(b.path, fmt.Sprintf("%s is less than %s", key, b.shown(b.least)), "leave it out for the default")
		case b.n > b.most:
			c.add(b.path, fmt.Sprintf("%s is more than %s", key, b.shown(b.most)), "leave it out for the default")
		}
	}
}

func number(path string, n, least, most int) bounds {
	return bounds{path, float64(n), float64(least), float64(most), func(f float64) string { return fmt.Sprintf("%.0f", f) }}
}

func span(path string, d Duration, least, most time.Duration) bounds {
	return bounds{path, float64(d), float64(least), float64(most), func(f float64) string { return Duration(f).String() }}
}

func amount(path string, f float64) bounds {
	return bounds{path, f, 0, math.Inf(1), func(f float64) string { return fmt.Sprint(f) }}
}

// keywords notes the keywords in which nothing is left to look for: a list of such alone would
// mean every report.
func (c *checker) keywords(path string, list []string) {
	for _, k := range list {
		if strings.Trim(k, " \t*") == "" {
			c.not(news.Refusal{Code: news.NoKeyword, Arg: k}, path, fmt.Sprintf("%s: %q is no keyword", last(path), k), "take it out; an empty list means every report")
		}
	}
}

// check finds the values that the desk cannot work with.
func (c Config) check(at index) []Mistake {
	ch := &checker{at: at}
	ch.site(c.Site)
	ch.desk(c.Desk)
	ch.archive(c.Archive)
	ch.fetch(c.Fetch)
	ch.digest(c.Digest)
	ch.budget(c.Digest)
	ch.story(c.Story)
	ch.log(c.Log)
	ch.publish(c.Publish, c.Archive)
	ch.alert(c.Alert)
	ch.pushes(c.Push, c.Topic)
	if c.Reader != nil {
		ch.oneOf("reader.open", c.Reader.Open, OpenDesk, OpenOutlet)
	}
	if c.Room != nil {
		ch.room(*c.Room, c.Site)
	}
	ch.beat(c.Beat)
	ch.topics(c.Topic)
	ch.sources(c.Source)
	return ch.bad
}

func (c *checker) site(s Site) {
	c.oneOf("site.language", s.Language, wording.Languages()...)
	c.zone("site.timezone", s.Timezone)
	c.oneOf("site.audience", s.Audience, "private", "public")
	c.oneOf("site.arrangement", s.Arrangement, "classic", "modern")
	c.editions(s.Editions)
	if !WebAddress(s.URL) {
		c.add("site.url", fmt.Sprintf("url %q is not a web address", s.URL), "like https://press.example.org")
	} else if u, _ := url.Parse(s.URL); u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		c.add("site.url", "url has more than host and path: every page would show it", "like https://press.example.org/desk")
	}
	if s.ID != "" && !hostName.MatchString(s.ID) {
		c.add("site.id", fmt.Sprintf("id %q is not a host name in lower case", s.ID), "like press.example.org; leave it out for one that the desk has chosen")
	}
	c.hub(s)
	if strings.TrimSpace(s.Title) == "" {
		c.add("site.title", "title is empty", "leave it out for the default")
	}
}

// room notes what is wrong with the room of the operator.
func (c *checker) room(r Room, s Site) {
	c.within(span("room.idle", r.Idle, time.Minute, 7*24*time.Hour))
	u, err := url.Parse(s.URL)
	if err == nil && s.Audience == "public" && u.Scheme == "http" && u.Hostname() != "localhost" && !loopback(u.Hostname()) {
		c.add("room", "passwords would cross the network as they are", "put a proxy with TLS before the desk, and set [site] url to its https address")
	}
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// mostWitnesses bounds the witnesses of a log: each signature is in every checkpoint.
const mostWitnesses = 16

func (c *checker) log(l Log) {
	c.oneOf("log.publish", l.Publish, "", LogEntries, LogHashes, LogNone)
	seen := map[string]bool{}
	for _, line := range l.Witness {
		w, hint, bad := readWitness(line)
		switch {
		case bad != "":
			c.add("log.witness", bad, hint)
		case seen[w.Key.Name()]:
			c.add("log.witness", fmt.Sprintf("witness: there are two with the name %s", w.Key.Name()), "one signature of each witness is enough")
		}
		seen[w.Key.Name()] = true
	}
	if len(l.Witness) > mostWitnesses {
		c.add("log.witness", fmt.Sprintf("there are %d witnesses", len(l.Witness)), fmt.Sprintf("at most %d", mostWitnesses))
	}
	if len(l.Witness) > 0 && l.Publish == LogNone {
		c.add("log.witness", "witnesses sign a log that is published, and none is", "leave witness out, or publish out")
	}
}

// hub notes what is wrong with the hub of the feeds.
func (c *checker) hub(s Site) {
	switch {
	case s.Hub == "":
	case !WebAddress(s.Hub):
		c.add("site.hub", fmt.Sprintf("hub %q is not a web address", s.Hub), "like https://hub.example/")
	case s.Audience != "public":
		c.add("site.hub", "a private site has no readers whom a hub could tell", `leave hub out, or set audience = "public"`)
	}
}

// hostName is the form of the authority of a tag URI (RFC 4151, 2.1) that is a host's name.
var hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$`)

// mostEditions is how many editions a day may have.
const mostEditions = 6

// editions notes what is wrong with the hours of editions.
func (c *checker) editions(hours []string) {
	const path = "site.editions"
	seen := map[string]bool{}
	for _, h := range hours {
		switch at, err := time.Parse("15:04", h); {
		case err != nil || at.Format("15:04") != h:
			c.add(path, fmt.Sprintf("editions: %q is not an hour", h), `like "07:00"`)
		case seen[h]:
			c.add(path, fmt.Sprintf("editions: %q is named twice", h), "one edition is cut after each hour")
		}
		seen[h] = true
	}
	if len(hours) > mostEditions {
		c.add(path, fmt.Sprintf("editions: there are %d hours", len(hours)), fmt.Sprintf("at most %d", mostEditions))
	}
}

// branchName is a name that is one for git (git-check-ref-format) without being all there are.
var branchName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_-]*(/[A-Za-z0-9_][A-Za-z0-9_-]*)*$`)

func (c *checker) publish(p Publish, a Archive) {
	c.program("publish.command", p.Command, `like ["lftp", "-f", "/etc/press.lftp"]`)
	for _, k := range []struct{ key, value, like string }{
		{"rsync", p.Rsync, "like user@host:/srv/www/press, rsync://host/press or /srv/www/press"},
		{"git", p.Git, "like git@host:press/site.git, https://host/press/site.git or /srv/git/site.git"},
	} {
		local := !strings.ContainsRune(k.value, ':')
		if k.value != "" && (strings.HasPrefix(k.value, "-") || strings.ContainsFunc(k.value, unicode.IsControl) || strings.Contains(k.value, "ext::") || local && !filepath.IsAbs(k.value)) {
			c.add("publish."+k.key, k.key+" is neither an address nor an absolute folder", k.like) // it may have a secret, and is not repeated
		}
	}
	switch inside := func(x, y string) bool {
		return strings.HasPrefix(strings.TrimRight(x, "/")+"/", strings.TrimRight(y, "/")+"/")
	}; {
	case p.Bucket == "":
	case !bucketForm.MatchString(p.Bucket):
		c.add("publish.bucket", fmt.Sprintf("bucket %q is not the address of a bucket", hidden(p.Bucket)), "like s3://press or s3://press/site")
	case a.Endpoint == "" || a.IDEnv == "" || a.KeyEnv == "":
		c.add("publish.bucket", "there is a bucket for the site, but [archive] names no object store or no key", "set endpoint, id_env and key_env in [archive]; its bucket may stay empty")
	case a.Bucket != "" && (inside(p.Bucket, a.Bucket) || inside(a.Bucket, p.Bucket)):
		c.add("publish.bucket", "the site and the archive lie in one another", "name another bucket, or prefixes of which neither begins with the other, like s3://desk/archive and s3://desk/site")
	}
	if !branchName.MatchString(p.Branch) {
		c.add("publish.branch", fmt.Sprintf("branch %q is no name of a branch", p.Branch), "like pages")
	}
}

// program checks the name of a program that is run.
func (c *checker) program(key string, command []string, like string) {
	if len(command) == 0 {
		return
	}
	switch name := command[0]; {
	case strings.TrimSpace(name) == "":
		c.add(key, "command names no program", like)
	case strings.ContainsRune(name, '/') && !filepath.IsAbs(name):
		c.add(key, fmt.Sprintf("command %q is neither a name in PATH nor an absolute path", name), "write the whole path")
	}
}

func (c *checker) alert(a Alert) {
	c.program("alert.command", a.Command, `like ["mail", "-s", "Waidian", "desk@example.org"]`)
	if a.Webhook != "" && !WebAddress(a.Webhook) {
		c.add("alert.webhook", "webhook is not a web address", "like https://hooks.example.org/desk") // it may be a secret, and is not repeated
	}
	if a.Webhook != "" && a.WebhookEnv != "" {
		c.add("alert.webhook_env", "webhook and webhook_env both name an address", "leave one of them empty")
	}
	c.variable("alert.webhook_env", a.WebhookEnv)
	c.within(number("alert.free", a.Free, 0, 1<<30), span("alert.waits", a.Waits, 0, 365*24*time.Hour))
}

func (c *checker) beat(b Beat) {
	c.within(number("beat.days", b.Days, 1, 3650))
	c.keywords("beat.keywords", b.Keywords)
	c.keywords("beat.exclude", b.Exclude)
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
	// Due times further ahead than ten days are taken for those of a wrong clock.
	c.within(span("desk.poll_floor", d.PollFloor, time.Second, 7*24*time.Hour), number("desk.fetchers", d.Fetchers, 1, 4096))
}

// bucketForm is the form of the address of a bucket: its name as S3 has it, and a prefix without odd characters.
var bucketForm = regexp.MustCompile(`^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._=-]+)*/?$`)

func (c *checker) archive(a Archive) {
	switch {
	case a.Bucket == "":
	case !bucketForm.MatchString(a.Bucket):
		c.add("archive.bucket", fmt.Sprintf("bucket %q is not the address of a bucket", hidden(a.Bucket)), "like s3://desk or s3://desk/archive")
	case a.Endpoint == "":
		c.add("archive.bucket", "there is a bucket, but no endpoint", "set endpoint to the address of the object store, like https://s3.eu-central-1.amazonaws.com")
	case a.IDEnv == "" || a.KeyEnv == "":
		c.add("archive.bucket", "there is a bucket, but no key", "set id_env and key_env to the names of the environment variables that contain it")
	}
	if a.Endpoint != "" && !storeForm.MatchString(a.Endpoint) {
		c.add("archive.endpoint", "endpoint is not the address of an object store", "http:// or https:// and a host, without a path: the bucket is named by bucket, the key by id_env and key_env")
	}
	c.variable("archive.id_env", a.IDEnv)
	c.variable("archive.key_env", a.KeyEnv)
	c.within(span("archive.send", a.Send, time.Minute, 7*24*time.Hour), number("archive.cache", a.Cache, 0, 1<<30))
}

// storeForm is the form of the address of an object store: nothing in it is a secret.
var storeForm = regexp.MustCompile(`^https?://[A-Za-z0-9.\[\]:-]+/?$`)

func (c *checker) fetch(f Fetch) {
	if f.Agent == "" {
		c.add("fetch.agent", "agent is empty: outlets must be able to see who asks", "write a name, and an address at which they can reach you")
	} else if strings.ContainsFunc(f.Agent, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		c.add("fetch.agent", "agent has control characters: no request could be sent with it", "write it on one line")
	}
	for _, s := range f.AllowPrivate {
		if _, err := netip.ParsePrefix(s); err != nil {
			c.add("fetch.allow_private", fmt.Sprintf("allow_private: %q is not a range of addresses", s), "like 127.0.0.0/8")
		}
	}
	c.proxy("fetch.proxy", "proxy", f.Proxy, "env")
	c.within(span("fetch.pace", f.Pace, 0, 24*time.Hour), number("fetch.max_body", f.MaxBody, 1, 1024))
}

// proxy notes a value that is neither the address of a proxy nor one of the words; it may hold a password, so it is not
// repeated.
func (c *checker) proxy(path, what, value string, words ...string) {
	if value == "" || slices.Contains(words, value) || ProxyAddress(value) {
		return
	}
	c.add(path, what+" is not the address of a proxy",
		"like http://127.0.0.1:8118, https://proxy.example:443, socks5://127.0.0.1:1080, or "+strings.Join(words, ", "))
}

// ProxyAddress reports whether s is the address of a proxy of a kind that can be used.
func ProxyAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && u.Hostname() != "" && slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme)
}

func (c *checker) topics(list []Topic) {
	seen := map[string]int{}
	for i, t := range list {
		c.topic(i, t)
		at := fmt.Sprintf("topic.%d.id", i)
		if first, twice := seen[t.ID]; twice && t.ID != "" {
			c.add(at, "there are two topics "+t.ID, fmt.Sprintf("the first is on line %d", first))
		}
		seen[t.ID] = c.at.line(at)
		c.keywords(fmt.Sprintf("topic.%d.keywords", i), t.Keywords)
		c.within(number(fmt.Sprintf("topic.%d.weight", i), t.Weight, 0, 3))
	}
}

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
	seen := map[string]int{}     // line of the identifier
	first := map[string]Source{} // by address
	for i, s := range list {
		key := func(k string) string { return fmt.Sprintf("source.%d.%s", i, k) }
		if !idForm.MatchString(s.ID) {
			c.not(news.Refusal{Code: news.SourceBadID, Arg: s.ID}, key("id"), fmt.Sprintf("source %d: id %q is no identifier", i+1, s.ID), idHint)
		} else if first, twice := seen[s.ID]; twice {
			c.not(news.Refusal{Code: news.SourceSameID, Arg: s.ID}, key("id"), fmt.Sprintf("there are two sources %s", s.ID), fmt.Sprintf("the first is on line %d", first))
		}
		seen[s.ID] = c.at.line(key("id"))
		c.source(s, key)
		if other, twice := first[Address(s.URL)]; twice {
			c.not(news.Refusal{Code: news.SourceWatched, Arg: other.ID}, key("url"), fmt.Sprintf("source %s has the url of source %s", s.ID, other.ID),
				"keep one of them: each report belongs to one source")
		} else {
			first[Address(s.URL)] = s
		}
	}
}

// source checks all but the identifier.
func (c *checker) source(s Source, key func(string) string) {
	if s.Name == "" {
		c.not(news.Refusal{Code: news.SourceUnnamed}, key("name"), fmt.Sprintf("source %s has no name", s.ID), `as in headings: name = "The Guardian - China"`)
	}
	if !WebAddress(s.URL) {
		c.not(news.Refusal{Code: news.NoAddress, Arg: s.URL}, key("url"), fmt.Sprintf("source %s: url %q is not a web address", s.ID, s.URL), "http:// or https://")
	} else if u, _ := url.Parse(s.URL); u.User != nil {
		c.add(key("url"), fmt.Sprintf("source %s: its url at %s has a user name or a password, which the desk does not send", s.ID, u.Hostname()),
			"ask the outlet for an address with a key in its path or query")
	}
	if err := goodSelector(s.Selector); err != nil {
		c.add(key("selector"), fmt.Sprintf("source %s: selector is not CSS: %v", s.ID, err), `like "main h2 a"`)
	}
	if _, err := language.Parse(s.Lang); s.Lang != "" && err != nil {
		c.add(key("lang"), fmt.Sprintf("source %s: lang %q is not the tag of a language", s.ID, s.Lang), "like en, fr, zh-Hant")
	}
	if s.Country != "" && !countryForm.MatchString(s.Country) {
		c.add(key("country"), fmt.Sprintf("source %s: country %q is not a code of two letters", s.ID, s.Country), "like GB, FR, JP")
	}
	c.keywords(key("keywords"), s.Keywords)
	c.keywords(key("exclude"), s.Exclude)
	c.proxy(key("proxy"), "source "+s.ID+": proxy", s.Proxy, "none", "env")
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

// countryForm is the form of a country's code (ISO 3166-1 alpha-2).
var countryForm = regexp.MustCompile(`^[A-Za-z]{2}$`)

// goodSelector returns what is wrong with a CSS selector; none is good.
func goodSelector(s string) error {
	if s == "" {
		return nil
	}
	_, err := cascadia.Parse(s)
	return err
}

// Address is the form in which addresses are compared: scheme and host in lower case, without the
// port that the scheme means, an empty path, or a fragment, which no server sees.
func Address(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" {
		return s
	}
	u.Scheme, u.Host, u.Fragment = strings.ToLower(u.Scheme), strings.ToLower(u.Host), ""
	switch port := u.Port(); {
	case port == "80" && u.Scheme == "http", port == "443" && u.Scheme == "https":
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

// WebAddress reports whether s is an absolute http or https address.
func WebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func last(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }
