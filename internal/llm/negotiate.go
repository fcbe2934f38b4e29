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
	tried, over, old, learnt, err := e.climbUp(ctx, req)
	if over {
		return tried, err
	}
	e.mu.Lock()
	start := e.habits
	e.mu.Unlock()
	if len(req.Schema.JSON) == 0 {
		start.at = textForm
	}
	a, err := e.descend(ctx, req, start)
	if err == nil || answered(err) {
		old = learnt
	}
	e.putClimb(old)
	a.Usage = tried.Usage.Plus(a.Usage)
	return a, err
}

// descend asks from the habits on, and gives up one part of the request after the other: those that a refusal names, or, where
// it names none, all.
func (e *endpoint) descend(ctx context.Context, req Request, start habits) (Answer, error) {
	shaped := len(req.Schema.JSON) > 0
	fresh, dumb := e.probes(shaped)
	tried, top := start, start
	var first error
	var paid Usage // for streams that the server gave up
	for step := 1; ; step++ {
		began := e.now()
		a, err := e.ask(ctx, req, tried)
		if err == nil || answered(err) {
			if e.learn(tried, start, shaped) && tried == top.plain() && tried != top {
				e.climbFrom(top, tried, shaped)
			}
			a.Usage = paid.Plus(a.Usage)
			return a, err
		}
		e.countBroken(err)
		if interrupted(err) && tried.streams() {
			paid = paid.Plus(a.Usage)
			tried.whole, top.whole = true, true
			continue
		}
		r := refusedForm(err)
		if r == nil && fresh {
			r = e.failed(err, began)
		}
		if r == nil || a.Usage != (Usage{}) {
			a.Usage = paid.Plus(a.Usage)
			return a, err
		}
		if first == nil {
			first = err
		}
		next, named := tried.yield(r, req)
		switch {
		case named:
			top = next
		case dumb:
			next = tried.yieldAll(r, req)
		}
		if next == tried || step == maxSteps {
			e.gaveUp(shaped, step)
			return a, first
		}
		tried = next
	}
}

// yieldAll is what to ask for after a refusal that gives no reason: a schema without bounds, the commonest cause, if the
// server at least says that it is the request's fault or its own; then nothing that the protocol does not insist on.
func (h habits) yieldAll(r *Error, req Request) habits {
	own := r.Kind == ErrNever || r.Status == http.StatusInternalServerError
	if own && h.at == 0 && len(req.Schema.JSON) > 0 && len(req.Schema.Plain) > 0 && h != h.plain() {
		h.at = plainForm
		return h
	}
	return h.plain()
}

// probes says whether nobody has answered such a request yet, and whether a refusal without a reason is taken for one of the
// form: while nobody has answered at the first, the fourth, the tenth and so on, since the server may be down; afterwards
// until that has come to nothing three times.
func (e *endpoint) probes(shaped bool) (fresh, dumb bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.proven || e.heard && !shaped {
		return false, e.vain < maxVain
	}
	n := e.mute
	for n > 3 && n%3 == 0 {
		n /= 3
	}
	return true, n == 0 || n == 3
}

// gaveUp counts the negotiations that came to nothing.
func (e *endpoint) gaveUp(shaped bool, steps int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case !e.proven && (shaped || !e.heard):
		e.mute++
	case steps > 1:
		e.vain++
	}
}

// learn remembers the habits under which the server answered, if they are others than those that the negotiation began with;
// it reports whether it did. What another request has found out meanwhile holds.
func (e *endpoint) learn(h, start habits, shaped bool) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard, e.proven, e.broken, e.mute = true, e.proven || shaped, 0, 0
	known := e.habits
	if !shaped {
		h.at, start.at = known.at, known.at
	}
	if !start.whole { // that an answer comes whole is found out on the way
		h.whole = h.whole || known.whole
		known.whole = false
	}
	if h == start || known != start {
		return false
	}
	e.habits = h
	return true
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

// failed is err if the server stumbled without a reason: that can hide a refusal of the form. What takes long has failed at
// work.
func (e *endpoint) failed(err error, began time.Time) *Error {
	var r *Error
	if !errors.As(err, &r) || !r.mute || e.now().Sub(began) >= promptly {
		return nil
	}
	return r
}

// What servers write of the parts of a request that they do not take.
var (
	ofUsage    = regexp.MustCompile(`stream_options|include_usage`)
	ofStream   = regexp.MustCompile(`\bstream(?:ing|ed)?\b.{0,40}(?:not|un)\s?-?(?:support|allow|availab|enabl|implement)|(?:not|n't|un)\s?-?(?:support|allow|implement|enabl)\w*\b.{0,40}\bstream|['"` + "`" + `\[.]stream\b`)
	onlyStream = regexp.MustCompile(`only (?:support|allow|accept|work)\w*\b.{0,20}\bstream|for non-?streaming|stream(?:ing)? (?:is|mode is) required|must (?:be )?stream`) // DashScope
	ofTokens   = regexp.MustCompile(`max_(?:completion_)?tokens`)
	ofWarmth   = regexp.MustCompile(`temperature`)
	ofSystem   = regexp.MustCompile(`system (?:role|message|prompt|instruction)|['"]system['"]|role.{0,20}system|developer (?:role|message|instruction)|(?:conversation )?roles must alternate|messages\[0\]\.role|messages\.0\.role`)
	ofForm     = regexp.MustCompile(`response[_ ]?format|json[_ ]?schema|json[_ ]?object|json mode|structured output|requested parameters|guided|grammar|schema|responsemimetype`)
	ofType     = regexp.MustCompile(`type is unavailable|'json_schema' is not supported|json_schema.{0,40}(?:not|un)\s?-?(?:support|availab|enabl)|(?:should|must) be .{0,30}json_object|expected .{0,60}json_object|json mode is not|structured outputs? (?:is|are) not`)
	ofWords    = regexp.MustCompile(`m(?:in|ax)(?:items|imum|length)|features not supported|unsupported keyword|unimplemented keys|is not permitted`)
	ofBound    = regexp.MustCompile(`(?:at most|up to|less than or equal to|<=|\[\s*1\s*,|maximum(?: allowed)?(?: value| number)?(?: of| is)?[^0-9]{0,30})\s*(\d{2,6})`)
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

// yield gives up the part of the request that the refusal names; named reports whether it names one. It returns h itself
// if it does not.
func (h habits) yield(r *Error, req Request) (next habits, named bool) {
	m := strings.ToLower(r.names)
	shaped := len(req.Schema.JSON) > 0 && h.at < textForm
	switch {
	case onlyStream.MatchString(m) && h.whole:
		h.whole = false
	case ofUsage.MatchString(m) && h.streams() && !h.noUsage:
		h.noUsage = true
	case ofStream.MatchString(m) && h.streams():
		h.whole = true
	case ofTokens.MatchString(m) && h.tokens < 2:
		h = h.fewer(m, req)
	case ofWarmth.MatchString(m) && !h.noTemperature:
		h.noTemperature = true
	case ofForm.MatchString(m) && shaped:
		h.at = h.nextForm(m, req)
	case ofSystem.MatchString(m) && !h.noSystem && req.System != "":
		h.noSystem = true
	default:
		return h, false
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
