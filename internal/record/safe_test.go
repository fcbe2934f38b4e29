package record

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/waidian/waidian/internal/news"
)

func TestNoControlCharacterIsWritten(t *testing.T) {
	var all strings.Builder
	for r := rune(0); r < 0x250; r++ {
		all.WriteRune(r)
	}
	want := all.String() + "外电 £ Â Ã"
	var b bytes.Buffer
	if err := json.NewEncoder(Safe(&b)).Encode(map[string]string{"k\u009b": want}); err != nil {
		t.Fatal(err)
	}
	line, err := Of(news.Item{Article: news.Article{Title: want, URL: "https://x.example/\u009b31m"}}, "").Encode(new(bytes.Buffer))
	if err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{b.String(), string(line)} {
		if i := strings.IndexFunc(strings.TrimSuffix(out, "\n"), unicode.IsControl); i >= 0 {
			t.Errorf("a control character is written: %q", out[i:min(len(out), i+8)])
		}
		if !strings.Contains(out, "外电 £ Â Ã") {
			t.Errorf("another character is escaped: %s", out)
		}
	}
	var back map[string]string
	if err := json.Unmarshal(b.Bytes(), &back); err != nil || back["k\u009b"] != want {
		t.Errorf("came back as %q, %v", back, err)
	}
	var r Record
	if err := json.Unmarshal(line, &r); err != nil || r.Title != want {
		t.Errorf("came back as %q, %v", r.Title, err)
	}
}
