package room

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/secret"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/wording"
)

const (
	longest  = 7 * 24 * time.Hour // a session ends, however it is used
	useEvery = time.Minute        // how exact the store knows when a session was used
	keep     = 20                 // sessions of one operator: those that were used last
)

// Visit is one request of somebody who has logged in.
type Visit struct {
	Operator string // name of who it is
	W        *wording.Texts

	w       http.ResponseWriter
	q       *http.Request
	room    *Room
	path    string // of the page, as Page.Path
	token   string // of the session
	session store.RoomSession
	said    []string
	fault   string
}

// Context ends with the request.
func (v *Visit) Context() context.Context { return v.q.Context() }

// Value is what a form, or the address of the page, has under a name; "" for nothing. Line breaks are those of Unix.
func (v *Visit) Value(name string) string {
	return strings.ReplaceAll(v.q.Form.Get(name), "\r\n", "\n")
}

// Values are all that a form has under a name.
func (v *Visit) Values(name string) []string { return v.q.Form[name] }

// query is the part of an address that gives a value.
func query(name, value string) string { return url.Values{name: {value}}.Encode() }

// visit is the request of whoever has logged in; nil: of nobody.
func (r *Room) visit(w http.ResponseWriter, q *http.Request, path string) (*Visit, error) {
	c, err := q.Cookie(r.cookie.Name)
	if err != nil || len(c.Value) != secret.TokenSize {
		return nil, nil
	}
	v := &Visit{W: r.w, w: w, q: q, room: r, path: path, token: c.Value}
	ok, now, hash := false, r.o.Now(), secret.HashOf(c.Value)
	if err := r.o.DB.View(q.Context(), func(tx *store.Tx) (err error) {
		v.session, ok, err = tx.RoomSession(hash)
		return err
	}); err != nil || !ok {
		return nil, err
	}
	s := v.session
	if now.Sub(s.Used) >= r.o.Idle || now.Sub(s.Made) >= longest {
		return nil, r.o.DB.Update(q.Context(), func(tx *store.Tx) error { return tx.EndSession(hash) })
	}
	v.Operator = s.Operator
	if now.Sub(s.Used) >= useEvery {
		err = r.o.DB.Update(q.Context(), func(tx *store.Tx) error { return tx.UseSession(hash, now) })
		return v, err
	}
	return v, nil
}

// form is what each form of a page has: a nonce, and the proof that this session was given it.
func (v *Visit) form() template.HTML {
	nonce := secret.NewToken()[:32]
	return template.HTML(`<input type="hidden" name="form" value="` + nonce + "." + v.proof(nonce) + `">`) // hexadecimal
}

// proof is what only the session's own forms have beside a nonce.
func (v *Visit) proof(nonce string) string {
	m := hmac.New(sha256.New, []byte(v.token))
	m.Write([]byte("form " + nonce))
	return hex.EncodeToString(m.Sum(nil))
}

// own reports whether a form is of this session, and its nonce.
func (v *Visit) own() (nonce string, ok bool) {
	nonce, proof, _ := strings.Cut(v.q.PostForm.Get("form"), ".")
	return nonce, len(nonce) == 32 && hmac.Equal([]byte(proof), []byte(v.proof(nonce)))
}

// taken takes the form of a request; false: it is of another session, or was sent before and may not be sent again.
func (v *Visit) taken(again bool) (ok bool, err error) {
	nonce, ok := v.own()
	if !ok || again {
		return ok, nil
	}
	err = v.room.o.DB.Update(v.Context(), func(tx *store.Tx) (err error) {
		ok, err = tx.TakeForm(nonce, v.session.Hash)
		return err
	})
	return ok, err
}
