package digest

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/llm"
)

// maxListed is how many numbers of sentences a schema lists; of more it gives the bounds.
// Servers allow some hundred values in all.
const maxListed = 240

// schema is the form of the answer to a brief: as many sentences as it asks for, resting on
// what it shows. A decoder that is held to it can neither stop after one sentence nor cite
// what is not there. names: of proper names, too. Beside it stands the form alone.
func (b brief) schema(names bool) llm.Schema {
	return llm.Schema{Name: "digest",
		JSON:  digestSchema(`,"minItems":`+strconv.Itoa(b.least)+`,"maxItems":`+strconv.Itoa(b.most), b.numbers(), names),
		Plain: digestSchema("", `{"type":"integer"}`, names)}
}

// digestSchema is the schema of a digest, as the system prompt describes it.
func digestSchema(bounds, number string, names bool) json.RawMessage {
	require, properties := `["title","summary"]`, ""
	if names {
		require = `["title","summary","names"]`
		properties = `,"names":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["source","target"],` +
			`"properties":{"source":{"type":"string"},"target":{"type":"string"}}}}`
	}
	evidence := `{"type":"array","items":` + number + `}`
	if bounds != "" {
		evidence = `{"type":"array","minItems":1,"maxItems":` + strconv.Itoa(usualEvidence) + `,"items":` + number + `}`
	}
	return json.RawMessage(`{"type":"object","additionalProperties":false,"required":` + require + `,"properties":{` +
		`"title":{"type":"string"},"summary":{"type":"array"` + bounds + `,"items":{"type":"object","additionalProperties":false,` +
		`"required":["text","evidence"],"properties":{"text":{"type":"string"},"evidence":` + evidence + `}}}` + properties + `}}`)
}

// usualEvidence is how many sentences an answer under a schema may cite for one of its own.
const usualEvidence = 6

// numbers is the schema of one number of evidence: a sentence that is shown, or "H" or "S".
func (b brief) numbers() string {
	var marks []string
	for _, n := range b.asides {
		marks = append(marks, strconv.Quote(mark(n)))
	}
	var shown []string
	for _, s := range b.shown {
		shown = append(shown, strconv.Itoa(s.N))
	}
	var forms []string
	switch {
	case len(shown) > maxListed:
		forms = append(forms, `{"type":"integer","minimum":`+shown[0]+`,"maximum":`+shown[len(shown)-1]+`}`)
	case len(shown) > 0:
		forms = append(forms, `{"type":"integer","enum":[`+strings.Join(shown, ",")+`]}`)
	}
	if len(marks) > 0 {
		forms = append(forms, `{"type":"string","enum":[`+strings.Join(marks, ",")+`]}`)
	}
	return `{"anyOf":[` + strings.Join(forms, ",") + `]}`
}
