package room

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
)

// loginView is what the page of the log-in keeps for the one that follows.
type loginView struct {
	To    string // its path and query
	Typed string // what was typed into a form there, as a query
}

// loginFrame is the page of the log-in, shown at a path.
func (r *Room) loginFrame(path, to, typed string) frame {
	return frame{Title: r.w.RoomTexts.LogIn, Root: rootOf(path), Data: loginView{to, typed}}
}

// login shows the form, or takes it.
func (r *Room) login(w http.ResponseWriter, q *http.Request) {
	f := r.loginFrame("login", q.Form.Get("to"), q.PostForm.Get("typed"))
	if q.Method != http.MethodPost {
		r.write(w, q, http.StatusOK, "login", f)
		return
	}
	name := strings.ToLower(strings.TrimSpace(q.PostForm.Get("name")))
	if ok, wait := r.o.Keep.guesses.Allow(name); !ok {
		seconds := int(wait/time.Second) + 1
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		f.Fault = fmt.Sprintf(r.w.RoomTexts.TooManyTries, seconds)
		r.write(w, q, http.StatusTooManyRequests, "login", f)
		return
	}
	right, err := r.matches(q.Context(), name, q.PostForm.Get("password"))
	if err != nil {
		r.fail(w, q, err)
		return
	}
	if !right {
		r.o.Log.Warn("a log-in to the room was refused", "err", "wrong name or password")
		f.Fault = r.w.RoomTexts.WrongPassword
		r.write(w, q, http.StatusForbidden, "login", f)
		return
	}
	r.o.Keep.guesses.Right(name)
	session, err := r.begin(w, q, name)
	if err != nil {
		r.fail(w, q, err)
		return
	}
	to := r.within(q.PostForm.Get("to"))
	r.o.Keep.hold(session, to, q.PostForm.Get("typed"))
	redirect(w, "./"+to)
}

// within is where a visitor wanted to go, if that is a page of the room; else its first page.
func (r *Room) within(to string) string {
	path, query, _ := strings.Cut(to, "?")
	if _, known := r.pages[path]; !known {
		return ""
	}
	asked, err := url.ParseQuery(query)
	if err != nil || len(asked) == 0 {
		return path
	}
	return path + "?" + asked.Encode()
}

// matches reports whether a password is that of the operator of a name. Two are compared at a time.
func (r *Room) matches(ctx context.Context, name, password string) (bool, error) {
	var o store.Operator
	if err := r.o.DB.View(ctx, func(tx *store.Tx) (err error) {
		o, _, err = tx.Operator(name)
		return err
	}); err != nil {
		return false, err
	}
	select {
	case r.o.Keep.hashing <- struct{}{}:
		defer func() { <-r.o.Keep.hashing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	return secret.Same(o.Pass, password), nil
}

// begin begins a session, the hash of which it returns. Whatever session the browser had before is over.
func (r *Room) begin(w http.ResponseWriter, q *http.Request, name string) (hash string, err error) {
	token, now := secret.NewToken(), r.o.Now()
	hash = secret.HashOf(token)
	err = r.o.DB.Update(q.Context(), func(tx *store.Tx) error {
		if c, err := q.Cookie(r.cookie.Name); err == nil {
			if err := tx.EndSession(secret.HashOf(c.Value)); err != nil {
				return err
			}
		}
		s := store.RoomSession{Hash: hash, Operator: name, Made: now, Used: now}
		return tx.BeginSession(s, now.Add(-r.o.Idle), now.Add(-longest), keep)
	})
	if err != nil {
		return "", err
	}
	c := r.cookie
	c.Value = token
	http.SetCookie(w, &c)
	return hash, nil
}

// logout ends the session here, and takes the cookie from the browser.
func (r *Room) logout(v *Visit) {
	if _, ok := v.own(); !ok {
		v.fault = r.w.RoomTexts.Stale
		r.showPage(v, http.StatusConflict, r.pages[""])
		return
	}
	if err := r.o.DB.Update(v.Context(), func(tx *store.Tx) error { return tx.EndSession(v.session.Hash) }); err != nil {
		r.fail(v.w, v.q, err)
		return
	}
	r.o.Keep.takeSaid(v.session.Hash)
	c := r.cookie
	c.MaxAge = -1
	http.SetCookie(v.w, &c)
	redirect(v.w, "./login")
}
