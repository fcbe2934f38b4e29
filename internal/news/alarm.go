package news

import "time"

// AlarmKind is what of a desk its operator has to know, though nobody looks.
type AlarmKind string

// The kinds of alarm.
const (
	AlarmSilent AlarmKind = "silent" // a source has not answered for longer than its rhythm excuses; the subject is its name
	AlarmStill  AlarmKind = "still"  // a source answers, and has brought nothing for longer than its rhythm excuses
	AlarmEnded  AlarmKind = "ended"  // a source is asked no more: its outlet has ended it
	AlarmAll    AlarmKind = "all"    // no source answers
	AlarmBudget AlarmKind = "budget" // nothing more may be spent on models now
	AlarmModel  AlarmKind = "model"  // the model does not answer
	AlarmQueue  AlarmKind = "queue"  // tasks have been due for longer than the operator excuses; the subject is their kind
	AlarmDisk   AlarmKind = "disk"   // there is less room than the operator wants; the subject is the folder, the detail what is left
	AlarmSite   AlarmKind = "site"   // the site is not built any more
	AlarmLog    AlarmKind = "log"    // builds do not sign the log
	AlarmBucket AlarmKind = "bucket" // files of the archive wait for longer than they should to be sent to the bucket
)

// AlarmKinds are all kinds, the gravest first.
func AlarmKinds() []AlarmKind {
	return []AlarmKind{AlarmDisk, AlarmAll, AlarmSite, AlarmBucket, AlarmLog, AlarmModel, AlarmBudget, AlarmQueue, AlarmEnded, AlarmSilent, AlarmStill}
}

// Reached is the bound of a budget that leaves nothing to spend; its zero value is none.
type Reached struct {
	Month  bool    // of a month; false: of a day
	Tokens bool    // of tokens; false: of cost
	Most   float64 // the bound
	Spent  bool    // all of it is spent; false: what is left is too little for a request
}

// Alarm is something that is not well. Kind and Subject identify it.
type Alarm struct {
	Kind    AlarmKind
	Subject string
	Detail  string    // why, as the desk has noted it, in English; may be empty
	Cause   Cause     // of what kind that is, of a source that does not answer; no store keeps it, as each look finds it anew
	By      Reached   // by which bound nothing may be spent; no store keeps it either
	Since   time.Time // when it began
	Over    time.Time // when it was first seen to be over; zero: it lasts
	Told    time.Time // when the operator was told that it began; zero: not yet
}
