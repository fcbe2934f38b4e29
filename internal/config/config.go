// Package config defines the one file that the operator writes: its keys, their defaults and
// meanings, and the checks, which report all mistakes together, each with its line and the key
// that was probably meant. It turns text into plain values; it opens no file and applies nothing.
package config

import (
	"fmt"
	"net/netip"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/translog"
)

// Config is the whole configuration. `waidian config` prints the doc tags; an empty file
// means Default().
type Config struct {
	Site    Site     `toml:"site"`
	Desk    Desk     `toml:"desk"`
	Archive Archive  `toml:"archive"`
	Fetch   Fetch    `toml:"fetch"`
	Digest  Digest   `toml:"digest"`
	Story   Story    `toml:"story"`
	Log     Log      `toml:"log"`
	Publish Publish  `toml:"publish"`
	Alert   Alert    `toml:"alert"`
	Push    []Push   `toml:"push"`
	Reader  *Reader  `toml:"reader"` // nil: apps are not answered
	Room    *Room    `toml:"room"`   // nil: there is none
	Beat    Beat     `toml:"beat"`
	Topic   []Topic  `toml:"topic"`
	Source  []Source `toml:"source"`
}

// Site is what readers see.
type Site struct {
	Title       string   `toml:"title" shown:"line" doc:"name of the site, shown on every page"`
	URL         string   `toml:"url" doc:"address at which readers open the site; feeds, sitemaps and citations contain it"`
	ID          string   `toml:"id" doc:"host name, e.g. \"press.example.org\", from which the identifiers of entries in feeds are made; it need not be that of url, and must not change: readers would see every report anew; empty: one that the desk has chosen once"`
	Hub         string   `toml:"hub" doc:"WebSub hub, e.g. \"https://hub.example/\", that a public site tells which feeds a build has changed, so that readers who subscribe there need not ask; it must be able to read the feeds at url; empty: none"`
	Language    string   `toml:"language" doc:"language of the interface: {languages}"`
	Timezone    string   `toml:"timezone" doc:"time zone of days and clocks on the site (IANA), e.g. \"Europe/Berlin\"; empty: by language, {zones}"`
	Audience    string   `toml:"audience" doc:"private: every text in full, for this machine alone; public: what each source's rights allow"`
	Arrangement string   `toml:"arrangement" doc:"heading of an article's page, below the headline in the reader's language: classic (SOURCE NAME-HEADLINE) or modern (the headline alone, apart)"`
	Out         string   `toml:"out" path:"yes" doc:"folder into which the site is built; empty: site/ in the data folder"`
	Index       bool     `toml:"index" doc:"true: search engines may list the pages of a public site"`
	Editions    []string `toml:"editions" doc:"hours of the day, in the site's zone, after each of which an edition is cut, at most 6; empty: none, and home shows the last 24 hours"`
	Scripts     bool     `toml:"scripts" doc:"true: every page in the other Chinese script as well, so that readers can switch; twice the files"`
	Notice      string   `toml:"notice" shown:"text" doc:"notice at the end of every page; empty: none"`
}

// Topic is a subject with a page of its own, on which its reports are listed.
type Topic struct {
	ID       string   `toml:"id" doc:"short, lower case; part of the address of the topic's page"`
	Name     string   `toml:"name" shown:"line" doc:"heading of the topic's page"`
	Weight   int      `toml:"weight" doc:"points that an edition gives an event of the topic, 0 to 3"`
	Keywords []string `toml:"keywords" shown:"line" doc:"a report belongs here if these are in its headline, standfirst, section, tags or digest, and more than in passing"`
}

// Desk says where the desk keeps its data and how much it does at the same time.
type Desk struct {
	Data        string   `toml:"data" restart:"yes" path:"yes" doc:"folder of the archive and the database; like every path in this file relative to the file's folder"`
	Database    string   `toml:"database" restart:"yes" doc:"empty: SQLite in the data folder; or the address of a PostgreSQL database: postgres://…"`
	DatabaseEnv string   `toml:"database_env" restart:"yes" doc:"environment variable that contains that address, so that no password need be in this file; empty: none"`
	PollFloor   Duration `toml:"poll_floor" doc:"shortest time between two polls of a source"`
	Fetchers    int      `toml:"fetchers" restart:"yes" doc:"number of pages fetched at the same time; never more than one from the same host"`
}

// Archive says where whole files of the archive are kept besides the data folder.
type Archive struct {
	Bucket   string   `toml:"bucket" restart:"yes" doc:"bucket of an object store that speaks S3, s3://BUCKET or s3://BUCKET/PREFIX, to which each file of the archive goes when it is whole; empty: all stay in the data folder"`
	Endpoint string   `toml:"endpoint" restart:"yes" doc:"address of the object store, also of [publish] bucket, e.g. \"https://s3.eu-central-1.amazonaws.com\""`
	Region   string   `toml:"region" restart:"yes" doc:"region of the bucket; empty: us-east-1, which most stores of one's own take"`
	IDEnv    string   `toml:"id_env" restart:"yes" doc:"environment variable that contains the identifier of the key (access key)"`
	KeyEnv   string   `toml:"key_env" restart:"yes" doc:"environment variable that contains the key (secret key)"`
	Send     Duration `toml:"send" restart:"yes" doc:"a file is sent when it has 64 MiB or is so old, and when the desk ends"`
	Cache    int      `toml:"cache" restart:"yes" doc:"files of the bucket of up to so many MiB are kept in the data folder as well; those that were read longest ago go first"`
}

// Fetch says how the desk behaves towards outlets.
type Fetch struct {
	Agent        string   `toml:"agent" restart:"yes" doc:"user agent that outlets see; put an address into it at which they can reach you"`
	Pace         Duration `toml:"pace" restart:"yes" doc:"shortest time between two requests to the same host; \"0s\" only for hosts of your own"`
	AllowPrivate []string `toml:"allow_private" restart:"yes" doc:"private address ranges (CIDR), e.g. [\"127.0.0.0/8\"], in which the host and port of a source's own url may lie; nothing else that is private is fetched"`
	Proxy        string   `toml:"proxy" doc:"proxy for all requests to outlets: http://, https:// or socks5://HOST:PORT; env: as HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say; empty: none"`
	MaxBody      int      `toml:"max_body" restart:"yes" doc:"largest page or feed that is read, in MiB; the rest is cut off"`
}

// Digest says how reports are digested, by which models and at which cost.
type Digest struct {
	Language string   `toml:"language" doc:"language of the digests, usually the reader's"`
	Endpoint string   `toml:"endpoint" doc:"base URL of an OpenAI-compatible server, e.g. http://127.0.0.1:11434/v1; empty: extracts"`
	Model    string   `toml:"model" doc:"name of the model at the endpoint"`
	KeyEnv   string   `toml:"key_env" doc:"environment variable that contains the key of the endpoint"`
	Writers  int      `toml:"writers" restart:"yes" doc:"number of digests requested at the same time"`
	Timeout  Duration `toml:"timeout" doc:"longest time that one answer may take, from the question to its last word"`
	Silence  Duration `toml:"silence" doc:"longest pause within an answer; before its first word a model has 5 minutes at least. Servers that send an answer only when it is whole have timeout"`
	Context  int      `toml:"context" doc:"size of the model's context window in tokens; 0: unknown. Of a report that does not fit, and beyond 20,000 words of any, the opening, the end and what has numbers and quotations are sent"`
	Glossary string   `toml:"glossary" path:"yes" doc:"file with your own names, which digests must use; empty: only the built-in names"`

	PriceIn  float64 `toml:"price_in" doc:"price of a million tokens sent, in any currency; for the costs in status and the budgets below"`
	PriceOut float64 `toml:"price_out" doc:"price of a million tokens received"`

	DayTokens   int     `toml:"day_tokens" doc:"most tokens, sent and received, in a day (UTC); after that, digests wait; 0: no limit"`
	MonthTokens int     `toml:"month_tokens" doc:"most tokens in a month"`
	DayCost     float64 `toml:"day_cost" doc:"highest cost of a day, at the prices above; after that, digests wait; 0: no limit"`
	MonthCost   float64 `toml:"month_cost" doc:"highest cost of a month"`

	StoryCalls int `toml:"story_calls_per_day" doc:"how often in a day (UTC) a model is asked what the reports of one event say together, within the limits above; what they say is composed from their digests otherwise; 0: never"`

	Way   string `toml:"way" doc:"how digests are written: whole, in one answer; sentences, each asked for alone, for small models; auto: as the model's trial says (waidian model try), whole without one"`
	Unfit string `toml:"unfit" doc:"what is done with a model of whose latest sentences more than one in ten are wrong by the rules: extract, sentences of the report stand in place of its digests; use, its digests are shown with a label"`

	Review  string `toml:"review" doc:"off: a digest is shown as soon as it has passed the check; hold: not before a person has approved it (waidian digest approve); sentences of the report stand in its place, and no model writes what the reports of an event say together"`
	Editors bool   `toml:"editors" doc:"true: pages name those who edited or approved digests"`

	TitlesOnly bool `toml:"titles_only" doc:"true: only a headline and one sentence, from the opening of each report; for a small budget"`
	Translate  bool `toml:"translate" doc:"true: also a translation of the whole report, at many times the cost of a digest"`

	JudgeEndpoint string `toml:"judge_endpoint" doc:"base URL of a second model, which compares each sentence with what it cites; empty: none"`
	JudgeModel    string `toml:"judge_model" doc:"name of the model at that endpoint"`
	JudgeKeyEnv   string `toml:"judge_key_env" doc:"environment variable that contains the key of that endpoint"`

	JudgePriceIn  float64 `toml:"judge_price_in" doc:"price of a million tokens sent to the second model"`
	JudgePriceOut float64 `toml:"judge_price_out" doc:"price of a million tokens received from it"`

	Fallback []Endpoint `toml:"fallback"`
}

// Story says how reports of one event are found in different languages, besides by what they have in common.
type Story struct {
	Embeddings string `toml:"embeddings" doc:"base URL of an OpenAI-compatible server with an embedding model, e.g. http://127.0.0.1:8080/v1: it has a say on whether reports in different languages are of one event, and is sent the headline and two sentences of each; empty: none"`
	Model      string `toml:"embeddings_model" doc:"name of the model at that endpoint"`
	Prefix     string `toml:"embeddings_prefix" doc:"text before each report that the model was trained with, e.g. \"query: \" of the e5 models"`
	KeyEnv     string `toml:"embeddings_key_env" doc:"environment variable that contains the key of that endpoint"`
}

// Publish says where else the built site goes.
type Publish struct {
	Rsync   string   `toml:"rsync" doc:"where rsync keeps a copy of the built site, made after each build that has changed it: user@host:folder, rsync://host/module or an absolute folder; what the site has no more is deleted there; empty: none"`
	Git     string   `toml:"git" doc:"git repository to a branch of which the built site is pushed, after each build that has changed it, as one commit without those before it; git and ssh ask nobody for a password; empty: none"`
	Branch  string   `toml:"branch" doc:"that branch, which nobody else may write"`
	Bucket  string   `toml:"bucket" doc:"bucket to which the built site is sent, s3://BUCKET or s3://BUCKET/PREFIX, after each build that has changed it, in the object store that endpoint, region, id_env and key_env of [archive] name; what the site has no more is removed there; empty: none"`
	Command []string `toml:"command" doc:"program that copies the built site, after each build that has changed it, in whose folder it runs, e.g. [\"lftp\", \"-f\", \"/etc/press.lftp\"]; a name in PATH or an absolute path; no shell reads it; empty: none"`
}

// Alert says how the operator is told of what is not well, and of how little room and how much waiting.
type Alert struct {
	Command    []string `toml:"command" doc:"program that is run with each message on its standard input, a title and lines, e.g. [\"mail\", \"-s\", \"Waidian\", \"desk@example.org\"]; a name in PATH or an absolute path; no shell reads it; empty: none"`
	Webhook    string   `toml:"webhook" secret:"path" doc:"web address to which each message is posted as JSON with title and text; empty: none"`
	WebhookEnv string   `toml:"webhook_env" doc:"environment variable that contains that address, so that no secret in it need be in this file; empty: none"`
	Free       int      `toml:"free" doc:"fewer MiB of room on the disk than this are an alarm; 0: none are"`
	Waits      Duration `toml:"waits" doc:"a task that has been due for so long is an alarm; \"0s\": none is"`
}

// Push is a channel through which readers are told of things.
type Push struct {
	Name        string   `toml:"name" doc:"short, lower case; identifies what was sent through the channel: another name is another channel"`
	Kind        string   `toml:"kind" doc:"webhook: JSON, signed if secret_env is set; telegram; ntfy; template: JSON of your own form, as WeCom and Feishu want it; mail"`
	URL         string   `toml:"url" secret:"path" doc:"webhook, template: the web address; telegram, ntfy: that of the server, if it is not the public one; mail: smtp://HOST:587 (STARTTLS), smtps://HOST:465 or, without TLS, smtp-plain://HOST:25"`
	URLEnv      string   `toml:"url_env" doc:"environment variable that contains that address, so that no secret in it need be in this file; empty: none"`
	SecretEnv   string   `toml:"secret_env" doc:"environment variable that contains the secret of the signature (webhook), the token (telegram, ntfy) or the password (mail); empty: none"`
	User        string   `toml:"user" doc:"name with which mail logs in; empty: it does not"`
	To          string   `toml:"to" doc:"telegram: the chat, a number or @name; ntfy: the topic; mail: one address"`
	From        string   `toml:"from" doc:"sender of mail, e.g. \"Press desk <desk@example.org>\""`
	Unsubscribe string   `toml:"unsubscribe" doc:"address for List-Unsubscribe of mail, https: or mailto:; empty: mail to from"`
	Template    string   `toml:"template" doc:"body of kind template, e.g. '{\"msgtype\":\"text\",\"text\":{\"content\":{{json .Plain}}}}'; .Title, .Text, .URL, .Kind and .ID are there too"`
	On          []string `toml:"on" doc:"edition: each edition; story: an event that enough outlets report; correction: a headline, figure or name that an outlet has changed, or a report that it took back; empty: all three; a headline of the desk's own that it takes back is told wherever it was sent"`
	Outlets     int      `toml:"outlets" doc:"so many outlets with reports of their own are enough; 0: 3"`
	Topics      []string `toml:"topics" doc:"only what is of these topics, by their ids; empty: all"`
	Language    string   `toml:"language" doc:"language of the words around; empty: that of the site"`
	Audience    string   `toml:"audience" doc:"private: everything may be sent; public or empty: what each source's rights allow"`
	Private     bool     `toml:"private" doc:"true: the server may be at a private address, as on your own network"`
	Proxy       string   `toml:"proxy" doc:"proxy for the requests of this channel: http://, https:// or socks5://HOST:PORT; empty: none; mail has none"`
}

// The kinds of channels.
const (
	PushWebhook  = "webhook"
	PushTelegram = "telegram"
	PushNtfy     = "ntfy"
	PushTemplate = "template"
	PushMail     = "mail"
)

// Log says what the site publishes of the log of what the desk recorded.
type Log struct {
	Publish string   `toml:"publish" doc:"entries: the log with the texts of all its entries, which name the addresses that the desk has read; hashes: the log, and the texts of those reports' entries alone that the site shows; none: no log; empty: entries for a public site, hashes for a private one"`
	Witness []string `toml:"witness" doc:"witnesses that sign the log after having seen that it only grew, each as \"NAME+HASH+KEY https://witness.example/\": its public key and the address to which add-checkpoint is appended (C2SP tlog-witness); empty: none"`
}

// WitnessAt is a witness of the log: who it is, and where it is asked.
type WitnessAt struct {
	Key translog.Witness
	URL string // without a slash at its end
}

// Witnesses are those of the log. The configuration was checked.
func (l Log) Witnesses() (out []WitnessAt) {
	for _, line := range l.Witness {
		if w, _, bad := readWitness(line); bad == "" {
			out = append(out, w)
		}
	}
	return out
}

// readWitness reads a line of witness in [log]; bad and hint say what is wrong with it.
func readWitness(line string) (w WitnessAt, hint, bad string) {
	const form = `like "witness.example+a3e00fe2+BNQ…= https://witness.example/", as the witness publishes it`
	key, address, ok := strings.Cut(line, " ")
	if !ok || !WebAddress(address) {
		return w, form, fmt.Sprintf("witness: %.120q is not a public key and a web address", line)
	}
	known, err := translog.NewWitness(key)
	if err != nil {
		return w, form, "witness: " + err.Error()
	}
	return WitnessAt{known, strings.TrimRight(address, "/")}, "", ""
}

// The values of publish in [log].
const (
	LogEntries = "entries"
	LogHashes  = "hashes"
	LogNone    = "none"
)

// Published is what is published of the log of a site for that audience.
func (l Log) Published(audience string) string {
	switch {
	case l.Publish != "":
		return l.Publish
	case audience == "public":
		return LogEntries
	}
	return LogHashes
}

// Reader lets readers use the apps that they have.
type Reader struct {
	Open   string `toml:"open" doc:"what a tap on a headline in an app opens: desk, the report's page here; outlet, the outlet's page"`
	Unread bool   `toml:"unread_on_edit" doc:"true: a report is unread again for those who have read it when its outlet changes its headline, a figure, or something else of weight"`
}

// DefaultReader is what an empty table [reader] means.
func DefaultReader() Reader { return Reader{Open: OpenDesk, Unread: true} }

// The values of open in [reader].
const (
	OpenDesk   = "desk"
	OpenOutlet = "outlet"
)

// Room lets the operator work in a browser.
type Room struct {
	Idle Duration `toml:"idle" doc:"a log-in ends when nothing has been asked for so long; after seven days in any case"`
}

// DefaultRoom is what an empty table [room] means.
func DefaultRoom() Room { return Room{Idle: Duration(8 * time.Hour)} }

// Endpoint is a further model, asked if those before it cannot answer.
type Endpoint struct {
	Endpoint string  `toml:"endpoint" doc:"base URL of an OpenAI-compatible server"`
	Model    string  `toml:"model" doc:"name of the model there"`
	KeyEnv   string  `toml:"key_env" doc:"environment variable that contains the key"`
	Context  int     `toml:"context" doc:"size of the model's context window in tokens; 0: unknown"`
	PriceIn  float64 `toml:"price_in" doc:"price of a million tokens sent"`
	PriceOut float64 `toml:"price_out" doc:"price of a million tokens received"`
}

// Beat says which reports the desk follows.
type Beat struct {
	Keywords []string `toml:"keywords" shown:"line" doc:"listed reports with one of these in headline, summary, tags or address are followed; empty: all"`
	Exclude  []string `toml:"exclude" shown:"line" doc:"reports with one of these in headline, summary, section or tags are not followed"`
	Days     int      `toml:"days" doc:"when a source is new or the beat changes, listed reports of so many days are followed; waidian redo leads follows older ones"`
}

// Source is one address that the desk watches.
type Source struct {
	ID       string   `toml:"id" doc:"short, lower case, never changed: it names the source in commands and addresses"`
	Name     string   `toml:"name" shown:"line" doc:"name in headings, e.g. \"The Guardian - China\""`
	Outlet   string   `toml:"outlet" shown:"line" doc:"name of the outlet, e.g. \"The Guardian\"; empty: the part of name before \" - \""`
	House    string   `toml:"house" shown:"line" doc:"name of the house that the outlet belongs to; outlets of one house count as one where a story counts them; empty: those of one domain are of one house"`
	URL      string   `toml:"url" doc:"address of a feed, a news sitemap or a section page"`
	Kind     string   `toml:"kind" doc:"feed, news-sitemap or section; empty: the desk finds out"`
	Lang     string   `toml:"lang" doc:"language (BCP 47) of pages that do not name theirs"`
	Country  string   `toml:"country" doc:"country of the outlet's seat (ISO 3166); times without a zone are read in its zone"`
	Rights   string   `toml:"rights" doc:"what a public site may show: full, excerpt or link; empty: excerpt"`
	Selector string   `toml:"selector" doc:"CSS selector of the links on a section page; needed only if the desk finds the wrong ones"`
	Folder   string   `toml:"folder" shown:"line" doc:"folder of the source in an OPML file"`
	Whole    bool     `toml:"whole" doc:"true: every report of the source is followed; the keywords of [beat] do not apply"`
	Keywords []string `toml:"keywords" shown:"line" doc:"further keywords; a report of this source must have one of them too"`
	Exclude  []string `toml:"exclude" shown:"line" doc:"further keywords; a report of this source with one of them is not followed"`
	Proxy    string   `toml:"proxy" doc:"proxy for the requests of this source, written as in [fetch]; none: no proxy; empty: that of [fetch]"`
	ShowURL  bool     `toml:"show_url" doc:"true: a public site shows url itself; otherwise the first page of its host, for url may hold a key"`
	Paused   bool     `toml:"paused" doc:"true: the source stays on the list and is not polled"`
	Why      string   `toml:"why" shown:"line" doc:"why the source is on the list; never shown on a public site, and neither is folder"`
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
		Site:    Site{Title: "外电", URL: "http://127.0.0.1:8080", Language: "zh-Hans", Audience: "private", Arrangement: "classic", Editions: []string{"07:00", "19:00"}},
		Desk:    Desk{Data: "data", PollFloor: Duration(20 * time.Minute), Fetchers: 32},
		Archive: Archive{IDEnv: "AWS_ACCESS_KEY_ID", KeyEnv: "AWS_SECRET_ACCESS_KEY", Send: Duration(time.Hour), Cache: 4096},
		Fetch: Fetch{
			Agent: "Waidian/0.1 (a reader's press desk; no contact given)",
			Pace:  Duration(2 * time.Second), AllowPrivate: []string{}, MaxBody: 15,
		},
		Digest:  Digest{Language: "zh-Hans", KeyEnv: "WAIDIAN_API_KEY", Writers: 2, Timeout: Duration(30 * time.Minute), Silence: Duration(2 * time.Minute), StoryCalls: 60, Way: "auto", Unfit: "extract", Review: "off"},
		Publish: Publish{Branch: "pages", Command: []string{}},
		Alert:   Alert{Command: []string{}, Free: 1024, Waits: Duration(6 * time.Hour)},
		Beat:    Beat{Keywords: []string{}, Exclude: []string{}, Days: 7},
	}
}

// Under returns the configuration with its relative paths made relative to dir, the folder of its file. The fields that
// hold paths have the tag "path".
func (c Config) Under(dir string) Config {
	under(reflect.ValueOf(&c).Elem(), dir)
	return c
}

func under(v reflect.Value, dir string) {
	for i := range v.NumField() {
		f := v.Field(i)
		if f.Kind() == reflect.Struct {
			under(f, dir)
			continue
		}
		if _, is := v.Type().Field(i).Tag.Lookup("path"); is && f.String() != "" && !filepath.IsAbs(f.String()) {
			f.SetString(filepath.Join(dir, f.String()))
		}
	}
}

// OnPostgreSQL reports whether the desk has a database on PostgreSQL, not in its data folder.
func (d Desk) OnPostgreSQL() bool { return d.Database != "" || d.DatabaseEnv != "" }

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

// News returns the beat as the desk knows it.
func (b Beat) News() news.Beat { return news.Beat{Include: b.Keywords, Exclude: b.Exclude} }

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
		ID: news.SourceID(s.ID), Name: s.Name, Outlet: outlet, House: s.House, URL: s.URL, Kind: news.SourceKind(s.Kind),
		Lang: s.Lang, Country: s.Country, Rights: rights, Selector: s.Selector, Folder: s.Folder, Whole: s.Whole,
		Beat: news.Beat{Include: s.Keywords, Exclude: s.Exclude}, Why: s.Why, ShowURL: s.ShowURL, Held: s.Paused,
	}
}

func beforeDash(name string) string {
	head, _, _ := strings.Cut(name, " - ")
	return head
}
