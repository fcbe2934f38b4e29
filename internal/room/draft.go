package room

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/wording"
)

// What was typed into a form that could not be taken is not lost: the page shows it again, or, where the page cannot be shown, a form of its own does.
// After a log-in has ended it goes through the page of the log-in, and from there to the page that it was typed on. It is sent by a hand alone.

// Bounds of what is kept of a form until its page is shown again.
const (
	mostDraft  = 64 << 10 // bytes
	mostDrafts = 100      // sessions
)

// draft is what was typed into a form of a page.
type draft struct {
	path  string // of the page
	typed url.Values
}

// typedIn is what a form has, but for what belongs to its session.
func typedIn(form url.Values) url.Values {
	out := url.Values{}
	for name, values := range form {
		if name != "form" {
			out[name] = values
		}
	}
	return out
}

// logInAgain asks whoever has sent a form without a session to log in, and keeps what was typed.
func (r *Room) logInAgain(w http.ResponseWriter, q *http.Request, path string) {
	f := r.loginFrame(path, pathAndQuery(path, q), typedIn(q.PostForm).Encode())
	f.Fault = r.w.RoomTexts.LoggedOut
	if len(f.Data.(loginView).Typed) > mostDraft {
		f.Data = loginView{To: f.Data.(loginView).To}
		f.Fault = r.w.RoomTexts.LoggedOutLong
	}
	r.write(w, q, http.StatusUnauthorized, "login", f)
}

func pathAndQuery(path string, q *http.Request) string {
	at := url.URL{Path: path, RawQuery: q.URL.Query().Encode()}
	return at.String()
}

// hold keeps what was typed before a log-in until the page is shown that it was typed on.
func (k *Keep) hold(session, to, typed string) {
	values, err := url.ParseQuery(typed)
	if err != nil || len(values) == 0 || len(typed) > mostDraft {
		return
	}
	path, _, _ := strings.Cut(to, "?")
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.drafts) >= mostDrafts {
		clear(k.drafts)
	}
	k.drafts[session] = draft{path, typedIn(values)}
}

// takeDraft is what was typed on a page, once; nil: nothing was.
func (k *Keep) takeDraft(session, path string) url.Values {
	k.mu.Lock()
	defer k.mu.Unlock()
	d, ok := k.drafts[session]
	if !ok || d.path != path {
		return nil
	}
	delete(k.drafts, session)
	return d.typed
}

// resume shows what was typed before the log-in, as if it had been refused just now.
func (v *Visit) resume(typed url.Values) {
	if len(typed) == 0 {
		return
	}
	for name, values := range typed {
		v.q.Form[name] = values
	}
	v.fault = v.room.w.RoomTexts.TypedBefore
}

// heldView is a form of what was typed, where its page cannot be shown.
type heldView struct {
	Do     string
	Shown  []field
	Hidden []field
}

type field struct{ Label, Name, Value string }

// held is what was typed in the form of a request, those fields shown that the page has names for.
func (v *Visit) held(page Page) heldView {
	h := heldView{Do: v.q.PostForm.Get("do")}
	typed := typedIn(v.q.PostForm)
	for _, f := range page.Fields {
		if text := v.Value(f.Name); typed.Has(f.Name) && text != "" {
			h.Shown = append(h.Shown, field{f.Label(v.W), f.Name, text})
			typed.Del(f.Name)
		}
	}
	for name, values := range typed {
		for _, value := range values {
			if name != "do" {
				h.Hidden = append(h.Hidden, field{Name: name, Value: value})
			}
		}
	}
	slices.SortStableFunc(h.Hidden, func(a, b field) int { return strings.Compare(a.Name, b.Name) })
	return h
}

// Field is what is typed into a form of a page, and what the form calls it.
type Field struct {
	Name  string
	Label func(*wording.Texts) string
}
