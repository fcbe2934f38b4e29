package llm

import (
	"bytes"
	"encoding/json"
)

// mark is what some servers send before the first letter.
var mark = []byte("\ufeff")

// event is one server-sent event: its type, "" if it has none, and the lines of its data.
type event struct {
	kind string
	data [][]byte
}

// events reads a stream as WHATWG HTML, 9.2.6, "Interpreting an event stream", has it: lines end with CRLF, LF or CR, one
// space behind the colon belongs to neither side, lines that begin with a colon and unknown fields are passed over.
//
// It differs from that in what servers of models need: an event that the end of the stream cuts off is given too, the
// caller reads it if it is whole; and so is a line that llama.cpp called "error" before 2025, or that has an object and no field.
func events(body []byte, each func(event) error) error {
	var ev event
	give := func() error {
		whole := ev
		ev = event{}
		if len(whole.data) == 0 {
			return nil
		}
		return each(whole)
	}
	for body = bytes.TrimPrefix(body, mark); len(body) > 0; {
		var ln []byte
		ln, body = cutLine(body)
		if len(ln) == 0 {
			if err := give(); err != nil {
				return err
			}
			continue
		}
		if ln[0] == '{' {
			ev.data = append(ev.data, ln)
			continue
		}
		field, value, _ := bytes.Cut(ln, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(field) {
		case "data":
			ev.data = append(ev.data, value)
		case "event":
			ev.kind = string(value)
		case "error":
			ev.kind, ev.data = "error", append(ev.data, value)
		}
	}
	return give()
}

// cutLine parts the first line from the rest.
func cutLine(b []byte) (ln, rest []byte) {
	i := bytes.IndexAny(b, "\r\n")
	switch {
	case i < 0:
		return b, nil
	case b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n':
		return b[:i], b[i+2:]
	}
	return b[:i], b[i+1:]
}

// objects are what an event brings: its data, whose lines are one object; or, from servers that leave the blank line
// between two events out, an object in each line.
func (ev event) objects() [][]byte {
	if len(ev.data) == 1 {
		return ev.data
	}
	if whole := bytes.Join(ev.data, []byte("\n")); json.Valid(whole) {
		return [][]byte{whole}
	}
	return ev.data
}

// failure is the error that an event of that type tells, as JSON; nil: it tells none.
func (ev event) failure() json.RawMessage {
	if ev.kind != "error" {
		return nil
	}
	said := bytes.Join(ev.data, []byte("\n"))
	if json.Valid(said) {
		return said
	}
	quoted, err := json.Marshal(opening(said))
	if err != nil {
		return nil
	}
	return quoted
}

// lastEvent is the data of the event that ends a stream.
var lastEvent = []byte("[DONE]")

// done reports the last event of a stream.
func done(body []byte) bool {
	tail := bytes.TrimRight(body[max(0, len(body)-64):], " \r\n")
	if i := bytes.LastIndexAny(tail, "\r\n"); i >= 0 || len(body) > 64 {
		tail = tail[i+1:]
	}
	data, ok := bytes.CutPrefix(bytes.TrimPrefix(tail, mark), []byte("data:"))
	return ok && bytes.Equal(bytes.TrimSpace(data), lastEvent)
}

// inPieces reports a stream of server-sent events, after what kept the connection alive.
func inPieces(body []byte) bool {
	body = alive(body)
	if len(body) == 0 || bytes.IndexByte([]byte("{[<"), body[0]) >= 0 {
		return false
	}
	for range 4 { // fields that nobody knows may come before
		ln, rest := cutLine(body)
		for _, field := range []string{"data", "event", "id", "retry", "error"} {
			if after, ok := bytes.CutPrefix(ln, []byte(field)); ok && (len(rest) > 0 && len(after) == 0 || bytes.HasPrefix(after, []byte(":"))) {
				return true
			}
		}
		body = rest
	}
	return false
}

// inLines reports pieces of an answer without the fields of an event, each on a line.
func inLines(body []byte) bool {
	first, rest := cutLine(body)
	return len(rest) > 0 && first[0] == '{' && bytes.Contains(first, []byte(`"delta"`)) && json.Valid(first)
}

// alive is a body without the blank lines and comments that kept the connection alive.
func alive(body []byte) []byte {
	for body = bytes.TrimSpace(bytes.TrimPrefix(body, mark)); bytes.HasPrefix(body, []byte(":")); body = bytes.TrimSpace(body) {
		_, body = cutLine(body)
	}
	return body
}
