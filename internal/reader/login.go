package reader

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/reader/form"
	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
)

// keptTokens is how many tokens a reader has: those that were used last. Some apps log in at each start.
const keptTokens = 100

// useEvery is how exact the store knows when a token was used.
const useEvery = 24 * time.Hour

// login answers an app that shows a password with a token.
func (a *API) login(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost { // the password would be in logs
		w.Header().Set("Allow", "POST")
		http.Error(w, "only POST is answered", http.StatusMethodNotAllowed)
		return
	}
	name := strings.ToLower(r.PostForm.Get("Email"))
	if ok, wait := a.guesses.Allow(name); !ok {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		http.Error(w, "Error=TooManyTries", http.StatusTooManyRequests)
		return
	}
	right, renew, err := a.matches(r.Context(), name, r.PostForm.Get("Passwd"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	if !right {
		http.Error(w, "Error=BadAuthentication", http.StatusUnauthorized)
		return
	}
	a.guesses.Right(name)
	token := secret.NewToken()
	if err := a.o.DB.Update(r.Context(), func(tx *store.Tx) error {
		if err := renew(tx); err != nil {
			return err
		}
		return tx.AddToken(secret.HashOf(token), name, a.o.Now(), keptTokens)
	}); err != nil {
		a.fail(w, r, err)
		return
	}
	if r.Form.Get("output") == "json" {
		b, err := json.Marshal(form.Login{SID: token, LSID: token, Auth: token})
		if err != nil {
			a.fail(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(b)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(w, "SID=%s\nLSID=%s\nAuth=%s\n", token, token, token)
}

// matches reports whether a password is that of the reader of a name; renew keeps it as passwords are kept by now. Two are compared at a time.
func (a *API) matches(ctx context.Context, name, password string) (right bool, renew func(*store.Tx) error, err error) {
	var known store.Reader
	if err := a.view(ctx, func(tx *store.Tx) (err error) {
		known, _, err = tx.Reader(name)
		return err
	}); err != nil {
		return false, nil, err
	}
	select {
	case a.hashing <- struct{}{}:
		defer func() { <-a.hashing }()
	case <-ctx.Done():
		return false, nil, ctx.Err()
	}
	right = secret.Same(known.Pass, password)
	hash := known.Pass
	if right && secret.Old(known.Pass) {
		if anew, err := secret.Reader.Hash(password); err == nil { // one that there could not be by now stays as it is
			hash = anew
		}
	}
	return right, func(tx *store.Tx) error { return tx.RenewPass(name, known.Pass, hash) }, nil
}

// scheme begins the header by which apps show their tokens.
const scheme = "googlelogin auth="

// whose returns the reader whose token a request shows, and the token; "": nobody's. Quirk: Fluent Reader marks with the header alone, Reeder
// and FeedMe send any T beside it; so the header decides where there is one, and T where there is none.
func (a *API) whose(r *http.Request) (name, token string, err error) {
	if head := r.Header.Get("Authorization"); head != "" {
		if len(head) < len(scheme) || !strings.EqualFold(head[:len(scheme)], scheme) {
			return "", "", nil
		}
		token = head[len(scheme):]
	} else if r.Method == http.MethodPost {
		token = r.PostForm.Get("T")
	}
	if len(token) != 2*32 {
		return "", "", nil
	}
	return a.holder(r.Context(), token)
}

// holder returns the reader whose token it is, and the token.
func (a *API) holder(ctx context.Context, token string) (name, same string, err error) {
	var used time.Time
	hash, ok := secret.HashOf(token), false
	err = a.view(ctx, func(tx *store.Tx) (err error) {
		name, used, ok, err = tx.TokenOf(hash)
		return err
	})
	if err != nil || !ok {
		return "", "", err
	}
	if now := a.o.Now(); now.Sub(used) >= useEvery {
		err = a.o.DB.Update(ctx, func(tx *store.Tx) error { return tx.UseToken(hash, now) })
	}
	return name, token, err
}

// showToken answers an app that asks for the token of its changes: it is the one that it has.
func (s *session) showToken() error { return s.text(s.token) }
