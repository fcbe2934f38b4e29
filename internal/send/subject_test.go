package send

import (
	"mime"
	"strings"
	"testing"

	"github.com/wneessen/go-mail"
)

// TestSubjectsAreWholeOrMarked: a headline of Chinese characters is a subject as it is; one that is longer than any ends with a mark and
// between two characters; what nobody sees is in neither.
func TestSubjectsAreWholeOrMarked(t *testing.T) {
	by := Mail{From: "desk@press.example", To: "reader@example.org", Name: "press.example"}
	for _, c := range []struct{ title, want string }{
		{strings.Repeat("港", 200), strings.Repeat("港", 200)},
		{strings.Repeat("港", 201), strings.Repeat("港", 199) + "…"},
		{"Deal \u202eerif\u202c, \x1bsigned\nBcc: a@b.example", "Deal erif,  signed"},
	} {
		x, err := by.mail(Message{ID: "1", Title: c.title})
		if err != nil {
			t.Fatal(err)
		}
		if got := x.GetGenHeader(mail.HeaderSubject); len(got) != 1 || decoded(t, got[0]) != c.want {
			t.Errorf("%.60q: %q, want %q", c.title, got, c.want)
		}
	}
}

// decoded is a header as its reader has it (RFC 2047).
func decoded(t *testing.T, header string) string {
	t.Helper()
	s, err := new(mime.WordDecoder).DecodeHeader(strings.ReplaceAll(header, "\r\n", ""))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
