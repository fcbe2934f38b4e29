package invented

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
)

// TestWrite: the same numbers give the same articles, each is one line of JSON, and they lie within the days asked for.
func TestWrite(t *testing.T) {
	var one, again bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &again} {
		if err := Write(b, 5, 25, 3); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), again.Bytes()) {
		t.Error("the same numbers give other articles")
	}
	seen := map[string]bool{}
	for line := range bytes.Lines(one.Bytes()) {
		var a struct {
			URL       string
			Published time.Time
		}
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatal(err)
		}
		if age := Now.Sub(a.Published); age < 0 || age > 3*24*time.Hour || seen[a.URL] {
			t.Errorf("%s is %v old", a.URL, age)
		}
		seen[a.URL] = true
	}
	if len(seen) != 20 {
		t.Errorf("%d articles", len(seen))
	}
}
