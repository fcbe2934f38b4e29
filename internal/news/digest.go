package news

import (
	"slices"
	"strings"
	"time"
)

// ByExtract is Digest.By of a digest that quotes the report instead of a model's words.
const ByExtract = "extract"

// Digest is what the report says, in the reader's language, sentence by sentence.
type Digest struct {
	Article ArticleID
	Version int    // of the article when it was made
	Text    Hash   // TextHash of the text it was made from: what the numbers of its evidence mean
	Lang    string // BCP 47
	Title   string // headline in that language; empty in an extract
	Summary []Claim
	Names   []Name
	By      string // the model, or ByExtract
	Prompt  string // version of the prompt; empty in an extract
	At      time.Time
	Covers  int      // words of the report that the model was shown; 0: all of them, but for notes of the page
	Reason  Missing  // why an extract is in its place; "" for a model's digest
	LeftOut []Reject // sentences of the model that did not pass the check
	Checked []Rule   // what was compared with the report before publishing; empty: nothing
	Tokens  Usage
	Unfit   bool // too many sentences of its model were wrong when it was made, and the file says that it is used all the same

	TitleByHand bool       // a person wrote the headline
	Revisions   []Revision // what people did to it, in order

	Translation []string // of Article.Blocks, by index, where one is asked for; "" where there is none
}

// Doubtful reports whether a check found something in the sentence.
func (c Claim) Doubtful() bool {
	return slices.ContainsFunc(c.Findings, func(f Finding) bool { return f.Rule != Supported })
}

// Lead is the first sentence of the digest for lists, which have no room to say what is found in it: "" where that is in
// doubt, or the model often errs.
func (d Digest) Lead() string {
	if len(d.Summary) == 0 || d.Unfit || d.Summary[0].Doubtful() {
		return ""
	}
	return d.Summary[0].Text
}

// LeadByHand reports whether a person wrote what Lead returns.
func (d Digest) LeadByHand() bool { return d.Lead() != "" && d.Summary[0].ByHand }

// Sum identifies what a digest says. It is the SHA-256, in lower-case hexadecimal, of these fields in order, each as a netstring, as
// Article.TextHash has them: "waidian digest 1"; Text; the language; the title; then the sentences.
func (d Digest) Sum() Hash {
	var n netstrings
	n.add("waidian digest 1")
	n.add(string(d.Text))
	n.add(d.Lang)
	n.add(d.Title)
	for _, c := range d.Summary {
		n.add(c.Text)
	}
	return n.sum()
}

// Headline is the headline of the digest for places that have no room to say that its model often errs: "" where it does.
func (d Digest) Headline() string {
	if d.Unfit {
		return ""
	}
	return d.Title
}

// Missing says why a report has an extract and no digest of a model.
type Missing string

// Why a digest is missing.
const (
	NoModel        Missing = "no model"
	DigestWaiting  Missing = "waiting"  // it has not been asked for yet
	DigestRejected Missing = "rejected" // too little of it passed the check
	DigestUnusable Missing = "unusable" // no answer of the model could be read
	CopyOfAnother  Missing = "copy"     // the report that it repeats has one
	CopyHasOne     Missing = "copied"   // a copy of it, which was read before, has one
	HeadlineAlone  Missing = "headline" // there is no text to digest
	ModelUnfit     Missing = "unfit"    // too many sentences of the model are wrong
	DigestHeld     Missing = "held"     // it waits for a person
)

// Claim is one sentence of a digest and the sentences of the report it rests on.
type Claim struct {
	Text     string
	Evidence []int // Sentence.N, HeadlineN or StandfirstN, ascending
	Findings []Finding
	ByHand   bool   // a person wrote it so
	Editor   string // who; "" where that is not said
	Approved bool   // a person compared it with the report
}

// Line is one sentence or headline that a model was asked for alone.
type Line struct {
	Claim  Claim
	Prompt string // version of the prompt
	Paid   Usage
}

// Name is a proper name as the report has it and as the digest renders it.
type Name struct{ Source, Target string }

// Reject is a sentence that was left out of a digest, and why.
type Reject struct {
	Text string
	Why  []Finding
}

// Once returns the rejects without those whose text, but for spaces, is that of one before. Those without a text stay.
func Once(list []Reject) []Reject {
	known := map[string]bool{}
	var out []Reject
	for _, r := range list {
		said := strings.Join(strings.Fields(r.Text), " ")
		if said == "" || !known[said] {
			out = append(out, r)
		}
		known[said] = true
	}
	return out
}

// Usage is what one answer of a model cost.
type Usage struct{ In, Out, Cached int } // tokens

// Rule names what a check compares; the names are part of the contract of `waidian check`.
type Rule string

// What a check can find.
const (
	Supported   Rule = "supported"
	NumberRule  Rule = "number_mismatch"
	NameRule    Rule = "name_not_in_source"
	DateRule    Rule = "date_mismatch"
	QuoteRule   Rule = "quote_not_in_source"
	FormRule    Rule = "malformed"   // no evidence, evidence out of range, wrong language, markup
	NegateRule  Rule = "negation"    // one side denies what the other says
	HedgeRule   Rule = "hedge"       // the claim is surer than the report
	RoleRule    Rule = "role"        // a figure is given to another thing or person
	SpeakerRule Rule = "speaker"     // words are given to another person
	JudgeRule   Rule = "unsupported" // a second model, where one is set, found no ground for it
)

// What a check of a sentence about several reports can find besides.
const (
	GroundRule  Rule = "cite_without_ground" // a report that it cites has no figure, no name and no quotation of it
	OutletsRule Rule = "one_outlet"          // what is said of several outlets stands in one
	ValueRule   Rule = "value_not_in_source" // a value, or who gives it, is not in the sentence that it cites
	ThingRule   Rule = "not_one_thing"       // the values of a row are not of one thing, or do not differ
	CurrentRule Rule = "superseded"          // a value that is no longer current
	AloneRule   Rule = "not_alone"           // what one outlet is said to have alone another has, too
	OpenRule    Rule = "not_open"            // what is said to be open nobody left open
	OutletRule  Rule = "judges_outlet"       // it says of an outlet what no desk can know
)

// Finding is one thing that a check found in a sentence.
type Finding struct {
	Rule    Rule
	Reason  ReasonCode
	Arg, Of string // what the reason speaks of, and what that is measured by: see the codes
	Span    string // the part of the sentence it is about
	Found   string // what the report has instead, in its own words: "100,000"; empty when it has nothing like it
	Rejects bool   // false: a warning, shown beside the sentence
}

// Verdict is the outcome of checking a digest: findings for its headline, for each of its
// sentences, by index, and for all of it.
type Verdict struct {
	Whole   []Finding // one that rejects: nothing of the digest may be shown
	Title   []Finding
	Claims  [][]Finding
	Checked []Rule // what was compared

	// Evidence is that of each sentence, put right where its figures and dates show that the
	// model's is off; nil: as the digest has it.
	Evidence [][]int
}

// HalfFalls reports whether nothing of a digest of so many sentences may be shown because half of them are rejected or doubted.
// A single doubt is not yet half of two sentences.
func HalfFalls(rejected, doubted, of int) bool {
	return 2*(rejected+doubted) >= of && (rejected > 0 || doubted > 1)
}

// OK reports whether no finding rejects its sentence.
func (v Verdict) OK() bool {
	if Rejected(v.Whole) || Rejected(v.Title) {
		return false
	}
	for _, fs := range v.Claims {
		if Rejected(fs) {
			return false
		}
	}
	return true
}

// Repeats reports whether a finding is that something is said twice: the sentence is left out, and is not wrong.
func (f Finding) Repeats() bool {
	return f.Reason == RepeatsSentence || f.Reason == RepeatsHeadline || f.Reason == SameNews || f.Reason == SaidTwice
}

// Fell reports whether one of the findings on a sentence rejects it for more than that it is said twice.
func Fell(fs []Finding) bool {
	for _, f := range fs {
		if f.Rejects && !f.Repeats() {
			return true
		}
	}
	return false
}

// Rejected reports whether one of the findings on a sentence rejects it.
func Rejected(fs []Finding) bool {
	for _, f := range fs {
		if f.Rejects {
			return true
		}
	}
	return false
}

// Story gathers the reports of one event.
type Story struct {
	ID       StoryID
	Articles []ArticleID // in order of arrival
	First    time.Time   // earliest publication
	Last     time.Time
}

// Item is one report with all that the desk knows of it: what a page shows.
type Item struct {
	Article  Article
	Digest   Digest
	Rights   Rights
	Story    StoryID
	CopyOf   ArticleID // the report that this one repeats; empty: none
	Versions []Version // oldest first; the last is Article
	Capture  Ref
	Sights   []Sight // looks that did not find the report as it was, oldest first; see Withdrawn
}

// Version is one state of a report.
type Version struct {
	N         int
	Title     string
	Words     int
	Captured  time.Time
	Seen      time.Time // when a look last confirmed that the outlet has it so; zero: that was not kept
	Hash      Hash      // of the decoded body that was read
	Text      Hash      // of the text; see Article.TextHash
	Extractor string    // form of the extraction that read it; empty: not known
	Edited    bool      // it differs from the version before by the outlet's doing; false: that is not known
	OutOfFile NoteCode  // the note on the file that it was read out of; empty: none is known of
}

// Searchable returns the texts in which search finds a report: what its outlet writes, and the digest.
func Searchable(a Article, d Digest) []string {
	out := []string{a.Title, a.Standfirst, a.Outlet, strings.Join(a.Byline, "\n"), a.Section, strings.Join(a.Tags, "\n"), d.Title}
	out = append(out, a.Paragraphs()...)
	for _, c := range d.Summary {
		out = append(out, c.Text)
	}
	return out
}
