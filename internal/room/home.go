package room

import (
	"context"

	"github.com/waidian/waidian/internal/wording"
)

// Fact is a line of the first page: what the desk is like now.
type Fact struct {
	Name, Value string
	Bad         bool   // it needs the operator
	Href        string // path of a page that has more of it; "": none
}

// Home is the first page: what the desk is like now.
func Home(facts func(context.Context, *wording.Texts) ([]Fact, error)) Page {
	return Page{
		Menu: func(w *wording.Texts) string { return w.RoomTexts.Room },
		Show: func(v *Visit) (View, error) {
			list, err := facts(v.Context(), v.W)
			return View{Title: v.W.RoomTexts.Room, Template: "home", Data: list}, err
		},
	}
}
