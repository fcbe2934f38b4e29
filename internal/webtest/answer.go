package webtest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// answer is one raw HTTP answer, or the failure in its place.
type answer struct {
	failure string
	proto   string
	status  string // "404 Not Found"
	header  http.Header
	body    []byte
	gzip    bool
	repeat  int // -1: endless
	cut     int // bytes after which the connection breaks; -1: never
	delay   time.Duration
	drip    time.Duration
}

func parseAnswer(data []byte) (answer, error) {
	if text, ok := bytes.CutPrefix(data, []byte("!")); ok {
		return answer{failure: strings.TrimSpace(string(text))}, nil
	}
	r := bufio.NewReader(bytes.NewReader(data))
	tr := textproto.NewReader(r)
	line, err := tr.ReadLine()
	if err != nil {
		return answer{}, errors.New("an answer begins with a status line or an exclamation mark")
	}
	proto, status, ok := strings.Cut(line, " ")
	if !ok || !strings.HasPrefix(proto, "HTTP/") {
		return answer{}, fmt.Errorf("%q is no status line", line)
	}
	head, err := tr.ReadMIMEHeader()
	if err != nil && err != io.EOF {
		return answer{}, fmt.Errorf("the header: %w", err)
	}
	body, _ := io.ReadAll(r)
	a := answer{proto: proto, status: status, header: http.Header(head), body: body, repeat: 1, cut: -1}
	return a, a.orders()
}

// orders takes the Webtest- fields out of the header.
func (a *answer) orders() error {
	for key, values := range a.header {
		name, ok := strings.CutPrefix(key, "Webtest-")
		if !ok {
			continue
		}
		delete(a.header, key)
		var err error
		switch v := values[0]; {
		case name == "Gzip":
			a.gzip = true
		case name == "Repeat" && v == "endless":
			a.repeat = -1
		case name == "Repeat":
			a.repeat, err = strconv.Atoi(v)
		case name == "Break":
			a.cut, err = strconv.Atoi(v)
		case name == "Delay":
			a.delay, err = time.ParseDuration(v)
		case name == "Drip":
			a.drip, err = time.ParseDuration(v)
		default:
			err = fmt.Errorf("there is no order %s", key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// send answers a request.
func (a answer) send(req *http.Request) (*http.Response, error) {
	if a.failure != "" {
		return nil, a.fail(req)
	}
	if err := pause(req.Context(), a.delay); err != nil {
		return nil, err
	}
	code, _ := strconv.Atoi(strings.Fields(a.status + " 0")[0])
	major, minor, _ := http.ParseHTTPVersion(a.proto)
	resp := &http.Response{
		Status: a.status, StatusCode: code, Proto: a.proto, ProtoMajor: major, ProtoMinor: minor,
		Header: a.header.Clone(), Request: req, ContentLength: -1,
	}
	if unchanged(req, a.header) && code == http.StatusOK {
		resp.StatusCode, resp.Status, resp.Body = http.StatusNotModified, "304 Not Modified", http.NoBody
		resp.Header.Del("Content-Type")
		return resp, nil
	}
	body := a.body
	if a.gzip {
		body = squeeze(body)
		resp.Header.Set("Content-Encoding", "gzip")
	}
	if n, err := strconv.ParseInt(a.header.Get("Content-Length"), 10, 64); err == nil {
		resp.ContentLength = n
	}
	resp.Body = &reader{ctx: req.Context(), body: body, at: len(body), repeat: a.repeat, cut: a.cut, drip: a.drip}
	return resp, nil
}

// fail is the error of package net that the failure stands for.
func (a answer) fail(req *http.Request) error {
	op := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: err}
	}
	switch a.failure {
	case "connection refused":
		return op(syscall.ECONNREFUSED)
	case "reset":
		return op(syscall.ECONNRESET)
	case "no such host":
		return op(&net.DNSError{Err: "no such host", Name: req.URL.Hostname(), IsNotFound: true})
	case "timeout":
		<-req.Context().Done()
		return req.Context().Err()
	}
	return errors.New(a.failure)
}

// unchanged reports whether the request carries a validator of the answer. An ETag
// counts before a date (RFC 9110, 13.2.2).
func unchanged(req *http.Request, h http.Header) bool {
	if inm := req.Header.Get("If-None-Match"); inm != "" {
		return h.Get("Etag") == inm
	}
	ims := req.Header.Get("If-Modified-Since")
	return ims != "" && h.Get("Last-Modified") == ims
}

func squeeze(body []byte) []byte {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	w.Write(body)
	w.Close()
	return buf.Bytes()
}

func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// reader sends the body as ordered.
type reader struct {
	ctx    context.Context
	body   []byte
	at     int // in body
	sent   int
	repeat int // times still to be sent; -1: endless
	cut    int
	drip   time.Duration
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	if r.at == len(r.body) && r.repeat != 0 {
		r.at = 0
		if r.repeat > 0 {
			r.repeat--
		}
	}
	if r.cut >= 0 {
		if r.sent >= r.cut {
			return 0, io.ErrUnexpectedEOF
		}
		p = p[:min(len(p), r.cut-r.sent)]
	}
	if r.repeat == 0 && r.at == len(r.body) || len(r.body) == 0 {
		return 0, io.EOF
	}
	if r.drip > 0 {
		if err := pause(r.ctx, r.drip); err != nil {
			return 0, err
		}
		p = p[:min(len(p), 1)]
	}
	n := copy(p, r.body[r.at:])
	r.at += n
	r.sent += n
	return n, nil
}

func (r *reader) Close() error { return nil }
