package news

import (
	"strconv"
	"time"
)

// ReasonCode says why a check, or the reader of a model's answer, found fault with a
// sentence. What people read is made of it where they read it, in their language;
// Finding.Why is the English that scripts and models get. Codes are stored: a new one
// may come, none changes its name.
type ReasonCode string

// Reasons of form: the sentence cannot be shown as it is.
const (
	RepeatsSentence   ReasonCode = "repeats_sentence" // an earlier one of the digest
	SameNews          ReasonCode = "same_news"        // an earlier one says all that it says, in other words
	RepeatsHeadline   ReasonCode = "repeats_headline" // it says no more than the headline
	NotVerbatim       ReasonCode = "not_verbatim"     // a sentence of an extract that the report does not have
	EmptySentence     ReasonCode = "empty_sentence"
	TooManyCharacters ReasonCode = "too_many_characters" // Arg: how many it has; Of: how many are enough
	BadEncoding       ReasonCode = "bad_encoding"        // no valid UTF-8
	ControlCharacter  ReasonCode = "control_character"   // or one that is not seen
	HoldsMarkup       ReasonCode = "holds_markup"        // Span: where it begins
	NoWords           ReasonCode = "no_words"            // nothing but signs and digits
	NotChinese        ReasonCode = "not_chinese"         // the digest is to be in Chinese
	NotJapanese       ReasonCode = "not_japanese"        // the digest is to be in Japanese
	WrongScript       ReasonCode = "wrong_script"        // not that of the digest's language, another one
	MixedLanguages    ReasonCode = "mixed_languages"     // Span: the words of another language
	MixedScripts      ReasonCode = "mixed_scripts"       // Span: a character of the other way of writing Chinese
	HoldsPictograph   ReasonCode = "holds_pictograph"    // Span: the first
	HoldsItemNumber   ReasonCode = "holds_item_number"   // Span: the number of a list at its beginning
	NoEvidence        ReasonCode = "no_evidence"         // it cites no sentence
	NoSuchSentence    ReasonCode = "no_such_sentence"    // Arg: the number it cites; Of: how many sentences there are
)

// Reasons of content: the report does not say so.
const (
	OtherWords      ReasonCode = "other_words" // Found: what the report has instead
	OtherDay        ReasonCode = "other_day"   // Found: what the report has instead; Arg: the day that this is, as 2006-01-02
	NoSuchNumber    ReasonCode = "no_such_number"
	TurnsItself     ReasonCode = "turns_itself"     // it rises to a smaller number, or falls to a larger one
	NumberElsewhere ReasonCode = "number_elsewhere" // Arg: the sentence that has it, in the report's words
	NoSuchDate      ReasonCode = "no_such_date"
	DateElsewhere   ReasonCode = "date_elsewhere"   // in the report, but not near what is cited
	NoSuchWords     ReasonCode = "no_such_words"    // a quotation, word by word
	NobodyQuoted    ReasonCode = "nobody_quoted"    // a quotation, of a report in another language
	LessQuoted      ReasonCode = "less_quoted"      // the same; the quotation of the report is much shorter
	NoSuchName      ReasonCode = "no_such_name"     // in Latin letters, or spelled by sound
	OriginalMissing ReasonCode = "original_missing" // Arg: the name's original as the digest gives it
	CustomaryName   ReasonCode = "customary_name"   // Arg: the name's original; Of: its usual rendering
	NotNamed        ReasonCode = "not_named"        // Arg: the name in English
	TwoRenderings   ReasonCode = "two_renderings"   // Arg: the name's original; Of: its rendering in an earlier sentence
	NothingDenied   ReasonCode = "nothing_denied"   // the sentence denies, what it cites does not
	SomethingDenied ReasonCode = "something_denied" // the other way; Arg: what it cites, in the report's words
	HedgeDropped    ReasonCode = "hedge_dropped"    // Arg: what it cites, in the report's words
	OtherRole       ReasonCode = "other_role"       // a figure is of something else; Arg: what it cites, in the report's words
	OtherSpeaker    ReasonCode = "other_speaker"    // somebody else says so; Arg: what it cites, in the report's words
	SpeakerAbsent   ReasonCode = "speaker_absent"   // Arg: the person's name, as the digest gives it
)

// Reasons that reject a headline, or a digest as a whole.
const (
	TitleAlone  ReasonCode = "title_alone"  // the sentences that said what the headline says were left out
	HalfFails   ReasonCode = "half_fails"   // Arg: how many sentences are rejected or doubted; Of: how many there are
	OtherReport ReasonCode = "other_report" // it has no name and no figure of the report

	UnevenLength ReasonCode = "uneven_length" // of a translation; Arg: how many characters it has; Of: how many the original has
)

// Reasons of the reader of a model's answer.
const (
	TooManySentences ReasonCode = "too_many_sentences" // Arg: how many a digest may have
	TooLong          ReasonCode = "too_long"           // Arg: how many characters it may have
	SaidTwice        ReasonCode = "said_twice"
	StrayEvidence    ReasonCode = "stray_evidence"    // of the sentences it cites some are not in the report
	NoGround         ReasonCode = "no_ground"         // it cites none that the model was shown; Arg: how many it was
	UnknownReport    ReasonCode = "unknown_report"    // of an event: it cites a report that was not given; Arg: its letter
	NamesLetter      ReasonCode = "names_letter"      // of an event: it names a report by its letter in the prompt; Span: the words that do
	TooMuchEvidence  ReasonCode = "too_much_evidence" // Arg: how many sentences it cites
	Markup           ReasonCode = "markup"            // Span: the first of it
	StrangeAddress   ReasonCode = "strange_address"   // Span: an address that the report does not have
	SpeaksToReader   ReasonCode = "speaks_to_reader"  // Span: the words that do
	BlankSentence    ReasonCode = "blank_sentence"    // nothing is left when it is cleaned
	RepeatsPrompt    ReasonCode = "repeats_prompt"
	WrongLanguage    ReasonCode = "wrong_language" // Arg: the language's name in English, as in the prompt
	Remark           ReasonCode = "remark"         // Arg: a second model's own reason, in English
)

// Reasons of the check of a sentence about several reports.
const (
	GroundsNothing ReasonCode = "grounds_nothing"  // no sentence that it cites has a figure, a name or a quotation of it
	OneOutletAlone ReasonCode = "one_outlet_alone" // Arg: the outlet
	MixesReports   ReasonCode = "mixes_reports"    // Span: a figure; Arg: the outlet that has it, and for something else
	NoSuchValue    ReasonCode = "no_such_value"    // Span: the value, or who is to have given it
	NotOneThing    ReasonCode = "not_one_thing"    // its values are of several things, or meet
	NoLongerSo     ReasonCode = "no_longer_so"     // Span: a value that its source has given up
	SaidElsewhere  ReasonCode = "said_elsewhere"   // Arg: another outlet that says so
	NothingOpen    ReasonCode = "nothing_open"     // the cited sentences leave nothing open
	OfAnOutlet     ReasonCode = "of_an_outlet"     // Span: the words that judge an outlet
	NoSuchRank     ReasonCode = "no_such_rank"     // Span: words for the first or the greatest that no cited sentence has
)

// english has every code with the sentence of Finding.Why.
var english = []struct {
	code ReasonCode
	text string
}{
	{RepeatsSentence, "it repeats an earlier sentence"},
	{SameNews, "it tells again what an earlier sentence tells"},
	{RepeatsHeadline, "it says no more than the headline"},
	{NotVerbatim, "an extract must be the report's own words"},
	{EmptySentence, "it is empty"},
	{TooManyCharacters, "it has {arg} characters; {of} are enough for a sentence"},
	{BadEncoding, "it is not valid UTF-8"},
	{ControlCharacter, "it holds a control character"},
	{HoldsMarkup, "it holds markup"},
	{NoWords, "it has no words"},
	{NotChinese, "it is not Chinese"},
	{NotJapanese, "it is not Japanese"},
	{WrongScript, "it is not in the digest's language"},
	{MixedLanguages, "words of another language stand in it"},
	{MixedScripts, "it has characters of both ways of writing Chinese"},
	{HoldsPictograph, "it holds a pictograph"},
	{HoldsItemNumber, "it begins with the number of a list"},
	{NoEvidence, "it cites no sentence of the report"},
	{NoSuchSentence, "it cites sentence {arg} of a report with {of}"},

	{OtherWords, "the report has {found}"},
	{OtherDay, "the report has {found}, which is {day}"},
	{TurnsItself, "it contradicts itself: up to a smaller number, or down to a larger one"},
	{NoSuchNumber, "the cited sentences have no such number"},
	{NumberElsewhere, "stands elsewhere in the report: {arg}"},
	{NoSuchDate, "the report has no such date"},
	{DateElsewhere, "stands elsewhere in the report"},
	{NoSuchWords, "the report does not have these words"},
	{NobodyQuoted, "the cited sentences quote nobody"},
	{LessQuoted, "what the cited sentences quote is much shorter"},
	{NoSuchName, "the report does not have this name"},
	{OriginalMissing, "the report has no {arg}"},
	{CustomaryName, "{arg} is customarily {of}"},
	{NotNamed, "the report does not name {arg}"},
	{TwoRenderings, "{arg} is {of} in an earlier sentence"},
	{NothingDenied, "the cited sentences deny nothing"},
	{SomethingDenied, "the cited sentence denies something: {arg}"},
	{HedgeDropped, "the report is less sure: {arg}"},
	{OtherRole, "the report has this figure for something else: {arg}"},
	{OtherSpeaker, "the report has somebody else say so: {arg}"},
	{SpeakerAbsent, "the cited sentences do not have this person: {arg}"},

	{TitleAlone, "the sentences that said what the headline says were left out"},
	{HalfFails, "{arg} of {of} sentences do not agree with the report"},
	{OtherReport, "the digest has no name and no figure of the report"},
	{UnevenLength, "{arg} characters for {of} of the original"},

	{TooManySentences, "more than {arg} sentences"},
	{TooLong, "longer than {arg} characters"},
	{SaidTwice, "said twice"},
	{StrayEvidence, "some of the sentences it cites are not in the report"},
	{UnknownReport, "it cites report {arg}, which was not given"},
	{NamesLetter, "it names a report by a letter"},
	{NoGround, "it rests on no sentence of the report; those are numbered 1 to {arg}"},
	{TooMuchEvidence, "it cites {arg} sentences; name the few that it rests on"},
	{Markup, "markup"},
	{StrangeAddress, "an address that the report does not have"},
	{SpeaksToReader, "it speaks to its reader instead of reporting"},
	{BlankSentence, "empty"},
	{RepeatsPrompt, "it repeats the instructions"},
	{WrongLanguage, "it is not in {arg}"},
	{Remark, "{arg}"},

	{GroundsNothing, "no sentence that it cites has a figure, a name or a quotation of it"},
	{OneOutletAlone, "one outlet alone says so: {arg}"},
	{MixesReports, "{arg} has this figure for something else"},
	{NoSuchValue, "the cited sentence does not have it"},
	{NotOneThing, "the values are not of one thing, or do not differ"},
	{NoLongerSo, "its source has given up this value"},
	{SaidElsewhere, "{arg} says so, too"},
	{NothingOpen, "the cited sentences leave nothing open"},
	{OfAnOutlet, "it judges an outlet"},
	{NoSuchRank, "no sentence that it cites calls anything the first or the greatest"},
}

// Reasons returns all codes.
func Reasons() []ReasonCode {
	out := make([]ReasonCode, len(english))
	for i, e := range english {
		out[i] = e.code
	}
	return out
}

// Why is the reason in English, as `waidian check` prints it and as it goes back to a
// model; "" where there is none.
func (f Finding) Why() string {
	for _, e := range english {
		if e.code == f.Reason {
			return f.fill(e.text)
		}
	}
	return f.Arg // the code is of a later version
}

// fill puts what a finding holds into a text: {arg}, {of}, {found} in quotation marks,
// and the {day} that Arg is.
func (f Finding) fill(text string) string {
	day := f.Arg
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		day = t.Format("2 January 2006")
	}
	return fill(text, f.Arg, f.Of, "{found}", strconv.Quote(f.Found), "{day}", day)
}
