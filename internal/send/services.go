package send

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"text/template"
	"time"
)

// Telegram sends each message by a bot (https://core.telegram.org/bots/api#sendmessage). It has no form: what an outlet writes is
// nothing that Telegram would read as markup.
type Telegram struct {
	Base  string // address of the server of bots, "https://api.telegram.org"
	Token string
	Chat  string // number of a chat, or "@name" of a channel
	Agent string
	HTTP  *http.Client
}

// Bounds of the services.
const (
	telegramMost = 4000 // bytes, of 4,096 characters
	ntfyMost     = 3800 // bytes, of 4,096
	chatMost     = 2000 // bytes that a template is given as text, of 2,048 of WeCom
)

// Check says why the token cannot be one of a bot: it goes into an address.
func (t Telegram) Check() error { return token(t.Token, "/?#%") }

// token says why a text cannot be a token: those are of visible characters of ASCII, without some.
func token(s, without string) error {
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(without, r) }) {
		return errors.New("the token has a space, a line break or another character that no token has")
	}
	return nil
}

// Send is that of a Sender.
func (t Telegram) Send(ctx context.Context, m Message) error {
	b, err := json.Marshal(map[string]any{
		"chat_id": t.Chat, "text": m.plain(telegramMost), "link_preview_options": map[string]bool{"is_disabled": true},
	})
	if err != nil {
		return fmt.Errorf("encode the message: %w", err)
	}
	return post(ctx, t.HTTP, request{url: strings.TrimRight(t.Base, "/") + "/bot" + t.Token + "/sendMessage", agent: t.Agent, body: b, secret: []string{t.Token}, judge: func(said []byte) string {
		var got struct{ OK *bool }
		if json.Unmarshal(said, &got) == nil && got.OK != nil && !*got.OK {
			return "not ok"
		}
		return ""
	}})
}

// telegramRest is how long an answer of Telegram asks to be left alone.
func telegramRest(said []byte) time.Duration {
	var got struct {
		Parameters struct {
			Rest int `json:"retry_after"`
		} `json:"parameters"`
	}
	if json.Unmarshal(said, &got) != nil {
		return 0
	}
	return time.Duration(min(got.Parameters.Rest, 1<<30)) * time.Second
}

// Ntfy publishes each message under a topic of an ntfy server (https://docs.ntfy.sh/publish/#publish-as-json).
type Ntfy struct {
	Base  string // address of the server
	Topic string
	Token string // empty: none is needed
	Agent string
	HTTP  *http.Client
}

// Check says why the token cannot be one: it goes into a header (RFC 6750, 2.1).
func (n Ntfy) Check() error { return token(n.Token, "") }

// Send is that of a Sender.
func (n Ntfy) Send(ctx context.Context, m Message) error {
	body := map[string]any{"topic": n.Topic, "title": m.Title, "message": clipped(m.Text, ntfyMost)}
	if m.URL != "" {
		body["click"] = m.URL
	}
	b, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode the message: %w", err)
	}
	r := request{url: n.Base, agent: n.Agent, body: b, secret: []string{n.Topic}}
	if n.Token != "" {
		r.secret, r.header = append(r.secret, n.Token), map[string]string{"Authorization": "Bearer " + n.Token}
	}
	return post(ctx, n.HTTP, r)
}

// Template posts JSON of the operator's own form, as the robots of WeCom and Feishu want it.
type Template struct {
	URL   string
	Body  *template.Template // as ParseTemplate returns it
	Agent string
	HTTP  *http.Client
}

// ParseTemplate reads the form of a body: text/template with the fields of a Message and Plain, which is title, text and address in one.
// {{json X}} writes X as JSON, with its quotation marks.
func ParseTemplate(s string) (*template.Template, error) {
	t, err := template.New("body").Option("missingkey=error").Funcs(template.FuncMap{"json": func(x any) (string, error) {
		b, err := json.Marshal(x)
		return string(b), err
	}}).Parse(s)
	if err != nil {
		return nil, err
	}
	_, err = bodyOf(t, Message{ID: "1", Kind: "trial", Title: `"a"`, Text: "b\nc", URL: "https://press.example/"})
	return t, err
}

func bodyOf(t *template.Template, m Message) ([]byte, error) {
	var b bytes.Buffer
	if err := t.Execute(&b, struct {
		ID, Kind, Title, Text, URL, Plain string
	}{m.ID, m.Kind, m.Title, clipped(m.Text, chatMost), m.URL, m.plain(chatMost)}); err != nil {
		return nil, err
	}
	if !json.Valid(b.Bytes()) {
		return nil, errors.New("what the template makes is no JSON: write texts as {{json .Plain}}, without quotation marks")
	}
	return b.Bytes(), nil
}

// Send is that of a Sender.
func (t Template) Send(ctx context.Context, m Message) error {
	b, err := bodyOf(t.Body, m)
	if err != nil {
		return fmt.Errorf("make the message by its template: %w", err)
	}
	return post(ctx, t.HTTP, request{url: t.URL, agent: t.Agent, body: b, judge: ownCode})
}

// ownCode is the code of an answer by which WeCom (errcode) and Feishu (code) refuse a message under the status 200.
func ownCode(said []byte) string {
	var got struct {
		Errcode, Code json.Number
	}
	if json.Unmarshal(said, &got) != nil {
		return ""
	}
	for _, n := range []json.Number{got.Errcode, got.Code} {
		if n != "" && n != "0" {
			return "code " + n.String()
		}
	}
	return ""
}
