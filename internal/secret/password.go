package secret

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
)

// Rule is of how many characters a password has at least.
type Rule int

// Whose passwords these are. An operator's opens more, and is not typed on a phone.
const (
	Reader   Rule = 8
	Operator Rule = 12
)

// mostPassword bounds a password, in bytes.
const mostPassword = 200

// BadPassword is the error of a text that can be no password.
type BadPassword struct{ Least Rule }

func (e BadPassword) Error() string {
	return fmt.Sprintf("a password has at least %d characters and at most %d bytes, in UTF-8, without control characters, and is not blank alone", e.Least, mostPassword)
}

// cost is what one comparison takes: memory in KiB, passes and threads (OWASP Password Storage Cheat Sheet, 2025: 19 MiB, 2 passes).
type cost struct {
	memory, passes uint32
	threads        uint8
}

var costs = cost{19 << 10, 2, 1}

const (
	saltSize = 16
	keySize  = 32
)

// Hash is a password as the store has it: Argon2id in the PHC string format, with a salt of its own. The error is a BadPassword.
func (r Rule) Hash(password string) (string, error) {
	password, ok := Typed(password)
	if !ok || utf8.RuneCountInString(password) < int(r) || len(password) > mostPassword {
		return "", BadPassword{r}
	}
	var salt [saltSize]byte
	rand.Read(salt[:])
	return phc(costs, salt[:], key(costs, salt[:], password)), nil
}

// Same reports whether a password has that hash. Where hash is empty, because there is nobody of a name, it takes as long and is false.
func Same(hash, password string) bool {
	if len(password) > mostPassword {
		return false
	}
	if as, ok := Typed(password); ok {
		password = as
	}
	if Old(hash) {
		return len(password) <= mostOld && bcrypt.CompareHashAndPassword([]byte(hash), []byte(password)) == nil
	}
	c, salt, want, ok := read(hash)
	if !ok {
		c, salt, want = costs, make([]byte, saltSize), make([]byte, keySize)
	}
	return subtle.ConstantTimeCompare(key(c, salt, password), want) == 1 && ok
}

// mostOld is how much of a password bcrypt reads, in bytes.
const mostOld = 72

// Old reports whether a hash is one of bcrypt, by which passwords of readers were kept before: Same knows it, and Hash makes no more of them.
func Old(hash string) bool { return strings.HasPrefix(hash, "$2") }

func key(c cost, salt []byte, password string) []byte {
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.threads, keySize)
}

// form is the PHC string format of Argon2id, version 19.
const form = "$argon2id$v=19$m=%d,t=%d,p=%d$"

func phc(c cost, salt, key []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf(form, c.memory, c.passes, c.threads) + b.EncodeToString(salt) + "$" + b.EncodeToString(key)
}

// read takes a hash apart; false: it is none that Hash makes, or one whose cost nobody should pay.
func read(hash string) (c cost, salt, key []byte, ok bool) {
	var rest string
	if _, err := fmt.Sscanf(hash, form+"%s", &c.memory, &c.passes, &c.threads, &rest); err != nil {
		return c, nil, nil, false
	}
	b := base64.RawStdEncoding
	n := b.EncodedLen(saltSize)
	if len(rest) != n+1+b.EncodedLen(keySize) || rest[n] != '$' || c.memory > 1<<20 || c.passes < 1 || c.passes > 16 || c.threads < 1 {
		return c, nil, nil, false
	}
	salt, err := b.DecodeString(rest[:n])
	if err == nil {
		key, err = b.DecodeString(rest[n+1:])
	}
	return c, salt, key, err == nil
}
