// Package wording holds what the interface says to readers, in each of its languages: names, notes, dates and
// counts. It never makes markup, and reads nothing but its arguments.
package wording

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/waidian/waidian/internal/news"
)

// Texts are the texts of the interface in one language. They are data: a fourth
// language is a fourth value.
type Texts struct {
	Tag, Locale string // BCP 47 and Open Graph
	CJK         bool   // set without spaces, with full-width marks

	Today, Archive, Sources, Search, About, Verify, Status, Feeds, Menu string

	Stories, Singles, AllOfDay, Empty, EmptyHint, Recent                     string
	Original, Digest, Source, Outlet, Byline, Section                        string
	Published, Updated, Captured, Language, Versions, Version, Captions      string
	Where, How, Notes, Also, Cite, ReadOriginal, AllReports, Story           string
	Previous, Next, Newer, Older, PartOf, Hash, Record, Withdrawn            string
	Extract, ByModel, Checks, NoFinding, CheckNone, LeftOut, Findings        string
	Covers, NoModel, Waiting, Rejected, Unusable, NoDigest, Prompt, NotHuman string
	Excerpt, LinkOnly, HeadlineOnly, Paywall, Live, Video, NoText            string
	CopyOf, Copy, First, Edited, Paid, OnlyHeadline                          string
	Evidence, BackToDigest, FindingLabel, Times                              string
	Country, Homepage, How2, Rights, Full, Why, PerMonth, Latest             string
	Feed, Sitemap, SectionPage, Month, Year, Day, Reports, Total             string
	LastPoll, LastOK, Failures, State, Fine, Failing, Off, Never             string
	Reading, Digesting, Buried, Unreachable, Trouble                         string
	Query, SearchGo, SearchStatic, SearchHelp, SearchNone, Hits              string
	SearchNoScript, SearchWait, SearchPart, SearchAll                        string
	SearchOlder, SearchBroken                                                string
	Moved, MovedTo                                                           string
	Narrow, From, Until, Any                                                 string
	ByTime, ByOutlet, Scope, ScopeAll, ScopeBeat, Except                     string
	Newest, PerDay, Checked                                                  string
	SaidBy, FiguresGiven, FiguresNote, Timeline                              string
	Topics, Keywords, Translation, TranslatedBy, BothTexts                   string
	NotFound, NotFoundHint, Home, JSON, Machine, Subscribe                   string
	AboutLead, AboutDigest, AboutRights, AboutNoTrace, Program               string
	AboutPublic, AboutPrivate, Takedown                                      string
	VerifyLead, VerifyEvidence, VerifyCapture, VerifyHash, VerifyLimits      string
	Excerpts, Links, Gone, LiveMark, VideoMark                               string
	Absent, Has, Colon, Semicolon, Comma, Stop                               string
	Weekdays                                                                 [7]string // from Monday
	Months                                                                   [12]string
	rules                                                                    map[news.Rule]string
	languages                                                                map[string]string
}

// For returns the interface texts of a language; Simplified Chinese when it is unknown.
func For(language string) *Texts {
	switch {
	case strings.HasPrefix(language, "en"):
		return english()
	case language == "zh-Hant", strings.HasPrefix(language, "zh-TW"), strings.HasPrefix(language, "zh-HK"):
		return traditional()
	}
	return simplified()
}

// Date is a day as a reader writes it.
func (w *Texts) Date(t time.Time) string {
	if w.CJK {
		return t.Format("2006年1月2日")
	}
	return t.Format("January 2, 2006")
}

// ShortDate is a day without its year.
func (w *Texts) ShortDate(t time.Time) string {
	if w.CJK {
		return t.Format("1月2日")
	}
	return t.Format("Jan 2")
}

// MonthOf is the month of t with its year.
func (w *Texts) MonthOf(t time.Time) string {
	if w.CJK {
		return t.Format("2006年1月")
	}
	return t.Format("January 2006")
}

// Moment is a time with its zone: the outlet's as an offset, our own always UTC.
func (w *Texts) Moment(t time.Time) string {
	zone := " UTC"
	if _, off := t.Zone(); off != 0 {
		zone = t.Format(" UTC-07:00")
	}
	return w.Date(t) + " " + t.Format("15:04") + zone
}

// Minutes is a reading time.
func (w *Texts) Minutes(n int) string {
	if w.CJK {
		return strconv.Itoa(n) + " " + w.minute()
	}
	return strconv.Itoa(n) + " min"
}

func (w *Texts) minute() string {
	if w.Tag == "zh-Hant" {
		return "分鐘"
	}
	return "分钟"
}

// Words is a number of words.
func (w *Texts) Words(n int) string {
	if w.CJK {
		unit := "词"
		if w.Tag == "zh-Hant" {
			unit = "詞"
		}
		return strconv.Itoa(n) + " " + unit
	}
	return plural(n, "word")
}

// NOutlets, NReports and NDays count things.
func (w *Texts) NOutlets(n int) string { return w.count(n, "家媒体", "家媒體", "outlet") }

// NReports counts reports.
func (w *Texts) NReports(n int) string { return w.count(n, "篇报道", "篇報導", "report") }

// NSources counts sources.
func (w *Texts) NSources(n int) string { return w.count(n, "个来源", "個來源", "source") }

// NTasks counts tasks.
func (w *Texts) NTasks(n int) string { return w.count(n, "项", "項", "task") }

func (w *Texts) count(n int, hans, hant, en string) string {
	switch {
	case !w.CJK:
		return plural(n, en)
	case w.Tag == "zh-Hant":
		return strconv.Itoa(n) + " " + hant
	}
	return strconv.Itoa(n) + " " + hans
}

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return strconv.Itoa(n) + " " + unit + "s"
}

// Rule names what a check compares.
func (w *Texts) Rule(r news.Rule) string {
	if s := w.rules[r]; s != "" {
		return s
	}
	return string(r)
}

// LanguageName names a language; its tag when it has no name here.
func (w *Texts) LanguageName(tag string) string {
	if s := w.languages[tag]; s != "" {
		return s
	}
	base, _, _ := strings.Cut(tag, "-")
	if s := w.languages[base]; s != "" {
		return s
	}
	return tag
}

// CountryName names a country or region by the Unicode CLDR; its code when it has no name there.
func (w *Texts) CountryName(code string) string {
	r, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return cmp.Or(display.Regions(language.Make(w.Tag)).Name(r), code)
}

// MadeBy says who wrote the digest; it stands beside it.
func (w *Texts) MadeBy(d news.Digest) string {
	if d.By == news.ByExtract {
		return w.Extract
	}
	return fmt.Sprintf(w.ByModel, d.By)
}

// List joins parts as an enumeration.
func (w *Texts) List(parts []string) string {
	if w.CJK {
		return strings.Join(parts, "、")
	}
	return strings.Join(parts, ", ")
}

// Sentences writes one after the other.
func (w *Texts) Sentences(a, b string) string {
	if w.CJK || b == "" {
		return a + b
	}
	return a + " " + b
}

// Quote puts quotation marks around s.
func (w *Texts) Quote(s string) string {
	if w.Tag == "zh-Hant" {
		return "「" + s + "」"
	}
	return "“" + s + "”"
}

// Missing says why an extract stands where a digest should.
func (w *Texts) Missing(r string) string {
	switch r {
	case "no model":
		return w.NoModel
	case "waiting":
		return w.Waiting
	case "rejected":
		return w.Rejected
	case "unusable":
		return w.Unusable
	}
	return ""
}
