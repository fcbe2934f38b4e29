package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Digests were once kept with the reasons of findings in English, under Why. They are
// read as codes; what is not known of them is kept as a remark in English. They are not
// written again.

// oldDigest is a digest as it was kept then; what has not changed is the digest's own.
type oldDigest struct {
	news.Digest
	Summary []struct {
		Text     string
		Evidence []int
		Findings []oldFinding
	}
	LeftOut []struct {
		Text string
		Why  []oldFinding
	}
}

type oldFinding struct {
	news.Finding
	Why string
}

// unpackDigest reads a digest of any version.
func unpackDigest(b []byte) (news.Digest, error) {
	raw, err := expand(b, nil)
	if err != nil {
		return news.Digest{}, fmt.Errorf("expand digest: %w", err)
	}
	return decodeDigest(raw)
}

func decodeDigest(raw []byte) (d news.Digest, err error) {
	if !bytes.Contains(raw, []byte(`"Why":"`)) { // a key: within a text the marks are escaped
		if err := json.Unmarshal(raw, &d); err != nil {
			return d, fmt.Errorf("decode digest: %w", err)
		}
		return d, nil
	}
	var old oldDigest
	if err := json.Unmarshal(raw, &old); err != nil {
		return d, fmt.Errorf("decode old digest: %w", err)
	}
	d = old.Digest
	for _, c := range old.Summary {
		d.Summary = append(d.Summary, news.Claim{Text: c.Text, Evidence: c.Evidence, Findings: renewed(c.Findings)})
	}
	for _, r := range old.LeftOut {
		d.LeftOut = append(d.LeftOut, news.Reject{Text: r.Text, Why: renewed(r.Why)})
	}
	return d, nil
}

func renewed(fs []oldFinding) []news.Finding {
	var out []news.Finding
	for _, f := range fs {
		out = append(out, f.renewed())
	}
	return out
}

// renewed is the finding with the code of its reason.
func (f oldFinding) renewed() news.Finding {
	out := f.Finding
	if out.Reason != "" || f.Why == "" {
		return out
	}
	out.Reason, out.Arg = news.Remark, f.Why
	if f.Rule == news.JudgeRule {
		return out
	}
	code, values := oldReasons().read(f.Why)
	if code == "" {
		return out
	}
	out.Reason, out.Arg = code, ""
	for name, value := range values {
		switch name {
		case "arg", "n":
			out.Arg = value
		case "of", "m":
			out.Of = value
		case "found":
			if s, err := strconv.Unquote(value); err == nil {
				out.Found = s
			}
		case "day":
			if t, err := time.Parse("2 January 2006", value); err == nil {
				out.Arg = t.Format(time.DateOnly)
			}
		}
	}
	return out
}

// reasons are reasons as they were once kept.
type reasons struct {
	fixed   map[string]news.ReasonCode // by the whole text
	phrases []oldReason                // with places, the first that fits counts
}

type oldReason struct {
	code   news.ReasonCode
	phrase news.Phrase
}

// read is the code of a reason and the values in it; the code is "" if it is not known.
func (rs reasons) read(why string) (news.ReasonCode, map[string]string) {
	if code, ok := rs.fixed[why]; ok {
		return code, nil
	}
	for _, r := range rs.phrases {
		if values, ok := r.phrase.Read(why); ok {
			return r.code, values
		}
	}
	return "", nil
}

// oldReasons are the reasons as they were kept. They do not change with the words of
// today.
var oldReasons = sync.OnceValue(func() reasons {
	out := reasons{fixed: map[string]news.ReasonCode{}}
	places := map[string]string{"arg": `(?s:.*)`, "of": `(?s:.*)`, "n": `\d+`, "m": `\d+`, "found": `(?s:".*")`, "day": `\d+ \pL+ \d+`}
	for _, r := range []struct {
		text string
		code news.ReasonCode
	}{
		{"it repeats an earlier sentence", news.RepeatsSentence},
		{"an extract must be the report's own words", news.NotVerbatim},
		{"it is empty", news.EmptySentence},
		{"it has {n} characters; {m} are enough for a sentence", news.TooManyCharacters},
		{"it is not valid UTF-8", news.BadEncoding},
		{"it holds a control character", news.ControlCharacter},
		{"it holds markup", news.HoldsMarkup},
		{"it has no words", news.NoWords},
		{"it is not Chinese", news.NotChinese},
		{"it is not Japanese", news.NotJapanese},
		{"it is not in the digest's language", news.WrongScript},
		{"it is not in {arg}", news.WrongLanguage},
		{"it cites no sentence of the report", news.NoEvidence},
		{"it cites sentence {n} of a report with {m}", news.NoSuchSentence},
		{"the report has {found}, which is {day}", news.OtherDay},
		{"the report has {found}", news.OtherWords},
		{"the report has no such date", news.NoSuchDate},
		{"the report has no {arg}", news.OriginalMissing},
		{"the cited sentences have no such number", news.NoSuchNumber},
		{"stands elsewhere in the report: {arg}", news.NumberElsewhere},
		{"stands elsewhere in the report", news.DateElsewhere},
		{"the report does not have these words", news.NoSuchWords},
		{"the report does not have this name", news.NoSuchName},
		{"the report does not name {arg}", news.NotNamed},
		{"the cited sentences quote nobody", news.NobodyQuoted},
		{"what the cited sentences quote is much shorter", news.LessQuoted},
		{"the cited sentences deny nothing", news.NothingDenied},
		{"the cited sentence denies something: {arg}", news.SomethingDenied},
		{"some of the sentences it cites are not in the report", news.StrayEvidence},
		{"more than {n} sentences", news.TooManySentences},
		{"longer than {n} characters", news.TooLong},
		{"said twice", news.SaidTwice},
		{"it rests on no sentence of the report; those are numbered 1 to {n}", news.NoGround},
		{"it cites {n} sentences; name the few that it rests on", news.TooMuchEvidence},
		{"markup", news.Markup},
		{"an address that the report does not have", news.StrangeAddress},
		{"it speaks to its reader instead of reporting", news.SpeaksToReader},
		{"empty", news.BlankSentence},
		{"it repeats the instructions", news.RepeatsPrompt},
		{"{arg} is customarily {of}", news.CustomaryName},
	} {
		if p := news.NewPhrase(r.text, places); p.Fixed() {
			out.fixed[r.text] = r.code
		} else {
			out.phrases = append(out.phrases, oldReason{r.code, p})
		}
	}
	return out
})
