package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/news"
)

// appendSources adds sources at the end of the configuration file, which it creates if need be.
func (a *app) appendSources(list ...config.Source) error {
	return a.editConfig(func(text string) (string, error) { return config.Append(text, list...), nil })
}

// removeSource removes the table of a source from the configuration file.
func (a *app) removeSource(id string) error {
	return a.editConfig(func(text string) (string, error) { return config.Remove(text, id) })
}

// pauseSource pauses a source in the configuration file, or resumes it.
func (a *app) pauseSource(id string, paused bool) error {
	return a.editConfig(func(text string) (string, error) { return config.SetPaused(text, id, paused) })
}

// renameSource gives a source another name in the configuration file.
func (a *app) renameSource(id, name string) error {
	return a.editConfig(func(text string) (string, error) { return config.SetName(text, id, name) })
}

// mostEdits bounds how often an edit is done anew because the file has changed meanwhile.
const mostEdits = 10

// editConfig changes the configuration file, unless the result would not be a configuration.
func (a *app) editConfig(change func(string) (string, error)) error {
	name := a.configName()
	return editFile(name, "configuration", change, func(text string) error {
		_, err := config.Parse(realName(name), []byte(text))
		return err
	})
}

// realName is the name of a file, that to which a link leads: the file is replaced, not the link.
func realName(name string) string {
	if to, err := filepath.EvalSymlinks(name); err == nil {
		return to
	}
	return name
}

// editFile changes a file of the operator's, which it makes if need be, unless the result is not valid. Commands edit one after the other; where
// another program has written the file meanwhile, the edit is done anew on its text.
func editFile(name, what string, change func(string) (string, error), valid func(string) error) error {
	name = realName(name)
	unlock := lockFolder(filepath.Dir(name))
	defer unlock()
	for range mostEdits {
		text, err := readText(name, what)
		if err != nil {
			return err
		}
		out, err := change(text)
		if err != nil {
			return fmt.Errorf("edit %s: %w", name, err)
		}
		if err := valid(out); err != nil {
			return err
		}
		if now, err := readText(name, what); err != nil {
			return err
		} else if now != text {
			continue
		}
		if _, err := atomically.Write(name, []byte(out)); err != nil {
			return because(news.FileUnkept, name, fmt.Errorf("write %s: %w", what, err))
		}
		return nil
	}
	err := because(news.FileBusy, name, fmt.Errorf("edit %s: another program keeps writing the file: nothing is changed", name))
	return hint(err, "end it, and give the command again")
}

// readText is the text of a file; empty where there is none.
func readText(name, what string) (string, error) {
	text, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", because(news.FileUnread, name, fmt.Errorf("read %s: %w", what, err))
	}
	return string(text), nil
}
