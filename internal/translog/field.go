package translog

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/waidian/waidian/internal/news"
)

// field writes one field of a leaf, empty where it is zero, and reads it. ReadLeaf writes what it has read again, so that
// read need not refuse other spellings.
type field struct {
	write func(*Leaf) string
	read  func(*Leaf, string) error
}

var fields = map[string]field{
	"url":       text(func(l *Leaf) *string { return &l.URL }),
	"final":     text(func(l *Leaf) *string { return &l.Final }),
	"at":        instant(func(l *Leaf) *time.Time { return &l.At }),
	"status":    status(),
	"payload":   sum(func(l *Leaf) *Sum { return &l.Payload }),
	"body":      sum(func(l *Leaf) *Sum { return &l.Body }),
	"truncated": text(func(l *Leaf) *string { return &l.Truncated }),
	"brought":   brought(),
	"entered":   known(instant(func(l *Leaf) *time.Time { return &l.Entered }), func(l *Leaf) bool { return !l.Entered.IsZero() }),
	"of":        number(func(l *Leaf) *int64 { return &l.Of }),
	"article":   text(func(l *Leaf) *string { return &l.Article }),
	"n":         number(func(l *Leaf) *int64 { return &l.N }),
	"capture":   reference(func(l *Leaf) *int64 { return &l.Capture }),
	"text":      sum(func(l *Leaf) *Sum { return &l.Text }),
	"extractor": text(func(l *Leaf) *string { return &l.Extractor }),
	"sha256":    sum(func(l *Leaf) *Sum { return &l.Sum }),
	"by":        text(func(l *Leaf) *string { return &l.By }),
	"source":    text(func(l *Leaf) *string { return &l.Source }),
	"from":      instant(func(l *Leaf) *time.Time { return &l.From }),
	"to":        instant(func(l *Leaf) *time.Time { return &l.To }),
	"why":       why(),
	"tries":     number(func(l *Leaf) *int64 { return &l.Tries }),
	"key":       text(func(l *Leaf) *string { return &l.Key }),
	"old":       text(func(l *Leaf) *string { return &l.Old }),
	"origin":    text(func(l *Leaf) *string { return &l.Origin }),
	"size":      size(),
	"root":      root(),
	"signature": text(func(l *Leaf) *string { return &l.Signature }),
}

// None is the number of a capture that has no leaf: one that was recorded before there was a log.
const None = -1

func text(at func(*Leaf) *string) field {
	return field{
		write: func(l *Leaf) string { return *at(l) },
		read:  func(l *Leaf, v string) error { *at(l) = v; return nil },
	}
}

const instantForm = "2006-01-02T15:04:05.000Z"

func instant(at func(*Leaf) *time.Time) field {
	return field{
		write: func(l *Leaf) string { return at(l).UTC().Format(instantForm) },
		read: func(l *Leaf, v string) (err error) {
			*at(l), err = time.Parse(instantForm, v)
			return err
		},
	}
}

// known is a field that has no value unless is says so.
func known(f field, is func(*Leaf) bool) field {
	return field{
		write: func(l *Leaf) string {
			if !is(l) {
				return ""
			}
			return f.write(l)
		},
		read: f.read,
	}
}

func number(at func(*Leaf) *int64) field {
	return field{
		write: func(l *Leaf) string { return strconv.FormatInt(*at(l), 10) },
		read: func(l *Leaf, v string) (err error) {
			*at(l), err = natural(v)
			return err
		},
	}
}

// reference is the number of a leaf, or None.
func reference(at func(*Leaf) *int64) field {
	f := number(at)
	return field{
		write: func(l *Leaf) string {
			if *at(l) == None {
				return "none"
			}
			return f.write(l)
		},
		read: func(l *Leaf, v string) error {
			if v == "none" {
				*at(l) = None
				return nil
			}
			return f.read(l, v)
		},
	}
}

func status() field {
	n := func(l *Leaf) *int { return &l.Status }
	return field{
		write: func(l *Leaf) string { return strconv.Itoa(*n(l)) },
		read: func(l *Leaf, v string) error {
			s, err := natural(v)
			if err != nil || s > 999 {
				return errors.New("not a status of HTTP")
			}
			*n(l) = int(s)
			return nil
		},
	}
}

func sum(at func(*Leaf) *Sum) field {
	return field{
		write: func(l *Leaf) string { return at(l).String() },
		read: func(l *Leaf, v string) (err error) {
			*at(l), err = ParseSum(v)
			return err
		},
	}
}

// ParseSum reads "sha256:" and 64 hexadecimal digits.
func ParseSum(v string) (s Sum, err error) {
	digits, ok := strings.CutPrefix(v, "sha256:")
	b, err := hex.DecodeString(digits)
	if !ok || err != nil || len(b) != len(s) {
		return s, fmt.Errorf("%q is no sha256", v[:min(len(v), 80)])
	}
	return Sum(b), nil
}

func why() field {
	return field{
		write: func(l *Leaf) string { return string(l.Why) },
		read: func(l *Leaf, v string) error {
			l.Why = news.Cause(v)
			if !slices.Contains(news.Causes(), l.Why) {
				return errors.New("not a cause of silence")
			}
			return nil
		},
	}
}

func brought() field {
	return field{
		write: func(l *Leaf) string {
			if l.Brought {
				return "yes"
			}
			return ""
		},
		read: func(l *Leaf, v string) error { l.Brought = true; return nil },
	}
}

func size() field {
	f := number(func(l *Leaf) *int64 { return &l.Size })
	return field{read: f.read, write: func(l *Leaf) string {
		if l.Origin == "" {
			return ""
		}
		return f.write(l)
	}}
}

func root() field {
	return field{
		write: func(l *Leaf) string {
			if l.Origin == "" {
				return ""
			}
			return base64.StdEncoding.EncodeToString(l.Root[:])
		},
		read: func(l *Leaf, v string) (err error) {
			l.Root, err = tlog.ParseHash(v)
			return err
		},
	}
}

// natural reads a number without a sign, in its shortest form.
func natural(v string) (int64, error) {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != v {
		return 0, fmt.Errorf("%q is no number", v[:min(len(v), 80)])
	}
	return n, nil
}

func unprintable(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }
