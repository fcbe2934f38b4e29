package send

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Webhook posts each message as JSON to a web address. A status of 2xx says that the message has gone out; a redirect is not followed.
type Webhook struct {
	URL    string
	Agent  string
	HTTP   *http.Client
	Secret []byte           // signs each message in the form of Standard Webhooks 1.0; none: it is not signed
	Now    func() time.Time // of the signature; nil: time.Now
}

// Send is that of a Sender.
func (w Webhook) Send(ctx context.Context, m Message) error {
	b, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode the message: %w", err)
	}
	r := request{url: w.URL, agent: w.Agent, body: b}
	if len(w.Secret) > 0 {
		now := w.Now
		if now == nil {
			now = time.Now
		}
		at := strconv.FormatInt(now().Unix(), 10)
		r.secret = []string{string(w.Secret)}
		r.header = map[string]string{"webhook-id": m.ID, "webhook-timestamp": at, "webhook-signature": "v1," + Signature(w.Secret, m.ID, at, b)}
	}
	return post(ctx, w.HTTP, r)
}

// Signature is that of a message by Standard Webhooks 1.0: HMAC-SHA256 over its ID, the time in seconds since 1970 and its body, with
// full stops between them, in base64.
func Signature(secret []byte, id, at string, body []byte) string {
	h := hmac.New(sha256.New, secret)
	fmt.Fprintf(h, "%s.%s.%s", id, at, body)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// Secret reads the secret of a webhook: base64 after "whsec_" as Standard Webhooks writes it, or the bytes themselves.
func Secret(s string) ([]byte, error) {
	coded, is := strings.CutPrefix(s, "whsec_")
	if !is {
		return []byte(s), nil
	}
	b, err := base64.StdEncoding.DecodeString(coded)
	if err != nil || len(b) == 0 {
		return nil, errors.New("the secret begins with whsec_, and is no base64 after that")
	}
	return b, nil
}
