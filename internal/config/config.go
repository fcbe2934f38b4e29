// Package config is the one file the operator writes: its keys, their defaults and
// what they mean, and the checks that tell of every mistake at once, with its line
// and what was probably meant. It reads text and gives plain values; it opens no
// file and applies nothing.
package config

import (
	"net/netip"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Config is the whole configuration. The doc tags are what `waidian config` prints;
// an empty file means Default().
type Config struct {
	Site   Site     `toml:"site"`
	Desk   Desk     `toml:"desk"`
	Fetch  Fetch    `toml:"fetch"`
	Digest Digest   `toml:"digest"`
	Beat   Beat     `toml:"beat"`
	Topic  []Topic  `toml:"topic"`
	Source []Source `toml:"source"`
}

// Site is what readers see.
type Site struct {
	Title       string `toml:"title" doc:"shown on every page"`
	URL         string `toml:"url" doc:"where the site is read: feeds, sitemaps and citations name it"`
	Language    string `toml:"language" doc:"of the interface: {languages}"`
	Audience    string `toml:"audience" doc:"private: everything is shown, served on loopback; public: each source's rights"`
	Arrangement string `toml:"arrangement" doc:"of an article's head: classic (SOURCE NAME-HEADLINE) or modern (headline in the reader's language first)"`
	Out         string `toml:"out" doc:"the folder of the built site; empty: site/ in the data folder"`
	Index       bool   `toml:"index" doc:"search engines may list a public site"`
	Scripts     bool   `toml:"scripts" doc:"every page in the other Chinese script as well, for the reader to choose; doubles the files"`
	Notice      string `toml:"notice" doc:"what readers must know of the whole site; at the end of every page"`
}

// Topic is one page that gathers what is about a thing.
type Topic struct {
	ID       string   `toml:"id" doc:"short, lower case; names the topic's page"`
	Name     string   `toml:"name" doc:"as its page is headed"`
	Keywords []string `toml:"keywords" doc:"a report belongs to it when one of these is in its headline, standfirst, section, tags or digest"`
}

// Desk is where the desk keeps its things and how hard it works.
type Desk struct {
	Data      string   `toml:"data" doc:"the folder of the archive and the database"`
	Database  string   `toml:"database" doc:"empty: SQLite in the data folder; or postgres://…"`
	PollFloor Duration `toml:"poll_floor" doc:"the least time between two polls of a source"`
	Fetchers  int      `toml:"fetchers" doc:"pages fetched at the same time, never more than one from a host"`
}

// Fetch is how the desk behaves towards outlets.
type Fetch struct {
	Agent        string   `toml:"agent" doc:"names the desk; put an address there where an outlet can reach you"`
	Pace         Duration `toml:"pace" doc:"the least time between two requests to one host; \"0s\" only for hosts of your own"`
	AllowPrivate []string `toml:"allow_private" doc:"CIDRs that may be fetched although private, e.g. [\"127.0.0.0/8\"]"`
	MaxBody      int      `toml:"max_body" doc:"the most of a page or feed that is read, in MiB"`
}

// Digest is how reports are digested.
type Digest struct {
	Language string   `toml:"language" doc:"of the digests: the reader's language"`
	Endpoint string   `toml:"endpoint" doc:"an OpenAI-compatible base URL, e.g. http://127.0.0.1:11434/v1; empty: extracts"`
	Model    string   `toml:"model" doc:"as the endpoint calls it"`
	KeyEnv   string   `toml:"key_env" doc:"the environment variable that holds the key"`
	Writers  int      `toml:"writers" doc:"digests asked for at the same time"`
	Timeout  Duration `toml:"timeout" doc:"the most time one answer may take"`
	Context  int      `toml:"context" doc:"the model's context window in tokens; 0: not known, long reports are sent whole"`
	Glossary string   `toml:"glossary" doc:"a file of names of your own that digests must use; empty: the built-in ones alone"`

	PriceIn  float64 `toml:"price_in" doc:"of a million tokens sent, in any currency; for the account in status"`
	PriceOut float64 `toml:"price_out" doc:"of a million tokens answered"`

	DayTokens   int     `toml:"day_tokens" doc:"the most tokens, sent and answered, in a day (UTC); then digests wait; 0: no bound"`
	MonthTokens int     `toml:"month_tokens" doc:"the same in a month"`
	DayCost     float64 `toml:"day_cost" doc:"the most a day may cost by these prices; then digests wait; 0: no bound"`
	MonthCost   float64 `toml:"month_cost" doc:"the same for a month"`

	TitlesOnly bool `toml:"titles_only" doc:"only a headline and one sentence from the opening of each report, for a small budget"`
	Translate  bool `toml:"translate" doc:"a translation of the whole report as well, paragraph by paragraph; costs many times a digest"`

	JudgeEndpoint string `toml:"judge_endpoint" doc:"a second model that compares every sentence with what it cites; empty: none"`
	JudgeModel    string `toml:"judge_model" doc:"as that endpoint calls it"`
	JudgeKeyEnv   string `toml:"judge_key_env" doc:"the environment variable that holds its key"`

	JudgePriceIn  float64 `toml:"judge_price_in" doc:"of a million tokens sent to it"`
	JudgePriceOut float64 `toml:"judge_price_out" doc:"of a million tokens it answers"`

	Fallback []Endpoint `toml:"fallback"`
}

// Endpoint is a further endpoint, asked when those before it cannot answer.
type Endpoint struct {
	Endpoint string  `toml:"endpoint" doc:"an OpenAI-compatible base URL"`
	Model    string  `toml:"model" doc:"as the endpoint calls it"`
	KeyEnv   string  `toml:"key_env" doc:"the environment variable that holds the key"`
	Context  int     `toml:"context" doc:"the model's context window in tokens; 0: not known"`
	PriceIn  float64 `toml:"price_in" doc:"of a million tokens sent"`
	PriceOut float64 `toml:"price_out" doc:"of a million tokens answered"`
}

// Beat is what the desk looks for.
type Beat struct {
	Keywords []string `toml:"keywords" doc:"a report is followed when one of these is in its headline, summary, section or tags; empty: everything the sources carry"`
	Exclude  []string `toml:"exclude" doc:"and is not when one of these is"`
}

// Source is one address to watch.
type Source struct {
	ID       string   `toml:"id" doc:"short, lower case, never changed: it names the source in commands and addresses"`
	Name     string   `toml:"name" doc:"as headings show it: \"The Guardian - China\""`
	Outlet   string   `toml:"outlet" doc:"\"The Guardian\"; empty: the part of name before \" - \""`
	URL      string   `toml:"url" doc:"feed, news sitemap or section page"`
	Kind     string   `toml:"kind" doc:"feed, news-sitemap or section; found out when absent"`
	Lang     string   `toml:"lang" doc:"BCP 47, for pages that do not say"`
	Country  string   `toml:"country" doc:"of the outlet's seat, ISO 3166"`
	Rights   string   `toml:"rights" doc:"what a public site may show: full, excerpt or link; excerpt when absent"`
	Selector string   `toml:"selector" doc:"CSS selector of the links on a section page, where the desk finds the wrong ones"`
	Folder   string   `toml:"folder" doc:"for OPML readers"`
	Whole    bool     `toml:"whole" doc:"all of it is on the beat: the keywords of [beat] are not asked"`
	Keywords []string `toml:"keywords" doc:"narrows the beat for this source"`
	Exclude  []string `toml:"exclude" doc:"the same"`
	Why      string   `toml:"why" doc:"why it is on the list"`
}

// Duration is a time.Duration written "2s", "20m", "1h30m".
type Duration time.Duration

// UnmarshalText reads what time.ParseDuration reads.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	*d = Duration(v)
	return err
}

// MarshalText writes the shortest form.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d Duration) String() string {
	s := time.Duration(d).String()
	for _, zero := range []string{"m0s", "h0m"} {
		if len(s) > len(zero) && s[len(s)-len(zero):] == zero {
			s = s[:len(s)-2]
		}
	}
	return s
}

// Default is what an empty file means.
func Default() Config {
	return Config{
		Site: Site{Title: "外电", URL: "http://127.0.0.1:8080", Language: "zh-Hans", Audience: "private", Arrangement: "classic"},
		Desk: Desk{Data: "data", PollFloor: Duration(20 * time.Minute), Fetchers: 32},
		Fetch: Fetch{
			Agent: "Waidian/0.1 (a reader's press desk; no contact given)",
			Pace:  Duration(2 * time.Second), AllowPrivate: []string{}, MaxBody: 15,
		},
		Digest: Digest{Language: "zh-Hans", KeyEnv: "WAIDIAN_API_KEY", Writers: 2, Timeout: Duration(5 * time.Minute)},
		Beat:   Beat{Keywords: []string{}, Exclude: []string{}},
	}
}

// Prefixes returns allow_private as prefixes; Parse has checked them.
func (f Fetch) Prefixes() []netip.Prefix {
	out := make([]netip.Prefix, 0, len(f.AllowPrivate))
	for _, s := range f.AllowPrivate {
		if p, err := netip.ParsePrefix(s); err == nil {
			out = append(out, p.Masked())
		}
	}
	return out
}

// News returns the sources as the desk knows them.
func (c Config) News() []news.Source {
	out := make([]news.Source, len(c.Source))
	for i, s := range c.Source {
		out[i] = s.News()
	}
	return out
}

// News returns the source as the desk knows it.
func (s Source) News() news.Source {
	rights := news.Rights(s.Rights)
	if rights == "" {
		rights = news.RightsExcerpt
	}
	outlet := s.Outlet
	if outlet == "" {
		outlet = beforeDash(s.Name)
	}
	return news.Source{
		ID: news.SourceID(s.ID), Name: s.Name, Outlet: outlet, URL: s.URL, Kind: news.SourceKind(s.Kind),
		Lang: s.Lang, Country: s.Country, Rights: rights, Selector: s.Selector, Folder: s.Folder, Whole: s.Whole,
		Beat: news.Beat{Include: s.Keywords, Exclude: s.Exclude}, Why: s.Why,
	}
}
