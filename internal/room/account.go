package room

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
)

// nameForm is the form of the names of operators.
var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// ErrName says why there can be no operator of a name.
var ErrName = errors.New("a name has up to 64 letters, digits and the signs . _ -, and begins with a letter or digit")

// Account is what the store keeps of an operator. The error is ErrName or a secret.BadPassword.
func Account(name, password string, now time.Time) (store.Operator, error) {
	name = strings.ToLower(name)
	if !nameForm.MatchString(name) {
		return store.Operator{}, ErrName
	}
	pass, err := secret.Operator.Hash(password)
	return store.Operator{Name: name, Pass: pass, Made: now}, err
}
