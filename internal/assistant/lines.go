package assistant

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Bounds of what a client may send.
const (
	longestLine = 1 << 20 // bytes
	mostOpen    = 64      // requests that wait for their answers; the next line is read when one has it
)

// mostExact is the greatest number up to which JSON's whole numbers are the same for all programs (RFC 8259, 6).
const mostExact = 1<<53 - 1

// Lines is the transport of the protocol over standard input and output: one JSON-RPC message a line. Unlike that of the SDK, a line that cannot be
// read is answered with an error and ends nothing, and the end of the input waits until all requests are answered.
type Lines struct {
	In  io.Reader
	Out io.Writer
}

// Connect is mcp.Transport's.
func (l Lines) Connect(context.Context) (mcp.Connection, error) {
	c := &lines{out: l.Out, in: make(chan line), closed: make(chan struct{}), open: map[jsonrpc.ID]bool{}, fewer: make(chan struct{}, 1)}
	go c.read(bufio.NewReader(l.In)) // ends with the input: a read of standard input cannot be broken off
	return c, nil
}

type line struct {
	text []byte
	err  error
}

type lines struct {
	in     chan line
	closed chan struct{}
	once   sync.Once
	fewer  chan struct{} // has one if a request was answered since it was looked at

	mu   sync.Mutex
	out  io.Writer           // written to under mu
	open map[jsonrpc.ID]bool // requests that are not answered; guarded by mu
}

var errLong = fmt.Errorf("a message has more than %d bytes", longestLine)

// read reads lines until the input ends.
func (c *lines) read(in *bufio.Reader) {
	for {
		text, err := oneLine(in)
		select {
		case c.in <- line{text, err}:
		case <-c.closed:
			return
		}
		if err != nil && !errors.Is(err, errLong) {
			return
		}
	}
}

// oneLine is the next line, the last one also without its end. One that is too long is passed over: errLong.
func oneLine(in *bufio.Reader) (out []byte, err error) {
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if long = long || len(out)+len(part) > longestLine; !long {
			out = append(out, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && (err == nil || errors.Is(err, io.EOF)):
			return nil, errLong
		case errors.Is(err, io.EOF) && len(out) > 0:
			return out, nil
		}
		return out, err
	}
}

// Read is mcp.Connection's.
func (c *lines) Read(ctx context.Context) (jsonrpc.Message, error) {
	for {
		if err := c.room(ctx, mostOpen-1); err != nil {
			return nil, err
		}
		var l line
		select {
		case l = <-c.in:
		case <-c.closed:
			return nil, io.EOF
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if errors.Is(l.err, io.EOF) {
			if err := c.room(ctx, 0); err != nil {
				return nil, err
			}
		}
		if l.err != nil && !errors.Is(l.err, errLong) {
			return nil, l.err
		}
		m, err := c.message(l)
		if err != nil {
			return nil, err
		}
		if m != nil {
			return m, nil
		}
	}
}

// room waits until at most so many requests are open.
func (c *lines) room(ctx context.Context, most int) error {
	for {
		c.mu.Lock()
		n := len(c.open)
		c.mu.Unlock()
		if n <= most {
			return nil
		}
		select {
		case <-c.fewer:
		case <-c.closed:
			return io.EOF
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// message is that of a line, or nil: there is none, and if something is wrong with the line, the client was told.
func (c *lines) message(l line) (jsonrpc.Message, error) {
	if l.err != nil {
		return nil, c.refuse(jsonrpc.CodeInvalidRequest, l.err.Error()+": ask for less in one message")
	}
	if blank(l.text) {
		return nil, nil
	}
	if !json.Valid(l.text) {
		return nil, c.refuse(jsonrpc.CodeParseError, "the line is no JSON: send one whole JSON-RPC message in each line")
	}
	m, err := jsonrpc.DecodeMessage(l.text)
	if err != nil {
		return nil, c.refuse(jsonrpc.CodeInvalidRequest, "the line is no JSON-RPC 2.0 message: send one object with jsonrpc, id, method and params")
	}
	req, ok := m.(*jsonrpc.Request)
	if !ok {
		return nil, nil // an answer: nothing was asked
	}
	if !nameable(l.text) {
		return nil, c.refuse(jsonrpc.CodeInvalidRequest, "the id is no text and no whole number: give each request one of its own")
	}
	c.mu.Lock()
	again := req.ID.IsValid() && c.open[req.ID]
	if req.ID.IsValid() {
		c.open[req.ID] = true
	}
	c.mu.Unlock()
	if again {
		return nil, c.refuse(jsonrpc.CodeInvalidRequest, "a request with the same id waits for its answer: give each its own")
	}
	return req, nil
}

// nameable reports whether the answer to a message can have its id: that is a text, or a whole number as any program keeps it, or there is none and no
// answer. The package jsonrpc takes null for none, and makes a whole number of any other.
func nameable(text []byte) bool {
	var m map[string]json.RawMessage
	if json.Unmarshal(text, &m) != nil {
		return false
	}
	id, there := m["id"]
	if !there || id[0] == '"' {
		return true
	}
	n, err := strconv.ParseInt(string(id), 10, 64)
	return err == nil && max(n, -n) <= mostExact
}

func blank(text []byte) bool {
	for _, b := range text {
		if b != ' ' && b != '\t' && b != '\r' && b != '\n' {
			return false
		}
	}
	return true
}

// refuse tells the client what is wrong with a line of which nobody knows which request it was.
func (c *lines) refuse(code int, why string) error {
	text, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": nil, "error": map[string]any{"code": code, "message": why}})
	if err != nil {
		return fmt.Errorf("encode an error: %w", err)
	}
	return c.write(text)
}

// Write is mcp.Connection's.
func (c *lines) Write(_ context.Context, m jsonrpc.Message) error {
	text, err := jsonrpc.EncodeMessage(m)
	if err != nil {
		return fmt.Errorf("encode an answer: %w", err)
	}
	err = c.write(text)
	if r, ok := m.(*jsonrpc.Response); ok {
		c.mu.Lock()
		delete(c.open, r.ID)
		c.mu.Unlock()
		select {
		case c.fewer <- struct{}{}:
		default:
		}
	}
	return err
}

func (c *lines) write(text []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.out.Write(append(text, '\n'))
	return err
}

// Close is mcp.Connection's.
func (c *lines) Close() error {
	c.once.Do(func() { close(c.closed) })
	return nil
}

// SessionID is mcp.Connection's: there is one session.
func (c *lines) SessionID() string { return "" }
