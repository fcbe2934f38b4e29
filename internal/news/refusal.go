package news

// RefusalCode says why the desk did not do what an operator asked for. What it is worded as, and what can be done about it, is for whoever
// shows it: a command names commands, a page its fields and buttons.
type RefusalCode string

// The codes, each with its Arg and Of.
const (
	// of files that an operator writes by hand, too
	FileChanged RefusalCode = "file_changed" // since the page was made; Arg: the file
	FileGone    RefusalCode = "file_gone"    // Arg: the file
	FileEmpty   RefusalCode = "file_empty"   // Arg: the file
	FileBroken  RefusalCode = "file_broken"  // its mistakes, each a refusal, follow; Arg: the file
	FileOdd     RefusalCode = "file_odd"     // what is to be changed is written in a way that only a hand can change; Arg: the file
	FileBusy    RefusalCode = "file_busy"    // another program keeps writing it; Arg: the file
	FileUnread  RefusalCode = "file_unread"  // Arg: the file
	FileUnkept  RefusalCode = "file_unkept"  // it could not be written; Arg: the file
	NotInForce  RefusalCode = "not_in_force" // the file is changed, and the desk at work has not taken that up

	// mistakes of a configuration
	MistakeSyntax RefusalCode = "mistake_syntax"
	MistakeKey    RefusalCode = "mistake_key"   // there is none of this name; Arg: the key
	MistakeKind   RefusalCode = "mistake_kind"  // the value is a number for a text, or the like; Arg: the key
	MistakeValue  RefusalCode = "mistake_value" // Arg: the key

	SourceUnnamed RefusalCode = "source_unnamed"
	SourceBadID   RefusalCode = "source_bad_id"  // Arg: the identifier
	SourceSameID  RefusalCode = "source_same_id" // Arg: the identifier
	SourceWatched RefusalCode = "source_watched" // Arg: the identifier of the source that has the address
	NoSource      RefusalCode = "no_source"      // Arg: the identifier
	NoAddress     RefusalCode = "no_address"     // Arg: what was typed
	NothingThere  RefusalCode = "nothing_there"  // no feed, sitemap or list; Arg: the address
	Challenged    RefusalCode = "challenged"     // Arg: the address
	NoAnswer      RefusalCode = "no_answer"      // Arg: the address, Of: why, in the words of a Cause
	Unreadable    RefusalCode = "unreadable"     // what is there is none of what sources are; Arg: the address
	NoKeyword     RefusalCode = "no_keyword"     // Arg: the word

	NoStory         RefusalCode = "no_story"          // Arg: what was typed
	StoryChanged    RefusalCode = "story_changed"     // since the page was made
	SameStory       RefusalCode = "same_story"        // the two are one
	NotInStory      RefusalCode = "not_in_story"      // Arg: the report
	GoesWithItsOwn  RefusalCode = "goes_with_its_own" // Arg: the copy, Of: its original
	WholeStory      RefusalCode = "whole_story"       // all its reports would be split off
	NothingTicked   RefusalCode = "nothing_ticked"
	NoRuling        RefusalCode = "no_ruling"
	RulingUndone    RefusalCode = "ruling_undone"
	RulingRestedOn  RefusalCode = "ruling_rested_on" // Arg: the later ruling
	TitleLength     RefusalCode = "title_length"     // Arg: the most characters
	SameTitle       RefusalCode = "same_title"
	TitleDoubted    RefusalCode = "title_doubted"
	PinnedAlready   RefusalCode = "pinned_already"
	StoryOfOne      RefusalCode = "story_of_one"
	NoReport        RefusalCode = "no_report"      // Arg: what was typed
	NoDigest        RefusalCode = "no_digest"      // by a model
	DigestChanged   RefusalCode = "digest_changed" // since the page was made
	DigestHidden    RefusalCode = "digest_hidden"  // already
	OnlySentence    RefusalCode = "only_sentence"
	NoSentence      RefusalCode = "no_sentence" // Arg: its number
	NoHeadline      RefusalCode = "no_headline"
	NothingRevised  RefusalCode = "nothing_revised"
	ReviserLength   RefusalCode = "reviser_length" // Arg: the most characters
	ReasonLength    RefusalCode = "reason_length"  // Arg: the most characters
	SameWords       RefusalCode = "same_words"
	HeadlineGround  RefusalCode = "headline_ground" // a headline needs words, and has no ground of its own
	SentenceBarred  RefusalCode = "sentence_barred"
	SentenceDoubted RefusalCode = "sentence_doubted"
	BadGround       RefusalCode = "bad_ground" // Arg: what was typed

	TermKind       RefusalCode = "term_kind"
	TermLength     RefusalCode = "term_length"     // Arg: the most characters
	TermSign       RefusalCode = "term_sign"       // Arg: what was typed
	TermKana       RefusalCode = "term_kana"       // Arg: what was typed
	TermChinese    RefusalCode = "term_chinese"    // the term is to be in Chinese, its wording in Latin script
	GlossaryBroken RefusalCode = "glossary_broken" // with the term the file would not be read; Arg: the file
	TermLatin      RefusalCode = "term_latin"      // the other way round

	TaskNotBuried RefusalCode = "task_not_buried"
	Failed        RefusalCode = "failed" // the desk's own fault, which its log has
)

// RefusalCodes returns all codes.
func RefusalCodes() []RefusalCode {
	return []RefusalCode{
		FileChanged, FileGone, FileEmpty, FileBroken, FileOdd, FileBusy, FileUnread, FileUnkept, NotInForce,
		MistakeSyntax, MistakeKey, MistakeKind, MistakeValue,
		SourceUnnamed, SourceBadID, SourceSameID, SourceWatched, NoSource, NoAddress, NothingThere, Challenged, NoAnswer, Unreadable, NoKeyword,
		NoStory, StoryChanged, SameStory, NotInStory, GoesWithItsOwn, WholeStory, NothingTicked, NoRuling, RulingUndone, RulingRestedOn,
		TitleLength, SameTitle, TitleDoubted, PinnedAlready, StoryOfOne,
		NoReport, NoDigest, DigestChanged, DigestHidden, OnlySentence, NoSentence, NoHeadline, NothingRevised, ReviserLength, ReasonLength,
		SameWords, HeadlineGround, SentenceBarred, SentenceDoubted, BadGround,
		TermKind, TermLength, TermSign, TermKana, TermChinese, TermLatin, GlossaryBroken, TaskNotBuried, Failed,
	}
}

// Refusal is a code and what it is about. It may be part of an error that whoever asked can do something about.
type Refusal struct {
	Code    RefusalCode
	Arg, Of string
}

// Refused is the refusal itself: an error that has one is asked for it so.
func (r Refusal) Refused() Refusal { return r }

// Fill replaces {arg} and {of} in a text of any language.
func (r Refusal) Fill(text string) string { return fill(text, r.Arg, r.Of) }

// Declined is an error with a refusal, and a text for a terminal.
type Declined struct {
	Refusal
	Text string
}

func (e *Declined) Error() string { return e.Text }
