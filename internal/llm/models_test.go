package llm

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

func TestModels(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   []string
		err    error
		text   string
	}{
		{200, `{"data": [{"id": "small"}, {"id": "tall:latest"}]}`, []string{"small", "tall:latest"}, nil, ""},
		{200, `<html>`, nil, nil, ""},
		{400, `{}`, nil, nil, ""},
		{401, ``, nil, ErrKeyRefused, "the endpoint refuses the key: 401 Unauthorized"},
		{404, ``, nil, ErrNoModels, "the endpoint has no list of models: 404 Not Found"},
		{503, ``, nil, nil, "the endpoint answers 503 Service Unavailable"},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/v1/models" || r.Header.Get("Authorization") != "Bearer k" {
				t.Errorf("asked for %s with %q", r.URL.Path, r.Header.Get("Authorization"))
			}
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.body)
		}))
		got, err := Models(t.Context(), s.Client(), Endpoint{BaseURL: s.URL + "/v1/", Key: "k"})
		s.Close()
		if !slices.Equal(got, c.want) || c.err != nil && !errors.Is(err, c.err) || fmt.Sprint(err) != cmp.Or(c.text, "<nil>") {
			t.Errorf("%d %s: %q, %v", c.status, c.body, got, err)
		}
		if _, err := Models(t.Context(), s.Client(), Endpoint{BaseURL: s.URL}); !errors.Is(err, ErrSilent) {
			t.Errorf("of a server that is gone: %v", err)
		}
	}
}
