package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/text"
)

type beatCmd struct {
	Add     []string `help:"Words of which a report is to have one." placeholder:"WORD" sep:"none"`
	Remove  []string `help:"Words to be taken from these." placeholder:"WORD" sep:"none"`
	Exclude []string `help:"Words that keep a report out." placeholder:"WORD" sep:"none"`
	Allow   []string `help:"Words to be taken from those." placeholder:"WORD" sep:"none"`
	Try     bool     `help:"Print each report that would come in (+) or be off the beat (-), and change nothing."`
}

func (beatCmd) Help() string {
	return `Prints the words of [beat], or changes them in the configuration file, comments kept. A running desk takes that up at once: what was
listed in the days of the beat is judged again. Reports on the site that are off the beat by then stay until waidian redo leads.

Example:

    waidian beat --add 'rare earths' --try
    waidian beat --add 'rare earths' --exclude basketball`
}

func (cmd *beatCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	is := cmd.words(c.Beat)
	if slices.Equal(is.Keywords, c.Beat.Keywords) && slices.Equal(is.Exclude, c.Beat.Exclude) && !cmd.Try {
		for _, w := range is.Keywords {
			fmt.Fprintf(a.Stdout, "%s\n", w)
		}
		for _, w := range is.Exclude {
			fmt.Fprintf(a.Stdout, "not %s\n", w)
		}
		return nil
	}
	if cmd.Try {
		in, off, _, err := a.tryBeat(ctx, c, is)
		if err != nil {
			return err
		}
		return listJudged(a, in, off)
	}
	if err := a.setBeat(is); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "the beat has %s and %s that keep out\n", text.Count(len(is.Keywords), "word", "words"), text.Count(len(is.Exclude), "word", "words"))
	return a.tellDesk(ctx, c)
}

// words are those of a beat as the command changes it.
func (cmd *beatCmd) words(b config.Beat) config.Beat {
	but := func(list, add, without []string) []string {
		out := slices.DeleteFunc(slices.Clone(list), func(w string) bool { return slices.Contains(without, w) })
		for _, w := range add {
			if !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
		return out
	}
	b.Keywords, b.Exclude = but(b.Keywords, cmd.Add, cmd.Remove), but(b.Exclude, cmd.Exclude, cmd.Allow)
	return b
}

// setBeat changes the words of the beat in the configuration file.
func (a *app) setBeat(b config.Beat) error {
	return a.editConfig(func(text string) (string, error) { return config.SetBeat(text, b.Keywords, b.Exclude) })
}

// tryBeat judges what was listed in the days of a beat by it, and changes nothing; see desk.Reconsider.
func (a *app) tryBeat(ctx context.Context, c config.Config, b config.Beat) (in, off []desk.Judged, m desk.Meaning, err error) {
	c.Beat = b
	p, err := a.openParts(ctx, c, looking)
	if err != nil {
		return nil, nil, m, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	days := time.Duration(b.Days) * 24 * time.Hour
	return p.desk.Reconsider(ctx, desk.Selection{Since: a.Now().Add(-days)}, false)
}
