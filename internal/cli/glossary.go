package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/news"
)

type glossaryCmd struct {
	List glossaryListCmd `cmd:"" help:"Print your own names." default:"1"`
	Add  glossaryAddCmd  `cmd:"" help:"Have digests render a term in your words."`
}

func (glossaryCmd) Help() string {
	return `The glossary knows names and terms as reports write them, and how digests render them. Your own stand in the file that [digest] glossary
names, besides the built-in ones.

Example:  waidian glossary add 'Ice Watch' 冰情哨`
}

type glossaryListCmd struct{}

func (glossaryListCmd) Help() string {
	return `Prints the file of your own names as it is.

Example:  waidian glossary`
}

func (glossaryListCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	if c.Digest.Glossary == "" {
		fmt.Fprintln(a.Stderr, "waidian: there are no names of your own; waidian glossary add TERM WORDING begins the file")
		return nil
	}
	text, err := readText(c.Digest.Glossary, "glossary")
	for line := range strings.Lines(text) {
		fmt.Fprintln(a.Stdout, shown(strings.TrimRight(line, "\r\n")))
	}
	return err
}

type glossaryAddCmd struct {
	Term    string `arg:"" help:"The term as reports write it."`
	Wording string `arg:"" help:"How digests are to render it."`
	Kind    string `help:"What it names: person, org, place or term." default:"term" enum:"person,org,place,term"`
}

func (glossaryAddCmd) Help() string {
	return `Writes a term into the file of your own names, and lets the running desk take it up. Where the file has the term already, its rendering is
replaced. Without such a file, glossary.txt is made beside the configuration, which is made to name it. Digests that are
there stay as they are until waidian redo digest.

Example:  waidian glossary add Halatan 哈拉滩 --kind place`
}

func (cmd *glossaryAddCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	name, err := a.addTerm(c, "", glossary.Addition{Kind: glossary.Kind(cmd.Kind), Term: cmd.Term, Wording: cmd.Wording, Lang: c.Digest.Language})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s: %s is rendered %s\n", name, shown(cmd.Term), shown(cmd.Wording))
	return a.tellDesk(ctx, c)
}

// ownNames is the name of the glossary that is made where there is none.
const ownNames = "glossary.txt"

// glossaryOf is the file of the operator's own names, which need not be there.
func (a *app) glossaryOf(c config.Config) string {
	if c.Digest.Glossary != "" {
		return c.Digest.Glossary
	}
	return filepath.Join(filepath.Dir(a.configName()), ownNames)
}

// addTerm writes a term into the operator's glossary, the name of which it returns, if it is the one with that sum; "": whatever it is. Where
// the configuration names none, it is made to.
func (a *app) addTerm(c config.Config, sum string, add glossary.Addition) (name string, err error) {
	name = a.glossaryOf(c)
	err = editFile(name, "glossary", func(text string) (string, error) {
		if sum != "" && textSum(text) != sum {
			return "", changedSince(name)
		}
		out, err := glossary.Add(text, add)
		if err != nil {
			return "", usageError{err}
		}
		return out, nil
	}, func(text string) error {
		if _, err := glossary.Standard().With(strings.NewReader(text)); err != nil {
			return usageError{because(news.GlossaryBroken, name, fmt.Errorf("the glossary would not be read: %w", err))}
		}
		return nil
	})
	if err != nil || c.Digest.Glossary != "" {
		return name, err
	}
	err = a.editConfig(func(text string) (string, error) { return config.SetGlossary(text, ownNames) })
	if err != nil {
		err = hint(err, "the term stands in %s: name that in [digest] glossary", name)
	}
	return name, err
}
