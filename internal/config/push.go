package config

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/wording"
)

// pushes notes what is wrong with the form of channels. Addresses may be secrets, and are not repeated.
func (c *checker) pushes(list []Push, topics []Topic) {
	seen := map[string]bool{}
	for i, p := range list {
		key := func(k string) string { return fmt.Sprintf("push.%d.%s", i, k) }
		if !idForm.MatchString(p.Name) {
			c.add(key("name"), fmt.Sprintf("push %d: name %q", i+1, p.Name), idHint)
		} else if seen[p.Name] {
			c.add(key("name"), "there are two channels "+p.Name, "give one of them another name")
		}
		seen[p.Name] = true
		c.oneOf(key("kind"), p.Kind, PushWebhook, PushTelegram, PushNtfy, PushTemplate, PushMail)
		if p.Kind == "" {
			c.add(key("kind"), fmt.Sprintf("push %d: kind is empty", i+1), "one of webhook, telegram, ntfy, template, mail")
		}
		c.oneOf(key("audience"), p.Audience, "", "public", "private")
		c.oneOf(key("language"), p.Language, append([]string{""}, wording.Languages()...)...)
		for _, on := range p.On {
			c.oneOf(key("on"), on, "edition", "story", "correction")
		}
		for _, t := range p.Topics {
			if !slices.ContainsFunc(topics, func(x Topic) bool { return x.ID == t }) {
				c.add(key("topics"), fmt.Sprintf("there is no topic %q", t), "write the id of a [[topic]]")
			}
		}
		c.within(number(key("outlets"), p.Outlets, 0, 100))
		c.variable(key("url_env"), p.URLEnv)
		c.variable(key("secret_env"), p.SecretEnv)
		c.proxy(key("proxy"), "proxy", p.Proxy)
		c.pushAddress(p, key)
	}
}

func (c *checker) pushAddress(p Push, key func(string) string) {
	switch {
	case p.URL != "" && p.URLEnv != "":
		c.add(key("url_env"), "url and url_env both name an address", "leave one of them empty")
	case p.URL == "" && p.URLEnv == "" && p.Kind != PushTelegram && p.Kind != PushNtfy:
		c.add(key("url"), "url is empty", "the address of the service, or set url_env")
	case p.URL != "" && !PushAddress(p.Kind, p.URL):
		c.add(key("url"), "url is not an address of that kind of channel", "like https://hooks.example.org/desk; of mail like smtp://mail.example.org:587")
	}
	for _, need := range []struct {
		key  string
		bare bool
	}{
		{"to", p.To == "" && slices.Contains([]string{PushTelegram, PushNtfy, PushMail}, p.Kind)},
		{"from", p.From == "" && p.Kind == PushMail},
		{"template", p.Template == "" && p.Kind == PushTemplate},
		{"secret_env", p.SecretEnv == "" && (p.Kind == PushTelegram || p.User != "")},
	} {
		if need.bare {
			c.add(key(need.key), fmt.Sprintf("a channel of kind %s needs %s", p.Kind, need.key), "waidian config prints its meaning")
		}
	}
}

// PushAddress reports whether an address is one for a kind of channel.
func PushAddress(kind, address string) bool {
	if kind != PushMail {
		return WebAddress(address)
	}
	u, err := url.Parse(address)
	return err == nil && slices.Contains([]string{"smtp", "smtps", "smtp-plain"}, u.Scheme) && u.Hostname() != "" && u.User == nil && strings.Trim(u.Path, "/") == ""
}
