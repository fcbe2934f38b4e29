package news

import "sync"

// NoteCode says what the reader of an article's page must know about its text. What people
// read is made of it where they read it, in their language.
type NoteCode string

// What a note can say.
const (
	NoteCut         NoteCode = "cut"          // Arg: per cent of the outlet's own word count that there are
	NoteOpeningOnly NoteCode = "opening_only" // the rest is for subscribers
	NoteFromData    NoteCode = "from_data"    // the text is that of the page's structured data
	NoteTable       NoteCode = "table"        // a table in the report's own place is not in its text
	NoteList        NoteCode = "list"         // a box of lists in the report's own place is not in its text
	NoteBrokenOff   NoteCode = "broken_off"   // the page was torn, or longer than the limit
	NoteGoesOn      NoteCode = "goes_on"      // the page names further pages of the report, which are not read
	NotePages       NoteCode = "pages"        // the text is that of Arg pages of the outlet, joined
	NotePagesLost   NoteCode = "pages_lost"   // not all of these pages could be had at the latest look: the text is that of before
	NoteHidden      NoteCode = "hidden"       // text that the page has but does not show is left out
	NoteHeld        NoteCode = "held"         // the page's scripts hold more of the report, which is not read
	NoteNoCapture   NoteCode = "no_capture"   // the article was imported as text
	NoteExcerpt     NoteCode = "excerpt"      // imported from a public site; Arg: per cent of the words of the report that there are
	NoteFromFile    NoteCode = "from_file"    // the page came out of a file, and no log in that names it
	NoteFromLogged  NoteCode = "from_logged"  // the page came out of a file, and a log in that names it which a known key signed
	NoteNoAddress   NoteCode = "no_address"   // the list names no address of the report itself
	NoteLedAstray   NoteCode = "led_astray"   // the address in the list leads to a page of something else
	NoteConsent     NoteCode = "consent"      // the outlet answered with a consent or challenge page
	NoteNotice      NoteCode = "notice"       // the outlet answered with a notice to its readers
	NoteRobots      NoteCode = "robots"       // robots.txt of the host Of forbids the path Arg
	NoteRefused     NoteCode = "refused"      // the host Of answers with the status Arg
	NoteChallenge   NoteCode = "challenge"    // the host Of answers with a challenge by the service Arg
	NoteHuman       NoteCode = "human"        // the host Of answers with a page that asks whether its reader is human
	NoteFromFeed    NoteCode = "from_feed"    // the text is that of the outlet's feed, not of the page
	NoteNoText      NoteCode = "no_text"      // the page answered, and holds no text that could be read
	NoteMissing     NoteCode = "missing"      // the host Of answers that there is no such page, with the status Arg
	NoteShared      NoteCode = "shared"       // the list gives several reports this address
	NoteOther       NoteCode = ""             // Arg: in English
)

// Note is something that the reader of an article's page must know. In the store and in JSON it
// is its English text, which is why that text does not change.
type Note struct {
	Code    NoteCode
	Arg, Of string
}

// noteForm is a code with its English text.
type noteForm struct {
	code   NoteCode
	text   string
	phrase Phrase // of the text
}

var noteForms = sync.OnceValue(func() []noteForm {
	forms := []noteForm{
		{code: NoteCut, text: "cut: {arg} % of the outlet's own word count"},
		{code: NoteOpeningOnly, text: "the outlet shows only the opening of this report to those who do not pay"},
		{code: NoteFromData, text: "text taken from the page's structured data"},
		{code: NoteTable, text: "a table of the page is left out"},
		{code: NoteList, text: "a list of the page is left out"},
		{code: NoteBrokenOff, text: "the page broke off or was longer than is read"},
		{code: NoteGoesOn, text: "the report continues on further pages, which are not read"},
		{code: NotePages, text: "the outlet has this report on {arg} pages, which are joined here"},
		{code: NotePagesLost, text: "not all pages of this report were to be had at the latest look: the text is that of before"},
		{code: NoteHidden, text: "text that the page does not show is left out"},
		{code: NoteHeld, text: "the page holds more of this report, which only its scripts show"},
		{code: NoteNoCapture, text: "imported as text: the archive holds no capture of the page"},
		{code: NoteExcerpt, text: "imported as an excerpt: {arg} % of the words of the report"},
		{code: NoteFromFile, text: "the page came out of a file that was imported: this desk did not fetch it, and nobody vouches for its words and its time"},
		{code: NoteFromLogged, text: "the page came out of a file that was imported: this desk did not fetch it; a log in the file names it, signed by a key that the operator knows"},
		{code: NoteNoAddress, text: "the list gives no address that can be fetched"},
		{code: NoteLedAstray, text: "the address in the list leads to a page of something else"},
		{code: NoteConsent, text: "the outlet answered with a consent or challenge page"},
		{code: NoteNotice, text: "the outlet answered with a notice to its readers in the place of the report"},
		{code: NoteRobots, text: "robots.txt of {of} forbids {arg}: not permitted"},
		{code: NoteChallenge, text: "{of} answers with a challenge by {arg}: not permitted"}, // before the more general form
		{code: NoteHuman, text: "{of} answers with a page that asks whether its reader is human: not permitted"},
		{code: NoteRefused, text: "{of} answers {arg}: not permitted"},
		{code: NoteFromFeed, text: "text from the outlet's feed"},
		{code: NoteNoText, text: "the page holds no text that could be read"},
		{code: NoteMissing, text: "{of} answers {arg}: there is no page at this address"},
		{code: NoteShared, text: "the outlet's feed gives this address to several reports"},
	}
	for i, f := range forms {
		forms[i].phrase = NewPhrase(f.text, map[string]string{"arg": `.+`, "of": `\S+`})
	}
	return forms
})

// NoteCodes returns all codes but NoteOther.
func NoteCodes() []NoteCode {
	var out []NoteCode
	for _, f := range noteForms() {
		out = append(out, f.code)
	}
	return out
}

// Challenged reports whether a page came that asks its reader to prove that it is a person.
func (n Note) Challenged() bool { return n.Code == NoteChallenge || n.Code == NoteHuman }

// String is the note in English.
func (n Note) String() string {
	for _, f := range noteForms() {
		if f.code == n.Code {
			return n.Fill(f.text)
		}
	}
	return n.Arg
}

// Fill replaces {arg} and {of} in a text of any language.
func (n Note) Fill(text string) string {
	return fill(text, n.Arg, n.Of)
}

// MarshalText writes the English text.
func (n Note) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads the English text. One that is not known becomes a NoteOther.
func (n *Note) UnmarshalText(b []byte) error {
	*n = Note{Arg: string(b)}
	for _, f := range noteForms() {
		if values, ok := f.phrase.Read(string(b)); ok {
			*n = Note{Code: f.code, Arg: values["arg"], Of: values["of"]}
			break
		}
	}
	return nil
}

// Refused is an ErrForbidden that says by a note why the page may not be read.
type Refused struct{ Note Note }

func (e *Refused) Error() string { return e.Note.String() }

// Is makes every Refused an ErrForbidden.
func (e *Refused) Is(target error) bool { return target == ErrForbidden }
