package cli

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/send"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/wording"
)

// pushService is the public server of the services that have one.
var pushService = map[string]string{config.PushTelegram: "https://api.telegram.org", config.PushNtfy: "https://ntfy.sh"}

// pushChannels are the channels to readers that the configuration names.
func (a *app) pushChannels(c config.Config) (out []channel) {
	for _, p := range c.Push {
		ch := channel{name: p.Name, do: "correct [[push]] " + p.Name}
		address, from := p.URL, "its url"
		if p.URLEnv != "" {
			address, from = a.Getenv(p.URLEnv), "the environment variable "+p.URLEnv
		}
		ch.at = cmp.Or(address, pushService[p.Kind])
		ch.by, ch.note, ch.bad = a.pushSender(c, p, ch.at, from)
		out = append(out, ch)
	}
	return out
}

// pushSender is the way of a channel, what it is without what may be secret, and why it cannot be used.
func (a *app) pushSender(c config.Config, p config.Push, address, from string) (by send.Sender, note string, bad error) {
	secret := ""
	if p.SecretEnv != "" {
		if secret = a.Getenv(p.SecretEnv); secret == "" {
			return nil, "", fmt.Errorf("the environment variable %s is empty", p.SecretEnv)
		}
		if strings.ContainsAny(secret, "\r\n") {
			return nil, "", fmt.Errorf("the environment variable %s has a line break", p.SecretEnv)
		}
	}
	if address == "" {
		return nil, "", fmt.Errorf("%s is empty", from)
	}
	if !config.PushAddress(p.Kind, address) {
		return nil, "", fmt.Errorf("%s is not an address of a channel of kind %s", from, p.Kind)
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, "", fmt.Errorf("%s cannot be used", from)
	}
	note = p.Kind + " by " + u.Host
	web := pushClient(p)
	switch p.Kind {
	case config.PushTelegram:
		t := send.Telegram{Base: address, Token: secret, Chat: p.To, Agent: c.Fetch.Agent, HTTP: web}
		return t, note, ofVariable(p.SecretEnv, t.Check())
	case config.PushNtfy:
		n := send.Ntfy{Base: address, Topic: p.To, Token: secret, Agent: c.Fetch.Agent, HTTP: web}
		return n, note, ofVariable(p.SecretEnv, n.Check())
	case config.PushTemplate:
		form, err := send.ParseTemplate(p.Template)
		return send.Template{URL: address, Body: form, Agent: c.Fetch.Agent, HTTP: web}, note, err
	case config.PushMail:
		m := mailOf(c, p, u, secret)
		return m, note, m.Check()
	}
	key, err := send.Secret(secret)
	return send.Webhook{URL: address, Agent: c.Fetch.Agent, HTTP: web, Secret: key, Now: a.Now}, note, err
}

// ofVariable is err with the environment variable whose value it is about.
func ofVariable(variable string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the environment variable %s: %w", variable, err)
}

// pushDialer connects to what a channel may reach.
func pushDialer(p config.Push) *net.Dialer {
	return &net.Dialer{Timeout: 15 * time.Second, Control: fetch.Guard(p.Private)}
}

func pushClient(p config.Push) *http.Client {
	t := &http.Transport{DialContext: pushDialer(p).DialContext, TLSHandshakeTimeout: 15 * time.Second, MaxIdleConns: 1, IdleConnTimeout: time.Minute}
	if u, err := url.Parse(p.Proxy); err == nil && p.Proxy != "" {
		t.Proxy, t.DialContext = http.ProxyURL(u), nil // the operator's own, wherever it is
	}
	return &http.Client{Transport: t}
}

func mailOf(c config.Config, p config.Push, u *url.URL, password string) send.Mail {
	m := send.Mail{
		Host: u.Hostname(), TLS: map[string]string{"smtps": "tls", "smtp-plain": "none"}[u.Scheme], User: p.User, Password: password,
		From: p.From, To: p.To, Leave: p.Unsubscribe, Name: "waidian.invalid", Dial: pushDialer(p).DialContext,
	}
	m.Port = map[string]int{"smtps": 465, "smtp-plain": 25, "smtp": 587}[u.Scheme]
	if n, err := strconv.Atoi(u.Port()); err == nil {
		m.Port = n
	}
	if site, err := url.Parse(c.Site.URL); err == nil && site.Hostname() != "" {
		m.Name = cmp.Or(c.Site.ID, site.Hostname())
	}
	return m
}

// pushes are the channels to readers, for the desk at work.
func (a *app) pushes(p *parts) (out []desk.Push) {
	c := p.config
	for i, ch := range a.pushChannels(c) {
		out = append(out, desk.Push{Name: ch.name, By: a.herald(p, c.Push[i], ch)})
	}
	return out
}

func (a *app) herald(p *parts, x config.Push, ch channel) herald {
	c := p.config
	lang := cmp.Or(x.Language, c.Site.Language)
	return herald{
		library: a.library(p), config: x, by: ch.by, bad: ch.bad, words: wording.For(lang), site: c.Site.Title,
		set: page.New(page.Form{Title: c.Site.Title, URL: c.Site.URL, Language: lang, DigestLanguage: c.Digest.Language, Zone: p.zone(),
			Audience: page.Audience(cmp.Or(x.Audience, string(page.Public)))}),
	}
}

// sayBadPushes says at the start of a desk which channels to readers cannot be used. Nothing else waits for that.
func (a *app) sayBadPushes(c config.Config) {
	for _, line := range badChannels("push", a.pushChannels(c)) {
		a.warn("%s", line)
	}
}

// pushStatus says how a channel to readers fares.
type pushStatus struct {
	Name    string `json:"name"`
	Waits   int    `json:"waiting"`
	Sent    int    `json:"sent"` // of the last 90 days, as the others
	Dropped int    `json:"dropped"`
	GivenUp int    `json:"given_up"`
	Reason  string `json:"reason,omitempty"` // the last error of those that wait or were given up
}

func (s pushStatus) says() string {
	out := fmt.Sprintf("%d sent, %d waiting, %d dropped, %d given up", s.Sent, s.Waits, s.Dropped, s.GivenUp)
	if s.Reason != "" {
		out += ": " + shown(s.Reason)
	}
	return out
}

// pushesOf is how the channels of a configuration fare.
func pushesOf(tx *store.Tx, c config.Config) (out []pushStatus, err error) {
	if len(c.Push) == 0 {
		return nil, nil
	}
	counts, err := tx.PushCounts()
	for _, p := range c.Push {
		s := pushStatus{Name: p.Name}
		if i := slices.IndexFunc(counts, func(n store.PushCount) bool { return n.Channel == p.Name }); i >= 0 {
			n := counts[i]
			s.Waits, s.Sent, s.Dropped, s.GivenUp, s.Reason = n.Waits, n.Sent, n.Dropped, n.GivenUp, n.Why
		}
		out = append(out, s)
	}
	return out, err
}

type pushCmd struct {
	Try pushTryCmd `cmd:"" help:"Send a trial message through a channel of [[push]]."`
}

type pushTryCmd struct {
	Name []string `arg:"" optional:"" help:"Names of channels; none: all."`
}

func (pushTryCmd) Help() string {
	return `Sends a trial message through channels of [[push]], and says what came of it. What readers are told is
sent by the desk at work.

Example:  waidian push try phones`
}

func (cmd *pushTryCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	list := a.pushChannels(c)
	if len(list) == 0 {
		return hint(usageError{errors.New("there is no [[push]]")}, "add one to %s; waidian config prints its keys with their meaning", a.configName())
	}
	for _, name := range cmd.Name {
		if !slices.ContainsFunc(list, func(ch channel) bool { return ch.name == name }) {
			return hint(usageError{fmt.Errorf("there is no [[push]] %q", name)}, "waidian doctor lists them")
		}
	}
	t := tabwriter.NewWriter(a.Stdout, 0, 0, 2, ' ', 0)
	failed, tried := 0, 0
	for i, ch := range list {
		if len(cmd.Name) > 0 && !slices.Contains(cmd.Name, ch.name) {
			continue
		}
		tried++
		words := wording.For(cmp.Or(c.Push[i].Language, c.Site.Language))
		id := sha256.Sum256([]byte(ch.name + a.Now().String() + strconv.Itoa(os.Getpid())))
		err, do := ch.bad, ch.do
		if err == nil {
			do = "if the receiver is well, " + ch.do
			err = ch.by.Send(ctx, send.Message{ID: hex.EncodeToString(id[:8]), Kind: "trial", Title: fmt.Sprintf(words.PushTrialTitle, c.Site.Title), Text: words.PushTrial, URL: c.Site.URL})
		}
		if err != nil {
			failed++
			fmt.Fprintf(t, "FAIL\t%s\t%s; %s\n", ch.name, shown(err.Error()), do)
			continue
		}
		fmt.Fprintf(t, "ok  \t%s\tthe message has gone out\n", ch.name)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d channels of [[push]] do not work", failed, tried)
	}
	return nil
}
