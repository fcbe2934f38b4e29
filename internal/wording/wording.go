// Package wording holds what the interface says to readers, in each of its languages: names, notes, dates and
// counts. A language is one file here, named after its tag; no code knows a word of it. The package never makes
// markup, and reads nothing but its arguments.
package wording

import (
	"fmt"
	"strconv"

	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/news"
)

// Texts are the texts of the interface in one language: a file. Where a text has a verb of package fmt, whoever
// shows it fills that in.
type Texts struct {
	Tag    string `toml:"-"` // BCP 47: the name of the file
	Locale string // Open Graph

	FrameTexts    `toml:"frame"`
	ListsTexts    `toml:"lists"`
	ReportTexts   `toml:"report"`
	MarksTexts    `toml:"marks"`
	DigestTexts   `toml:"digest"`
	StoryTexts    `toml:"story"`
	EditionTexts  `toml:"edition"`
	SourcesTexts  `toml:"sources"`
	SearchTexts   `toml:"search"`
	AboutTexts    `toml:"about"`
	TakedownTexts `toml:"takedown"`
	VerifyTexts   `toml:"verify"`
	VersionsTexts `toml:"versions"`
	BookTexts     `toml:"book"`
	AlertTexts    `toml:"alert"`
	PushTexts     `toml:"push"`
	RoomTexts     `toml:"room"`

	Punctuation `toml:"punctuation"`
	Counts      Counts
	Dates       Dates
	OtherScript *OtherScript `toml:"otherScript,omitempty"` // nil: the language is written in one script

	// Words of codes, by code.
	Missing     map[news.Missing]string    // why an extract is shown where a digest should be
	KindNotes   map[news.PageKind]string   // what a reader has to know of a page of this kind
	Notes       map[news.NoteCode]string   // what a reader has to know of a report; with {arg} and {of}
	KindMarks   map[news.PageKind]string   // the same, beside a headline
	SourceKinds map[news.SourceKind]string // what a source is read from
	RightsShown map[news.Rights]string     // what is shown in public
	Reasons     map[news.ReasonCode]string // what a check found; with marks, see the files
	Rules       map[news.Rule]string       // what a check compares
	Languages   map[string]string          // by BCP 47 tag
	Zones       map[string]string          // time zones that have a name here, by that of the time zone database

	Refusals     map[news.RefusalCode]string // why what the operator asked for was not done; with {arg} and {of}
	FigureKinds  map[news.FigureKind]string  // why the values of a figure differ
	UnreadCauses map[news.UnreadCause]string // why it cannot be told whether outlets, the verb, report an event
	Causes       map[news.Cause]string       // why nothing could be learnt of a source
	Ranks        map[news.RankReason]string  // why an event is in an edition
	Alarms       map[news.AlarmKind]string   // what is not well: subject, and since when

	language    language.Tag
	fingerprint string
}

// Punctuation is what stands between texts, and around them.
type Punctuation struct {
	Colon, Semicolon, Comma, Stop string // with the space that follows them, if one does
	Enumeration                   string // between the members of a list
	QuoteOpen, QuoteClose         string
	SentenceGap                   string // between two sentences
	WordGap                       string // between a word and a quotation
}

// OtherScript is the script that pages in a language can be read in besides their own. It is a language here too,
// whose file leads back.
type OtherScript struct {
	Language string // BCP 47
	Folder   string // of the pages in it
	Name     string // of the script, in it
	Form     string // the hanscript.Form that texts are converted to
}

// Counts are numbers of things.
type Counts struct{ Outlets, Reports, Sources, Words, Minutes Plural }

// FrameTexts are around every page: the ways to other pages, and what those say that are none.
type FrameTexts struct {
	Today, Archive, Sources, Search, About, Verify, Status, Topics, Feeds, Menu, Home, Subscribe string
	ForMachines, Program, NotFound, NotFoundHint, SkipToText, SkipToMenu                         string
}

// AlertTexts are what the operator is told of what is not well.
type AlertTexts struct {
	AlertTitle string // site, number of what has begun, number of what is over
	AlertOver  string // an alarm, and when it was over
	AlertWhy   string // an alarm, and why
	AlertCause string // the cause that an alarm has, and what the desk has noted of it, in English
	AlertNoted string // what the desk has noted of an alarm, in English, where nothing says it in this language
	AlertRoom  string // the room that is left on a disk
	AlertMore  string // how many more there are

	AlertDay, AlertMonth   string // the bound of the budget of a day, of a month
	AlertTokens            string // so many tokens
	AlertSpent, AlertShort string // such a bound is spent, has too little left

	AlertTrialTitle string // of the message of a trial: site
	AlertTrial      string // that message
}

// PushTexts are what readers are sent.
type PushTexts struct {
	PushEdition    string // site, day, hour
	PushStory      string // how many outlets report an event
	PushLine       string // a headline, and why it is there
	PushReport     string // an outlet, and the headline of its report
	PushEdit       string // what was, and what is now
	PushOwnBack    string // that the desk takes a headline of its own back
	PushTrial      string // the message of a trial
	PushTrialTitle string // its title: site
}

// RoomTexts are what the operator sees in the room of the desk.
type RoomTexts struct {
	Room, LogIn, LogOut, LoggedIn, Name, Password, ToSite, WrongPassword, TooManyTries, Stale string
	WellSources                                                                               string // how many, of how many
	SpentToday, WaitingTasks                                                                  string

	AddSource, Week, Silence, NextPoll, ListedOff, SourceName, SourceID, Rename, Pause, Resume, Paused, PutOff, Frozen, Barred string
	Address, AddressHelp, LookThere, SeveralFeeds, FoundThere, OneReport, WatchIt                                              string
	BeatTakes                                                                                                                  string // how many it takes, how many it leaves
	AsksRobots, AsksNoArchive, AsksNoIndex, AsksReserved, AsksNothing                                                          string // what an outlet asks

	Beat, BeatHelp, OffNow, TakeOff, TakenOff, NoEffect, BeatKeywords, BeatExclude, OneALine, SeeEffect, Save, YouTyped string
	BeatEffect                                                                                                          string // how many come in, are off it, are left out

	Review, Corrected, Hidden, Approved, Undone, Correct, Hide, Approve, UndoLast, Words, Because, ForDesk, ForReaders, Insist, WholeDigest, DigestOf string
	AddTerm, TermIs, TermSaid, TermHelp, TermKind, KindTerm, KindPerson, KindOrg, KindPlace, TermAdded                                                string
	IsShown, WaitsReview, WaitsChanged, WaitsHidden                                                                                                   string // the state of a digest
	NWaiting                                                                                                                                          string // how many digests wait

	Stories, StoryWords, StoryWordsHelp, NoStories, DownNow, ShowAgain, ShownAgain, ToPage, Pin, PinnedNow, StoryTitle, StoryTitleHelp, InsistTitle, Renamed string
	Rulings, Undo, Leaves, TakeDown, TakenDown, Split, SplitHelp, Parted, NearStories, NearHelp, MergeHere, Merged, OtherStory                               string
	Merges, Splits                                                                                                                                           string // how many reports a ruling moved
	Nearest, NearestHelp                                                                                                                                     string // how near a report is to another

	Tasks, Log, Task, When, Retry, RetryAll, Retried, NoneBuried, Queue, Ready, Later, NextTasks string
	ShownOf                                                                                      string // how many, of how many
	Spending, Cost, Tokens, Budget, NoBudget, NoPrice, MostTokens, TodayUTC, ThisMonth, LogHelp  string
	Noted, NoWordOfIt                                                                            string // what the desk has noted in English; that a report has no word of the beat
	LoggedOut, LoggedOutLong, TypedBefore, NoSuchAct, NotNow, SendAgain                          string // what becomes of what was typed
	InForce, InForceLater, AtLine, Renames, AfterRestart                                         string // what comes of changed settings, and the line of a mistake
	TaskFetch, TaskRead, TaskDigest, TaskStory, TaskAnnounce, TaskCosign                         string // what a task does
}

// ListsTexts belong to lists of reports: the front page, days, months, sources, topics.
type ListsTexts struct {
	Stories, Singles, AllOfDay, Latest, Empty, EmptyHint, AllReports, Previous, Next, Newer, Older string
	MostTold, PerMonth, PerDay, Newest, ByTime, ByOutlet, TimesIn, Undated, ZoneOffset, Checked    string
	InParts, WatchedSources                                                                        Plural
}

// ReportTexts belong to the page of a report.
type ReportTexts struct {
	Original, ReadOriginal, Outlet, Byline, Section, Source, Published, Dated, Updated, Captured, OurTimes, Listed, Language                                            string
	Versions, Version, VersionUnsure, Captions, Provenance, Hash, HashFeed, AddressRead, InLogSince, Record, Story, OtherReports, CopyOf, Cite, JSON, Keywords          string
	Evidence, EvidenceHeadline, EvidenceStandfirst, HeadlineMark, StandfirstMark                                                                                        string
	NoText, ExcerptOnly, LinkOnly, Withdrawn, WasAway, NotSeen, AnsweredAgain, AnsweredOther, LedElsewhere, BlockedByLaw, Answers, Translation, TranslatedBy, BothTexts string
	CopySentence, Copied, NotCopied                                                                                                                                     string
	NoteUnnamed, Readdressed                                                                                                                                            string
	OthersReport, OthersAtLeast                                                                                                                                         Plural
	NoTranslation, Untranslated                                                                                                                                         string // of paragraphs
}

// MarksTexts are put beside a headline, where something is out of the ordinary.
type MarksTexts struct {
	Copy, First, Gone, UnfitMark, TitleGiven string
	Edited                                   Plural
}

// DigestTexts say how a digest was made, and what a check found in it.
type DigestTexts struct {
	Digest, HowMade, Extract, UnfitModel, ByModel, PromptVersion, NoDigest, Checks, NotChecked, NoFinding, Findings string
	InDoubt, NotInReport, ReportHas, EvidenceNote, MarksNote, BackToDigest                                          string
	RestsOnThese, ExtractBelow                                                                                      string
	ByModelEdited, ByModelRead, ByHand, ByHandOf, HeadlineByHand, TakenOut, Editors                                 string
	Covers, LeftOut                                                                                                 Plural
}

// StoryTexts belong to the page of a story.
type StoryTexts struct {
	SaidBy, FiguresGiven, FiguresNote, Timeline, Moved, MovedTo                                           string
	Known, NotKnown, FromDigests, FromOpenings, StoryByModel, StoryChecks, OneOutlet                      string
	RestsOn, RestsOnOne, EarlierText, NotLatest, PictureNote, AloneIn, AloneNote, SilentHeading           string
	SilentTopic, SilentOutlets, SilentAsOf, Edits, EditedThen, AllOfStory, Follow, OfAll, FirstRead, ByAt string
	FirstReport, StoryJSON, AloneSaid, WordsIn, SinceEdition                                              string
	StoryLeftOut, HousesOnce, StoryRules, RestOutlets, RestSentences, More, MoreOfDay, Copies, ReadWhole  Plural
	AllNew                                                                                                Plural
}

// EditionTexts belong to editions, and to the front page, which has the newest one.
type EditionTexts struct {
	Pinned, Sixty, Since, Lately, Cut, Named, ReadOf, UnreadSince, UnreadNever, Filled, FirstHere, Others string
	After, End, AllOf, Last, Book, EveryEdition, EachBar, BarsLabel                                       string
	ReadReports, NewEvents, EditedReports, PulledReports, Missed, LineReports, RestOfTopic, Rest          Plural
	Hours, Days                                                                                           Plural
}

// SourcesTexts belong to sources and to the status of the desk.
type SourcesTexts struct {
	Country, Homepage, Website, ReadBy, Rights, WhyListed, Reports, LastPoll, LastOK, Failures, State, Fine, Failing                                                         string
	SilentDays, SilentNone, SilentUnknown, SilentSince, SwitchedOff, PutOffUntil, Never, NotYet, Reading, Digesting, Buried, Unreachable, Scope, ScopeAll, ScopeBeat, Except string
}

// SearchTexts belong to the search page. SearchPart and SearchAll are filled in by its script, SearchPart by a server too. SearchLooked
// says how many parts of the index of a copy were searched, of how many.
type SearchTexts struct {
	Query, SearchGo, SearchStatic, SearchHelp, SearchNone, Hits, HitsMore, SearchNoScript, SearchWait, SearchPart string
	SearchAll, SearchOlder, SearchBroken, SearchAway, Narrow, From, Until, Any                                    string
	SearchMissing, SearchApart, SearchMeant, SearchLooked, SearchStop                                             string
	SearchTooLong, SearchOnlyNot, SearchNotExcluded, SearchNoDate, SearchNoTopic                                  string
}

// AboutTexts are the page about the site.
type AboutTexts struct {
	AboutLead, AboutDigest, AboutRights, AboutNoTrace, AboutPublic, AboutPrivate, Takedown string
}

// TakedownTexts are the page at the address of a report that was taken down.
type TakedownTexts struct {
	DownHeading, DownLead, DownHad, DownAt, DownReason, DownNoReason string
}

// VerifyTexts are the page that says how to check a digest and a capture.
type VerifyTexts struct {
	VerifyLead, VerifyEvidence, VerifyCapture, VerifyHash, VerifyLimits                      string
	VerifyLog, VerifyLogLead, VerifyLogFiles, VerifyLogScript, VerifyLogRun                  string
	VerifyLogResult, VerifyLogEntered, VerifyLogShows, VerifyLogKey                          string
	VerifyStories, VerifyTold, VerifyRules, VerifyComposed, VerifyFigures, VerifyStoryLimits string
}

// VersionsTexts say what outlets changed in their reports: on the page of a report, and in the lists of edits.
type VersionsTexts struct {
	EditedOn, CorrectedOn, RetitledOn, SeeVersions, FirstSeen, LastSeen, LengthOf, EditBetween, EditAt, Deleted, Inserted string
	OwnNote, Rewritten, TextsHidden, LiveVersions, OfVersions, EditedTitle, EditedLead, NoEdits, WeightyEdits             string
	PastDigest, PastDigestNote                                                                                            string
	WordedEdits, MarkEdited, MarkCorrected, MarkRetitled, MarkWorded                                                      string
	Unchanged, Changed, ChangesHidden                                                                                     Plural
}

// BookTexts are those of a book alone.
type BookTexts struct {
	Untitled, Contents, FullText, WithdrawnAbove, BookLead, BookMarks, BookRights, BookAccess, Grounds string
}

// Ground names what a number of a digest's evidence means: a mark of a character or a few
// ("7", "H"), and the same in words.
func (t *Texts) Ground(n int) (mark, label string) {
	switch n {
	case news.HeadlineN:
		return t.HeadlineMark, t.EvidenceHeadline
	case news.StandfirstN:
		return t.StandfirstMark, t.EvidenceStandfirst
	}
	return strconv.Itoa(n), fmt.Sprintf(t.Evidence, n)
}
