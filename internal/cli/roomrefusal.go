package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/find"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/room"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/wording"
)

// words are the texts of the room.
func (r rooms) words() *wording.Texts { return wording.For(r.parts.config.Site.Language) }

// refused is an error as the room says it, in its language, if it has a reason that the operator can do something about. Any other is the desk's own,
// which the log has.
func (r rooms) refused(err error) error {
	w := r.words()
	var no interface {
		error
		Refused() news.Refusal
	}
	switch mistakes := (*config.Mistakes)(nil); {
	case err == nil || errors.Is(err, context.Canceled) || errors.As(err, new(room.Refused)) || errors.As(err, new(room.Unready)):
		return err
	case errors.As(err, &no):
		text := w.Refusal(no.Refused())
		if keepsOff(no.Refused().Code) {
			return room.Unready{Text: text}
		}
		return room.Refused{Text: text}
	case errors.As(err, &mistakes): // of what was typed, since the file was right before
		return room.Refused{Text: strings.Join(mistaken(w, mistakes, false), "\n")}
	case errors.As(err, new(*search.Fault)) || errors.As(err, new(find.UnknownTopic)):
		return room.Refused{Text: unread(w, err)}
	}
	return err
}

// keepsOff reports whether nothing can be shown or changed for a reason, whatever is typed.
func keepsOff(code news.RefusalCode) bool {
	switch code {
	case news.FileGone, news.FileEmpty, news.FileBroken, news.FileUnread, news.FileUnkept, news.FileBusy:
		return true
	}
	return false
}

// mostMistakes bounds how many mistakes of a file the room says at once.
const mostMistakes = 5

// mistaken says what is wrong with a configuration, each mistake with its line if the file is the operator's as it is.
func mistaken(w *wording.Texts, m *config.Mistakes, lines bool) (out []string) {
	for _, one := range m.List[:min(len(m.List), mostMistakes)] {
		one.Code = cmp.Or(one.Code, news.MistakeValue)
		text := w.Refusal(one.Refusal)
		if lines && one.Line > 0 {
			text = fmt.Sprintf(w.RoomTexts.AtLine, one.Line) + w.Colon + text
		}
		out = append(out, text)
	}
	return out
}

// broken is the error of a configuration file that cannot be read, as the room says it: which lines are at fault, and what to do.
func (r rooms) broken(err error) error {
	mistakes, ok := errors.AsType[*config.Mistakes](err)
	if !ok {
		return r.refused(err)
	}
	w := r.words()
	head := w.Refusal(news.Refusal{Code: news.FileBroken, Arg: mistakes.File})
	return room.Unready{Text: strings.Join(append([]string{head}, mistaken(w, mistakes, true)...), "\n")}
}

// changedSince says that a form was made from another state of a file than the one that is there.
func changedSince(file string) error {
	return because(news.FileChanged, file, errors.New("the file was changed since the page was made, by hand or by somebody else"))
}

// inForce says what has come of a change of settings.
func (r rooms) inForce(said reloadAnswer, now bool) []string {
	t := r.words().RoomTexts
	if !now {
		return []string{t.InForceLater}
	}
	out := []string{t.InForce}
	if m := said.Meaning; m.In+m.Back+m.Left+m.Off > 0 {
		out = append(out, fmt.Sprintf(t.BeatEffect, m.In+m.Back, m.Off, m.Left))
	}
	if m := said.Meaning; m.Renamed > 0 {
		out = append(out, fmt.Sprintf(t.Renames, m.Renamed))
	}
	if len(said.Restart) > 0 {
		out = append(out, fmt.Sprintf(t.AfterRestart, strings.Join(said.Restart, r.words().Enumeration)))
	}
	return out
}
