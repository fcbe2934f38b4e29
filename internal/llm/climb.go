package llm

import (
	"context"
	"slices"
)

// A server that refuses a request and says nothing of the reason is asked for the plainest form, once. If it answers that, it is
// no server that is down: some part was to blame. The parts are then asked for again, one request after the other, each of
// which is answered, in the end by what is known to be taken.

// parts are parts of a request other than its form, as a set.
type parts uint8

const (
	warmth     parts = 1 << iota // temperature
	role                         // of the system
	bound                        // max_tokens
	completion                   // the same by its other name, max_completion_tokens
	pieces                       // stream
)

// plain is h without all that the protocol does not insist on.
func (h habits) plain() habits {
	return habits{at: textForm, tokens: 2, noTemperature: true, noSystem: true, noUsage: h.noUsage, whole: true}
}

// with is h with parts of another's.
func (h habits) with(p parts, of habits) habits {
	if p&warmth != 0 {
		h.noTemperature = of.noTemperature
	}
	if p&role != 0 {
		h.noSystem = of.noSystem
	}
	if p&bound != 0 {
		h.tokens, h.most = of.tokens, of.most
	}
	if p&completion != 0 {
		h.tokens, h.most = 1, of.most
	}
	if p&pieces != 0 {
		h.whole = of.whole
	}
	return h
}

// given are the parts that h asks for.
func (h habits) given() parts {
	var p parts
	for part, has := range map[parts]bool{warmth: !h.noTemperature, role: !h.noSystem, bound: h.tokens < 2, pieces: !h.whole} {
		if has {
			p |= part
		}
	}
	return p
}

// maxWaste is how many requests of a climb may be refused.
const maxWaste = 8

// climb is what is still to be found out of a server that has answered the plainest form and has refused, without a word,
// what says more.
type climb struct {
	top    habits  // what was refused
	text   bool    // to be asked for: all parts, and no form, which also suits requests without one
	ats    []int   // places in forms to be asked for
	groups []parts // to be asked for, each as one
	wasted int     // requests that were refused
}

// newClimb is the way up from what was answered to top. Where no form was asked for, none is known to be taken.
func newClimb(top, good habits, shaped bool) *climb {
	switch {
	case !shaped:
		return &climb{top: top, ats: append([]int{top.at}, ladder(top.at)...), groups: groupsOf(top)}
	case top.given() == good.given(): // the form was to blame
		return &climb{top: top, ats: ladder(top.at)}
	}
	return &climb{top: top, text: true}
}

// groupsOf are the parts of h, in the order in which they are asked for again.
func groupsOf(h habits) []parts {
	var out []parts
	for _, g := range []parts{h.given() &^ pieces, h.given() & pieces} {
		if g != 0 {
			out = append(out, g)
		}
	}
	return out
}

// ladder are the forms below one that was refused, but for the one that was asked for next, and none.
func ladder(at int) []int {
	var out []int
	for next := max(at+1, looseForm); next < textForm; next++ {
		out = append(out, next)
	}
	return out
}

// trial is what to ask for next, beside what is known to be answered; false: nothing is left to find out.
func (c *climb) trial(good habits, shaped bool) (habits, bool) {
	switch {
	case c.wasted >= maxWaste:
		return good, false
	case c.text:
		good = c.top
		good.at = textForm
		return good, true
	case len(c.ats) > 0 && shaped:
		good.at = c.ats[0]
		return good, true
	}
	for len(c.groups) > 0 {
		h := good.with(c.groups[0], c.top)
		if h != c.top && h != good {
			return h, true
		}
		c.split() // it was refused as a whole, or is no other
	}
	return good, false
}

// answered draws the conclusion from a trial: it was answered, or it was refused.
func (c *climb) answered(yes, shaped bool) {
	if !yes {
		c.wasted++
	}
	switch {
	case c.text:
		c.text, c.ats = false, ladder(c.top.at)
		if !yes {
			c.ats, c.groups = append([]int{c.top.at}, c.ats...), groupsOf(c.top)
		}
	case len(c.ats) > 0 && shaped:
		if c.ats = c.ats[1:]; yes {
			c.ats = nil
		}
	case yes:
		c.groups = c.groups[1:]
	default:
		c.split()
	}
}

// split makes the parts of the first group, which was refused, groups of their own.
func (c *climb) split() {
	g, rest := c.groups[0], c.groups[1:]
	var single []parts
	for _, p := range []parts{warmth, role, bound, pieces} {
		if g&p != 0 && g != p {
			single = append(single, p)
		}
	}
	if g == bound && c.top.tokens == 0 {
		single = append(single, completion)
	}
	c.groups = append(single, rest...)
}

// finished reports that nothing is left to find out.
func (c *climb) finished() bool {
	return c.wasted >= maxWaste || !c.text && len(c.ats)+len(c.groups) == 0
}

// climbFrom begins to find out which part of top the server has refused, now that it has answered good.
func (e *endpoint) climbFrom(top, good habits, shaped bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.climb != nil {
		return
	}
	if !shaped {
		top.at, e.habits.at = e.habits.at, textForm
	}
	e.climb = newClimb(top, good, shaped)
}

// takeClimb gives what is still to be found out to one request, beside what is known; others ask for what is known meanwhile.
func (e *endpoint) takeClimb() (*climb, habits) {
	e.mu.Lock()
	defer e.mu.Unlock()
	c := e.climb
	e.climb = nil
	return c, e.habits
}

func (e *endpoint) putClimb(c *climb) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c != nil && e.climb == nil && !c.finished() {
		e.climb = c
	}
}

// climbUp asks for more than is known to be answered, if something is left to find out. over: that was answered, or failed for
// another reason. Otherwise what is known is to be asked for, and then, if that is answered, learnt holds, else old.
func (e *endpoint) climbUp(ctx context.Context, req Request) (a Answer, over bool, old, learnt *climb, err error) {
	shaped := len(req.Schema.JSON) > 0
	old, good := e.takeClimb()
	if old == nil {
		return a, false, nil, nil, nil
	}
	next := *old
	next.ats, next.groups = slices.Clone(old.ats), slices.Clone(old.groups)
	var paid Usage // for streams that the server gave up
	for {
		h, ok := next.trial(good, shaped)
		if !ok {
			return Answer{Usage: paid}, false, old, &next, nil
		}
		if !shaped {
			h.at = textForm
		}
		began := e.now()
		a, err = e.ask(ctx, req, h)
		yes := err == nil || answered(err)
		refused := refusedForm(err) != nil || e.failed(err, began) != nil
		switch {
		case yes:
			next.answered(true, shaped)
			e.learn(h, good, shaped)
			e.putClimb(&next)
		case ctx.Err() != nil, !refused && a.Usage == (Usage{}):
			e.putClimb(old)
		default:
			next.answered(false, shaped)
			paid, a.Usage = paid.Plus(a.Usage), Usage{}
			if refused || interrupted(err) {
				continue
			}
			e.putClimb(&next)
		}
		a.Usage = paid.Plus(a.Usage)
		return a, true, nil, nil, err
	}
}
