package discover

import (
	"net/url"
	"strings"

	"github.com/waidian/waidian/internal/challenge"
	"github.com/waidian/waidian/internal/news"
)

// blocked reports whether a capture is a consent wall or a challenge: the page of
// a go-between in front of the one that was asked for.
func blocked(c news.Capture) bool {
	if challenge.Of(c).By != "" {
		return true
	}
	if u, err := url.Parse(address(c)); err == nil {
		if strings.HasPrefix(strings.ToLower(u.Hostname()), "consent.") {
			return true
		}
	}
	title := challenge.Title(c.Body)
	for _, t := range wallTitles {
		if strings.HasPrefix(title, t) {
			return true
		}
	}
	return false
}

// Blocked is an ErrBlocked that knows whose page came instead.
type Blocked struct{ challenge.Page }

func (b *Blocked) Error() string { return b.String() }

// Is makes every Blocked an ErrBlocked.
func (b *Blocked) Is(target error) bool { return target == ErrBlocked }

// blockedBy is the error of a blocked capture.
func blockedBy(c news.Capture) error {
	if p := challenge.Of(c); p.By != "" {
		return &Blocked{p}
	}
	return ErrBlocked
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
