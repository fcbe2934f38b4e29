package verify

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/translog"
)

// The names of the files that lie beside an article's page, without their stem.
const (
	ProofSuffix = ".tlog-proof"
	LeafSuffix  = ".leaf" // of a leaf that the proof does not carry
	pageSuffix  = ".html"
	jsonSuffix  = ".json"

	timeMapSuffix = ".timemap"
)

// LogFolder is where a site has its log.
const LogFolder = "log"

// maxPage bounds a page, in bytes.
const maxPage = 16 << 20

// Site is what was found of a site.
type Site struct {
	Log      Log
	By       string   // the keys that signed it, as NAME+HASH, of those that were given or, without any, that the site itself gives
	Unlisted string   // the key at hand that has signed and that the site does not list; empty: none
	Proofs   int      // that are borne out, each with its leaf
	Earlier  int      // of these, those of earlier versions, which the page names by their hash
	Former   int      // of these, those of a log of another name that no key has signed, and with which the log begins
	Lost     int      // of these, those that were signed by a key that was lost since, and with whose log this one begins
	Pages    int      // whose rows name the address, the time and the body of the leaf beside them
	Feeds    int      // of these, those whose body is a feed: the leaf bears out no address on them
	Files    int      // for programs beside these pages, which say the same
	TimeMaps int      // beside them, which say the same
	Before   int      // versions that these pages say were first seen before the answer of their leaf; see Said
	Hashes   int      // that these pages name
	Unproven int      // of these, those that are in no leaf: of earlier versions
	Pageless []string // pages that are not there, though their proofs are: nothing is shown of them
	Bare     []string // pages of reports without a proof: nothing is shown of them
	Down     []string // pages without a proof that say of themselves that they have nothing of a report, which was taken down
	Absences int      // answers that a report is not at its address that data name and leaves bear out
	Unborne  []string // files that name such an answer that no leaf has, where the log has all texts: it may be of another desk
	Unsaid   []string // files that say of no withdrawal, though the log has answers for it: other things may speak against it
	Struck   []string // pages without an earlier version of which the log has a leaf: it may be no edit
	Missing  []string // identifiers of reports of which the log has leaves and the site no page, and that are not said to be taken down
}

// CheckSite checks the log of a site, the proofs and leaves beside its articles, and the hashes that their pages name. Without
// keys it takes those of the site itself, which show only that the site agrees with itself. It reads one page at a time.
func CheckSite(folder fs.FS, keys ...translog.Verifier) (Site, error) {
	var keyList error
	unknown, given := "", keys
	if len(keys) > 0 {
		unknown, keyList = unlisted(folder, keys)
	} else {
		own, err := SiteKeys(folder)
		if err != nil {
			return Site{}, err
		}
		keys = own
	}
	s := siteWalk{folder: folder, keys: keys, pasts: Pasts{}, unproven: unproven{}, reports: reports{}, earlier: map[string]map[int]translog.Leaf{}}
	s.found.Unlisted = unknown
	err := fs.WalkDir(folder, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p == LogFolder {
				return fs.SkipDir
			}
			return nil
		}
		s.file(p)
		return nil
	})
	if err != nil {
		return s.found, fmt.Errorf("read the site: %w", err)
	}
	log, err := fs.Sub(folder, LogFolder)
	if err != nil {
		return s.found, err
	}
	var wrong error
	if s.found.Log, wrong = CheckLog(log, s.pasts, keys...); wrong == nil && s.found.Log.Texts > 0 {
		e := readEntries(log, s.found.Log.Size, s.reports.addresses())
		s.unproven.missing(e, &s.faults)
		s.reports.compare(e, s.found.Log.Withheld == 0, &s.found, &s.faults)
	}
	if signed, err := read(folder, path.Join(LogFolder, CheckpointName), maxNote); err == nil {
		s.found.By = SignedBy(signed, keys...)
	}
	if former := formerKey(folder, given); wrong != nil && former != nil {
		wrong = Fault{CheckpointName, former.Error()}
	}
	return s.found, errors.Join(s.faults.err(), keyList, wrong)
}

type siteWalk struct {
	folder fs.FS
	keys   []translog.Verifier
	pasts  Pasts
	found  Site
	faults faults

	unproven unproven
	reports  reports

	earlier map[string]map[int]translog.Leaf // of earlier versions that are proven, by the stem of their page and their numbers
}

// version is the form of the path of the proof of an earlier version; the first part is the stem of its page.
var version = regexp.MustCompile(`^(a/[^/]+/\d{4}/\d\d/[^/]+)\.(\d+)\.tlog-proof$`)

// versionName is the form of the name of such a proof, in whatever folder.
var versionName = regexp.MustCompile(`^(.+)\.(\d+)\.tlog-proof$`)

// StemOfVersion returns the name of a report's page, without its ending, of the proof of an earlier version of it; "": it is none.
func StemOfVersion(proof string) string {
	if m := versionName.FindStringSubmatch(proof); m != nil {
		return m[1]
	}
	return ""
}

// NumberOfVersion returns the number of the version in the name of such a proof; 0: it is none.
func NumberOfVersion(proof string) int {
	if m := versionName.FindStringSubmatch(proof); m != nil {
		n, _ := strconv.Atoi(m[2])
		return n
	}
	return 0
}

// report is the form of the path of a report's page, with that of its twin in the other script.
var report = regexp.MustCompile(`^(?:han[st]/)?(a/[^/]+/\d{4}/\d\d/[^/]+)\.html$`)

// file checks a file of the site. It is called in the order of paths.
func (s *siteWalk) file(p string) {
	switch {
	case strings.HasSuffix(p, ProofSuffix):
		s.proof(p)
	case strings.HasSuffix(p, LeafSuffix): // is looked at with its proof
	default:
		if m := report.FindStringSubmatch(p); m != nil {
			s.report(p, m[1])
		}
	}
}

// readProof reads a proof and its leaf, which it carries or which lies beside it.
func (s *siteWalk) readProof(p string) (proof, leaf []byte, err error) {
	if proof, err = read(s.folder, p, maxNote); err != nil {
		return nil, nil, err
	}
	if leaf = LeafOf(proof); leaf == nil {
		leaf, err = read(s.folder, strings.TrimSuffix(p, ProofSuffix)+LeafSuffix, translog.MaxLeaf)
	}
	return proof, leaf, err
}

// proof checks a proof and its leaf.
func (s *siteWalk) proof(p string) {
	proof, leaf, err := s.readProof(p)
	if err != nil {
		s.faults.add(p, "cannot be checked: %v", err)
		return
	}
	stem, past := strings.TrimSuffix(p, ProofSuffix), version.FindStringSubmatch(p)
	if past != nil {
		stem = past[1]
	}
	if !exists(s.folder, stem+pageSuffix) {
		s.found.Pageless = append(s.found.Pageless, stem+pageSuffix)
	}
	proven, foreign := Proof(proof, leaf, s.keys...)
	err = foreign
	if errors.Is(foreign, translog.ErrOtherLog) {
		proven, err = Former(proof, leaf)
	}
	if err != nil {
		s.faults.add(p, "%v", err)
		return
	}
	of := s.pasts[proven.Log.Size]
	if !slices.ContainsFunc(of, func(x Past) bool { return x.Root == proven.Log.Root && (x.Foreign == nil) == (foreign == nil) }) {
		s.pasts[proven.Log.Size] = append(of, Past{p, proven.Log.Root, foreign})
	}
	s.found.Proofs++
	if foreign != nil {
		s.found.Former++
	}
	if proven.Lost {
		s.found.Lost++
	}
	if past != nil {
		s.found.Earlier++
		if s.earlier[stem] == nil {
			s.earlier[stem] = map[int]translog.Leaf{}
		}
		n, _ := strconv.Atoi(past[2])
		s.earlier[stem][n] = proven.Leaf
		return
	}
	s.reports.prove(stem, proven.Index)
}

// report checks what the page of a report names against the leaves of the proofs beside it; stem is the path that page, twin and proof share.
func (s *siteWalk) report(p, stem string) {
	_, err := fs.Stat(s.folder, stem+ProofSuffix)
	bare := errors.Is(err, fs.ErrNotExist)
	if bare && s.tellsTakedown(p) {
		s.found.Down = append(s.found.Down, p)
		return
	}
	filed := s.reports.at(stem)
	if bare {
		s.found.Bare = append(s.found.Bare, p)
		s.unproven.add(stem, true, nil) // a leaf alone shows nothing: a build of an earlier program that was ended left one
		return
	}
	_, text, err := s.readProof(stem + ProofSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return // is said with the proof
	}
	page, err2 := read(s.folder, p, maxPage)
	if err := errors.Join(err, err2); err != nil {
		s.faults.add(p, "cannot be checked: %v", err)
		return
	}
	named := Named(page)
	s.found.Pages++
	s.found.Hashes += len(named)
	l, err := translog.ReadLeaf(text)
	if err != nil {
		return // is said with the proof
	}
	leaves := Leaves{&l, s.earlier[stem]}
	said, err := CheckPage(page, leaves)
	s.addAll(p, err)
	if said.Feed {
		s.found.Feeds++
	}
	s.found.Before += said.Before
	if filed.versions == nil {
		for _, v := range said.Versions {
			filed.versions = append(filed.versions, int64(v.N))
		}
	}
	if object := s.data(stem); object != nil {
		filed.told = toldIn(object)
		filed.versions = versionsIn(object)
		if p != stem+pageSuffix {
			if err := filed.told.noticed(said); err != nil { // the data lie beside its twin
				s.faults.add(stem+jsonSuffix, "%v: %s", err, p)
			}
		}
	}
	if filed.told.url == "" {
		filed.told = told{url: said.Address, withdrawn: said.notice}
	}
	s.beside(strings.TrimSuffix(p, pageSuffix), leaves, said)
	if named = slices.DeleteFunc(named, func(h translog.Sum) bool { return leaves.name(h) }); len(named) > 0 {
		s.unproven.add(stem, false, named)
	}
	s.found.Unproven += len(named)
}

// tellsTakedown reports whether a page says of itself that it stands in the place of a report that was taken down.
func (s *siteWalk) tellsTakedown(p string) bool {
	page, err := read(s.folder, p, maxPage)
	return err == nil && bytes.HasPrefix(page, []byte(news.DownMark))
}

// data are what the file for programs beside a page says; nil: there is none, or it cannot be read, which is said where it is checked.
func (s *siteWalk) data(stem string) map[string]any {
	file, err := read(s.folder, stem+jsonSuffix, maxPage)
	if err != nil {
		return nil
	}
	value, _ := readJSON(file)
	object, _ := value.(map[string]any)
	return object
}

// versionsIn are the numbers of the versions that data list.
func versionsIn(object map[string]any) (out []int64) {
	list, _ := object["versions"].([]any)
	for _, v := range list {
		fields, _ := v.(map[string]any)
		n, _ := fields["n"].(float64)
		out = append(out, int64(n))
	}
	return out
}

// beside checks what lies beside a page for programs: its data, and the list of its versions.
func (s *siteWalk) beside(stem string, l Leaves, said Said) {
	for _, f := range []struct {
		end   string
		check func([]byte) error
	}{
		{jsonSuffix, func(b []byte) error { return CheckJSON(b, l, said) }},
		{timeMapSuffix, func(b []byte) error { return CheckTimeMap(b, l, said) }},
	} {
		file, err := read(s.folder, stem+f.end, maxPage)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = f.check(file)
		}
		s.addAll(stem+f.end, err)
		if f.end == jsonSuffix {
			s.found.Files++
		} else {
			s.found.TimeMaps++
		}
	}
}

// addAll adds each of the errors that are joined in one, one a line.
func (s *siteWalk) addAll(p string, err error) {
	if err == nil {
		return
	}
	for line := range strings.Lines(err.Error()) {
		s.faults.add(p, "%s", strings.TrimSuffix(line, "\n"))
	}
}

func exists(folder fs.FS, p string) bool {
	_, err := fs.Stat(folder, p)
	return err == nil
}
