package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/text"
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
	first := named[slices.IndexFunc(named, func(s string) bool { return s != "" })]
	stem := stemOf(first)
	if p.proof == "" {
		p.proof = stem + verify.ProofSuffix
		if _, err := os.Stat(p.proof); err != nil {
			return noProof(first, p.proof)
		}
	}
	if p.leaf == "" {
		p.leaf = stem + verify.LeafSuffix
		if _, err := os.Stat(p.leaf); err != nil {
			if p.needsLeaf() {
				return hint(usageError{fmt.Errorf("there is no leaf %s", shown(p.leaf))}, whereProofs)
			}
			p.leaf = ""
		}
	}
	return p.findPage(stem)
}

const whereProofs = "a page and its .tlog-proof, which carries the leaf or has it beside it (.leaf), lie side by side on the desk's site; a zip file begins with PK"

// noProof is the error of a file that was named without a proof beside it.
func noProof(named, proof string) error {
	b, err := readBounded(named, mostBody)
	if err == nil && strings.EqualFold(filepath.Ext(named), ".html") && !verify.IsPage(b) {
		return hint(usageError{fmt.Errorf("%s is not the page of a report: it names no answer, and no proof is of it", shown(named))},
			"proofs lie beside the pages of reports, below a/ on a desk's site; for all of a site name its folder")
	}
	return hint(usageError{fmt.Errorf("there is no proof %s", shown(proof))}, whereProofs)
}

// findPage adds the page of the proof, if no page and no body was named, and the data that lie beside a page for programs.
func (p *proofFiles) findPage(stem string) error {
	beside := func(name string) bool { return isData(name) }
	for _, stem := range []string{stem, verify.StemOfVersion(p.proof)} {
		if page := stem + ".html"; stem != "" && !slices.ContainsFunc(p.others, func(s string) bool { return !beside(s) }) {
			if _, err := os.Stat(page); err == nil {
				p.others = append(p.others, page)
			}
		}
	}
	for _, name := range slices.Clone(p.others) {
		if beside(name) {
			continue
		}
		for _, end := range dataEnds {
			data := stemOf(name) + end
			if _, err := os.Stat(data); err == nil && !slices.Contains(p.others, data) {
				p.others = append(p.others, data)
			}
		}
	}
	if len(p.others) > 0 && !slices.ContainsFunc(p.others, func(s string) bool { return !beside(s) }) {
		return hint(usageError{fmt.Errorf("%s: the page of the report is not beside it, as %s.html", shown(p.others[0]), shown(stem))},
			"data for programs are compared together with the page that they are of: name both")
	}
	return nil
}

// dataEnds end the names of what lies beside the page of a report for programs: its data, and the list of its versions.
var dataEnds = []string{".json", ".timemap"}

func isData(name string) bool { return slices.Contains(dataEnds, filepath.Ext(name)) }

// needsLeaf reports whether a proof, which is one, does not carry its leaf.
func (p *proofFiles) needsLeaf() bool {
	proof, _, err := readLines(p.proof)
	if err != nil {
		return false
	}
	_, err = translog.ReadProof(proof)
	return err == nil && verify.LeafOf(proof) == nil
}

// readLines reads a proof or a leaf. Line ends that were changed on the way are put back; what was signed is compared with that.
func readLines(name string) (text []byte, changed bool, err error) {
	b, err := readBounded(name, mostNote)
	if err != nil {
		return nil, false, err
	}
	text, changed = verify.UnixLines(b)
	return text, changed, nil
}

func (p *proofFiles) verify(a *app, given trusted) error {
	if err := p.complete(); err != nil {
		return err
	}
	proof, changed, err := readLines(p.proof)
	if err != nil {
		return err
	}
	leaf := verify.LeafOf(proof)
	if p.leaf != "" {
		var too bool
		if leaf, too, err = readLines(p.leaf); err != nil {
			return err
		}
		changed = changed || too
	}
	if _, err := translog.ReadProof(proof); err != nil {
		return fmt.Errorf("%w: take it again from the desk's site", err)
	}
	site := siteOf(p.proof)
	keys := given.keys
	if keys == nil {
		if keys, err = keysBeside(p.proof, site); err != nil {
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
	out := []string{fmt.Sprintf("leaf %d of %d is in the log %s, %s", proven.Index, proven.Log.Size, shown(proven.Log.Origin), given.signed())}
	if proven.Lost {
		out[0] = fmt.Sprintf("leaf %d of %d is in the log %s, signed by a former key of this desk, which was lost since: whoever has found it can sign, too",
			proven.Index, proven.Log.Size, shown(proven.Log.Origin))
	}
	if former != nil {
		out[0] = fmt.Sprintf("leaf %d is in the log of the site, which begins with the %s of the log %s: that one no key at hand has signed",
			proven.Index, text.Count(proven.Log.Size, "leaf", "leaves"), shown(proven.Log.Origin))
	}
	if changed {
		out = append(out, "its lines end in CR and LF, as a mail program or git leaves them; with LF alone, as they were published, they are what was signed")
	}
	signed, err := witnessed(proven.Signed, given)
	if err != nil {
		return err
	}
	out = append(append(out, signed...), recorded(proven.Leaf)...)
	var wrong error
	lines, err := p.compared(proven)
	out, wrong = append(out, lines...), err
	if len(p.others) == 0 {
		out = append(out, "no page and no body was compared with it")
	}
	if site != "" {
		line, err := published(proven, site, keys)
		out, wrong = append(out, line), errors.Join(wrong, err)
	}
	if given.keys == nil {
		signed := proven.Signed
		if former != nil { // it was the site's log that a key has signed
			if signed, err = readBounded(filepath.Join(site, verify.LogFolder, verify.CheckpointName), mostNote); err != nil {
				return err
			}
		}
		out = append(out, ownKey(verify.SignedBy(signed, keys...)))
	}
	out = slices.DeleteFunc(out, func(s string) bool { return s == "" })
	fmt.Fprintf(a.Stdout, "%s: %s\n", shown(p.proof), strings.Join(out, "\n  "))
	if wrong == nil {
		fmt.Fprint(a.Stdout, given.shows()+notShown)
	}
	return wrong
}

// notShown is what neither a proof nor a whole site shows.
const notShown = `Not shown: that the report is true, that the outlet sent these bytes, that the desk's clock was right, nor that the words
on the page are those of the answer. Of a page and what lies beside it only what a leaf says was compared: address, time and
SHA-256, in its facts, versions, JSON-LD, citations, JSON and TimeMap. Headline, text, author, time of publication, digest, what
it says of looks at the address and of a withdrawal, and all else are in no leaf that is published with its page; nor that a site
has all reports and versions that the desk had, or has each under its own name, nor how style sheets and scripts show a page.
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
	return fmt.Sprintf("the site's log has %s by now, and begins with those %d", text.Count(c.Size, "leaf", "leaves"), p.Log.Size), nil
}
