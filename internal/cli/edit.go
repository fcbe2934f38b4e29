package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/config"
)

// appendSources adds sources at the end of the configuration file, which it creates if need be.
func (a *app) appendSources(list ...config.Source) error {
	return a.editConfig(func(text string) (string, error) {
		for _, s := range list {
			text = strings.TrimRight(text, "\n") + "\n" + s.Block()
		}
		return text, nil
	})
}

// removeSource removes the table of a source from the configuration file; every other line stays.
func (a *app) removeSource(id string) error {
	return a.editConfig(func(text string) (string, error) {
		lines := strings.SplitAfter(text, "\n")
		from, to := sourceTable(lines, id)
		if from < 0 {
			return "", fmt.Errorf("the file has no [[source]] table with id %q", id)
		}
		return strings.Join(lines[:from], "") + strings.Join(lines[to:], ""), nil
	})
}

// sourceTable returns the lines of a source's table, from its [[source]] up to the next table; -1, -1 if
// there is none.
func sourceTable(lines []string, id string) (from, to int) {
	from = -1
	mine := false
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			if mine {
				return from, i
			}
			from = i
			if !strings.HasPrefix(line, "[[source]]") {
				from = -1
			}
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if from >= 0 && ok && strings.TrimSpace(key) == "id" {
			v, _, _ := strings.Cut(value, "#")
			mine = strings.Trim(strings.TrimSpace(v), `"'`) == id
		}
	}
	if !mine {
		return -1, -1
	}
	return from, len(lines)
}

// editConfig changes the configuration file, unless the result would not be a configuration.
func (a *app) editConfig(change func(string) (string, error)) error {
	name := cmp.Or(a.flags.Config, configFile)
	text, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read configuration: %w", err)
	}
	out, err := change(string(text))
	if err != nil {
		return fmt.Errorf("edit %s: %w", name, err)
	}
	if _, err := config.Parse(name, []byte(out)); err != nil {
		return err
	}
	if _, err := atomically.Write(name, []byte(out)); err != nil {
		return fmt.Errorf("write configuration: %w", err)
	}
	return nil
}
