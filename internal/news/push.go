package news

import "time"

// PushKind is what a channel of the readers can be told of.
type PushKind string

// The kinds of what is told.
const (
	PushEdition    PushKind = "edition"    // an edition was cut; the subject is its EditionID
	PushStory      PushKind = "story"      // enough outlets tell an event; the subject is its StoryID
	PushCorrection PushKind = "correction" // an outlet changed a headline, a figure or a name of its report, or took the report back, or the desk took back a headline that it had sent; the subject is the ArticleID and which of these
)

// PushKinds are all kinds.
func PushKinds() []PushKind { return []PushKind{PushEdition, PushStory, PushCorrection} }

// Push is a message in the outbox of a channel. Channel, Kind and Subject identify it: it is sent once. It holds no words: those are
// made when it is sent, of what is shown then.
type Push struct {
	Channel string
	Kind    PushKind
	Subject string
	Made    time.Time // when it came into the outbox
	Due     time.Time // earliest next try
	Tries   int       // that were made
	State   PushState
	Done    time.Time   // when it left the outbox; zero: it waits
	Why     string      // the last error, or why it is not sent, in English
	Told    []SentTitle // of which reports it had a headline of the desk's own, when it was sent
}

// SentTitle is a report of which readers were sent a headline of the desk's own, by the text that the headline was made of.
type SentTitle struct {
	Article ArticleID
	Text    Hash
}

// PushState is what became of a message.
type PushState int

// The states of a message.
const (
	PushWaits   PushState = iota
	PushSent              // the other side has taken it
	PushDropped           // there was nothing left to tell, as after a takedown
	PushGivenUp           // it was refused for too long
)
