package send

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// Webhook posts each message as JSON to a web address. A status of 2xx says that the message has gone out; a redirect is not followed.
type Webhook struct {
	URL   string
	Agent string
	HTTP  *http.Client
}

// Send is that of a Sender.
func (w Webhook) Send(ctx context.Context, m Message) error {
	b, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode the message: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(b))
	if err != nil {
		return errors.New("the address of the webhook cannot be used")
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", w.Agent)
	c := *w.HTTP
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := c.Do(req)
	if err != nil {
		var at *url.Error // which has the whole address
		if errors.As(err, &at) {
			err = at.Err
		}
		return fmt.Errorf("ask %s: %w", req.URL.Host, inTime(ctx, err))
	}
	defer res.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(res.Body, mostSaid)) // it is for a person alone
	if res.StatusCode/100 == 2 {
		return nil
	}
	if line := firstLine(string(said)); line != "" {
		return fmt.Errorf("%s answered %s: %s", req.URL.Host, res.Status, line)
	}
	return fmt.Errorf("%s answered %s", req.URL.Host, res.Status)
}
