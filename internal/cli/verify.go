package cli

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/waidian/waidian/internal/bundle"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/verify"
	"github.com/waidian/waidian/internal/wacz"
)

type verifyCmd struct {
	Files []string `arg:"" help:"Proofs, pages, packed sites, web archives or folders." name:"file"`
	Key   string   `help:"Public key of the desk's log: NAME+HASH+BASE64, a file with such lines, or the folder of a site. Without it, the key beside the files." placeholder:"KEY"`

	Witness []string `help:"Public key of a witness, NAME+HASH+BASE64: says whether and when it signed. May be repeated." placeholder:"KEY"`
}

// trusted are the keys that whoever verifies has from elsewhere.
type trusted struct {
	keys      []translog.Verifier // nil: those beside the files are taken
	witnesses []translog.Witness
}

func (verifyCmd) Help() string {
	return `Checks what a desk published, from the files alone: it needs no configuration and asks nothing of any
network. It says what was found; where something is wrong it names it, and the exit status is 1.

  .tlog-proof or page   the leaf beside it is in the log that the desk signed; the page names its address, time and
                        hash wherever it names one, and so do its .json and .timemap; or a captured body that is
                        given, too, is the one that it names
  folder of a site      every file of its log, every proof and leaf, and of each page of a report the same
  packed site, or the
  folder of one         each file has the length and the hash of manifest.json
  web archive (.wacz)   each file has the length and the hash of datapackage.json, each line of the index says what
                        its record says; where it carries a log, each proof holds, and an answer is what its leaf says

A proof shows that the desk had recorded an answer when it signed: not that the report is true, nor that
the outlet sent it. A manifest shows that the files belong together: not who made them.

Example:

    waidian verify site.zip
    waidian verify data/site
    waidian verify report.tlog-proof report.leaf report.html --key key.txt
    waidian verify report.html body.html`
}

func (cmd *verifyCmd) Run(a *app) error {
	targets, err := verifyTargets(cmd.Files)
	if err != nil {
		return err
	}
	given, err := cmd.trusted()
	if err != nil {
		return err
	}
	bad := 0
	for _, t := range targets {
		err := t.check(a, given)
		if u := (usageError{}); errors.As(err, &u) {
			return err
		}
		if err != nil {
			bad++
			for line := range strings.SplitSeq(err.Error(), "\n") {
				line = strings.TrimPrefix(shown(strings.TrimPrefix(line, "verify bundle: ")), shown(t.name)+" ")
				fmt.Fprintf(a.Stderr, "waidian: %s: %s\n", shown(t.name), line)
			}
		}
	}
	if bad > 0 {
		return fmt.Errorf("verify: %d of %d did not hold", bad, len(targets))
	}
	return nil
}

func (cmd *verifyCmd) trusted() (t trusted, err error) {
	if cmd.Key != "" {
		if t.keys, err = keysOf(cmd.Key); err != nil {
			return t, usageError{fmt.Errorf("--key: %w", err)}
		}
	}
	for _, key := range cmd.Witness {
		w, err := translog.NewWitness(key)
		if err != nil {
			return t, usageError{fmt.Errorf("--witness: %w", err)}
		}
		t.witnesses = append(t.witnesses, w)
	}
	return t, nil
}

// keysOf reads a key as it is given: itself, a file of keys, or the folder of a site.
func keysOf(given string) ([]translog.Verifier, error) {
	info, err := os.Stat(given)
	switch {
	case err == nil && info.IsDir():
		return verify.SiteKeys(os.DirFS(given))
	case err == nil:
		b, err := readBounded(given, mostNote)
		if err != nil {
			return nil, err
		}
		return verify.Keys(b)
	}
	return verify.Keys([]byte(given))
}

// verifyTarget is one thing to be verified.
type verifyTarget struct {
	name  string
	check func(a *app, given trusted) error
}

// verifyTargets sorts what is named: folders and zip files are each a target, and so are the files that belong to one proof.
func verifyTargets(names []string) (out []verifyTarget, err error) {
	var p *proofFiles
	for _, name := range names {
		if name == "" {
			return nil, usageError{errors.New("one of the names is empty: name a proof, a page, an archive or a folder")}
		}
		kind, err := kindOf(name)
		if err != nil {
			return nil, usageError{err}
		}
		switch kind {
		case aFolder:
			p = nil
			out = append(out, verifyTarget{name, func(a *app, given trusted) error { return verifyFolder(a, name, given) }})
			continue
		case aZip:
			p = nil
			out = append(out, verifyTarget{name, func(a *app, given trusted) error { return verifyZip(a, name, given) }})
			continue
		}
		if p == nil || !p.takes(name, kind) {
			p = &proofFiles{}
			target := p
			out = append(out, verifyTarget{name, func(a *app, given trusted) error { return target.verify(a, given) }})
		}
		p.add(name, kind)
	}
	return out, nil
}

// fileKind is what a file is to verify.
type fileKind int

const (
	aFolder fileKind = iota
	aZip
	aProof
	aLeaf
	anyOther // a page, or a body
)

// kindOf tells what a file is by what it begins with.
func kindOf(name string) (fileKind, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return aFolder, err
	}
	head := make([]byte, 64)
	n, _ := f.Read(head) // an empty file is any other
	switch head = head[:n]; {
	case verify.IsProof(head):
		return aProof, nil
	case verify.IsLeaf(head):
		return aLeaf, nil
	case strings.HasPrefix(string(head), "PK"), strings.HasSuffix(name, ".zip"), strings.HasSuffix(name, ".wacz"), strings.HasSuffix(name, ".epub"):
		return aZip, nil
	case strings.HasSuffix(name, verify.ProofSuffix):
		return aProof, nil // and is said to be none
	case strings.HasSuffix(name, verify.LeafSuffix):
		return aLeaf, nil
	}
	return anyOther, nil
}

// verifyFolder checks a site that lies in a folder, and the manifest of one that was unpacked.
func verifyFolder(a *app, name string, given trusted) error {
	root, err := os.OpenRoot(name)
	if err != nil {
		return err
	}
	defer root.Close()
	folder := root.FS()
	manifest, log := has(folder, bundle.ManifestName), has(folder, verify.LogFolder+"/"+verify.CheckpointName)
	if !manifest && has(folder, wacz.PackagePath) {
		return hint(usageError{fmt.Errorf("%s: this is a web archive that was unpacked", shown(name))}, "verify compares the .wacz file")
	}
	if !manifest && !log && has(folder, verify.LogFolder+"/"+verify.KeyName) {
		return hint(usageError{fmt.Errorf("%s: its log has keys and no checkpoint (log/checkpoint), which is what they sign: there is nothing to verify", shown(name))},
			"waidian build writes it; waidian doctor says if the log cannot be signed")
	}
	if !manifest && !log {
		return hint(usageError{fmt.Errorf("%s: there is neither a log (log/checkpoint) nor the manifest of a packed site (manifest.json) in it", shown(name))},
			"a site is data/site; it has a log after its first build")
	}
	if manifest {
		show := a.headway("comparing with the manifest", "files", filesOfFolder(folder))
		n, err := bundle.VerifyFolder(openedFS{folder, show})
		show.end()
		if err != nil {
			return err
		}
		a.asTheManifestSays(name, n)
	}
	if !log {
		return a.noLog(name, given)
	}
	return verifySite(a, name, folder, given)
}

func has(folder fs.FS, name string) bool {
	_, err := fs.Stat(folder, name)
	return err == nil
}

func (a *app) asTheManifestSays(name string, files int) {
	fmt.Fprintf(a.Stdout, "%s: %s, all as the manifest says\n", shown(name), text.Count(files, "file", "files"))
}

// verifyZip checks a packed site or a web archive.
func verifyZip(a *app, name string, given trusted) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	z, err := zip.NewReader(f, info.Size())
	switch {
	case err != nil:
		return errNoZip
	case has(z, bundle.ManifestName):
	case wacz.Is(z):
		return verifyWACZ(a, name, z, f, info.Size(), given)
	default:
		return notVerified(z)
	}
	show := a.headway("comparing with the manifest", "", info.Size())
	n, err := bundle.Verify(countedAt{f, show}, info.Size())
	show.end()
	if err != nil {
		return err
	}
	a.asTheManifestSays(name, n)
	if has(z, verify.LogFolder+"/"+verify.CheckpointName) {
		return verifySite(a, name, z, given)
	}
	return a.noLog(name, given)
}

// noLog says what is shown of a packed site without a log: no key verifies any of it.
func (a *app) noLog(name string, given trusted) error {
	if given.keys != nil {
		return errNoLog
	}
	fmt.Fprintf(a.Stdout, "%s: %s\n", shown(name), withoutLog)
	return nil
}

// errNoLog is the error of files that a key cannot verify.
var errNoLog = errors.New("there is no log in it (log/checkpoint) that the key could verify")

// errNoZip is the error of a file that should be a zip.
var errNoZip = errors.New("this is no whole zip file: its list of files, at its end, cannot be read; it was cut, or damaged on its way")

// notVerified says what a zip is in which there is nothing to compare.
func notVerified(z *zip.Reader) error {
	folders, book := map[string]bool{}, false
	for _, f := range z.File {
		first, _, _ := strings.Cut(f.Name, "/")
		folders[first], book = true, book || f.Name == "mimetype"
	}
	switch {
	case book:
		return errors.New("this is a book (EPUB): it carries no list of its files that it could be compared with")
	case folders["archive"]:
		return errors.New("this is a web archive without datapackage.json, the list of its files: there is nothing that it could be compared with")
	}
	return errors.New("this zip file is neither a packed site, which has manifest.json, nor a web archive (WACZ), which has datapackage.json: there is nothing that it could be compared with")
}

// verifySite checks the log of a site, and what lies beside its articles.
func verifySite(a *app, name string, folder fs.FS, given trusted) error {
	show := a.headway("comparing with the log", "files", filesOfFolder(folder))
	s, err := verify.CheckSite(walkedFS{folder, show}, given.keys...)
	show.end()
	say := func(format string, args ...any) {
		fmt.Fprintf(a.Stdout, "%s: %s\n", shown(name), fmt.Sprintf(format, args...))
	}
	if err != nil {
		return err
	}
	l := s.Log
	signed, err := witnessedIn(folder, given)
	if err != nil {
		return err
	}
	say("the log %s has %s, %s; %s compared", shown(l.Origin), text.Count(int(l.Size), "leaf", "leaves"), given.signed(), text.Count(l.Tiles, "tile", "tiles"))
	for _, line := range signed {
		say("%s", line)
	}
	if s.Unlisted != "" {
		say("log/key.txt does not list the key at hand that has signed this, %s: whoever takes the key from this site takes another one", shown(s.Unlisted))
	}
	if l.Later > 0 {
		say("tiles of a log of %d leaves or more lie there: this checkpoint is older than they are; or a build was ended before it signed", l.Later)
	}
	switch {
	case l.Texts == 0 && l.Withheld > 0:
		say("the texts of the leaves are withheld: their hashes are in the log, and a text travels with its proof alone")
	case l.Withheld > 0:
		say("%s as the log has them; those of %d are withheld, in %s: their hashes are in the log", text.Count(int(l.Texts), "leaf is", "leaves are"), l.Withheld, text.Count(l.Bundles, "bundle", "bundles"))
	default:
		say("%s as the log has them", text.Count(int(l.Texts), "leaf is", "leaves are"))
	}
	if l.Bundles > 0 {
		say("not there: %s with the texts of %s: %s", text.Count(l.Bundles, "bundle", "bundles"), text.Count(l.Withheld, "leaf", "leaves"), shown(strings.Join(l.Absent, ", ")))
	}
	if l.Kept > 0 {
		say("%s of former checkpoints, as this log begins", text.Count(l.Kept, "file is", "files are"))
	}
	if l.Beyond > 0 {
		say("what %s of leaves behind the checkpoint is shown by nothing", text.Count(l.Beyond, "file holds", "files hold"))
	}
	if n := len(l.Strays); n > 0 {
		say("%s no part of the log, and nothing is shown of it: %s", text.Count(n, "file in its folder is", "files in its folder are"), shown(strings.Join(l.Strays[:min(n, 5)], ", ")))
	}
	say("%s in the log; %s the address, the time and the hash of the leaf of each wherever it names one, and so do %s for programs and %s", text.Count(s.Proofs, "proof is", "proofs are"),
		text.Count(s.Pages, "page names", "pages name"), text.Count(s.Files, "file", "files"), text.Count(s.TimeMaps, "TimeMap", "TimeMaps"))
	if s.Earlier > 0 {
		say("%s of earlier versions, whose hashes and times the pages name", text.Count(s.Earlier, "of these proofs is", "of these proofs are"))
	}
	if s.Before > 0 {
		say("%s called first seen before the answer of its leaf: by no leaf is that shown", text.Count(s.Before, "version is", "versions are"))
	}
	if n := len(s.Pageless); n > 0 {
		say("%s not there, and the proof is: %s", text.Count(n, "page is", "pages are"), shown(strings.Join(s.Pageless[:min(n, 5)], ", ")))
	}
	if s.Feeds > 0 {
		say("%s from a feed: no address on such a page was compared", text.Count(s.Feeds, "of these pages is", "of these pages are"))
	}
	if s.Former > 0 {
		say("%s a log of another name, and no key at hand has signed that; this log begins with the same leaves, so that they are in it", text.Count(s.Former, "of these proofs names", "of these proofs name"))
	}
	if s.Lost > 0 {
		say("%s signed by a former key of this desk, which was lost since; this log begins with the same leaves", text.Count(s.Lost, "of these proofs is", "of these proofs are"))
	}
	if s.Unproven > 0 {
		say("of %s on these pages %d are of earlier versions, which have no proof beside the page", text.Count(s.Hashes, "hash", "hashes"), s.Unproven)
	}
	if n := len(s.Bare); n > 0 {
		say("%s: nothing is shown of that: %s", text.Count(n, "page of a report has no proof beside it", "pages of reports have no proof beside them"),
			shown(strings.Join(s.Bare[:min(n, 5)], ", ")))
		if l.Withheld > 0 {
			say("whether the log has leaves of those, texts that are withheld would say: a proof that was taken away is not told from one that never was")
		}
	}
	if n := len(s.Down); n > 0 {
		say("%s: nothing else was looked at there: %s", text.Count(n, "page says that its report was taken down", "pages say that their reports were taken down"),
			shown(strings.Join(s.Down[:min(n, 5)], ", ")))
	}
	sayOfReports(say, s)
	if given.keys == nil {
		say("%s", ownKey(s.By))
	}
	fmt.Fprint(a.Stdout, given.shows()+siteNotShown)
	return nil
}

// sayOfReports says how what a site has of reports differs from what the texts of the log's leaves say of them, in what may have its reasons.
func sayOfReports(say func(string, ...any), s verify.Site) {
	if s.Absences > 0 {
		say("%s a report gone, and a leaf says so, too", text.Count(s.Absences, "answer is said to show", "answers are said to show"))
	}
	for _, x := range []struct {
		list          []string
		one, more, so string
	}{
		{s.Unborne, "answer is said to show a report gone", "answers are said to show a report gone", "by no leaf of this log: another desk read it, or nobody"},
		{s.Unsaid, "page says nothing of a withdrawal", "pages say nothing of a withdrawal", "and the log has two such answers of the address an hour apart: the desk gave them no weight, or they were taken away"},
		{s.Struck, "page does not have an earlier version", "pages do not have an earlier version", "and the log has a leaf of its text: it was no edit of the outlet, or was taken away"},
		{s.Missing, "report has no page", "reports have no page", "and the log has leaves of it: the desk does not show it, or the page was taken away"},
	} {
		if n := len(x.list); n > 0 {
			say("%s, %s: %s", text.Count(n, x.one, x.more), x.so, shown(strings.Join(x.list[:min(n, 5)], ", ")))
		}
	}
}

// siteNotShown is what the verdict on a site does not cover.
const siteNotShown = notShown + `Lists, feeds, events, editions, search and every other file of the site were not looked at. Of log/key.txt the keys were read,
and not since when each signs.
`

// signed says who signed what was verified, as far as whoever verifies can know.
func (t trusted) signed() string {
	if t.keys == nil {
		return "as a key signed it that these files give themselves"
	}
	return "as the desk signed it"
}

// shows is what a signature shows.
func (t trusted) shows() string {
	if t.keys == nil {
		return `Shown, if that key is the desk's: this desk had recorded that when it signed. Whose key it is these files do not show: whoever
makes other files can make them another key. By when it signed, whoever kept a copy of the checkpoint knows.
`
	}
	return `Shown: this desk had recorded that when it signed. By when it signed, whoever kept a copy of the checkpoint knows.
`
}

// ownKey is what a key shows that came with the files; key names it.
func ownKey(key string) string {
	return fmt.Sprintf("signed by %s, which lies there, too: compare that with the desk's key as you know it from elsewhere, and give that one with --key", shown(key))
}
