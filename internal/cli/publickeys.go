package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/waidian/waidian/internal/config"
)

// publicName is the file of all public keys that the desk's logs ever had, in the data folder. It is a list as key.txt is one. What a key has signed
// can be verified by it after the key itself, the site and the database that named it are lost.
const publicName = "log.public"

func publicFile(c config.Config) string { return filepath.Join(c.Desk.Data, publicName) }

// keepPublic adds the keys of a list to the file, and brings the lines of those that are there up to date. No key is ever taken out.
func (l deskLog) keepPublic(list []byte) error {
	path := publicFile(l.p.config)
	had, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unsigned(err, "let the desk's user read it")
	}
	now := joinKeys(had, list)
	if bytes.Equal(now, had) {
		return nil
	}
	if err := writePrivate(path, now); err != nil {
		return unsigned(fmt.Errorf("keep the public keys: %w", err), "let the desk's user write in %s", l.p.config.Desk.Data)
	}
	return nil
}

// joinKeys is the list of the keys of two lists, those of older first. The line of a key in both is that of newer.
func joinKeys(older, newer []byte) []byte {
	lines := map[string]string{}
	var order []string
	for line := range strings.Lines(string(older) + "\n" + string(newer)) {
		line = strings.TrimSpace(line)
		key, _, _ := strings.Cut(line, " ")
		if key == "" {
			continue
		}
		if lines[key] == "" {
			order = append(order, key)
		}
		lines[key] = line
	}
	var out bytes.Buffer
	for _, key := range order {
		out.WriteString(lines[key] + "\n")
	}
	return out.Bytes()
}

// publicKeys is the list of the keys that are known: by the site, and by the file beside the keys.
func (l deskLog) publicKeys(published string) ([]byte, error) {
	var list []byte
	for _, path := range []string{publicFile(l.p.config), published} {
		some, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		list = joinKeys(list, some)
	}
	return list, nil
}
