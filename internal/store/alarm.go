package store

import (
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// Alarms returns the alarms that a channel knows, as SetAlarms has written them.
func (tx *Tx) Alarms(channel string) ([]news.Alarm, error) {
	return all(tx, "list alarms", `SELECT kind, subject, detail, began, ended, told FROM alarm WHERE channel = $1 ORDER BY place`, []any{channel},
		func(scan func(...any) error) (a news.Alarm, err error) {
			var began, ended, told int64
			err = scan(&a.Kind, &a.Subject, &a.Detail, &began, &ended, &told)
			a.Since, a.Over, a.Told = moment(began), moment(ended), moment(told)
			return a, err
		})
}

// SetAlarms replaces the alarms that a channel knows.
func (tx *Tx) SetAlarms(channel string, list []news.Alarm) error {
	if err := tx.exec("forget alarms", `DELETE FROM alarm WHERE channel = $1`, channel); err != nil {
		return err
	}
	for i, a := range list {
		err := tx.exec("write alarm "+string(a.Kind), `INSERT INTO alarm (channel, place, kind, subject, detail, began, ended, told)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, channel, i, string(a.Kind), a.Subject, a.Detail, dueStamp(a.Since), dueStamp(a.Over), dueStamp(a.Told))
		if err != nil {
			return err
		}
	}
	return nil
}

// KeepAlarms forgets what channels know that are not among these.
func (tx *Tx) KeepAlarms(channels []string) error {
	known, err := all(tx, "list channels of alarms", `SELECT DISTINCT channel FROM alarm`, nil, column[string])
	for _, c := range known {
		if !slices.Contains(channels, c) {
			if err := tx.SetAlarms(c, nil); err != nil {
				return err
			}
		}
	}
	return err
}
