package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"

	"github.com/waidian/waidian/internal/translog"
)

// The ways in which a file can bear out a leaf.
type Match string

const (
	None    Match = ""        // not at all
	Body    Match = "body"    // it is the decoded body
	Payload Match = "payload" // it is the body as it came
	Page    Match = "page"    // it is a page whose rows name the decoded body, when it came, and from where
	Feed    Match = "feed"    // it is a page whose rows name the decoded body, a feed, and when it came
	Earlier Match = "earlier" // it is a page that names the decoded body, and when it came, as those of an earlier version
	Before  Match = "before"  // the same, but the version was first seen before that answer came
)

// MatchBody says whether a file is the answer that the desk recorded.
func (p Proven) MatchBody(file []byte) Match {
	sum := translog.Sum(sha256.Sum256(file))
	switch {
	case p.Leaf.Kind != translog.Capture && p.Leaf.Kind != translog.Gone:
		return None
	case sum == p.Leaf.Body:
		return Body
	case sum == p.Leaf.Payload:
		return Payload
	}
	return None
}

// MatchPage says how the page of a report bears out the answer that the desk recorded, and what it says. The answer is that of an earlier version
// of that number; 0: of the latest. With None the error says why.
func (p Proven) MatchPage(page []byte, version int) (Match, Said, error) {
	said, err := CheckPage(page, p.leaves(version))
	switch {
	case err != nil:
		return None, said, err
	case version > 0 && said.Before > 0:
		return Before, said, nil
	case version > 0:
		return Earlier, said, nil
	case said.Feed:
		return Feed, said, nil
	}
	return Page, said, nil
}

// MatchData compares the file for programs beside a page that said so, MatchTimeMap the list of its versions.
func (p Proven) MatchData(file []byte, said Said, version int) error {
	return CheckJSON(file, p.leaves(version), said)
}

func (p Proven) MatchTimeMap(file []byte, said Said, version int) error {
	return CheckTimeMap(file, p.leaves(version), said)
}

// leaves are those of the proof of one version.
func (p Proven) leaves(version int) Leaves {
	if version > 0 {
		return Leaves{Earlier: map[int]translog.Leaf{version: p.Leaf}}
	}
	return Leaves{Present: &p.Leaf}
}

// named is how a page of ours names a hash.
var named = regexp.MustCompile(`<code>([0-9a-f]{64})</code>`)

// Named are the hashes of captures that a page names, each once, in its order.
func Named(page []byte) []translog.Sum {
	var out []translog.Sum
	for _, m := range named.FindAllSubmatch(page, -1) {
		var s translog.Sum
		if _, err := hex.Decode(s[:], m[1]); err == nil && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// IsPage reports whether a file is the page of a report with rows that can be compared with a leaf.
func IsPage(file []byte) bool { return bytes.Contains(file, []byte(" data-leaf=")) }

// IsTimeMap reports whether a file begins as the list of the versions of a report does.
func IsTimeMap(file []byte) bool {
	line, _, _ := bytes.Cut(file, []byte("\n"))
	return bytes.HasPrefix(line, []byte("<")) && bytes.HasSuffix(bytes.TrimRight(line, "\r"), []byte(`>;rel="original",`))
}
