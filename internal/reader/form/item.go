// Package form has the forms in which apps for reading speak with a desk: the identifiers and streams of the Google Reader API, its JSON
// and Atom, and the JSON of the Fever API. It knows their quirks and no report: what is in a form is for package reader to say.
//
// Google Reader's API was never published. The forms are those of its clients and servers as they are today; what is noted as a quirk is
// what one of them breaks on.
package form

import (
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// longPrefix begins the long form of an item's identifier.
const longPrefix = "tag:google.com,2005:reader/item/"

// bits are those that an article's identifier has; see news.NewArticleID.
const bits = 50

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// Number is the identifier of a report as apps have it: the 50 bits of its identifier as a number, which is the same on every machine
// and fits a double. False: it is none that a desk gives.
func Number(id news.ArticleID) (int64, bool) {
	var b [8]byte
	if len(id) != bits/5 || strings.ToLower(string(id)) != string(id) {
		return 0, false
	}
	out, err := letters.DecodeString(strings.ToUpper(string(id)) + "AAAAAA")
	if err != nil {
		return 0, false
	}
	copy(b[:], out)
	return int64(binary.BigEndian.Uint64(b[:]) >> (64 - bits)), true
}

// Article is the opposite of Number.
func Article(n int64) news.ArticleID {
	var b [10]byte
	binary.BigEndian.PutUint64(b[:], uint64(n)<<(64-bits))
	return news.ArticleID(strings.ToLower(letters.EncodeToString(b[:])[:bits/5]))
}

// Long is the long form of an item's identifier. Quirk: NetNewsWire reads the end as a signed number in hexadecimal.
func Long(n int64) string { return fmt.Sprintf("%s%016x", longPrefix, n) }

// Short is the short form: the number in decimal.
func Short(n int64) string { return strconv.FormatInt(n, 10) }

// ParseItem reads the identifier of an item in its long form, its 16 digits in hexadecimal, or its short form. Numbers of 50 bits have at
// most 16 digits in decimal, too; then they begin with 1, those in hexadecimal with 000. False: no desk gives such a one.
func ParseItem(s string) (news.ArticleID, bool) {
	digits, long := strings.CutPrefix(s, longPrefix)
	base := 10
	if long || len(digits) == 16 && strings.HasPrefix(digits, "000") {
		base = 16
	}
	n, err := strconv.ParseUint(digits, base, bits)
	if err != nil {
		return "", false
	}
	return Article(int64(n)), true
}
