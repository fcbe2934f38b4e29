package reader

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/reader/form"
	"github.com/waidian/waidian/internal/store"
)

var update = flag.Bool("update", false, "write the answers to apps anew")

// What each app decodes: all of it must be there, and of its type. The fields are those of its source.
type (
	tagsNeeded struct {
		Tags []struct {
			ID string `json:"id"`
		} `json:"tags"`
	}
	subscriptionsNeeded struct {
		Subscriptions []struct {
			ID         string `json:"id"`
			Title      string `json:"title"`
			Categories []struct {
				ID    string `json:"id"`
				Label string `json:"label"`
			} `json:"categories"`
			URL  string `json:"url"`
			HTML string `json:"htmlUrl"`
			Icon string `json:"iconUrl"`
		} `json:"subscriptions"`
	}
	refsNeeded struct {
		Refs []struct {
			ID      string   `json:"id"`
			Streams []string `json:"directStreamIds"`
			At      string   `json:"timestampUsec"`
		} `json:"itemRefs"`
	}
	userNeeded struct {
		ID      string `json:"userId"`
		Name    string `json:"userName"`
		Profile string `json:"userProfileId"`
		Email   string `json:"userEmail"`
	}
	loginNeeded struct {
		SID, LSID, Auth string
	}
	contentsNeeded struct {
		ID      string `json:"id"`
		Updated int64  `json:"updated"`
		Items   []struct {
			ID         string   `json:"id"`
			Title      string   `json:"title"`
			Author     string   `json:"author"`
			Published  float64  `json:"published"`
			Crawl      string   `json:"crawlTimeMsec"`
			At         string   `json:"timestampUsec"`
			Categories []string `json:"categories"`
			Alternate  []struct {
				Href string `json:"href"`
			} `json:"alternate"`
			Canonical []struct {
				Href string `json:"href"`
			} `json:"canonical"`
			Summary struct {
				Content string `json:"content"`
			} `json:"summary"`
			Origin struct {
				Stream string `json:"streamId"`
				Title  string `json:"title"`
				HTML   string `json:"htmlUrl"`
			} `json:"origin"`
		} `json:"items"`
	}
	countsNeeded struct {
		Max    int `json:"max"`
		Counts []struct {
			ID     string `json:"id"`
			Count  int    `json:"count"`
			Newest string `json:"newestItemTimestampUsec"`
		} `json:"unreadcounts"`
	}
)

// lacks names what of a type JSON does not have, or has of another type.
func lacks(t reflect.Type, b []byte, path string) (out []string) {
	v := reflect.New(t)
	if err := json.Unmarshal(b, v.Interface()); err != nil {
		return []string{path + ": " + err.Error()}
	}
	switch t.Kind() {
	case reflect.Slice:
		var list []json.RawMessage
		if json.Unmarshal(b, &list); list == nil {
			return []string{path + " is no list"}
		}
		for i, x := range list {
			out = append(out, lacks(t.Elem(), x, fmt.Sprintf("%s.%d", path, i))...)
		}
	case reflect.Struct:
		var fields map[string]json.RawMessage
		json.Unmarshal(b, &fields)
		for i := range t.NumField() {
			name := t.Field(i).Tag.Get("json")
			if name == "" {
				name = t.Field(i).Name
			}
			if x, there := fields[name]; !there || string(x) == "null" {
				out = append(out, path+"."+name+" is missing")
			} else {
				out = append(out, lacks(t.Field(i).Type, x, path+"."+name)...)
			}
		}
	}
	return out
}

// netNewsWire is how that app names itself.
const netNewsWire = "NetNewsWire (RSS Reader; https://netnewswire.com/)"

// step is a request of an app, and what it decodes of the answer; nil: the text is compared alone.
type step struct {
	request string
	needs   any
}

// TestApps replays what three apps ask in one sync, as their sources have it, and compares the answers with files. TOKEN is the token that
// the login has given.
func TestApps(t *testing.T) {
	long := func(i int) string { return "&i=" + longOf(i) }
	for app, steps := range map[string][]step{
		"netnewswire": {
			{"POST /api/greader.php/accounts/ClientLogin Email=ann&Passwd=the+password+of+ann", nil},
			{"GET /api/greader.php/reader/api/0/tag/list?output=json", &tagsNeeded{}},
			{"GET /api/greader.php/reader/api/0/subscription/list?output=json", &subscriptionsNeeded{}},
			{"GET /api/greader.php/reader/api/0/token", nil},
			{"GET /api/greader.php/reader/api/0/stream/items/ids?n=1000&output=json&s=user/-/state/com.google/reading-list&ot=1773306000", &refsNeeded{}},
			{"GET /api/greader.php/reader/api/0/stream/items/ids?n=1000&output=json&s=user/-/state/com.google/reading-list&xt=user/-/state/com.google/read", &refsNeeded{}},
			{"GET /api/greader.php/reader/api/0/stream/items/ids?n=1000&output=json&s=user/-/state/com.google/starred", &refsNeeded{}},
			{"POST /api/greader.php/reader/api/0/stream/items/contents T=TOKEN&output=json" + long(2) + long(1), &contentsNeeded{}},
			{"POST /api/greader.php/reader/api/0/edit-tag T=TOKEN" + long(2) + "&a=user/-/state/com.google/read", nil},
			{"POST /api/greader.php/reader/api/0/edit-tag T=TOKEN" + long(1) + "&a=user/-/state/com.google/starred", nil},
			{"GET /api/greader.php/reader/api/0/stream/items/ids?n=1000&output=json&s=user/-/state/com.google/reading-list&xt=user/-/state/com.google/read", &refsNeeded{}},
			{"GET /api/greader.php/reader/api/0/stream/items/ids?n=1000&output=json&s=user/-/state/com.google/starred", &refsNeeded{}},
		},
		"readyou": {
			{"POST /api/accounts/ClientLogin output=json&Email=ann&Passwd=the+password+of+ann&client=ReadYou&accountType=HOSTED_OR_GOOGLE&service=reader", &loginNeeded{}},
			{"GET /api/reader/api/0/user-info?output=json", &userNeeded{}},
			{"GET /api/reader/api/0/token?output=json", nil},
			{"GET /api/reader/api/0/subscription/list?output=json", &subscriptionsNeeded{}},
			{"GET /api/reader/api/0/stream/items/ids?s=user/-/state/com.google/reading-list&xt=user/-/state/com.google/read&n=10000&output=json", &refsNeeded{}},
			{"GET /api/reader/api/0/stream/items/ids?s=user/-/state/com.google/starred&n=10000&output=json", &refsNeeded{}},
			{"GET /api/reader/api/0/stream/items/ids?s=user/-/state/com.google/read&ot=1773306000&n=10000&output=json", &refsNeeded{}},
			{"GET /api/reader/api/0/stream/items/ids?output=json&s=user/-/state/com.google/reading-list&it=user/-/state/com.google/read&ot=1773306000&n=1000", &refsNeeded{}},
			{"GET /api/reader/api/0/stream/items/ids?output=json&s=feed/a&xt=user/-/state/com.google/read&n=1000", &refsNeeded{}},
			{"POST /api/reader/api/0/stream/items/contents?output=json T=TOKEN&i=" + shortOf(0) + "&i=" + shortOf(1), &contentsNeeded{}},
			{"POST /api/reader/api/0/stream/items/contents?output=json T=TOKEN&i=1", &contentsNeeded{}},
			{"POST /api/reader/api/0/edit-tag?output=json T=TOKEN&i=" + shortOf(0) + "&a=user/-/state/com.google/read", nil},
			{"POST /api/reader/api/0/mark-all-as-read?output=json T=TOKEN&s=feed/b&ts=1773309600", nil},
			{"POST /api/reader/api/0/subscription/quickadd?output=json T=TOKEN&quickadd=https://x.example/feed", nil},
			{"GET /api/reader/api/0/stream/items/ids?s=user/-/state/com.google/reading-list&xt=user/-/state/com.google/read&n=10000&output=json", &refsNeeded{}},
		},
		"fluentreader": {
			{"POST /accounts/ClientLogin Email=ann&Passwd=the+password+of+ann", nil},
			{"GET /reader/api/0/user-info", &userNeeded{}},
			{"GET /reader/api/0/subscription/list?output=json", &subscriptionsNeeded{}},
			{"GET /reader/api/0/stream/items/ids?output=json&xt=user/-/state/com.google/read&n=1000&s=user/-/state/com.google/reading-list", &refsNeeded{}},
			{"GET /reader/api/0/stream/items/ids?output=json&n=1000&s=user/-/state/com.google/starred", &refsNeeded{}},
			{"GET /reader/api/0/stream/contents?output=json&n=125&ot=0", &contentsNeeded{}},
			{"POST /reader/api/0/edit-tag i=" + shortOf(0) + "&a=user/-/state/com.google/read", nil},
			{"POST /reader/api/0/edit-tag i=" + shortOf(0) + "&r=user/-/state/com.google/read", nil},
			{"POST /reader/api/0/edit-tag i=" + shortOf(0) + "&a=user/-/state/com.google/starred", nil},
			{"POST /reader/api/0/mark-all-as-read s=feed%2Fa", nil},
			{"GET /reader/api/0/unread-count?output=json", &countsNeeded{}},
		},
		"newsboat": {
			{"POST /accounts/ClientLogin service=reader&Email=ann&Passwd=the+password+of+ann&source=newsboat&accountType=HOSTED_OR_GOOGLE&continue=http://www.google.com/", nil},
			{"GET /reader/api/0/subscription/list?output=json", &subscriptionsNeeded{}},
			{"GET /reader/atom/feed%2Fa?n=20", nil},
			{"GET /reader/api/0/token", nil},
			{"POST /reader/api/0/edit-tag?client=newsbeuter" + " i=" + longOf(1) + "&a=user/-/state/com.google/read&ac=edit&T=TOKEN", nil},
			{"GET /reader/atom/feed%2Fa?n=20&xt=user/-/state/com.google/read", nil},
		},
	} {
		t.Run(app, func(t *testing.T) {
			d := newDesk(t, 3)
			d.now = morning.Add(30 * time.Minute)
			d.agent = map[string]string{"netnewswire": netNewsWire}[app]
			var b strings.Builder
			token := ""
			for i, s := range steps {
				body := d.said(200, token, strings.ReplaceAll(s.request, "TOKEN", token))
				if i == 0 {
					token = tokenIn(t, body)
				}
				if s.needs != nil {
					if missing := lacks(reflect.TypeOf(s.needs).Elem(), []byte(body), ""); len(missing) > 0 {
						t.Errorf("%s: %q\n%s", s.request, missing, body)
					}
				}
				fmt.Fprintf(&b, "> %s\n%s\n\n", s.request, strings.TrimSpace(strings.ReplaceAll(body, token, "TOKEN")))
			}
			golden(t, app+".txt", b.String())
		})
	}
}

// tokenIn is the token in the answer to a login. NetNewsWire divides its lines at the equals signs and wants two parts.
func tokenIn(t *testing.T, body string) string {
	if strings.HasPrefix(body, "{") {
		var l form.Login
		if err := json.Unmarshal([]byte(body), &l); err != nil {
			t.Fatal(err)
		}
		return l.Auth
	}
	for line := range strings.Lines(body) {
		parts := strings.Split(strings.TrimSpace(line), "=")
		if len(parts) != 2 {
			t.Fatalf("a line of the login has %d parts: %s", len(parts), line)
		}
		if parts[0] == "Auth" {
			return parts[1]
		}
	}
	t.Fatalf("no token in %s", body)
	return ""
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("%s is not as it was (go test -update writes it anew): %v\n%s", file, err, got)
	}
}

// TestFever goes through what an app of the Fever kind asks.
func TestFever(t *testing.T) {
	d := newDesk(t, 3)
	d.now = morning.Add(30 * time.Minute)
	d.update(func(tx *store.Tx) error { return tx.TakeDown(idOf(2), true) })
	d.report(3)
	ask := func(query, form string) string {
		return d.said(200, "", "POST /api/fever/?api"+query+" api_key="+feverKey("ann", d.fever["ann"])+form)
	}
	const refused = `{"api_version":3,"auth":0}`
	for what, request := range map[string]string{
		"no key": "POST /api/fever/?api&items a=b", "a wrong key": "POST /api/fever/?api&items api_key=x", "an empty one": "POST /api/fever.php?api&items api_key=",
		"the password for other apps": "POST /api/fever/?api api_key=" + feverKey("ann", "the password of ann"),
		"another's password":          "POST /api/fever/?api api_key=" + feverKey("ann", d.fever["ben"]),
		"a key in an address":         "GET /api/fever/?api&api_key=" + feverKey("ann", d.fever["ann"]),
		"the hash in the store":       "POST /api/fever/?api api_key=" + accounts()["ann"].Fever,
	} {
		if got := d.said(200, "", request); got != refused {
			t.Errorf("%s: %s", what, got)
		}
	}
	var b strings.Builder
	for _, s := range [][2]string{
		{"", ""}, {"&groups", ""}, {"&feeds", ""}, {"&favicons", ""}, {"&links", ""}, {"&items", ""}, {"&items&since_id=1", ""}, {"&items&max_id=4", ""},
		{"&items&with_ids=1,3,x,99", ""}, {"&items&with_ids=", ""}, {"&items&since_id=4", ""}, {"&unread_item_ids&saved_item_ids", ""},
		{"", "&mark=item&as=read&id=1"}, {"", "&mark=item&as=saved&id=1"}, {"", "&mark=item&as=saved&id=1"}, {"", "&mark=item&as=unread&id=1"},
		{"", "&mark=item&as=unsaved&id=1"}, {"", "&mark=item&as=read&id=3"}, {"", "&mark=item&as=read&id=99"}, {"", "&mark=item&as=loved&id=1"},
		{"", "&mark=feed&as=read&id=12345"}, {"", "&mark=group&as=read&id=0&before=1773306059"}, {"", "&mark=group&as=saved&id=0"}, {"", "&mark=group&as=read&id=-1"},
		{"", "&mark=group&as=read&id=0"}, {"&mark=item&as=unread&id=1", ""}, {"&mark=group&as=read&id=0&before=1773306059", ""},
	} {
		fmt.Fprintf(&b, "> %s %s\n%s\n\n", s[0], s[1], ask(s[0], s[1]))
	}
	golden(t, "fever.txt", b.String())
	ben := d.login("ben")
	d.wantUnread("another's marks", ben, 3, 1, 0)
}

// TestListedLabels: an app that goes by the type of a label is given those of topics and of some stories, each of which is a stream; one that
// makes a folder of each is given folders alone.
func TestListedLabels(t *testing.T) {
	d := newDesk(t, 2)
	ann := d.login("ann")
	const folders = `{"tags":[{"id":"user/-/state/com.google/starred"},{"id":"user/-/label/Daily","type":"folder"}`
	for agent, want := range map[string]string{
		netNewsWire: "]}", "ReadYou": `,{"id":"user/-/label/Water","type":"tag"},{"id":"user/-/label/A dike∕breaks #story00000","type":"tag"}]}`,
	} {
		d.agent = agent
		if got := d.said(200, ann, "GET "+api+"tag/list?output=json"); got != folders+want {
			t.Errorf("%s: %s", agent, got)
		}
	}
	if got, _ := d.refs(ann, "s=user/-/label/A+dike∕breaks+%23story00000"); !slices.Equal(got, []int{1, 0}) {
		t.Errorf("reports of the listed story: %v", got)
	}
}

// TestStoryLabels: a label of a story leads to it whatever its title has become.
func TestStoryLabels(t *testing.T) {
	for _, title := range []string{"A dike breaks", "He said #1 of 2/3", "", "黄河/凌汛"} {
		label := StoryLabel(title, "abcdefghij")
		if StoryOf(label) != "abcdefghij" || strings.Contains(label, "/") {
			t.Errorf("%q: %q leads to %q", title, label, StoryOf(label))
		}
	}
	if StoryOf("Water") != "" {
		t.Error("a topic is a story")
	}
	d := newDesk(t, 12)
	ann := d.login("ann")
	if got, _ := d.refs(ann, "s=user/-/label/Old+title+%23story00001"); !slices.Equal(got, []int{11, 10}) {
		t.Errorf("reports of the story: %v", got)
	}
}
