package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// ModelWindow is how many sentences of a model are remembered, the latest.
const ModelWindow = 200

// ModelNotes are what the desk knows of how well a model writes.
type ModelNotes struct {
	Trial news.Trial // the last one; zero: none
	Marks []bool     // of the sentences that it has written since, the latest first; true: wrong by the rules
	Empty int        // of how many reports, the latest it was asked for, no answer could be used
}

// ModelNotes returns what is known of a model, under the name of it and its endpoint; the zero ModelNotes if nothing is.
func (tx *Tx) ModelNotes(name string) (n ModelNotes, err error) {
	var trial, marks string
	err = tx.one("read notes of model "+name, `SELECT trial, marks FROM model WHERE name = $1`, []any{name}, &trial, &marks)
	if errors.Is(err, ErrNotFound) {
		return n, nil
	}
	if err != nil {
		return n, err
	}
	if trial != "" {
		if err := json.Unmarshal([]byte(trial), &n.Trial); err != nil {
			return n, fmt.Errorf("read trial of model %s: %w", name, err)
		}
	}
	for _, m := range marks {
		switch {
		case m != empty:
			n.Marks = append(n.Marks, m == '1')
		case len(n.Marks) == 0:
			n.Empty++
		}
	}
	return n, nil
}

// empty is the mark of a digest of which nothing could be used; sentences have 0 and 1.
const empty = '2'

// AddEmpty notes that no answer of a model for a digest could be used.
func (tx *Tx) AddEmpty(name string) error { return tx.addMarks(name, string(empty)) }

// AddMarks notes what the rules said of further sentences of a model, in the order of writing. Of those before only so many
// are kept that there are ModelWindow.
func (tx *Tx) AddMarks(name string, marks []bool) error {
	var b strings.Builder
	for i := len(marks) - 1; i >= 0 && b.Len() < ModelWindow; i-- {
		if marks[i] {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	if b.Len() == 0 {
		return nil
	}
	return tx.addMarks(name, b.String())
}

// addMarks puts marks before those that a model has, the latest first.
func (tx *Tx) addMarks(name, marks string) error {
	return tx.exec("count sentences of model "+name, `INSERT INTO model (name, trial, marks) VALUES ($1, '', $2)
		ON CONFLICT (name) DO UPDATE SET marks = substr(excluded.marks || model.marks, 1, `+fmt.Sprint(ModelWindow)+`)`, name, marks)
}

// SetTrial notes what a model could do when it was tried. What it wrote before no longer counts.
func (tx *Tx) SetTrial(name string, t news.Trial) error {
	data, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("write trial of model %s: %w", name, err)
	}
	return tx.exec("note trial of model "+name, `INSERT INTO model (name, trial, marks) VALUES ($1, $2, '')
		ON CONFLICT (name) DO UPDATE SET trial = excluded.trial, marks = ''`, name, string(data))
}
