package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/alarm"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/send"
	"github.com/waidian/waidian/internal/wording"
)

// channel is a way to the operator that the configuration names.
type channel struct {
	name string // that of its key in [alert]
	by   send.Sender
	bad  error  // why nothing can go that way; nil: nothing speaks against it
	note string // which way it is, without what may be secret
	do   string // what to do if it is bad
	at   string // address to which messages go; it may be secret
}

// channels are those of the configuration.
func (a *app) channels(c config.Config) (out []channel) {
	if len(c.Alert.Command) > 0 {
		by := send.Command{Args: c.Alert.Command, Environ: os.Environ()}
		out = append(out, channel{name: "command", by: by, bad: by.Find(), note: "runs " + c.Alert.Command[0], do: "correct [alert] command: a name in PATH or an absolute path, then its arguments, each in quotation marks"})
	}
	address, from := c.Alert.Webhook, "[alert] webhook"
	if c.Alert.WebhookEnv != "" {
		address, from = a.Getenv(c.Alert.WebhookEnv), "the environment variable "+c.Alert.WebhookEnv
	}
	if address == "" && c.Alert.WebhookEnv == "" {
		return out
	}
	hook := channel{name: "webhook", by: send.Webhook{URL: address, Agent: c.Fetch.Agent, HTTP: a.client()}, note: "asks the address in " + from, do: "correct " + from}
	switch {
	case address == "":
		hook.bad = errors.New(from + " is empty")
	case !config.WebAddress(address):
		hook.bad = errors.New(from + " is not a web address")
	}
	return append(out, hook)
}

// alarms are what the desk tells the operator, and by which channels.
func (a *app) alarms(p *parts) desk.Alarms {
	c := p.config
	out := desk.Alarms{
		Least: int64(c.Alert.Free) << 20, Waits: time.Duration(c.Alert.Waits),
		Disks: func() []alarm.Disk { return disksOf(c) },
	}
	if c.Digest.Endpoint != "" {
		out.Budget = func() alarm.Doubt { return a.budgetDoubt(p) }
	}
	if c.Archive.Bucket != "" {
		out.Bucket = func(ctx context.Context) alarm.Doubt { return a.bucketDoubt(ctx, p) }
	}
	for _, ch := range a.channels(c) {
		out.Channels = append(out.Channels, desk.Channel{Name: ch.name, By: crier{
			by: ch.by, bad: ch.bad, words: wording.For(c.Site.Language), site: c.Site.Title, zone: c.Site.Zone(),
		}})
	}
	return out
}

// disksOf are those that the data folder and the site are on, each once.
func disksOf(c config.Config) (out []alarm.Disk) {
	known := map[uint64]bool{}
	for _, dir := range []string{c.Desk.Data, siteDir(c)} {
		room, disk, err := roomIn(dir)
		if err == nil && !known[disk] {
			known[disk] = true
			out = append(out, alarm.Disk{Folder: dir, Room: room})
		}
	}
	return out
}

// sayBadChannels says at the start of a desk which channels cannot be used. Nothing else waits for that.
func (a *app) sayBadChannels(c config.Config) {
	for _, line := range badChannels("alarms", a.channels(c)) {
		a.warn("%s", line)
	}
}

// badChannels says which channels cannot be used, and what to do.
func badChannels(what string, list []channel) (lines []string) {
	for _, ch := range list {
		if ch.bad != nil {
			lines = append(lines, fmt.Sprintf("%s: %s: %v; %s", what, ch.name, ch.bad, ch.do))
		}
	}
	return lines
}

// alerts looks at the form of each channel; it sends nothing. One that cannot be used is a mistake: whoever relies on it hears nothing.
func (doctorCmd) alerts(a *app, c config.Config) (out []finding) {
	for _, ch := range a.channels(c) {
		out = append(out, finding{what: "alarms", err: ch.bad, do: ch.do, note: ch.note + "; waidian alert sends a trial that way"})
	}
	return out
}

// mostLines is how many alarms a message names.
const mostLines = 20

// crier puts alarms into words, and sends them one way.
type crier struct {
	by    send.Sender
	bad   error // why nothing can go that way
	words *wording.Texts
	site  string
	zone  *time.Location
}

// Tell sends one message.
func (c crier) Tell(ctx context.Context, begun, over []news.Alarm) error {
	if c.bad != nil {
		return c.bad
	}
	return c.by.Send(ctx, c.message(begun, over))
}

func (c crier) message(begun, over []news.Alarm) send.Message {
	m := send.Message{Title: fmt.Sprintf(c.words.AlertTitle, c.site, len(begun), len(over))}
	id := sha256.New()
	var lines []string
	for i, a := range append(begun[:len(begun):len(begun)], over...) {
		item := send.Item{Kind: string(a.Kind), Subject: a.Subject, State: "begun", Since: a.Since, Text: c.line(a)}
		if i >= len(begun) {
			item.State, item.Over = "over", &a.Over
		}
		fmt.Fprintf(id, "%s\x00%s\x00%s\x00%d\x00", a.Kind, a.Subject, item.State, a.Since.UnixMilli())
		m.Items, lines = append(m.Items, item), append(lines, item.Text)
	}
	if more := len(lines) - mostLines; more > 0 {
		lines = append(lines[:mostLines], fmt.Sprintf(c.words.AlertMore, more))
	}
	m.ID, m.Text = hex.EncodeToString(id.Sum(nil)[:8]), strings.Join(lines, "\n")
	return m
}

// line says an alarm in a line.
func (c crier) line(a news.Alarm) string {
	at := func(t time.Time) string { return t.In(c.zone).Format("2006-01-02 15:04") }
	said := c.words.Alarms[a.Kind]
	for mark, value := range map[string]string{"%[1]s": shown(a.Subject), "%[2]s": at(a.Since)} {
		said = strings.ReplaceAll(said, mark, value)
	}
	if !a.Over.IsZero() {
		return fmt.Sprintf(c.words.AlertOver, said, at(a.Over))
	}
	if why := c.why(a); why != "" {
		return fmt.Sprintf(c.words.AlertWhy, said, why)
	}
	return said
}

// why says why an alarm is one, as far as the desk knows.
func (c crier) why(a news.Alarm) string {
	noted := shown(a.Detail)
	switch cause := c.words.Causes[a.Cause]; {
	case a.By != (news.Reached{}):
		return c.reached(a.By)
	case noted == "":
		return cause
	case a.Kind == news.AlarmDisk:
		return fmt.Sprintf(c.words.AlertRoom, noted)
	case cause != "":
		return fmt.Sprintf(c.words.AlertCause, cause, noted)
	}
	return fmt.Sprintf(c.words.AlertNoted, noted)
}

// reached says by which bound nothing may be spent.
func (c crier) reached(by news.Reached) string {
	most, of, how := strconv.FormatFloat(by.Most, 'f', -1, 64), c.words.AlertDay, c.words.AlertShort
	if by.Tokens {
		most = fmt.Sprintf(c.words.AlertTokens, most)
	}
	if by.Month {
		of = c.words.AlertMonth
	}
	if by.Spent {
		how = c.words.AlertSpent
	}
	return fmt.Sprintf(how, fmt.Sprintf(of, most))
}

type alertCmd struct{}

func (alertCmd) Help() string {
	return `Sends a trial message through each channel of [alert], and says what came of it. Alarms themselves
are told by the desk at work: once when they begin, and once when they are over.

Example:  waidian alert`
}

func (cmd *alertCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	list := a.channels(c)
	if len(list) == 0 {
		return hint(usageError{errors.New("[alert] names no channel")}, "set command or webhook in [alert]; waidian config prints both with their meaning")
	}
	words := wording.For(c.Site.Language)
	id := sha256.Sum256([]byte(a.Now().String()))
	trial := send.Message{ID: hex.EncodeToString(id[:8]), Title: fmt.Sprintf(words.AlertTrialTitle, c.Site.Title), Text: words.AlertTrial}
	failed := 0
	for _, ch := range list {
		err := ch.bad
		if err == nil {
			err = ch.by.Send(ctx, trial)
		}
		if err != nil {
			failed++
			fmt.Fprintf(a.Stdout, "FAIL  %-8s %s\n               -> %s\n", ch.name, shown(err.Error()), ch.do)
			continue
		}
		fmt.Fprintf(a.Stdout, "ok    %-8s the message has gone out\n", ch.name)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d channels of [alert] do not work", failed, len(list))
	}
	return nil
}
