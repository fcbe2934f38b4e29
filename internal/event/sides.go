package event

import "github.com/waidian/waidian/internal/news"

// beside adds who was first, who is silent, and when what happened.
func (r Reader) beside(s Story, a *news.Account) {
	a.First = r.First(s.Tellings)
	a.Timeline, a.Moments = Timeline(s.Tellings, s.zone())
	x := r.Silent(s)
	a.Silent, a.Silents, a.Unread, a.Polled, a.Again = x.Silent, x.Silents, x.Unread, x.Polled, x.Again
}
