package discover

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// blocked reports whether a capture is a consent wall or a challenge: the page of
// a go-between in front of the one that was asked for.
func blocked(c news.Capture) bool {
	if c.Get("Cf-Mitigated") == "challenge" {
		return true
	}
	if u, err := url.Parse(address(c)); err == nil {
		if strings.HasPrefix(strings.ToLower(u.Hostname()), "consent.") {
			return true
		}
	}
	title := pageTitle(c.Body)
	for _, t := range wallTitles {
		if strings.HasPrefix(title, t) {
			return true
		}
	}
	return false
}

// Challenged reports whether an answer of any status is that of a go-between which asks the reader to prove
// something: it says nothing of the page behind.
func Challenged(c news.Capture) bool { return blocked(c) }

// wallTitles are how the usual walls are titled, in lower case.
var wallTitles = []string{
	"just a moment", "attention required!", "before you continue", "bevor sie fortfahren", "avant d'accéder",
	"access denied", "access to this page has been denied", "are you a robot", "are you human", "robot check",
	"verify you are human", "pardon our interruption", "checking your browser", "ddos-guard", "security check",
}

// pageTitle is the title of a page in lower case, read without parsing the page.
func pageTitle(body []byte) string {
	head := bytes.ToLower(body[:min(len(body), 4096)])
	if !bytes.Contains(head, []byte("<html")) && !bytes.Contains(head, []byte("<head")) && !bytes.Contains(head, []byte("<!doctype html")) {
		return ""
	}
	_, rest, ok := bytes.Cut(head, []byte("<title"))
	if !ok {
		return ""
	}
	_, rest, _ = bytes.Cut(rest, []byte(">"))
	title, _, _ := bytes.Cut(rest, []byte("</title"))
	return strings.TrimSpace(string(title))
}
