package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// PushChannel says up to where a channel was told.
type PushChannel struct {
	Name  string
	Since time.Time // nothing earlier is told of
	Seen  int64     // the last change that was looked at
}

// PushChannel returns a channel; false: nobody has begun it.
func (tx *Tx) PushChannel(name string) (c PushChannel, ok bool, err error) {
	var since int64
	err = tx.one("read push channel "+name, `SELECT since, seen FROM push_channel WHERE channel = $1`, []any{name}, &since, &c.Seen)
	if notFound(err) {
		return c, false, nil
	}
	c.Name, c.Since = name, moment(since)
	return c, err == nil, err
}

// SetPushChannel begins a channel, or notes up to where it was told.
func (tx *Tx) SetPushChannel(c PushChannel) error {
	return tx.exec("write push channel "+c.Name, `INSERT INTO push_channel (channel, since, seen) VALUES ($1, $2, $3)
		ON CONFLICT (channel) DO UPDATE SET since = excluded.since, seen = excluded.seen`, c.Name, stamp(c.Since), c.Seen)
}

// KeepPushChannels forgets the channels that are not among these, with all that they were told and were to be told.
func (tx *Tx) KeepPushChannels(names []string) error {
	known, err := all(tx, "list push channels", `SELECT channel FROM push_channel`, nil, column[string])
	for _, c := range known {
		if slices.Contains(names, c) {
			continue
		}
		if err := tx.exec("forget pushes", `DELETE FROM push WHERE channel = $1`, c); err != nil {
			return err
		}
		if err := tx.exec("forget push channel", `DELETE FROM push_channel WHERE channel = $1`, c); err != nil {
			return err
		}
	}
	return err
}

// AddPush puts a message into the outbox, unless it was there before: then fresh is false. Of a story, it was also there if it was
// of one whose reports went into this one.
func (tx *Tx) AddPush(p news.Push) (fresh bool, err error) {
	what := fmt.Sprintf("add push %s %s", p.Kind, p.Subject)
	var n int
	err = tx.one(what, `SELECT count(*) FROM push WHERE channel = $1 AND kind = $2
		AND (subject = $3 OR kind = 'story' AND subject IN (SELECT story FROM moved WHERE target = $3))`,
		[]any{p.Channel, string(p.Kind), p.Subject}, &n)
	if err != nil || n > 0 {
		return false, err
	}
	return true, tx.exec(what, `INSERT INTO push (channel, kind, subject, made, due, tries, state, done, why, told)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.Channel, string(p.Kind), p.Subject, stamp(p.Made), dueStamp(p.Due), p.Tries, int(p.State), dueStamp(p.Done), p.Why, toldLines(p.Told))
}

// SetPush writes what became of a message that is in the outbox.
func (tx *Tx) SetPush(p news.Push) error {
	return tx.exec(fmt.Sprintf("note push %s %s", p.Kind, p.Subject), `UPDATE push SET due = $4, tries = $5, state = $6, done = $7, why = $8, told = $9
		WHERE channel = $1 AND kind = $2 AND subject = $3`,
		p.Channel, string(p.Kind), p.Subject, dueStamp(p.Due), p.Tries, int(p.State), dueStamp(p.Done), p.Why, toldLines(p.Told))
}

// PushState returns what became of a message; false: it was never in the outbox, or has been forgotten.
func (tx *Tx) PushState(channel string, kind news.PushKind, subject string) (state news.PushState, ok bool, err error) {
	err = tx.one(fmt.Sprintf("read push %s %s", kind, subject), `SELECT state FROM push WHERE channel = $1 AND kind = $2 AND subject = $3`,
		[]any{channel, string(kind), subject}, &state)
	if notFound(err) {
		return state, false, nil
	}
	return state, err == nil, err
}

// toldLines is a list as the database has it: a line each, article and text.
func toldLines(list []news.SentTitle) string {
	var b strings.Builder
	for _, t := range list {
		b.WriteString(string(t.Article) + " " + string(t.Text) + "\n")
	}
	return b.String()
}

func toldOf(lines string) (out []news.SentTitle) {
	for line := range strings.Lines(lines) {
		if id, text, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " "); ok {
			out = append(out, news.SentTitle{Article: news.ArticleID(id), Text: news.Hash(text)})
		}
	}
	return out
}

// SentPushes returns the messages of a channel that were sent since a time and had a headline of the desk's own, the oldest first.
func (tx *Tx) SentPushes(channel string, since time.Time) ([]news.Push, error) {
	return all(tx, "list sent pushes", `SELECT channel, kind, subject, made, due, tries, state, done, why, told FROM push
		WHERE channel = $1 AND state = 1 AND done >= $2 AND told <> '' ORDER BY done, kind, subject`, []any{channel, stamp(since)}, scanPush)
}

// DuePushes returns up to limit messages of a channel that wait and are due at now, the oldest first.
func (tx *Tx) DuePushes(channel string, now time.Time, limit int) ([]news.Push, error) {
	return all(tx, "list due pushes", `SELECT channel, kind, subject, made, due, tries, state, done, why, told FROM push
		WHERE channel = $1 AND state = 0 AND due <= $2 ORDER BY due, made, kind, subject LIMIT $3`, []any{channel, stamp(now), limit}, scanPush)
}

func scanPush(scan func(...any) error) (p news.Push, err error) {
	var made, due, done int64
	var told string
	err = scan(&p.Channel, &p.Kind, &p.Subject, &made, &due, &p.Tries, &p.State, &done, &p.Why, &told)
	p.Told = toldOf(told)
	p.Made, p.Due, p.Done = moment(made), moment(due), moment(done)
	return p, err
}

// ForgetPushes forgets the messages that left the outbox before a time.
func (tx *Tx) ForgetPushes(before time.Time) error {
	return tx.exec("forget old pushes", `DELETE FROM push WHERE state <> 0 AND done < $1`, stamp(before))
}

// PushCount says how a channel fares.
type PushCount struct {
	Channel                       string
	Waits, Sent, Dropped, GivenUp int
	Why                           string // the last error of those that wait or were given up
}

// PushCounts counts the messages of each channel that has any, by name.
func (tx *Tx) PushCounts() ([]PushCount, error) {
	list, err := all(tx, "count pushes", `SELECT channel, coalesce(sum(CASE state WHEN 0 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE state WHEN 1 THEN 1 ELSE 0 END), 0),
		coalesce(sum(CASE state WHEN 2 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE state WHEN 3 THEN 1 ELSE 0 END), 0) FROM push GROUP BY channel ORDER BY channel`, nil,
		func(scan func(...any) error) (c PushCount, err error) {
			err = scan(&c.Channel, &c.Waits, &c.Sent, &c.Dropped, &c.GivenUp)
			return c, err
		})
	for i := range list {
		if err == nil {
			err = tx.one("read why a push waits", `SELECT coalesce((SELECT why FROM push WHERE channel = $1 AND state IN (0, 3) AND why <> ''
				ORDER BY made DESC, kind, subject LIMIT 1), '')`, []any{list[i].Channel}, &list[i].Why)
		}
	}
	return list, err
}
