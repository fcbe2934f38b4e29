// Package webtest is a small web in a text file, for tests: a txtar archive whose
// file names are URLs and whose contents are raw HTTP answers, the ugly ones
// included. A URL that is not in the archive is an error, never a call out.
package webtest

import (
	"errors"
	"net/http"
)

// Web answers requests from a text file. It is safe for concurrent use.
type Web struct{}

// Parse reads a web from the text of a txtar archive.
func Parse(data []byte) (*Web, error) { return nil, errors.ErrUnsupported }

// Load reads a web from a txtar file.
func Load(file string) (*Web, error) { return nil, errors.ErrUnsupported }

// RoundTrip makes a Web an http.RoundTripper.
func (w *Web) RoundTrip(req *http.Request) (*http.Response, error) {
	return nil, errors.ErrUnsupported
}

// Requests lists what was asked so far, one "GET https://…" each, in order.
func (w *Web) Requests() []string { return nil }
