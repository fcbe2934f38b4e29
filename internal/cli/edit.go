package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/config"
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

// editConfig changes the configuration file, unless the result would not be a configuration. Commands edit it one
// after the other; where another program has written the file meanwhile, the edit is done anew on its text.
func (a *app) editConfig(change func(string) (string, error)) error {
	name := a.configName()
	if to, err := filepath.EvalSymlinks(name); err == nil {
		name = to // the file is replaced, not a link that leads to it
	}
	unlock := lockFolder(filepath.Dir(name))
	defer unlock()
	for range mostEdits {
		text, err := readConfig(name)
		if err != nil {
			return err
		}
		out, err := change(text)
		if err != nil {
			return fmt.Errorf("edit %s: %w", name, err)
		}
		if _, err := config.Parse(name, []byte(out)); err != nil {
			return err
		}
		if now, err := readConfig(name); err != nil {
			return err
		} else if now != text {
			continue
		}
		if _, err := atomically.Write(name, []byte(out)); err != nil {
			return fmt.Errorf("write configuration: %w", err)
		}
		return nil
	}
	return hint(fmt.Errorf("edit %s: another program keeps writing the file: nothing is changed", name), "end it, and give the command again")
}

// readConfig is the text of the configuration file; empty where there is none.
func readConfig(name string) (string, error) {
	text, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read configuration: %w", err)
	}
	return string(text), nil
}
