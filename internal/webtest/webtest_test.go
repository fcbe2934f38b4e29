package webtest

import (
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const small = `A newsroom of one.
-- https://courier.example/feed.xml --
HTTP/1.1 200 OK
Content-Type: application/rss+xml
ETag: "a"

<rss/>
-- https://courier.example/feed.xml #2 --
HTTP/1.1 503 Service Unavailable
Retry-After: 120

-- https://courier.example/away --
! connection refused
-- https://courier.example/long --
HTTP/1.1 200 OK
Webtest-Repeat: 3

ab
-- https://courier.example/torn --
HTTP/1.1 200 OK
Webtest-Break: 2

abcdef
-- https://courier.example/slow --
HTTP/1.1 200 OK
Webtest-Delay: 3s
Webtest-Drip: 1s

ab
`

func get(t *testing.T, w *Web, url string, header ...string) (*http.Response, string, error) {
	t.Helper()
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(header) == 2 {
		req.Header.Set(header[0], header[1])
	}
	resp, err := w.RoundTrip(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp, string(body), err
}

func TestWeb(t *testing.T) {
	for _, tt := range []struct {
		url    string
		header []string
		status int
		body   string
		err    string
	}{
		{url: "https://courier.example/feed.xml", status: 200, body: "<rss/>\n"},
		{url: "https://courier.example/feed.xml", header: []string{"If-None-Match", `"a"`}, status: 304},
		{url: "https://courier.example/feed.xml", header: []string{"If-None-Match", `"b"`}, status: 200, body: "<rss/>\n"},
		{url: "https://courier.example/robots.txt", status: 404},
		{url: "https://courier.example/long", status: 200, body: "ab\nab\nab\n"},
		{url: "https://courier.example/torn", status: 200, body: "ab", err: "unexpected EOF"},
		{url: "https://courier.example/away", err: "dial tcp: connection refused"},
		{url: "https://courier.example/other", err: "webtest: https://courier.example/other is not in the archive"},
		{url: "https://other.example/robots.txt", err: "webtest: https://other.example/robots.txt is not in the archive"},
	} {
		w, err := Parse([]byte(small))
		if err != nil {
			t.Fatal(err)
		}
		resp, body, err := get(t, w, tt.url, tt.header...)
		switch {
		case err != nil && err.Error() != tt.err || err == nil && tt.err != "":
			t.Errorf("%s: error %v, want %q", tt.url, err, tt.err)
		case resp != nil && resp.StatusCode != tt.status, body != tt.body:
			t.Errorf("%s: %d %q, want %d %q", tt.url, resp.StatusCode, body, tt.status, tt.body)
		}
	}
}

func TestAnswersInTurn(t *testing.T) {
	w, err := Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for range 3 {
		resp, _, err := get(t, w, "https://courier.example/feed.xml")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, resp.StatusCode)
	}
	if want := []int{200, 503, 503}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if n := len(w.Requests()); n != 3 {
		t.Errorf("%d requests are listed, want 3", n)
	}
}

func TestSlowness(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, err := Parse([]byte(small))
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_, body, err := get(t, w, "https://courier.example/slow")
		if took := time.Since(start); err != nil || body != "ab\n" || took != 6*time.Second {
			t.Errorf("%q after %s, err %v", body, took, err)
		}
	})
}

func TestParseErrors(t *testing.T) {
	for _, bad := range []string{
		"-- feed.xml --\nHTTP/1.1 200 OK\n",
		"-- https://a.example/ --\nhello\n",
		"-- https://a.example/ --\nHTTP/1.1 200 OK\nWebtest-Dance: yes\n\n",
		"-- https://a.example/ --\nHTTP/1.1 200 OK\nWebtest-Delay: soon\n\n",
	} {
		if _, err := Parse([]byte(bad)); err == nil || !strings.HasPrefix(err.Error(), "webtest: ") {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}
