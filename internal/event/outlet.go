package event

import "github.com/waidian/waidian/internal/news"

// Outlet is what is known of one outlet that is watched.
type Outlet struct {
	Source news.SourceID
	Name   string
}
