package reader

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/reader/form"
	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
)

func shortOf(i int) string {
	n, _ := form.Number(idOf(i))
	return form.Short(n)
}

func longOf(i int) string {
	n, _ := form.Number(idOf(i))
	return url.QueryEscape(form.Long(n))
}

const (
	api      = "/api/reader/api/0/"
	readTag  = "user/-/state/com.google/read"
	starTag  = "user/-/state/com.google/starred"
	markRead = "POST " + api + "edit-tag a=" + readTag
)

// TestWhoIsLetIn: a reader is who shows a token of that reader, in the header or, without a header, as T of a POST.
func TestWhoIsLetIn(t *testing.T) {
	d := newDesk(t, 1)
	ann, ben := d.login("ann"), d.login("ben")
	if len(ann) != 64 || ann == ben || strings.Contains(ann, "=") {
		t.Fatalf("tokens %s, %s", ann, ben)
	}
	info := "GET " + api + "user-info"
	edit := markRead + "&i=" + shortOf(0)
	for _, c := range []struct {
		name, header, request string
		status                int
		as                    string // whose the answer is
	}{
		{"no token", "", info, 401, ""},
		{"a wrong one", strings.Repeat("0", 64), info, 401, ""},
		{"a short one", "x", info, 401, ""},
		{"the hash of one", secret.HashOf(ann), info, 401, ""},
		{"one with more", ann + "0", info, 401, ""},
		{"ann's", ann, info, 200, "ann"},
		{"ben's", ben, info, 200, "ben"},
		{"ann's, in an address", "", info + "?T=" + ann, 401, ""},
		{"marking without", "", edit, 401, ""},
		{"marking with the header only", ann, edit, 200, "ann"},
		{"marking with T only", "", edit + "&T=" + ben, 200, "ben"},
		{"marking with T in the address", "", strings.Replace(edit, "edit-tag ", "edit-tag?T="+ben+" ", 1), 401, ""},
		{"marking with a wrong T only", "", edit + "&T=x", 401, ""},
		{"marking with any T", ann, edit + "&T=x", 200, "ann"},
		{"marking with an empty T", ann, edit + "&T=", 200, "ann"},
		{"marking with another reader's T", ann, edit + "&T=" + ben, 200, "ann"},
		{"marking with a wrong header and T", strings.Repeat("0", 64), edit + "&T=" + ben, 401, ""},
		{"marking by GET", ann, "GET " + api + "edit-tag?a=" + readTag + "&i=" + shortOf(0), 405, ""},
		{"a stream of another reader's name", ann, "GET " + api + "stream/items/ids?s=user/ben/state/com.google/read", 200, "ann"},
	} {
		d.update(func(tx *store.Tx) error { return tx.UnreadAgain(idOf(0)) })
		body := d.said(c.status, c.header, c.request)
		if c.status == 200 && strings.HasPrefix(c.request, info) && !strings.Contains(body, `"userName":"`+c.as+`"`) {
			t.Errorf("%s: %s", c.name, body)
		}
		if strings.Contains(c.request, "edit-tag") {
			for who, token := range map[string]string{"ann": ann, "ben": ben} {
				if marked := len(d.unread(token)) == 0; marked != (who == c.as) {
					t.Errorf("%s: %s has read it: %v", c.name, who, marked)
				}
			}
		}
	}
	if h := d.ask("", info).Header; h.Get("Google-Bad-Token") != "true" || h.Get("Date") != "Thu, 12 Mar 2026 09:00:00 GMT" {
		t.Errorf("headers %v", h)
	}
}

// TestRevoked: another password and the removal of a reader end all tokens.
func TestRevoked(t *testing.T) {
	d := newDesk(t, 0)
	ann, ben := d.login("ann"), d.login("ben")
	r, _, err := Account("ann", "another password", d.now)
	if err != nil {
		t.Fatal(err)
	}
	d.update(func(tx *store.Tx) error { _, err := tx.SetReader(r); return err })
	d.update(func(tx *store.Tx) error { return tx.RemoveReader("ben") })
	for _, token := range []string{ann, ben} {
		d.said(401, token, "GET "+api+"user-info")
	}
	d.said(401, "", "POST /accounts/ClientLogin Email=ann&Passwd=the+password+of+ann")
	d.said(401, "", "POST /accounts/ClientLogin Email=ben&Passwd=the+password+of+ben")
	d.said(200, "", "POST /accounts/ClientLogin Email=Ann&Passwd=another+password")
}

// TestManyLogins: an app that logs in at each start pushes out no token that is in use.
func TestManyLogins(t *testing.T) {
	d := newDesk(t, 0)
	used := d.login("ann")
	d.update(func(tx *store.Tx) error {
		for i := range keptTokens + 20 {
			if err := tx.AddToken(fmt.Sprint(i), "ann", d.now.Add(time.Duration(i)*time.Second), keptTokens); err != nil {
				return err
			}
			if i == keptTokens/2 {
				if err := tx.UseToken(secret.HashOf(used), d.now.Add(24*time.Hour)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	d.now = d.now.Add(time.Hour)
	d.said(200, used, "GET "+api+"user-info")
}

// TestGuesses: of 10,000 guesses at a password ten are looked at, none gets anything, and those who are logged in notice nothing. The
// right password is taken again when time has passed.
func TestGuesses(t *testing.T) {
	d := newDesk(t, 0)
	ann := d.login("ann")
	for _, name := range []string{"ann", "nobody"} {
		status := map[int]int{}
		for i := range 10_000 {
			resp := d.ask("", fmt.Sprintf("POST /api/accounts/ClientLogin Email=%s&Passwd=guess%d", name, i))
			status[resp.StatusCode]++
			if resp.StatusCode == http.StatusTooManyRequests && resp.Header.Get("Retry-After") == "" {
				t.Fatal("it is not said how long to wait")
			}
		}
		if status[401] != secret.MostGuesses || status[429] != 10_000-secret.MostGuesses {
			t.Errorf("%s: %v", name, status)
		}
	}
	right := "POST /api/accounts/ClientLogin Email=ann&Passwd=the+password+of+ann"
	d.said(429, "", right)
	d.said(200, ann, "GET "+api+"user-info")
	d.now = d.now.Add(2 * secret.GuessEvery)
	d.said(200, "", right)
	d.said(200, "", right)
	for range secret.MostGuesses + 2 {
		d.said(200, "", right) // the right password is no guess
		d.now = d.now.Add(secret.GuessEvery)
	}
}

// TestMarksAreOnesOwn: what one reader reads and stars, others have not, and marks of a report are not those of others of its story.
func TestMarksAreOnesOwn(t *testing.T) {
	d := newDesk(t, 4)
	ann, ben := d.login("ann"), d.login("ben")
	mark := func(token, form string) { d.t.Helper(); d.said(200, token, "POST "+api+"edit-tag "+form) }
	mark(ann, "i="+longOf(0)+"&i="+shortOf(2)+"&a="+readTag)
	mark(ben, "i="+shortOf(3)+"&a="+readTag+"&a="+starTag)
	d.wantUnread("ann", ann, 3, 1)
	d.wantUnread("ben", ben, 2, 1, 0)
	mark(ann, "i="+shortOf(0)+"&a=user/-/state/com.google/kept-unread&r="+readTag)
	d.wantUnread("ann keeps one", ann, 3, 1, 0)
	mark(ann, "i="+shortOf(0)+"&a="+readTag+"&r=user/-/state/com.google/kept-unread")
	d.wantUnread("ann has read it", ann, 3, 1)
	mark(ann, "i="+shortOf(0)+"&r=user/-/state/com.google/kept-unread")
	d.wantUnread("not keeping is not reading", ann, 3, 1)
	mark(ann, "i="+shortOf(1)+"&a=user/-/state/com.google/like")
	d.wantUnread("what says nothing changes nothing", ann, 3, 1)
	if got, _ := d.refs(ben, "s="+starTag); !slices.Equal(got, []int{3}) {
		t.Errorf("ben's stars %v", got)
	}
	if got, _ := d.refs(ann, "s="+starTag); len(got) > 0 {
		t.Errorf("ann's stars %v", got)
	}
	mark(ben, "i="+shortOf(3)+"&r="+starTag)
	if got, _ := d.refs(ben, "s="+starTag); len(got) > 0 {
		t.Errorf("ben's stars %v", got)
	}
	// An edit makes a report unread for all; a takedown takes it from all.
	d.update(func(tx *store.Tx) error { return tx.UnreadAgain(idOf(2)) })
	d.wantUnread("edited", ann, 3, 2, 1)
	d.update(func(tx *store.Tx) error { return tx.TakeDown(idOf(2), true) })
	d.wantUnread("taken down", ann, 3, 1)
	for _, request := range []string{"POST " + api + "stream/items/contents i=" + longOf(2), "GET " + api + "stream/contents/feed%2Fb", "GET /reader/atom/feed%2Fb"} {
		if body := d.said(200, ann, request); strings.Contains(body, "Report 2") {
			t.Errorf("%s has what was taken down", request)
		}
	}
}

// TestMarkAll: all of a stream up to a time, in whatever unit an app writes it.
func TestMarkAll(t *testing.T) {
	at := func(i int) time.Time { return morning.Add(time.Duration(i) * time.Minute) }
	for _, c := range []struct {
		form string
		want []int // unread of 0 to 7; A has 0 1 3 4 6 7, B 2 5; on water are 3 7
	}{
		{"s=user/-/state/com.google/reading-list", []int{}},
		{"s=user/-/state/com.google/reading-list&ts=" + form.Micro(at(5)), []int{7, 6}},
		{"s=user/-/state/com.google/reading-list&ts=" + fmt.Sprint(at(5).Unix()), []int{7, 6}},
		{"s=feed/a", []int{5, 2}},
		{"s=feed%2Fa&ts=" + form.Micro(at(3)), []int{7, 6, 5, 4, 2}},
		{"s=user/-/label/Daily", []int{5, 2}},
		{"s=user/-/label/Water", []int{6, 5, 4, 2, 1, 0}},
		{"s=user/-/label/Water&ts=" + form.Micro(at(3)), []int{7, 6, 5, 4, 2, 1, 0}},
		{"s=" + url.QueryEscape("user/-/label/"+StoryLabel("Another title by now", "story00000")), []int{}},
		{"s=feed/none", []int{7, 6, 5, 4, 3, 2, 1, 0}},
		{"s=user/-/label/None", []int{7, 6, 5, 4, 3, 2, 1, 0}},
		{"s=user/-/label/", []int{7, 6, 5, 4, 3, 2, 1, 0}},
		{"s=feed/a&ts=0", []int{5, 2}},
		{"s=feed/a&ts=", []int{5, 2}},
		{"s=feed/a&ts=1", []int{7, 6, 5, 4, 3, 2, 1, 0}},
	} {
		d := newDesk(t, 8)
		d.now = morning.Add(time.Hour)
		ann, ben := d.login("ann"), d.login("ben")
		if got := d.said(200, ann, "POST "+api+"mark-all-as-read "+c.form); got != "OK" {
			t.Errorf("%s: %s", c.form, got)
		}
		d.wantUnread(c.form, ann, c.want...)
		d.wantUnread(c.form+", of another", ben, 7, 6, 5, 4, 3, 2, 1, 0)
	}
}

// TestStreamsOfItems: each stream has its reports, in the order of arrival, whatever it is asked for by.
func TestStreamsOfItems(t *testing.T) {
	d := newDesk(t, 8)
	ann := d.login("ann")
	d.said(200, ann, markRead+"&i="+shortOf(6)+"&i="+shortOf(1))
	d.said(200, ann, "POST "+api+"edit-tag a="+starTag+"&i="+shortOf(2))
	after := func(i int) string {
		return fmt.Sprint(morning.Add(time.Duration(i)*time.Minute + underway + patience).Unix())
	}
	for query, want := range map[string][]int{
		"":                                 {7, 6, 5, 4, 3, 2, 1, 0},
		reading + "&r=o":                   {0, 1, 2, 3, 4, 5, 6, 7},
		reading + "&n=2&r=o":               {0, 1},
		reading + "&n=-1":                  {7, 6, 5, 4, 3, 2, 1, 0},
		"s=" + readTag:                     {6, 1},
		"s=" + starTag:                     {2},
		reading + "&it=" + starTag:         {2},
		reading + "&it=" + readTag:         {6, 1},
		reading + "&xt=" + readTag:         {7, 5, 4, 3, 2, 0},
		"s=user/-/state/com.google/unread": {7, 5, 4, 3, 2, 0},
		reading + "&xt=" + starTag + "&xt=" + readTag: {7, 5, 4, 3, 0},
		"s=feed/b":                        {5, 2},
		"s=feed/b&xt=" + readTag + "&r=o": {2, 5},
		"s=user/-/label/Daily":            {7, 6, 4, 3, 1, 0},
		"s=user/-/label/Water":            {7, 3},
		"s=user/-/label/Water&r=o&n=1":    {3},
		"s=user/-/label/Nothing":          {},
		"s=feed/none":                     {},
		"s=user/-/state/com.google/like":  {},
		reading + "&ot=" + after(6):       {7, 6},
		reading + "&nt=" + fmt.Sprint(morning.Add(2*time.Minute).Unix()): {1, 0},
		reading + "&ot=" + after(6) + "&nt=1":                            {},
		reading + "&ot=0&nt=":                                            {7, 6, 5, 4, 3, 2, 1, 0},
		reading + "&c=4":                                                 {2, 1, 0},
		reading + "&c=4&r=o":                                             {4, 5, 6, 7},
		reading + "&c=99999999999":                                       {7, 6, 5, 4, 3, 2, 1, 0},
		reading + "&c=1":                                                 {},
	} {
		if got, _ := d.refs(ann, query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	for _, c := range []string{"x", "-1", "0", "1e9", "99999999999999999999"} {
		d.said(400, ann, "GET "+api+"stream/items/ids?"+reading+"&c="+c)
	}
	if body := d.said(200, ann, "GET "+api+"unread-count"); body != `{"max":6,"unreadcounts":[`+
		`{"id":"feed/a","count":4,"newestItemTimestampUsec":"1773306420000000"},{"id":"feed/b","count":2,"newestItemTimestampUsec":"1773306300000000"},`+
		`{"id":"user/-/label/Daily","count":4,"newestItemTimestampUsec":"1773306420000000"},`+
		`{"id":"user/-/state/com.google/reading-list","count":6,"newestItemTimestampUsec":"1773306420000000"}]}` {
		t.Errorf("unread: %s", body)
	}
}

// TestForgedNames: what no desk has, is taken down or belongs to another desk, is left out of an answer and marks nothing; more than a
// request may name is refused whole.
func TestForgedNames(t *testing.T) {
	d := newDesk(t, 2)
	ann := d.login("ann")
	other, _ := form.Number(news.NewArticleID("https://elsewhere.example/"))
	names := "i=" + shortOf(1) + "&i=" + form.Short(other) + "&i=x&i=-1&i=" + longOf(1) + "&i=ffffffffffffffff&i=" + url.QueryEscape("' OR 1=1 --")
	var v struct{ Items []form.Item }
	if err := json.Unmarshal([]byte(d.said(200, ann, "POST "+api+"stream/items/contents "+names)), &v); err != nil || len(v.Items) != 1 || v.Items[0].Title != "Report 1" {
		t.Errorf("%+v, %v", v, err)
	}
	if got := d.said(200, ann, "POST "+api+"stream/items/contents i=x"); !strings.Contains(got, `"items":[]}`) {
		t.Errorf("nothing that is there: %s", got)
	}
	d.said(200, ann, markRead+"&"+names)
	d.wantUnread("after forged names", ann, 0)
	rows := 0
	if err := d.db.View(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM mark`).Scan(&rows)
	}); err != nil || rows != 1 {
		t.Errorf("%d marks, %v", rows, err)
	}
	for n, status := range map[int]int{mostNamed: 200, mostNamed + 1: 413, mostValues - 1: 413, mostValues: 413, 100_000: 413} {
		many := strings.Repeat("&i="+shortOf(1), n)
		for _, request := range []string{markRead, "POST " + api + "stream/items/contents a=b"} {
			if said := d.said(status, ann, request+many); status == 413 && !strings.Contains(said, "at most 5000") {
				t.Errorf("%d items: %s", n, said)
			}
		}
	}
	d.wantUnread("after many", ann, 0)
	d.said(404, ann, "GET "+api+"nothing")
	d.said(404, ann, "GET /reader/api/1/user-info")
	d.said(404, "", "GET /api/")
	d.said(405, ann, "PUT "+api+"token")
	for _, request := range []string{"POST " + api + "subscription/edit ac=subscribe&s=feed/x", "POST " + api + "subscription/import x", "POST " + api + "rename-tag s=a", "POST " + api + "disable-tag s=a"} {
		d.said(403, ann, request)
	}
	if got := d.said(200, ann, "POST "+api+"subscription/quickadd quickadd=x"); !strings.Contains(got, `"numResults":0,"error":"`) {
		t.Error(got)
	}
}

func TestAccounts(t *testing.T) {
	for _, c := range []struct {
		name, password string
		err            error
	}{
		{"ann", "12345678", nil}, {"Ann.Lee+desk@press.example", "12345678", nil}, {"ann", strings.Repeat("x", 200), nil}, {"ann", "八个字的密码也行", nil},
		{"", "12345678", ErrName}, {"ann lee", "12345678", ErrName}, {".ann", "12345678", ErrName}, {"安", "12345678", ErrName}, {strings.Repeat("a", 65), "12345678", ErrName},
		{"Jörg", "12345678", ErrName}, {"ann", "", secret.BadPassword{Least: secret.Reader}}, {"ann", "1234567", secret.BadPassword{Least: secret.Reader}}, {"ann", strings.Repeat("x", 201), secret.BadPassword{Least: secret.Reader}},
		{"ann", "        ", secret.BadPassword{Least: secret.Reader}}, {"ann", "\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000", secret.BadPassword{Least: secret.Reader}}, {"ann", "1234\x005678", secret.BadPassword{Least: secret.Reader}}, {"ann", "1234\t5678", secret.BadPassword{Least: secret.Reader}},
		{"ann", "1234\x7f5678", secret.BadPassword{Least: secret.Reader}}, {"ann", "1234\xff5678", secret.BadPassword{Least: secret.Reader}}, {"ann", "a\u0308a\u0308a\u0308a\u0308", secret.BadPassword{Least: secret.Reader}}, // four characters
		{"ann", " 12 34 56 ", nil}, {"ann", "密码🔑密码🔑密码", nil},
	} {
		r, fever, err := Account(c.name, c.password, morning)
		if err != c.err {
			t.Errorf("%q, %q: %v", c.name, c.password, err)
		}
		if err == nil && (r.Name != strings.ToLower(c.name) || strings.Contains(r.Pass, c.password) || strings.Contains(r.Fever, fever) || len(fever) < 20) {
			t.Errorf("%+v, %s", r, fever)
		}
	}
}

// TestDigestsAreWaitedFor: an app is given a report with its digest, or without when that has not come in time; what it asks for next has it,
// and what it marks as read at once does not mark what it has not been given.
func TestDigestsAreWaitedFor(t *testing.T) {
	d := newDesk(t, 3)
	ann := d.login("ann")
	d.now = morning.Add(2 * time.Minute)
	d.update(func(tx *store.Tx) error { return tx.Add(store.DigestTask(idOf(1), d.now)) })
	d.wantUnread("one waits", ann, 2, 0)
	if got := d.said(200, ann, "GET "+api+"unread-count"); !strings.HasPrefix(got, `{"max":2,`) {
		t.Errorf("one waits: %s", got)
	}
	asked := d.now
	d.said(200, ann, "POST "+api+"mark-all-as-read "+reading)
	since := func() []int {
		out, _ := d.refs(ann, reading+"&xt="+readTag+"&ot="+fmt.Sprint(asked.Unix()))
		return out
	}
	if got := since(); len(got) > 0 {
		t.Errorf("while it waits: %v", got)
	}
	d.now = morning.Add(time.Minute + patience + time.Millisecond)
	if got := since(); !slices.Equal(got, []int{1}) {
		t.Errorf("when its digest has not come: %v", got)
	}
	d.now = asked
	d.update(func(tx *store.Tx) error {
		_, err := tx.SQL().Exec(`DELETE FROM task`)
		return err
	})
	if got := since(); !slices.Equal(got, []int{1}) {
		t.Errorf("when its digest has come: %v", got)
	}
}

// TestWhatAppsHaveStays: a report that an app was given stays in every list while another digest of it is waited for, for whatever reason;
// one that none was given waits, though Fever has it.
func TestWhatAppsHaveStays(t *testing.T) {
	d := newDesk(t, 4)
	ann := d.login("ann")
	d.now = morning.Add(3 * time.Minute)
	wait := func(i int) {
		d.t.Helper()
		d.update(func(tx *store.Tx) error { return tx.Add(store.DigestTask(idOf(i), d.now)) })
	}
	wait(3)
	d.wantUnread("before", ann, 2, 1, 0)
	d.said(200, "", "POST /api/fever/?api&items&unread_item_ids api_key="+d.fever["ann"])
	d.said(200, ann, "POST "+api+"edit-tag i="+shortOf(1)+"&a=user/-/state/com.google/starred")
	for i := range 3 {
		wait(i)
	}
	d.wantUnread("while other digests are waited for", ann, 2, 1, 0)
	if got, _ := d.refs(ann, "s=user/-/state/com.google/starred"); !slices.Equal(got, []int{1}) {
		t.Errorf("starred: %v", got)
	}
	if got := d.said(200, ann, "GET "+api+"unread-count"); !strings.HasPrefix(got, `{"max":3,`) {
		t.Errorf("counts: %s", got)
	}
}

// TestRefusedMarks: what cannot be meant marks nothing, and the app is told so: it would forget what it wanted to mark.
func TestRefusedMarks(t *testing.T) {
	d := newDesk(t, 3)
	ann := d.login("ann")
	const all = "POST " + api + "mark-all-as-read "
	one, edit := "&i="+shortOf(1), "POST "+api+"edit-tag "
	for _, request := range []string{
		all + "s=feed/a&ts=abc", all + "s=feed/a&ts=-5", all + "s=feed/a&ts=1.5", all + "s=feed/a&ts=99999999999999999999",
		all + "ts=1773306000", all + "s=", all + "s=nonsense", all + "s=user/-/state/com.google/bogus",
		edit + "a=" + readTag + "&i=junk", edit + "a=" + readTag + "&i=",
		"GET " + api + "stream/items/ids?s=nonsense", "GET " + api + "stream/items/ids?s=user/-/state/com.google/bogus", "GET " + api + "stream/contents/nonsense",
		"GET " + api + "stream/items/ids?" + reading + "&ot=abc", "GET " + api + "stream/contents?nt=1.5",
		edit + one, edit + "a=" + one, edit + "a=nonsense" + one, edit + "a=user/-/state/com.google/bogus" + one, edit + "r=user/-/label/Mine" + one,
		edit + "a=" + readTag + "&a=user/-/label/Mine" + one, edit + "a=" + readTag,
	} {
		if said := d.said(400, ann, request); len(strings.TrimSpace(said)) < 10 {
			t.Errorf("%s: %q", request, said)
		}
	}
	d.wantUnread("after what was refused", ann, 2, 1, 0)
	for _, request := range []string{edit + "a=user/-/state/com.google/like" + one, edit + "a=user/-/state/com.google/tracking-kept-unread" + one} {
		d.said(200, ann, request)
	}
	d.wantUnread("after what is passed over", ann, 2, 1, 0)
	d.said(200, ann, edit+"a="+readTag+"&a=user/-/state/com.google/tracking-body-link-used"+one)
	d.wantUnread("after a state beside one that is kept", ann, 2, 0)
	fever := func(before string) {
		d.said(200, "", "POST /api/fever/?api api_key="+feverKey("ann", d.fever["ann"])+"&mark=group&as=read&id=0&before="+before)
	}
	fever("abc")
	fever("-5")
	d.wantUnread("after no time in Fever", ann, 2, 0)
	fever("")
	d.wantUnread("after all in Fever", ann)
}

// TestPasswordsAsTyped: a password is the same however a keyboard composes its letters and blanks; another is not.
func TestPasswordsAsTyped(t *testing.T) {
	d := newDesk(t, 0)
	r, _, err := Account("ann", "pässword für ann", morning)
	if err != nil {
		t.Fatal(err)
	}
	d.update(func(tx *store.Tx) error { _, err := tx.SetReader(r); return err })
	for typed, want := range map[string]int{
		"pässword für ann": 200, "pa\u0308ssword fu\u0308r ann": 200, "pässword\u00a0für\u3000ann": 200,
		"passwort für ann": 401, "passwort\x00": 401, "\xff\xff\xff\xff\xff\xff\xff\xff": 401, "": 401,
	} {
		d.said(want, "", "POST /accounts/ClientLogin Email=ann&Passwd="+url.QueryEscape(typed))
	}
}

// TestOldPasswordsAreKeptAnew: a password that bcrypt hashed lets its reader in, and from then on is kept as all are; a wrong one changes nothing,
// nor is a token lost. One that there could not be by now lets in, and stays as it is.
func TestOldPasswordsAreKeptAnew(t *testing.T) {
	d := newDesk(t, 0)
	kept := func(name, password string) string {
		t.Helper()
		old, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
		if err != nil {
			t.Fatal(err)
		}
		d.update(func(tx *store.Tx) error {
			_, err := tx.SetReader(store.Reader{Name: name, Pass: string(old), Fever: name, Made: morning})
			return err
		})
		return string(old)
	}
	pass := func(name string) (out string) {
		t.Helper()
		d.update(func(tx *store.Tx) error { r, _, err := tx.Reader(name); out = r.Pass; return err })
		return out
	}
	old := kept("ann", "the old password")
	token := d.login("ann")
	d.said(401, "", "POST /accounts/ClientLogin Email=ann&Passwd=a+wrong+password")
	if pass("ann") != old {
		t.Error("a wrong password has changed what is kept")
	}
	d.said(200, "", "POST /accounts/ClientLogin Email=ann&Passwd=the+old+password")
	if now := pass("ann"); !strings.HasPrefix(now, "$argon2id$") {
		t.Errorf("it is kept as %s", now)
	}
	d.said(200, "", "POST /accounts/ClientLogin Email=ann&Passwd=the+old+password")
	d.said(401, "", "POST /accounts/ClientLogin Email=ann&Passwd=a+wrong+password")
	d.said(200, token, "GET "+api+"token")
	short := kept("ben", "short")
	d.said(200, "", "POST /accounts/ClientLogin Email=ben&Passwd=short")
	if pass("ben") != short {
		t.Error("a password that there cannot be is kept anew")
	}
}
