package news

import "time"

// Telling is a report as one telling of an event, with what is known of its outlet.
type Telling struct {
	Item
	House   string    // equal for outlets of one house, which count as one
	Earlier []Article // its earlier versions by the outlet's own edits, oldest first
	Edits   []Edit    // what was changed in it, oldest first
}

// Cite is one sentence of one report that a sentence about several reports rests on.
type Cite struct {
	Article ArticleID
	Text    Hash // Article.TextHash of the text in which N counts: another text is other evidence
	N       int  // Sentence.N, HeadlineN or StandfirstN
}

// What a StoryDigest that no model wrote is made of.
const (
	ByDigests  = "digests"  // sentences of the digests of its reports
	ByOpenings = "openings" // the first sentence of each outlet, in its own language
)

// StoryDigest is what the reports of one event say together, each sentence with the sentences of the reports that it rests on.
type StoryDigest struct {
	Story         StoryID
	Of            Hash   // of the reports, their texts and the form of the rules: while it is equal nothing is to be written anew
	Lang          string // BCP 47
	Title         string // "": that of the most central report stands
	TitleEvidence []Cite
	Common        []StoryClaim // each with evidence of two outlets or more
	Only          []StoryClaim // each with evidence of one outlet
	Open          []StoryClaim // what is not known, as somebody says
	Figures       []Figure
	By            string // the model, ByDigests or ByOpenings
	Prompt        string // version of the prompt; "" without a model
	At            time.Time
	Checked       []Rule   // what was compared with the reports; empty: nothing
	LeftOut       []Reject // sentences of the model that did not pass the check
	Tokens        Usage
}

// StoryClaim is one sentence of a StoryDigest.
type StoryClaim struct {
	Text     string
	Lang     string // BCP 47; "": that of the StoryDigest
	Evidence []Cite // of one report together, ascending
	Findings []Finding
}

// FigureKind says why the values of a Figure differ.
type FigureKind string

// Why values differ, the surest first that may be said; where that is not sure it is FigureBasis.
const (
	FigureLater     FigureKind = "later"     // one who counts, at another time
	FigureGrew      FigureKind = "grew"      // a thing that itself grows, at another time
	FigureBasis     FigureKind = "basis"     // another speaker, population, period or way of counting
	FigureDisputed  FigureKind = "disputed"  // one count of one time by two speakers
	FigureCorrected FigureKind = "corrected" // who gave the first says that it was wrong
)

// Figure is one thing of which the reports of an event give values that do not meet. Nothing is averaged or totalled.
type Figure struct {
	What   string // what is counted or measured, as a report or digest names it
	Lang   string // of What, BCP 47
	Kind   FigureKind
	Values []FigureValue // two or more, oldest first; one for each outlet, speaker and value
}

// FigureValue is one value as one report gives it.
type FigureValue struct {
	Said      string // as it is written, with its unit
	Lang      string // of Said, BCP 47
	By        string // who says so, not who prints it; "" where nobody is named
	AsOf      string // as it is written; "" where no time is named
	At        time.Time
	Low, High float64 // the interval that it means, in the unit common to the row: to be drawn, never printed; where one end is open both are the other
	Evidence  []Cite
	Current   bool // false: it stands in an earlier version alone, or the same speaker gives a later value
}

// Account is all that the page of a story says beside the list of its reports.
type Account struct {
	Digest   StoryDigest
	Moving   int // index in Digest.Figures of the one that is drawn over time; -1: none
	Central  ArticleID
	Partly   []ArticleID // reports of which the desk does not have all that they say, copies included
	Alone    []Alone
	First    []ArticleID // read to be the earliest; several: within ten minutes of each other; none: not known
	Silent   []Silence   // at most 8, the most telling first
	Silents  int         // how many in all
	Polled   time.Time   // Silent and Unread are as of then: the last poll of all outlets named
	Again    time.Time   // when they may be others although no report has come; zero: not any more
	Unread   []Unread
	Timeline []Moment
	Moments  int        // how many in all
	Houses   [][]string // names of outlets that are of one house, where it has several: they count as one
	Given    string     // what the operator calls the event; "": nothing
}

// Alone is what one report has and no other telling of the event, all of which were read in full.
type Alone struct {
	Article ArticleID
	Terms   []AloneTerm
}

// AloneTerm is a name or a figure, as the digest of its report writes it.
type AloneTerm struct {
	Text, Lang string
	Evidence   []Cite
}

// Silence is an outlet that was read throughout, writes on such things, and was not seen to report the event.
type Silence struct {
	Source  SourceID
	Outlet  string
	Topic   string // name of the story's topic; "": the desk has no topics
	Reports int    // of the outlet within the topic in the 30 days before
}

// UnreadCause says why the desk cannot tell whether an outlet reports an event.
type UnreadCause string

// Why that cannot be told.
const (
	UnreadFailing  UnreadCause = "failing"  // its polls fail
	UnreadHeadline UnreadCause = "headline" // reports of these days are known by their headlines alone
	UnreadBuried   UnreadCause = "buried"   // reports of these days could not be fetched or read
)

// Unread is an outlet of which the desk did not read enough to call it silent.
type Unread struct {
	Source SourceID
	Outlet string
	Cause  UnreadCause
	N      int // reports concerned; 0: not counted
}

// MomentKind says what happened at a moment of a timeline.
type MomentKind string

// What happens.
const (
	MomentPublished MomentKind = "published"
	MomentEdited    MomentKind = "edited" // a figure, a name or the headline changed
	MomentWithdrawn MomentKind = "withdrawn"
	MomentDay       MomentKind = "day" // so many more of one day
)

// Moment is one line of the timeline of an event.
type Moment struct {
	At      time.Time
	Hour    Hour // what is known of At
	Kind    MomentKind
	Article ArticleID // "" of a day
	Was, Is string    // what an edit changed
	N       int       // of a day: how many moments it folds
}

// RulingKind says what an operator decided on stories.
type RulingKind string

// What can be decided.
const (
	RulingMerge RulingKind = "merge" // the reports of Story and of Into are of one event
	RulingSplit RulingKind = "split" // Articles are not of one event with the other reports of Story
	RulingTitle RulingKind = "title" // Story is called Title
	RulingPin   RulingKind = "pin"   // Story leads the front page
)

// LongestStoryTitle bounds Ruling.Title, in characters.
const LongestStoryTitle = 100

// Moves reports whether such a ruling says which reports are of one event. Regrouping obeys it.
func (k RulingKind) Moves() bool { return k == RulingMerge || k == RulingSplit }

// Ruling is a decision of the operator on a story.
type Ruling struct {
	ID       int64
	Kind     RulingKind
	Story    StoryID
	Into     StoryID     // where the reports went; "" if Kind moves none
	Articles []ArticleID // those that went; those that Story had, if Kind moves none
	Others   []ArticleID // those that they were joined with, or parted from; none if Kind moves none
	Title    string      // of RulingTitle
	At       time.Time
	Undone   time.Time // zero: it holds
}
