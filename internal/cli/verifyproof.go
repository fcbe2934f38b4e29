package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
)

// Bounds of the files that verify reads whole, in bytes: proofs, leaves and keys; pages and bodies.
const (
	mostNote = 128 << 10
	mostBody = 64 << 20
)

func readBounded(name string, most int64) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.Size() > most {
		return nil, fmt.Errorf("%s is longer than %d KiB", name, most>>10)
	}
	return os.ReadFile(name)
}

// proofFiles are the files that belong to one proof.
type proofFiles struct {
	proof, leaf string
	others      []string // pages and bodies
}

// takes reports whether a file can belong to the same proof. A second proof or leaf begins another, and so does a second page
// that has a proof of its own, if none was named.
func (p *proofFiles) takes(name string, kind fileKind) bool {
	switch {
	case kind == aProof:
		return p.proof == ""
	case kind == aLeaf:
		return p.leaf == ""
	case p.proof != "" || p.leaf != "":
		return true
	}
	_, err := os.Stat(stemOf(name) + verify.ProofSuffix)
	return err != nil
}

// stemOf is the name of a file without its ending: files of one article differ in that alone.
func stemOf(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }

func (p *proofFiles) add(name string, kind fileKind) {
	switch kind {
	case aProof:
		p.proof = name
	case aLeaf:
		p.leaf = name
	default:
		p.others = append(p.others, name)
	}
}

// complete finds what was not named beside what was.
func (p *proofFiles) complete() error {
	named := append([]string{p.proof, p.leaf}, p.others...)
	stem := stemOf(named[slices.IndexFunc(named, func(s string) bool { return s != "" })])
	for _, f := range []struct {
		name *string
		end  string
		what string
	}{{&p.proof, verify.ProofSuffix, "proof"}, {&p.leaf, verify.LeafSuffix, "leaf"}} {
		if *f.name != "" {
			continue
		}
		*f.name = stem + f.end
		if _, err := os.Stat(*f.name); err != nil {
			if f.name == &p.leaf && p.carriesLeaf() {
				p.leaf = ""
				continue
			}
			return hint(usageError{fmt.Errorf("there is no %s %s", f.what, shown(*f.name))},
				"a page and its .tlog-proof, which carries the leaf or has it beside it (.leaf), lie side by side on the desk's site; a zip file begins with PK")
		}
	}
	for _, stem := range []string{stem, verify.StemOfVersion(p.proof)} {
		if page := stem + ".html"; len(p.others) == 0 && stem != "" {
			if _, err := os.Stat(page); err == nil {
				p.others = append(p.others, page)
			}
		}
	}
	return nil
}

// carriesLeaf reports whether the leaf is in the proof itself.
func (p *proofFiles) carriesLeaf() bool {
	proof, err := readBounded(p.proof, mostNote)
	return err == nil && verify.LeafOf(proof) != nil
}

func (p *proofFiles) verify(a *app, given trusted) error {
	if err := p.complete(); err != nil {
		return err
	}
	site := siteOf(p.proof)
	keys := given.keys
	if keys == nil {
		var err error
		if keys, err = keysBeside(p.proof, site); err != nil {
			return err
		}
	}
	proof, err := readBounded(p.proof, mostNote)
	if err != nil {
		return err
	}
	leaf := verify.LeafOf(proof)
	if p.leaf != "" {
		if leaf, err = readBounded(p.leaf, mostNote); err != nil {
			return err
		}
	}
	proven, err := verify.Proof(proof, leaf, keys...)
	former := err
	if errors.Is(err, translog.ErrOtherLog) && site != "" {
		if proven, err = verify.Former(proof, leaf); err == nil {
			if _, err := publishedBy(proven, site, keys); err != nil {
				return former
			}
		}
	}
	if err != nil {
		return err
	}
	out := []string{fmt.Sprintf("leaf %d of %d is in the log %s, as the desk signed it", proven.Index, proven.Log.Size, shown(proven.Log.Origin))}
	if proven.Lost {
		out[0] = fmt.Sprintf("leaf %d of %d is in the log %s, signed by a former key of this desk, which was lost since: whoever has found it can sign, too",
			proven.Index, proven.Log.Size, shown(proven.Log.Origin))
	}
	if former != nil {
		out[0] = fmt.Sprintf("leaf %d is in the log of the site, which begins with the %d leaves of the log %s: that one no key at hand has signed",
			proven.Index, proven.Log.Size, shown(proven.Log.Origin))
	}
	signed, err := witnessed(proven.Signed, given)
	if err != nil {
		return err
	}
	out = append(append(out, signed...), recorded(proven.Leaf)...)
	var wrong error
	for _, name := range p.others {
		line, err := p.matched(proven, name)
		out, wrong = append(out, line), errors.Join(wrong, err)
	}
	if len(p.others) == 0 {
		out = append(out, "no page and no body was compared with it")
	}
	if site != "" {
		line, err := published(proven, site, keys)
		out, wrong = append(out, line), errors.Join(wrong, err)
	}
	if given.keys == nil {
		out = append(out, ownKey)
	}
	out = slices.DeleteFunc(out, func(s string) bool { return s == "" })
	fmt.Fprintf(a.Stdout, "%s: %s\n", shown(p.proof), strings.Join(out, "\n  "))
	if wrong == nil {
		fmt.Fprint(a.Stdout, shows)
	}
	return wrong
}

// shows is what a proof shows and what it does not.
const shows = `Shown: this desk had recorded that when it signed. By when it signed, whoever kept a copy of the checkpoint knows.
Not shown: that the report is true, that the outlet sent these bytes, that the desk's clock was right, nor that the words
on the page are those of the answer.
`

// siteOf is the folder of the site in which a file lies, by what it has of a log; or "".
func siteOf(name string) string {
	dir, err := filepath.Abs(filepath.Dir(name))
	if err != nil {
		return ""
	}
	for {
		_, err1 := os.Stat(filepath.Join(dir, verify.LogFolder, verify.CheckpointName))
		_, err2 := os.Stat(filepath.Join(dir, verify.LogFolder, verify.KeyName))
		if err1 == nil || err2 == nil {
			return dir
		}
		above := filepath.Dir(dir)
		if above == dir {
			return ""
		}
		dir = above
	}
}

// keysBeside finds the keys of the site that a proof lies in, or a list of keys in its own folder.
func keysBeside(proof, site string) ([]translog.Verifier, error) {
	name := filepath.Join(filepath.Dir(proof), verify.KeyName)
	if site != "" {
		name = filepath.Join(site, verify.LogFolder, verify.KeyName)
	}
	b, err := readBounded(name, mostNote)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hint(usageError{fmt.Errorf("%s: there is no key to verify it by: no %s", shown(proof), shown(name))},
			"the desk's key is log/key.txt on its site; give it with --key")
	}
	if err != nil {
		return nil, fmt.Errorf("read the key: %w", err)
	}
	keys, err := verify.Keys(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shown(name), err)
	}
	return keys, nil
}

// recorded says what a leaf says.
func recorded(l translog.Leaf) []string {
	at := l.At.UTC().Format("2006-01-02T15:04:05.000Z")
	by := ", at " + at + " by the desk's clock"
	if l.Brought {
		by = ", at " + at + " by the file that it was imported from"
	}
	if !l.Entered.IsZero() {
		by += ", and is in the log only since " + l.Entered.UTC().Format("2006-01-02T15:04:05.000Z") + ": it was recorded before there was one"
	}
	switch l.Kind {
	case translog.Capture, translog.Gone:
		answered := shown(l.URL)
		if l.Final != "" {
			answered += ", led on to " + shown(l.Final) + ","
		}
		out := []string{fmt.Sprintf("it says: %s answered %d%s", answered, l.Status, by)}
		if l.Body != (translog.Sum{}) {
			out = append(out, fmt.Sprintf("it says: the body has %v", l.Body))
		}
		if l.Truncated != "" {
			out = append(out, "it says: the body is not whole: "+shown(l.Truncated))
		}
		if l.Brought {
			out = append(out, "it says: all of that was imported from a file; who made the file answers for it")
		}
		return out
	case translog.Same:
		return []string{fmt.Sprintf("it says: %s answered as leaf %d says%s", shown(l.URL), l.Of, by)}
	case translog.Version:
		return []string{fmt.Sprintf("it says: version %d of report %s was read, with the text %v%s", l.N, shown(l.Article), l.Text, by)}
	case translog.Digest:
		return []string{fmt.Sprintf("it says: %s wrote a digest of version %d of report %s, %v%s", shown(l.By), l.N, shown(l.Article), l.Sum, by)}
	}
	text, _ := l.Bytes() // it was read from such a text
	return []string{"it says: " + shown(strings.Join(strings.Split(strings.TrimSpace(string(text)), "\n")[1:], ", "))}
}

// matched says how a page or a body bears out what the leaf says.
func (f *proofFiles) matched(p verify.Proven, name string) (string, error) {
	b, err := readBounded(name, mostBody)
	if err != nil {
		return "", err
	}
	match := p.Match
	if verify.StemOfVersion(f.proof) != "" {
		match = p.MatchEarlier
	}
	switch match(b) {
	case verify.Body:
		return shown(name) + " is that body, byte for byte", nil
	case verify.Payload:
		return shown(name) + " is that body as it came, byte for byte", nil
	case verify.Page:
		return shown(name) + " names that address, time and body in its rows", nil
	case verify.Earlier:
		return shown(name) + " names that body as the one of an earlier version; its rows name another, and neither address nor time was compared", nil
	case verify.Feed:
		return shown(name) + " names that time and that body, which is a feed, in its rows; no address on it was compared", nil
	}
	if named := verify.Named(b); len(named) > 0 {
		_, err := verify.CheckPage(b, p.Leaf)
		return "", fmt.Errorf("%s %s", shown(name), strings.ReplaceAll(fmt.Sprint(err), "\n", "; "))
	}
	return "", fmt.Errorf("%s is neither the body that the leaf names, nor a page that names it", shown(name))
}

// publishedBy returns the checkpoint that the site has now, if its log begins with the one that the proof was made for.
func publishedBy(p verify.Proven, site string, keys []translog.Verifier) (translog.Checkpoint, error) {
	root, err := os.OpenRoot(filepath.Join(site, verify.LogFolder))
	if err != nil {
		return translog.Checkpoint{}, err
	}
	defer root.Close()
	return verify.Published(root.FS(), p.Log, keys...)
}

// published compares the log that the proof was made for with the one that the site has now.
func published(p verify.Proven, site string, keys []translog.Verifier) (string, error) {
	const name = verify.LogFolder + "/" + verify.CheckpointName
	c, err := publishedBy(p, site, keys)
	if u := (verify.Unshown{}); errors.As(err, &u) {
		return name + " of the site: " + u.Why, nil
	}
	if err != nil {
		return "", fmt.Errorf("%s of the site: %w", name, err)
	}
	if c.Size == p.Log.Size {
		return "the site's checkpoint is that of the proof", nil
	}
	return fmt.Sprintf("the site's log has %d leaves by now, and begins with those %d", c.Size, p.Log.Size), nil
}
