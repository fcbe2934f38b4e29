package secret

import (
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"
)

// TestPasswords: a password has its own hash and no other has, nor has it another's; two hashes of one password differ.
func TestPasswords(t *testing.T) {
	const password = "correct horse battery"
	a, err := Operator.Hash(password)
	b, err2 := Operator.Hash(password)
	if err != nil || err2 != nil || a == b || !strings.HasPrefix(a, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%q, %v; %q, %v", a, err, b, err2)
	}
	if !Same(a, password) || !Same(b, password) {
		t.Error("the password is not its own")
	}
	for _, wrong := range []string{"", "correct horse", "correct horse batterY", password + " ", password + "\x00", strings.Repeat("x", 1<<20)} {
		if Same(a, wrong) {
			t.Errorf("%.30q is taken for the password", wrong)
		}
	}
	for _, hash := range []string{"", password, a + "A", a[:len(a)-1], strings.Replace(a, "m=19456", "m=4294967295", 1), strings.Replace(a, "t=2", "t=0", 1),
		strings.Replace(a, "t=2", "t=99", 1), strings.Replace(a, "p=1", "p=0", 1), strings.Replace(a, "argon2id", "argon2i", 1), "$2a$10$" + strings.Repeat("x", 53)} {
		if Same(hash, password) {
			t.Errorf("%q is taken for the hash", hash)
		}
	}
}

func TestPasswordsThatAreNone(t *testing.T) {
	for _, p := range []string{"", "elf zeichen", strings.Repeat("x", 201), strings.Repeat(" ", 20), "a bell\a in a password", "a password in Latin-1: \xe9"} {
		if h, err := Operator.Hash(p); err != (BadPassword{Operator}) || h != "" {
			t.Errorf("%.20q: %q, %v", p, h, err)
		}
	}
	h, err := Operator.Hash("un mot de passe d\u00e9j\u00e0 vu")
	if err != nil || !Same(h, "un mot de passe de\u0301ja\u0300 vu") || Same(h, "un mot de passe deja vu") {
		t.Errorf("typed in another way: %v", err)
	}
	if _, err := Operator.Hash("十二個字的密碼也可以用呢"); err != nil {
		t.Errorf("twelve characters: %v", err)
	}
}

// TestOldPasswords: a hash that bcrypt made is compared as such, and is told apart from what Hash makes.
func TestOldPasswords(t *testing.T) {
	const password = "d\u00e9j\u00e0 vu, deux fois"
	old, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	now, err := Reader.Hash(password)
	if err != nil || !Old(string(old)) || Old(now) {
		t.Errorf("%s is old: %v; %s: %v, %v", old, Old(string(old)), now, Old(now), err)
	}
	if !Same(string(old), password) || !Same(string(old), "de\u0301ja\u0300 vu, deux fois") {
		t.Error("the password is not its own")
	}
	for _, wrong := range []string{"", "deja vu, deux fois", password + " ", password + strings.Repeat("x", 100), "\xff"} {
		if Same(string(old), wrong) {
			t.Errorf("%.30q is taken for the password", wrong)
		}
	}
	if Same("$2", password) || Same("$2a$99$"+string(old[7:]), password) {
		t.Error("what is no hash is taken for one")
	}
}

// TestRules: a password of a reader may be shorter than one of an operator, and the error says by how much it is too short.
func TestRules(t *testing.T) {
	if _, err := Reader.Hash("12345678"); err != nil {
		t.Error(err)
	}
	if _, err := Operator.Hash("12345678"); err != (BadPassword{Operator}) || !strings.Contains(err.Error(), "at least 12 ") {
		t.Error(err)
	}
	if _, err := Reader.Hash("1234567"); err != (BadPassword{Reader}) || !strings.Contains(err.Error(), "at least 8 ") {
		t.Error(err)
	}
}

func TestTokens(t *testing.T) {
	a, b := NewToken(), NewToken()
	if len(a) != TokenSize || a == b || len(HashOf(a)) != TokenSize || HashOf(a) == a || HashOf(a) == HashOf(b) {
		t.Errorf("%s %s", a, b)
	}
}
