package wording

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/news"
)

//go:embed *.toml
var files embed.FS

// Default is the language of the interface where none is set, or one that has no file.
const Default = "zh-Hans"

var embedded = sync.OnceValue(func() *Set {
	s, err := Load(files)
	if err != nil {
		panic("wording: " + err.Error()) // the files are part of the program, and a test reads them
	}
	return s
})

// For returns the texts in a language (BCP 47), or in the one nearest to it; those of Default where none is near.
func For(language string) *Texts { return embedded().For(language) }

// Languages are the tags of the languages that there are texts in, the Default and its relatives first. It reads
// the names of the files alone.
func Languages() []string {
	tags, err := tagsIn(files)
	if err != nil {
		panic("wording: " + err.Error()) // the pattern is a constant, and the files are part of the program
	}
	return tags
}

// Fingerprint identifies the texts: another one says that pages made with them may read otherwise.
func (w *Texts) Fingerprint() string { return w.fingerprint }

// Set is the interface in several languages.
type Set struct {
	texts   []*Texts // the default language first
	matcher language.Matcher
}

// Load reads the files *.toml of a folder, each of which is a language and named after its tag. A key that is
// unknown or missing, a code that is unknown, a pattern of a date that cannot be filled in, a plural form that the
// language needs and does not get is an error. Load does not ask whether each code has its words.
func Load(fsys fs.FS) (*Set, error) {
	tags, err := tagsIn(fsys)
	if err != nil {
		return nil, err
	}
	if len(tags) == 0 || tags[0] != Default {
		return nil, fmt.Errorf("no file %s.toml", Default)
	}
	s := &Set{}
	var understood []language.Tag
	for _, tag := range tags {
		name := tag + ".toml"
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		w, err := read(tag, data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		s.texts, understood = append(s.texts, w), append(understood, w.language)
	}
	s.matcher = language.NewMatcher(understood)
	return s, s.twinned()
}

// twinned says which file has another script that has no file, or one that does not lead back.
func (s *Set) twinned() error {
	for _, w := range s.texts {
		if w.OtherScript == nil {
			continue
		}
		i := slices.IndexFunc(s.texts, func(o *Texts) bool { return o.Tag == w.OtherScript.Language })
		if i < 0 || s.texts[i].OtherScript == nil || s.texts[i].OtherScript.Language != w.Tag {
			return fmt.Errorf("%s.toml: otherScript: %q has no file that leads back", w.Tag, w.OtherScript.Language)
		}
	}
	return nil
}

// tagsIn are the tags of the languages that a folder has files of: the default language, then those of the same
// base, then the others.
func tagsIn(fsys fs.FS) ([]string, error) {
	tags, err := fs.Glob(fsys, "*.toml")
	if err != nil {
		return nil, err
	}
	for i, name := range tags {
		tags[i] = strings.TrimSuffix(name, ".toml")
	}
	base, _, _ := strings.Cut(Default, "-")
	rank := func(tag string) int {
		switch {
		case tag == Default:
			return 0
		case tag == base || strings.HasPrefix(tag, base+"-"):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(tags, func(a, b string) int { return rank(a) - rank(b) })
	return tags, nil
}

// For returns the texts in a language, as the function For does.
func (s *Set) For(tag string) *Texts {
	t, err := language.Parse(tag)
	if err != nil {
		return s.texts[0]
	}
	_, i, _ := s.matcher.Match(t)
	asked, _, _ := t.Raw()
	if has, _, _ := s.texts[i].language.Raw(); has != asked {
		return s.texts[0] // one that its speakers are said to know besides
	}
	return s.texts[i]
}

// Languages are the tags of the languages, as the function Languages gives them.
func (s *Set) Languages() []string {
	out := make([]string, len(s.texts))
	for i, w := range s.texts {
		out[i] = w.Tag
	}
	return out
}

// read reads a file.
func read(tag string, data []byte) (*Texts, error) {
	lang, err := language.Parse(tag)
	if err != nil {
		return nil, err
	}
	w := &Texts{Tag: tag, language: lang, fingerprint: fmt.Sprintf("%x", sha256.Sum256(data))}
	if err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(w); err != nil {
		return nil, err
	}
	var keys map[string]any
	if err := toml.Unmarshal(data, &keys); err != nil {
		return nil, err
	}
	if lost := missing(reflect.TypeFor[Texts](), keys, ""); len(lost) > 0 {
		return nil, fmt.Errorf("no %s", strings.Join(lost, ", "))
	}
	if lost := w.formsMissing(); len(lost) > 0 {
		return nil, fmt.Errorf("%s counts with more forms: no %s", tag, strings.Join(lost, ", "))
	}
	if err := w.codesKnown(); err != nil {
		return nil, err
	}
	return w, w.Dates.check()
}

// codesKnown says which code of a table is none of its kind, or which tag is none of a language.
func (w *Texts) codesKnown() error {
	for _, tag := range slices.Sorted(maps.Keys(w.Languages)) {
		if _, err := language.Parse(tag); err != nil {
			return fmt.Errorf("languages: %q: %w", tag, err)
		}
	}
	return cmp.Or(
		known("missing", w.Missing, news.MissingCodes()),
		known("kindNotes", w.KindNotes, news.PageKinds()),
		known("notes", w.Notes, news.NoteCodes()),
		known("kindMarks", w.KindMarks, news.PageKinds()),
		known("sourceKinds", w.SourceKinds, news.SourceKinds()),
		known("rightsShown", w.RightsShown, news.Grants()),
		known("reasons", w.Reasons, news.Reasons()),
		known("refusals", w.Refusals, news.RefusalCodes()),
		known("rules", w.Rules, news.Rules()),
		known("figureKinds", w.FigureKinds, news.FigureKinds()),
		known("unreadCauses", w.UnreadCauses, news.UnreadCauses()),
		known("causes", w.Causes, news.Causes()),
		known("ranks", w.Ranks, news.RankReasons()),
		known("alarms", w.Alarms, news.AlarmKinds()),
	)
}

// known says which code of a table is not among all.
func known[K ~string](table string, words map[K]string, all []K) error {
	for _, code := range slices.Sorted(maps.Keys(words)) {
		if !slices.Contains(all, code) {
			return fmt.Errorf("%s: no code %q", table, code)
		}
	}
	return nil
}

// missing lists the keys of a type that a table does not have. A key may be left out where its field says so;
// a table that is there has all of its own.
func missing(t reflect.Type, table map[string]any, above string) (out []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("toml"), ",")
		if !f.IsExported() || name == "-" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		v, ok := lookUp(table, name)
		if !ok {
			if option != "omitempty" {
				out = append(out, above+name)
			}
			continue
		}
		typ := f.Type
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		if inner, ok := v.(map[string]any); ok && typ.Kind() == reflect.Struct && typ != reflect.TypeFor[Plural]() {
			out = append(out, missing(typ, inner, above+name+".")...)
		}
	}
	return out
}

// lookUp finds a key, in whatever case: so does the decoder.
func lookUp(table map[string]any, name string) (any, bool) {
	for k, v := range table {
		if strings.EqualFold(k, name) {
			return v, true
		}
	}
	return nil, false
}

// formsMissing lists the plural forms that the language needs and the file does not have.
func (w *Texts) formsMissing() (out []string) {
	needed := categories(w.language)
	var walk func(v reflect.Value, name string)
	walk = func(v reflect.Value, name string) {
		if p, ok := v.Interface().(Plural); ok {
			for f := range needed {
				if p.form(f) == "" {
					out = append(out, name+"."+formNames[f])
				}
			}
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Type.Kind() == reflect.Struct {
				walk(v.Field(i), f.Name)
			}
		}
	}
	walk(reflect.ValueOf(*w), "")
	slices.Sort(out)
	return out
}
