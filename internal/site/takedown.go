package site

import (
	"context"
	"io"
	"os"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// down is what the address of a report tells that was taken down.
type down struct {
	path string
	news.Takedown
}

// gone takes up that a report is not published.
func (p *plan) gone(c Change) {
	p.goneNow = append(p.goneNow, c.ID)
	if c.Down != nil {
		p.down[c.ID] = down{c.Path(), *c.Down}
	}
}

// stands takes up that there is a report at path: what told there of its takedown is no file of its own any more.
func (b *build) stands(path string) {
	if _, told := b.ledger.files[path]; told {
		delete(b.ledger.files, path)
		b.plan.lapsed = append(b.plan.lapsed, path)
	}
}

// takedowns renders the pages that tell of takedowns, and drops those of reports of which nothing is told any more, or at another address.
func (b *build) takedowns(context.Context) error {
	if len(b.plan.goneNow) == 0 {
		return nil
	}
	var told []string
	for p := range b.ledger.files {
		if strings.HasPrefix(p, "a/") && strings.HasSuffix(p, ".html") { // those of reports are not among them
			told = append(told, p)
		}
	}
	for _, id := range b.plan.goneNow {
		d := b.plan.down[id]
		for _, p := range told {
			if p != d.path && page.IsOf(p, id) {
				b.drop(p)
			}
		}
		if d.path == "" {
			continue
		}
		html, err := b.pages.Takedown(d.path, d.Takedown)
		if err := b.putOne(d.path, html, err); err != nil {
			return err
		}
	}
	return nil
}

// tellsTakedown reports whether the file at path is a page that tells of a takedown.
func tellsTakedown(root *os.Root, path string) bool {
	f, err := root.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() // only read
	head := make([]byte, len(news.DownMark))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == news.DownMark
}
