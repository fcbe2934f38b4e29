package reader

import (
	"crypto/md5"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
)

// nameForm is the form of the names of readers. Phones begin what is typed with a capital, so case does not count. Other letters than those
// of ASCII can be typed in more than one way, and apps of the Fever kind send no name but a hash over how it was typed.
var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@+-]{0,63}$`)

// ErrName says why there can be no reader of a name.
var ErrName = errors.New("a name has up to 64 of the letters a-z, the digits 0-9 and the signs . _ @ + -, and begins with a letter or digit; A is as good as a")

// NameOf is a name as the desk keeps it.
func NameOf(name string) (string, error) {
	name = strings.ToLower(name)
	if !nameForm.MatchString(name) {
		return "", ErrName
	}
	return name, nil
}

// Account is what the store keeps of a new reader, and the password for apps of the Fever kind, which the desk makes: such an app keeps
// and sends the MD5 of name and password, and nobody's own password should be as easy to find out as that. The error is
// ErrName or a secret.BadPassword.
func Account(name, password string, now time.Time) (r store.Reader, fever string, err error) {
	if name, err = NameOf(name); err != nil {
		return r, "", err
	}
	pass, err := secret.Reader.Hash(password)
	if err != nil {
		return r, "", err
	}
	fever = strings.ToLower(rand.Text())
	return store.Reader{Name: name, Pass: pass, Fever: secret.HashOf(feverKey(name, fever)), Made: now}, fever, nil
}

// feverKey is what an app of the Fever kind sends of a name and a password.
func feverKey(name, password string) string {
	sum := md5.Sum([]byte(name + ":" + password))
	return hex.EncodeToString(sum[:])
}
