package verify

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/translog"
)

// Keys reads the public keys of a log, one a line, as translog.KeyList writes them: a key, the size of the first log that it signs, and of one
// that was lost "lost" and the size of the last. Empty lines and those that begin with # are passed over. Since when a key signs is not
// compared with anything.
func Keys(text []byte) ([]translog.Verifier, error) {
	var out []translog.Verifier
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		k, err := keyOf(words)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	if len(out) == 0 {
		return nil, errors.New("there is no public key in it")
	}
	return out, nil
}

// keyOf reads the words of a line. What a word behind the key means has to be known: it may say that the key signs no longer.
func keyOf(words []string) (translog.Verifier, error) {
	key := translog.PublicKey{Key: words[0]}
	k, err := key.Verifier()
	if err != nil || translog.CanonicalKey(k, key.Key) != nil {
		return nil, fmt.Errorf("%.80q is no public key of a log (NAME+HASH+BASE64)", words[0])
	}
	if len(words) == 1 {
		return k, nil
	}
	if !isSize(words[1]) || len(words) > 2 && words[2] != "lost" || len(words) > 4 {
		return nil, fmt.Errorf("behind the key %.80q its line has %.80q, which is neither a number of leaves nor \"lost\" with one", words[0], strings.Join(words[1:], " "))
	}
	if len(words) == 2 {
		return k, nil
	}
	if len(words) == 4 && isSize(words[3]) {
		key.Last, _ = strconv.ParseInt(words[3], 10, 64)
	}
	if key.Last < 1 {
		return nil, fmt.Errorf("%.80q was lost, and the line has no size of the last log that it signed", words[0])
	}
	return key.Verifier()
}

// isSize reports whether a word is a number of leaves, as it is written.
func isSize(word string) bool {
	n, err := strconv.ParseInt(word, 10, 64)
	return err == nil && n >= 0 && strconv.FormatInt(n, 10) == word
}

// SiteKeys are the keys that a site says are those of its log.
func SiteKeys(folder fs.FS) ([]translog.Verifier, error) {
	name := path.Join(LogFolder, KeyName)
	b, err := read(folder, name, maxNote)
	if err != nil {
		return nil, Fault{name, "cannot be read: " + err.Error()}
	}
	keys, err := Keys(b)
	if err != nil {
		return nil, Fault{name, err.Error()}
	}
	return keys, nil
}

// unlisted is the key at hand that has signed the checkpoint of a site and that the site does not list, if it lists any: whoever takes the key from the
// site takes another one. Empty: there is none.
func unlisted(folder fs.FS, keys []translog.Verifier) (string, error) {
	if _, err := fs.Stat(folder, path.Join(LogFolder, KeyName)); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	own, err := SiteKeys(folder)
	if err != nil {
		return "", err
	}
	signed, err := read(folder, path.Join(LogFolder, CheckpointName), maxNote)
	if err != nil {
		return "", nil // is said with the log
	}
	signers := translog.Signers(signed)
	for _, k := range keys {
		if id := keyID(k); slices.Contains(signers, id) && !slices.ContainsFunc(own, func(o translog.Verifier) bool { return keyID(o) == id }) {
			return id, nil
		}
	}
	return "", nil
}

// formerKey says of a checkpoint that no key at hand has signed that one of them is a former key of the site's list; nil: none is. What a site lists it says
// itself: that it is of the desk whose key that was, no signature shows.
func formerKey(folder fs.FS, keys []translog.Verifier) error {
	own, err := SiteKeys(folder)
	signed, err2 := read(folder, path.Join(LogFolder, CheckpointName), maxNote)
	if err != nil || err2 != nil {
		return nil // that is said by whoever needs them
	}
	signers := translog.Signers(signed)
	if slices.ContainsFunc(keys, func(k translog.Verifier) bool { return slices.Contains(signers, keyID(k)) }) {
		return nil
	}
	for _, k := range keys {
		i := slices.IndexFunc(own, func(o translog.Verifier) bool { return keyID(o) == keyID(k) })
		if i < 0 {
			continue
		}
		why := "a former key of this log"
		if last := translog.LastOf(own[i]); last > 0 {
			why = fmt.Sprintf("lost when the log had %d leaves", last)
		}
		return fmt.Errorf("is signed by %s; the key at hand, %s, is one that %s/%s lists as %s: no signature of that key shows what came since, so the desk's present key has to be known from elsewhere",
			list(signers), keyID(k), LogFolder, KeyName, why)
	}
	return nil
}

// SignedBy names, as NAME+HASH, the keys of a list by which a checkpoint says that it was signed. Whether it was, Checkpoint finds out.
func SignedBy(signed []byte, keys ...translog.Verifier) string {
	signers := translog.Signers(signed)
	var out []string
	for _, k := range keys {
		if id := keyID(k); slices.Contains(signers, id) && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return list(out)
}

// keyID is how a key is named in short.
func keyID(k translog.Verifier) string { return fmt.Sprintf("%s+%08x", k.Name(), k.KeyHash()) }
