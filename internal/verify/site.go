package verify

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/translog"
)

// The names of the files that lie beside an article's page, without their stem.
const (
	ProofSuffix = ".tlog-proof"
	LeafSuffix  = ".leaf"
	pageSuffix  = ".html"
	jsonSuffix  = ".json"
)

// LogFolder is where a site has its log.
const LogFolder = "log"

// maxPage bounds a page, in bytes.
const maxPage = 16 << 20

// Site is what was found of a site.
type Site struct {
	Log      Log
	Proofs   int      // that are borne out, each with the leaf beside it
	Former   int      // of these, those of a log of another name that no key has signed, and with which the log begins
	Lost     int      // of these, those that were signed by a key that was lost since, and with whose log this one begins
	Pages    int      // whose rows name the address, the time and the body of the leaf beside them
	Feeds    int      // of these, those whose body is a feed: the leaf bears out no address on them
	Files    int      // for programs beside these pages, which say the same
	Hashes   int      // that these pages name
	Unproven int      // of these, those that are not in the leaf: of earlier versions
	Pageless []string // pages that are not there, though their proofs are: nothing is shown of them
	Bare     int      // pages of reports without a proof
}

// CheckSite checks the log of a site, the proofs and leaves beside its articles, and the hashes that their pages name. Without
// keys it takes those of the site itself, which show only that the site agrees with itself. It reads one page at a time.
func CheckSite(folder fs.FS, keys ...translog.Verifier) (Site, error) {
	if len(keys) == 0 {
		own, err := SiteKeys(folder)
		if err != nil {
			return Site{}, err
		}
		keys = own
	}
	s := siteWalk{folder: folder, keys: keys, pasts: Pasts{}}
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
	s.found.Log, wrong = CheckLog(log, s.pasts, keys...)
	return s.found, errors.Join(s.faults.err(), wrong)
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

type siteWalk struct {
	folder fs.FS
	keys   []translog.Verifier
	pasts  Pasts
	found  Site
	faults faults
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

// proof checks a proof and the leaf beside it.
func (s *siteWalk) proof(p string) {
	proof, err1 := read(s.folder, p, maxNote)
	leaf, err2 := read(s.folder, strings.TrimSuffix(p, ProofSuffix)+LeafSuffix, translog.MaxLeaf)
	if err := errors.Join(err1, err2); err != nil {
		s.faults.add(p, "cannot be checked: %v", err)
		return
	}
	if page := strings.TrimSuffix(p, ProofSuffix) + pageSuffix; !exists(s.folder, page) {
		s.found.Pageless = append(s.found.Pageless, page)
	}
	proven, foreign := Proof(proof, leaf, s.keys...)
	err := foreign
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
}

// report checks what the page of a report names against the leaf beside it; stem is the path that page, twin and leaf share.
func (s *siteWalk) report(p, stem string) {
	if _, err := fs.Stat(s.folder, stem+ProofSuffix); errors.Is(err, fs.ErrNotExist) {
		s.found.Bare++ // a leaf alone shows nothing: a build that was ended leaves one
		return
	}
	text, err := read(s.folder, stem+LeafSuffix, translog.MaxLeaf)
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
	feed, err := CheckPage(page, l)
	s.addAll(p, err)
	if feed {
		s.found.Feeds++
	}
	s.programs(strings.TrimSuffix(p, pageSuffix)+jsonSuffix, l, feed)
	s.found.Unproven += len(slices.DeleteFunc(named, func(h translog.Sum) bool { return h == l.Body }))
}

// programs checks the file for programs beside a page, if there is one.
func (s *siteWalk) programs(p string, l translog.Leaf, feed bool) {
	file, err := read(s.folder, p, maxPage)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err == nil {
		err = CheckJSON(file, l, feed)
	}
	s.addAll(p, err)
	s.found.Files++
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
