package verify

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"time"
)

// CheckJSON compares the file for programs beside a page with the leaves, in what it says of what they say: the address and the time of the
// answer, and time and hash of versions; of versions and of a withdrawal it compares what the page says, too. Text, title and time of publication are in no leaf.
func CheckJSON(file []byte, l Leaves, page Said) error {
	value, err := readJSON(file)
	said, ok := value.(map[string]any)
	if err != nil || !ok {
		return fmt.Errorf("cannot be read as JSON: %w", cmp.Or(err, errors.New("it is no object")))
	}
	var wrong []error
	if l.Present != nil {
		if url := textIn(said, "url"); !page.Feed && !answered(*l.Present, url) {
			wrong = append(wrong, fmt.Errorf("names another address than the leaf: %.200s, not %s", url, answering(*l.Present)))
		}
		if is, at := textIn(said, "captured"), second(l.Present.At); is != at {
			wrong = append(wrong, fmt.Errorf("names another time than the leaf: %.200s, not %s", is, at))
		}
	}
	told := toldIn(said)
	wrong = append(wrong, told.agrees(), told.noticed(page))
	list, _ := said["versions"].([]any)
	var versions []Version
	for i, v := range list {
		fields, _ := v.(map[string]any)
		n, _ := fields["n"].(float64)
		x := Version{int(n), textIn(fields, "captured"), cmp.Or(textIn(fields, "hash"), "none")}
		versions = append(versions, x)
		latest := -1
		if i == len(list)-1 {
			latest = x.N
		}
		if leaf, ok := l.of(x.N, latest); ok {
			_, err := x.fits(leaf)
			wrong = append(wrong, err)
		}
	}
	return errors.Join(append(wrong, sameVersions(versions, page.Versions))...)
}

// textIn is a text of an object; empty: it has none of that name.
func textIn(object map[string]any, name string) string {
	s, _ := object[name].(string)
	return s
}

// The forms of a TimeMap's links, as this program writes them: one of the TimeMap itself, and one of each version.
var (
	mapSelf    = regexp.MustCompile(`;rel="self";type="application/link-format";from="([^"]*)";until="([^"]*)"`)
	mapMemento = regexp.MustCompile(`(?m)^<([^>]*?)(?:#version-(\d+))?>;rel="(?:first )?(?:last )?memento";datetime="([^"]*)",?$`)
)

// CheckTimeMap compares the TimeMap beside a page with the leaves, in the times of the versions: the last one is the page. It compares
// what the page says of them, too.
func CheckTimeMap(file []byte, l Leaves, page Said) error {
	self, list := mapSelf.FindSubmatch(file), mapMemento.FindAllSubmatch(file, -1)
	if self == nil || len(list) == 0 || bytes.Count(file, []byte("datetime=")) != len(list) {
		return errors.New("is no TimeMap as this program writes it")
	}
	var versions []Version
	for i, m := range list {
		at, err := time.Parse(http.TimeFormat, string(m[3]))
		if err != nil {
			return fmt.Errorf("names a time that is none: %.40q", m[3])
		}
		if (len(m[2]) == 0) != (i == len(list)-1) {
			return errors.New("does not name the page as the last version, and as that alone")
		}
		n, _ := strconv.Atoi(string(m[2]))
		versions = append(versions, Version{N: n, First: second(at)})
	}
	var wrong []error
	if string(self[1]) != string(list[0][3]) || string(self[2]) != string(list[len(list)-1][3]) {
		wrong = append(wrong, errors.New("says another time from which or until which it goes than its versions have"))
	}
	latest := &versions[len(versions)-1]
	if n := len(page.Versions); n > 0 {
		latest.N = page.Versions[n-1].N
	}
	for _, v := range versions {
		leaf, ok := l.of(v.N, latest.N)
		if !ok {
			continue
		}
		_, err := v.fits(leaf)
		if len(page.Versions) == 0 && v.First != second(leaf.At) {
			err = fmt.Errorf("names another time than the leaf: %s, not %s", v.First, second(leaf.At))
		}
		wrong = append(wrong, err)
	}
	return errors.Join(append(wrong, sameVersions(versions, page.Versions))...)
}
