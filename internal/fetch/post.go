package fetch

import (
	"context"
	"errors"
	"net/http"

	"github.com/waidian/waidian/internal/news"
)

// Post sends something to a service that the operator named, such as a hub of feeds, and returns what it answers, whatever
// its status. Its host has the pace, the back-off and the limits of any other. robots.txt is not asked, since nothing is gathered there; no
// redirect is followed, and no more than 64 KiB of the answer are read. An error means that there is no answer, or one that asks for patience
// (429, 503): it is what Fetch would return.
func (c *Client) Post(ctx context.Context, address, mediaType string, body []byte) (news.Capture, error) {
	u, err := parse(address)
	if err != nil {
		return news.Capture{URL: address}, err
	}
	if body == nil {
		body = []byte{}
	}
	got, err := c.exchange(ctx, u, news.Request{URL: address, Named: address, Purpose: news.ForService, Post: body, PostType: mediaType})
	var later *news.Later
	if got.Status != 0 && got.Status != http.StatusOK && !errors.As(err, &later) {
		return got, nil // what a status says of a page, it does not say of a service
	}
	return got, err
}
