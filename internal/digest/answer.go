package digest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// Bounds on what is read of an answer.
const (
	maxAnswer   = 64 << 10 // bytes
	maxObjects  = 64       // places in an answer where an object is looked for
	maxClaims   = 8        // sentences of a digest
	maxEvidence = 12       // sentences that one sentence may rest on
	maxRead     = 12       // sentences of a summary that is cut to maxClaims; a longer one is no summary
)

// answer is what a model answered, in the form it was asked for.
type answer struct {
	Title   string  `json:"title"`
	Summary []claim `json:"summary"`
	Names   names   `json:"names"`
}

// names are a help, not a condition: in another form than asked for they are none.
type names []news.Name

func (n *names) UnmarshalJSON(b []byte) error {
	var pairs []news.Name
	if json.Unmarshal(b, &pairs) == nil {
		*n = pairs
	}
	return nil
}

type claim struct {
	Text     string  `json:"text"`
	Evidence numbers `json:"evidence"`
}

// numbers takes sentence numbers as models write them: 4, "4", "[4]", alone or in
// a list. What is no number becomes 0, which no sentence has.
type numbers []int

func (n *numbers) UnmarshalJSON(b []byte) error {
	var list []json.RawMessage
	if json.Unmarshal(b, &list) != nil {
		list = []json.RawMessage{b}
	}
	for _, raw := range list {
		v := numberOf(strings.Trim(string(bytes.TrimSpace(raw)), `"[] `))
		if !slices.Contains(*n, v) {
			*n = append(*n, v)
		}
	}
	slices.Sort(*n)
	return nil
}

// numberOf is the number of evidence that a model means; 0 if it means none.
func numberOf(s string) int {
	for _, n := range []int{news.HeadlineN, news.StandfirstN} {
		if strings.EqualFold(s, mark(n)) || s == strconv.Itoa(n) {
			return n
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// parse finds the digest in a model's words.
func parse(s string) (answer, error) {
	raw, err := object(s, "summary", "title")
	if err != nil {
		return answer{}, err
	}
	var a answer
	if err := json.Unmarshal(raw, &a); err != nil {
		return answer{}, errors.New("its JSON did not have the form asked for")
	}
	return a, nil
}

// object finds the one JSON object with these keys in a model's words. Of two it returns
// none: nobody could say which was meant.
func object(s string, keys ...string) (json.RawMessage, error) {
	if len(s) > maxAnswer {
		return nil, fmt.Errorf("it was longer than %d KiB", maxAnswer>>10)
	}
	var found []json.RawMessage
	broken := false
	for looked := 0; looked < maxObjects; looked++ {
		begin := strings.IndexByte(s, '{')
		if begin < 0 {
			break
		}
		s = s[begin:]
		var raw json.RawMessage
		d := json.NewDecoder(strings.NewReader(s))
		if err := d.Decode(&raw); err != nil {
			broken = true
			s = s[1:]
			continue
		}
		s = s[d.InputOffset():]
		if has(raw, keys) {
			found = append(found, raw)
		}
	}
	switch {
	case len(found) == 0 && broken:
		return nil, errors.New("its JSON was broken")
	case len(found) == 0:
		return nil, fmt.Errorf("it held no JSON object with %s", strings.Join(keys, " and "))
	case len(found) > 1:
		return nil, fmt.Errorf("it held %d JSON objects instead of one", len(found))
	}
	return found[0], nil
}

// has reports whether raw has all the keys, and is not the form in the prompt, said
// again.
func has(raw json.RawMessage, keys []string) bool {
	var all map[string]json.RawMessage
	if json.Unmarshal(raw, &all) != nil || string(all["title"]) == `"…"` {
		return false
	}
	return !slices.ContainsFunc(keys, func(k string) bool { return all[k] == nil })
}

// Patterns of what has no place in a sentence for readers.
var (
	markup  = regexp.MustCompile(`(?i)</?[a-z!][^>]*>?|&(?:lt|gt|amp|quot|#x?[0-9a-f]+);|javascript:|!?\[[^\]]*\]\(|` + "```")
	address = regexp.MustCompile(`(?i)https?://\S+|\bwww\.\S+|\b[\w.+-]+@[\w-]+\.\w{2,}`)
	marks   = regexp.MustCompile(`\s*[\[【]\d{1,4}(?:\s*[,，、;-]\s*\d{1,4})*[\]】]`)
	ticks   = strings.NewReplacer("**", "", "__", "", "`", "")
)
