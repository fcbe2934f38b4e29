package llm

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Shape is how the form of an answer is asked for.
type Shape string

// The ways, from the strictest. An endpoint that refuses one is asked the next.
const (
	ShapeSchema Shape = "json_schema"
	ShapeBound  Shape = "json_object with a schema" // llama-cpp-python, Together: json_object and a schema beside it
	ShapeObject Shape = "json_object"
	ShapeText   Shape = "text"
)

// form is one way to ask for the form of an answer.
type form struct {
	shape  Shape
	strict bool
	plain  bool // by Schema.Plain, if there is one
}

// forms are all ways, from the one that says most.
var forms = []form{
	{shape: ShapeSchema, strict: true},
	{shape: ShapeSchema, strict: true, plain: true},
	{shape: ShapeSchema, plain: true},
	{shape: ShapeBound},
	{shape: ShapeObject},
	{shape: ShapeText},
}

// The places in forms that a refusal can lead to at once.
const (
	plainForm = 1
	looseForm = 2
	boundForm = 3
	textForm  = 5
)

// habits are what a server insists on. The zero value asks for all that the protocol has.
type habits struct {
	at            int // in forms
	tokens        int // 0: max_tokens; 1: max_completion_tokens; 2: no bound
	most          int // tokens of an answer, as the server bounds them; 0: it does not
	noTemperature bool
	noSystem      bool // what the system says goes into the user's message
	noUsage       bool // a stream tells no usage
	whole         bool // the answer comes in one piece
}

func (h habits) form() form    { return forms[h.at] }
func (h habits) streams() bool { return !h.whole }

// Bounds on negotiations.
const (
	maxSteps = 16 // requests of one negotiation
	maxVain  = 3  // negotiations of an endpoint that come to nothing

	// promptly is within what time a server refuses a form; what takes longer has failed at work.
	promptly = 30 * time.Second
)

// negotiate asks once, in the form that says most of those that the server takes, and
// remembers it.
func (e *endpoint) negotiate(ctx context.Context, req Request) (Answer, error) {
	e.mu.Lock()
	start, regain := e.habits, e.regain
	e.regain = nil
	e.mu.Unlock()
	shaped := len(req.Schema.JSON) > 0
	if regain != nil && shaped {
		a, err := e.ask(ctx, req, *regain)
		if err == nil || answered(err) {
			e.learn(*regain, true, nil)
		}
		if refusedForm(err) == nil && failed(err) == nil {
			return a, err
		}
	}
	if !shaped {
		start.at = textForm
	}
	return e.descend(ctx, req, start)
}

// descend asks from the habits on, and gives up one part of the request after the other.
func (e *endpoint) descend(ctx context.Context, req Request, start habits) (Answer, error) {
	e.mu.Lock()
	proven, vain, fails := e.proven, e.vain, e.fails
	e.mu.Unlock()
	tried := start
	var first error
	var paid Usage // for streams that the server gave up
	for step := 1; ; step++ {
		began := e.now()
		a, err := e.ask(ctx, req, tried)
		if err == nil || answered(err) {
			e.learn(tried, len(req.Schema.JSON) > 0, tried.regain(start))
			a.Usage = paid.Plus(a.Usage)
			return a, err
		}
		r := refusedForm(err)
		// A failure without a word about the form can hide one: it is taken for that while nobody
		// has answered, though not each time.
		if r == nil && !proven && fails%3 == 0 && e.now().Sub(began) < promptly {
			r = failed(err)
		}
		e.countBroken(err)
		if interrupted(err) && tried.streams() {
			paid = paid.Plus(a.Usage)
			tried.whole = true
			continue
		}
		if r == nil || a.Usage != (Usage{}) {
			a.Usage = paid.Plus(a.Usage)
			return a, err
		}
		if first == nil {
			first = err
		}
		next, named := tried.yield(r, req)
		if next == tried || step == maxSteps || !named && vain >= maxVain {
			e.gaveUp(step)
			return a, first
		}
		tried = next
	}
}

// regain is what may be asked for again, now that h has been answered: the form, if it was given
// up before what the server may in truth have refused. nil: nothing.
func (h habits) regain(start habits) *habits {
	if !h.whole || start.whole || h.at != textForm || start.at == textForm {
		return nil
	}
	h.at = start.at
	return &h
}

// gaveUp counts the negotiations that came to nothing after more than one request.
func (e *endpoint) gaveUp(steps int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if steps > 1 {
		e.vain++
	}
}

// learn remembers the habits under which the server answered.
func (e *endpoint) learn(h habits, shaped bool, regain *habits) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !shaped {
		h.at = e.habits.at
	}
	h.whole = h.whole || e.habits.whole // found out meanwhile
	e.habits, e.proven, e.broken = h, e.proven || shaped, 0
	if regain != nil {
		e.regain = regain
	}
}

func answered(err error) bool {
	var kind *Error
	return errors.As(err, &kind) && kind.answered()
}

// refusedForm is err if it is a refusal that can be about the form of the request; nil: it is
// not.
func refusedForm(err error) *Error {
	var r *Error
	if !errors.As(err, &r) || r.Kind != ErrNever {
		return nil
	}
	return r
}

// countBroken asks for whole answers after the second stream in a row that broke off: whatever is
// between may not bear streams.
func (e *endpoint) countBroken(err error) {
	var r *Error
	if !errors.As(err, &r) || !r.brokeOff {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.broken++; e.broken > 1 {
		e.habits.whole = true
	}
}

// interrupted reports a stream that the server ended before the answer was: llama-cpp-python
// does so to a stream when another request comes, and not to an answer in one piece.
func interrupted(err error) bool {
	var r *Error
	return errors.As(err, &r) && r.interrupted
}

// failed is err if the server stumbled without a reason.
func failed(err error) *Error {
	var r *Error
	if errors.As(err, &r) && r.Kind == ErrLater && r.Status == http.StatusInternalServerError && r.Until.IsZero() {
		return r
	}
	return nil
}

// What servers write of the parts of a request that they do not take.
var (
	ofUsage  = regexp.MustCompile(`stream_options|include_usage`)
	ofStream = regexp.MustCompile(`\bstream(?:ing|ed)?\b.{0,40}(?:not|un)\s?-?(?:support|allow|availab|enabl|implement)|(?:not|n't|un)\s?-?(?:support|allow|implement|enabl)\w*\b.{0,40}\bstream|['"` + "`" + `\[.]stream\b`)
	ofTokens = regexp.MustCompile(`max_(?:completion_)?tokens`)
	ofWarmth = regexp.MustCompile(`temperature`)
	ofSystem = regexp.MustCompile(`system (?:role|message|prompt|instruction)|['"]system['"]|role.{0,20}system|developer (?:role|message|instruction)|(?:conversation )?roles must alternate|messages\[0\]\.role|messages\.0\.role`)
	ofForm   = regexp.MustCompile(`response[_ ]?format|json[_ ]?schema|json[_ ]?object|json mode|structured output|requested parameters|guided|grammar|schema|responsemimetype`)
	ofType   = regexp.MustCompile(`type is unavailable|'json_schema' is not supported|json_schema.{0,40}(?:not|un)\s?-?(?:support|availab|enabl)|(?:should|must) be .{0,30}json_object|expected .{0,60}json_object|json mode is not|structured outputs? (?:is|are) not`)
	ofWords  = regexp.MustCompile(`m(?:in|ax)(?:items|imum|length)|features not supported|unsupported keyword|unimplemented keys|is not permitted`)
	ofBound  = regexp.MustCompile(`(?:at most|up to|less than or equal to|<=|\[\s*1\s*,|maximum(?: allowed)?(?: value| number)?(?: of| is)?[^0-9]{0,30})\s*(\d{2,6})`)
)

// ofRequest reports whether a message names a part of a request.
func ofRequest(m string) bool {
	for _, p := range []*regexp.Regexp{ofUsage, ofStream, ofTokens, ofWarmth, ofSystem, ofForm} {
		if p.MatchString(m) {
			return true
		}
	}
	return false
}

// yield gives up the part of the request that the refusal names, or else the next that has
// not been given up; named reports which. It returns h itself when nothing is left.
func (h habits) yield(r *Error, req Request) (next habits, named bool) {
	m := strings.ToLower(r.names)
	shaped := len(req.Schema.JSON) > 0 && h.at < textForm
	switch {
	case ofUsage.MatchString(m) && h.streams() && !h.noUsage:
		h.noUsage = true
	case ofStream.MatchString(m) && h.streams():
		h.whole = true
	case ofTokens.MatchString(m) && h.tokens < 2:
		return h.fewer(m, req), true
	case ofWarmth.MatchString(m) && !h.noTemperature:
		h.noTemperature = true
	case ofForm.MatchString(m) && shaped:
		h.at = h.nextForm(m, req)
	case ofSystem.MatchString(m) && !h.noSystem && req.System != "":
		h.noSystem = true
	default:
		return h.last(r, req, shaped), false
	}
	return h, true
}

// fewer bounds the answer as the server asks, or names the bound in another way.
func (h habits) fewer(m string, req Request) habits {
	if found := ofBound.FindStringSubmatch(m); found != nil && h.most == 0 {
		if n, err := strconv.Atoi(found[1]); err == nil && n < req.MaxTokens {
			h.most = n
			return h
		}
	}
	h.tokens++
	return h
}

// last gives up what a refusal without a name may be about: the form, then that the answer comes
// in pieces; of a refusal that gives no reason at all, no more.
func (h habits) last(r *Error, req Request, shaped bool) habits {
	switch {
	case shaped:
		h.at = h.nextForm("", req)
	case h.streams():
		h.whole = true
	case r.Kind == ErrLater:
	case !h.noTemperature:
		h.noTemperature = true
	case !h.noSystem && req.System != "":
		h.noSystem = true
	}
	return h
}

// nextForm is the form to ask for when h's was refused with these words.
func (h habits) nextForm(m string, req Request) int {
	bounded := len(req.Schema.Plain) > 0
	next := h.at + 1
	switch {
	case h.form().shape == ShapeSchema && ofType.MatchString(m):
		return boundForm
	case h.at == 0 && bounded && ofWords.MatchString(m):
		return plainForm
	case h.at < looseForm && strings.Contains(m, "strict"):
		return looseForm
	case next == plainForm && !bounded:
		return looseForm
	}
	return next
}

// format is what a request says of the form; nil: nothing.
func (f form) format(s Schema) *wireFormat {
	schema := s.JSON
	if f.plain && len(s.Plain) > 0 {
		schema = s.Plain
	}
	switch f.shape {
	case ShapeSchema:
		return &wireFormat{Type: "json_schema", JSONSchema: &wireSchema{s.Name, f.strict, schema}}
	case ShapeBound:
		return &wireFormat{Type: "json_object", Schema: schema}
	case ShapeObject:
		return &wireFormat{Type: "json_object"}
	}
	return nil
}
