package translog

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// MaxLeaf is the greatest length of the text of a leaf, in bytes. It fits into two bytes, as bundles of leaves ask.
const MaxLeaf = 2048

// maxAddress is the length in bytes from which an address stands in a leaf by its hash, so that each leaf has room for two.
const maxAddress = 600

// maxWord is the greatest length of any other field, in bytes.
const maxWord = 256

// form is the first word of each leaf: the version of this format.
const form = "waidian/1"

// Kind says what a leaf witnesses.
type Kind string

// The kinds of leaves.
const (
	Capture Kind = "capture" // an address answered
	Same    Kind = "same"    // an address answered as before
	Gone    Kind = "gone"    // an address answered that the report is not there
	Version Kind = "version" // a text was read from a capture
	Digest  Kind = "digest"  // a digest of a text was written
	Silence Kind = "silence" // for a while nothing could be learnt of a source
	Down    Kind = "down"    // the operator took a report from readers
	Key     Kind = "key"     // another key signs from here on
)

// Leaf is one entry of the log. Which fields a kind has, and in which order, says the table of kinds; the others are zero.
type Leaf struct {
	Kind      Kind
	URL       string    // asked for, or sha256:HEX of it where it is long
	Final     string    // answered, after redirects; empty: URL
	At        time.Time // of the answer, or of recording; in milliseconds, UTC
	Status    int       // of HTTP
	Payload   Sum       // of the body as it came, with its Content-Encoding
	Body      Sum       // of the decoded body: the hash that pages show
	Truncated string    // why the body is not whole; empty: it is, or nothing is known
	Brought   bool      // the answer came out of a file that others made: At and all else are theirs to answer for
	Entered   time.Time // when it came into the log, of what was recorded before there was one; zero: when it was recorded
	Of        int64     // number of the leaf of the answer that came again
	Article   string    // identifier
	N         int64     // number of the version, from 1
	Capture   int64     // number of the leaf of the capture that the text was read from
	Text      Sum       // of a version, see TextSum
	Extractor string    // what read the text
	Sum       Sum       // of a digest, see DigestSum
	By        string    // model that wrote a digest
	Source    string    // identifier; empty: all sources
	From, To  time.Time
	Why       news.Cause // of silence
	Tries     int64      // requests without an answer
	Key       string     // that signs from here on, see Verifier
	Old       string     // key that signed until here, also where it is lost; empty: unknown
	Origin    string     // of the log that ended when its key was lost; empty: none
	Size      int64      // last known size of that log
	Root      Hash       // last known root of that log
	Signature string     // of the lines before it, by Old, in base 64; empty: Old is lost
}

// Sum is a SHA-256 of something that a leaf names.
type Sum [sha256.Size]byte

// String is "sha256:" and 64 hexadecimal digits.
func (s Sum) String() string { return fmt.Sprintf("sha256:%x", s[:]) }

// errLeaf is wrapped by the errors of texts that are no leaves.
var errLeaf = errors.New("not a leaf of this log")

// kinds says which fields the leaves of a kind have, in which order. One in brackets is left out where it is zero.
var kinds = map[Kind][]string{
	Capture: strings.Fields("url [final] at status payload body [truncated] [brought] [entered]"),
	Same:    strings.Fields("url at of [brought] [entered]"),
	Gone:    strings.Fields("url [final] at status payload [brought] [entered]"),
	Version: strings.Fields("article n capture text [extractor] at [entered]"),
	Digest:  strings.Fields("article n sha256 by at"),
	Silence: strings.Fields("[source] from to why tries"),
	Down:    strings.Fields("article"),
	Key:     strings.Fields("key at [old] [origin] [size] [root] [signature]"),
}

// Bytes is the text of the leaf, which the tree holds: one name and value a line, in the order of the table of kinds. An address
// or a name that is long is given by its hash. It fails for a leaf that could not be read back.
func (l Leaf) Bytes() ([]byte, error) {
	names, ok := kinds[l.Kind]
	if !ok {
		return nil, fmt.Errorf("write leaf: unknown kind %q", l.Kind)
	}
	l.URL, l.Final = short(l.URL, maxAddress), short(l.Final, maxAddress)
	for _, word := range []*string{&l.Extractor, &l.By, &l.Source, &l.Truncated} {
		*word = short(*word, maxWord)
	}
	var b bytes.Buffer
	b.WriteString(form + " " + string(l.Kind) + "\n")
	for _, name := range names {
		bare, optional := bracketed(name)
		v := fields[bare].write(&l)
		if optional && v == "" {
			continue
		}
		if !sound(v, limit(bare)) {
			return nil, fmt.Errorf("write leaf %s: field %s cannot be written: %q", l.Kind, bare, v)
		}
		b.WriteString(bare + " " + v + "\n")
	}
	if b.Len() > MaxLeaf {
		return nil, fmt.Errorf("write leaf %s: %d bytes, more than %d", l.Kind, b.Len(), MaxLeaf)
	}
	return b.Bytes(), nil
}

// ReadLeaf reads the text of a leaf. There is one text for a leaf: whatever Bytes would write otherwise is an error.
func ReadLeaf(text []byte) (Leaf, error) {
	if len(text) > MaxLeaf {
		return Leaf{}, fmt.Errorf("%w: %d bytes, more than %d", errLeaf, len(text), MaxLeaf)
	}
	head, rest, _ := strings.Cut(string(text), "\n")
	kind, ok := strings.CutPrefix(head, form+" ")
	names := kinds[Kind(kind)]
	if !ok || names == nil {
		return Leaf{}, fmt.Errorf("%w: it begins with %q", errLeaf, head[:min(len(head), 80)])
	}
	l := Leaf{Kind: Kind(kind)}
	for _, name := range names {
		bare, optional := bracketed(name)
		line, after, ended := strings.Cut(rest, "\n")
		v, has := strings.CutPrefix(line, bare+" ")
		switch {
		case !has && optional:
			continue
		case !has || !ended:
			return Leaf{}, fmt.Errorf("%w: a %s leaf without field %s", errLeaf, kind, bare)
		}
		if err := fields[bare].read(&l, v); err != nil {
			return Leaf{}, fmt.Errorf("%w: field %s: %w", errLeaf, bare, err)
		}
		rest = after
	}
	again, err := l.Bytes()
	if err != nil || !bytes.Equal(again, text) {
		return Leaf{}, fmt.Errorf("%w: not written as a %s leaf is", errLeaf, kind)
	}
	return l, nil
}

func bracketed(name string) (bare string, optional bool) {
	bare = strings.Trim(name, "[]")
	return bare, bare != name
}

// Answered reports whether the leaf says that an address answered: the one that was asked for, or to which that led.
func (l Leaf) Answered(address string) bool {
	by := l.URL
	if l.Final != "" {
		by = l.Final
	}
	return by == Address(address)
}

// Address is an address as a leaf has it: its hash, where it is long.
func Address(address string) string { return short(address, maxAddress) }

// short is an address or name, or its hash where it is longer than most bytes or has what a line cannot hold.
func short(v string, most int) string {
	if v == "" || sound(v, most) {
		return v
	}
	return Sum(sha256.Sum256([]byte(v))).String()
}

func limit(name string) int {
	if name == "url" || name == "final" {
		return maxAddress
	}
	return maxWord
}

// sound reports whether a value fits into its line: some printable characters, up to a number of bytes.
func sound(v string, most int) bool {
	return v != "" && len(v) <= most && strings.TrimSpace(v) == v && !strings.ContainsFunc(v, unprintable)
}
