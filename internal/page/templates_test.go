package page

import (
	"reflect"
	"regexp"
	"testing"

	"github.com/waidian/waidian/internal/wording"
)

// TestTemplatesNameGroups: no template looks a text up through the groups that embed it.
func TestTemplatesNameGroups(t *testing.T) {
	files, err := templates.ReadDir("templates")
	if err != nil {
		t.Fatal(err)
	}
	texts := reflect.TypeFor[*wording.Texts]()
	for _, f := range files {
		data, err := templates.ReadFile("templates/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\.W\.(\w+)`).FindAllSubmatch(data, -1) {
			name := string(m[1])
			if _, ok := texts.MethodByName(name); ok {
				continue
			}
			if field, ok := texts.Elem().FieldByName(name); !ok || len(field.Index) > 1 {
				t.Errorf("%s: %s does not name the group of its text", f.Name(), m[0])
			}
		}
	}
}
