package secret

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"
)

// Typed is a password as it is compared, however it was typed: by the profile OpaqueString (RFC 8265, 4.2), by which a letter with its accent is one
// character, and a space is a space. False: it can be none.
func Typed(typed string) (string, bool) {
	if !utf8.ValidString(typed) || strings.TrimSpace(typed) == "" {
		return typed, false
	}
	s, err := precis.OpaqueString.String(typed)
	if err != nil {
		return typed, false
	}
	return s, true
}
