package wacz

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

// TestVerify: whatever is not as the list of files says is named.
func TestVerify(t *testing.T) {
	sum := func(s string) string { return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(s))) }
	list := fmt.Sprintf(`{"profile":"data-package","resources":[{"name":"d","path":"archive/d.warc.gz","hash":%q,"bytes":1},{"name":"p","path":"pages/pages.jsonl","hash":%q,"bytes":2}]}`, sum("w"), sum("pp"))
	digest := fmt.Sprintf(`{"path":"datapackage.json","hash":%q}`, sum(list))
	for what, c := range map[string]struct {
		files []string // names and contents
		want  string
	}{
		"untouched":     {nil, ""},
		"changed":       {[]string{"archive/d.warc.gz", "x"}, "archive/d.warc.gz is not what datapackage.json says: its hash is"},
		"longer":        {[]string{"pages/pages.jsonl", "ppp"}, "its length is not 2 bytes"},
		"missing":       {[]string{"pages/pages.jsonl", ""}, "pages/pages.jsonl is missing"},
		"one more":      {[]string{"evil", "x"}, "evil is not in datapackage.json"},
		"another list":  {[]string{"datapackage.json", list + "\n"}, "datapackage.json is not what datapackage-digest.json says"},
		"no list":       {[]string{"datapackage.json", ""}, "not a WACZ file"},
		"no JSON":       {[]string{"datapackage.json", "x"}, "datapackage.json is not JSON"},
		"no digest":     {[]string{"datapackage-digest.json", ""}, ""},
		"a digest of x": {[]string{"datapackage-digest.json", "x"}, "datapackage-digest.json is not JSON"},
	} {
		files := map[string]string{"archive/d.warc.gz": "w", "pages/pages.jsonl": "pp", "datapackage.json": list, "datapackage-digest.json": digest}
		for i := 0; i < len(c.files); i += 2 {
			files[c.files[i]] = c.files[i+1]
		}
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for name, text := range files {
			if text == "" {
				continue
			}
			f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		switch p, err := Verify(bytes.NewReader(b.Bytes()), int64(b.Len())); {
		case c.want == "" && (err != nil || p.Files != 2 || p.Sound != 2):
			t.Errorf("%s: %+v, %v", what, p, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v\nwant: …%s…", what, err, c.want)
		}
	}
}
