// Package mhtml reads pages that a browser has saved: whole ones as MHTML (RFC 2557), of which
// it returns the page without pictures and style sheets, and the note of its address in one
// saved as HTML. It fetches nothing that a page refers to.
package mhtml

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// longest bounds the page, in bytes.
const longest = 64 << 20

// Read returns the first HTML part as a capture of the address that the file names.
func Read(r io.Reader) (news.Capture, error) {
	br := bufio.NewReader(io.LimitReader(r, 4*longest))
	head, err := textproto.NewReader(br).ReadMIMEHeader()
	if err != nil {
		return news.Capture{}, fmt.Errorf("read MHTML header: %w", err)
	}
	kind, params, err := mime.ParseMediaType(head.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") || params["boundary"] == "" {
		return news.Capture{}, errors.New("the file is not MHTML: it has no parts")
	}
	parts := multipart.NewReader(br, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			return news.Capture{}, fmt.Errorf("find the page in the file: %w", err)
		}
		if kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type")); kind == "text/html" {
			return page(head, p)
		}
	}
}

func page(head textproto.MIMEHeader, p *multipart.Part) (news.Capture, error) {
	var r io.Reader = p
	switch strings.ToLower(p.Header.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		r = quotedprintable.NewReader(p)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, p)
	}
	body, err := io.ReadAll(io.LimitReader(r, longest))
	if err != nil {
		return news.Capture{}, fmt.Errorf("decode the page: %w", err)
	}
	url := p.Header.Get("Content-Location")
	if url == "" {
		url = head.Get("Snapshot-Content-Location")
	}
	if !strings.HasPrefix(url, "http") {
		return news.Capture{}, errors.New("the file does not say which address the page is from")
	}
	return news.Capture{
		URL: url, Final: url, Status: 200, Proto: "HTTP/1.1", Raw: body, Body: body,
		Header: map[string][]string{"Content-Type": {p.Header.Get("Content-Type")}},
	}, nil
}
