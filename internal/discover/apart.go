package discover

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// addAll makes leads of the entries of a feed. Entries that have one address are one lead, unless they are several
// reports: bulletins, posts of a ticker, notices whose address is that of the page on which all of them appear.
// summaries are those of the entries, HTML.
func (p *parser) addAll(leads []news.Lead, summaries []string) {
	at := map[string][]int{}
	for i := range leads {
		if web(leads[i].URL) && leads[i].Key == "" {
			leads[i].Key = Key(leads[i].URL)
			at[leads[i].Key] = append(at[leads[i].Key], i)
		}
	}
	twice := map[int]bool{}
	for _, group := range at {
		if len(group) > 1 {
			partGroup(leads, summaries, group, twice)
		}
	}
	for i, l := range leads {
		if twice[i] {
			p.leave(l, "listed twice")
			continue
		}
		p.add(l)
	}
}

// partGroup sets apart those entries of one address that are reports of their own, if there are two at least. What repeats
// one of them is listed twice.
func partGroup(leads []news.Lead, summaries []string, group []int, twice map[int]bool) {
	var own, again []int
	known := entries{ids: map[string]bool{}, texts: map[string]bool{}, titles: map[string][]time.Time{}}
	for _, i := range group {
		l := leads[i]
		if l.Content = cmp.Or(l.Content, summaries[i]); identifierOf(l) == "" || l.Title == "" || l.Content == "" {
			continue
		}
		if known.add(l) {
			own = append(own, i)
		} else {
			again = append(again, i)
		}
	}
	if len(own) < 2 {
		return
	}
	for _, i := range again {
		twice[i] = true
	}
	for _, i := range own {
		leads[i].Content = cmp.Or(leads[i].Content, summaries[i])
		leads[i], _ = SetApart(leads[i])
	}
}

// entries are those of one address.
type entries struct {
	ids, texts map[string]bool
	titles     map[string][]time.Time // when the entries with a headline were published
}

// add adds an entry, unless it is one of them once more: it has its identifier or its text, or its headline about the same hour.
func (e entries) add(l news.Lead) bool {
	id, body, title := identifierOf(l), plain(l.Content), text.Fold(l.Title)
	if e.ids[id] || e.texts[body] || slices.ContainsFunc(e.titles[title], func(at time.Time) bool {
		return at.IsZero() || l.Published.IsZero() || at.Sub(l.Published).Abs() < sameTime
	}) {
		return false
	}
	e.ids[id], e.texts[body] = true, true
	e.titles[title] = append(e.titles[title], l.Published)
	return true
}

// SetApart makes a report of its own of an entry whose address is not its own: its text is that of the list, and its
// key has its identifier. It returns false for an entry without an identifier or a text.
func SetApart(l news.Lead) (news.Lead, bool) {
	id := identifierOf(l)
	if l.Content == "" && !strings.HasSuffix(l.Standfirst, " …") {
		l.Content = html.EscapeString(l.Standfirst)
	}
	if id == "" || l.Content == "" {
		return l, false
	}
	sum := sha256.Sum256([]byte(id))
	l.Key = Key(l.URL) + entryMark + fmt.Sprintf("%x", sum[:8])
	l.Apart, l.Whole = true, true
	return l, true
}

// entryMark is between the address and the identifier in the key of an entry that shares its address. No key of an
// address has a fragment that begins so.
const entryMark = "#entry="

// SharedAddress is the address, as a key, that an entry shares with others; "" if it has its own.
func SharedAddress(key string) string {
	if address, _, ok := strings.Cut(key, entryMark); ok {
		return address
	}
	return ""
}

// revision is how some outlets end an identifier anew whenever they edit the report.
var revision = regexp.MustCompile(`#[0-9]{1,2}$`)

// identifierOf is what tells an entry from others under its address: its identifier, or else its time.
func identifierOf(l news.Lead) string {
	if id := revision.ReplaceAllString(l.GUID, ""); id != "" {
		return id
	}
	if l.Published.IsZero() {
		return ""
	}
	return l.Published.UTC().Format(time.RFC3339Nano)
}

// longHeadline is the length in characters to which a sentence is cut that serves as headline.
const longHeadline = 120

var paragraphEnd = regexp.MustCompile(`(?i)</(?:p|div|h[1-6]|li|blockquote)>|<br\s*/?>|\n`)

// headlineOf is the first sentence of a text that has no headline. Addresses are left out.
func headlineOf(content string) string {
	rest := strings.TrimSpace(content)
	for range 20 { // paragraphs that hold nothing but pictures or addresses
		paragraph := rest
		if at := paragraphEnd.FindStringIndex(rest); at != nil {
			paragraph, rest = rest[:at[0]], rest[at[1]:]
		} else {
			rest = ""
		}
		if s := sentenceOf(plain(paragraph)); s != "" || rest == "" {
			return s
		}
	}
	return ""
}

func sentenceOf(s string) string {
	var words []string
	for w := range strings.FieldsSeq(s) {
		if !strings.HasPrefix(w, "https://") && !strings.HasPrefix(w, "http://") {
			words = append(words, w)
		}
	}
	s = strings.Join(words, " ")
	if ends := text.Sentences(s); len(ends) > 0 {
		s = strings.TrimSpace(s[:ends[0]])
	}
	if utf8.RuneCountInString(s) > longHeadline {
		runes := []rune(s)
		s = string(runes[:longHeadline])
		if i := strings.LastIndexAny(s, " ，、"); i > len(s)/2 {
			s = s[:i]
		}
		return s + " …"
	}
	return strings.TrimRight(s, ".。")
}
