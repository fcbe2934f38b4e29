package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/waidian/waidian/internal/verify"
)

// compared says how pages, bodies and what lies beside pages for programs bear out what the leaf of a proof says.
func (p *proofFiles) compared(proven verify.Proven) (out []string, wrong error) {
	version := verify.NumberOfVersion(p.proof)
	pages := map[string]verify.Said{} // by the stem of their names
	for _, name := range p.others {
		if isData(name) {
			continue
		}
		line, said, err := comparedPage(proven, name, version)
		out, wrong = append(out, line), errors.Join(wrong, err)
		pages[stemOf(name)] = said
	}
	for _, name := range p.others {
		if !isData(name) {
			continue
		}
		said, ok := pages[stemOf(name)]
		if !ok {
			wrong = errors.Join(wrong, fmt.Errorf("%s is data of a page that is not beside it: nothing is compared with it", shown(name)))
			continue
		}
		line, err := comparedData(proven, name, said, version)
		out, wrong = append(out, line), errors.Join(wrong, err)
	}
	return out, wrong
}

// comparedPage says how a page or a body bears out a leaf, and what the page says.
func comparedPage(proven verify.Proven, name string, version int) (string, verify.Said, error) {
	b, err := readBounded(name, mostBody)
	if err != nil {
		return "", verify.Said{}, err
	}
	switch proven.MatchBody(b) {
	case verify.Body:
		return shown(name) + " is that body, byte for byte", verify.Said{}, nil
	case verify.Payload:
		return shown(name) + " is that body as it came, byte for byte", verify.Said{}, nil
	}
	if !verify.IsPage(b) {
		return "", verify.Said{}, fmt.Errorf("%s is neither the body that the leaf names, nor a page that names it", shown(name))
	}
	match, said, err := proven.MatchPage(b, version)
	switch match {
	case verify.Page:
		return shown(name) + " names that address, time and body wherever it names one", said, nil
	case verify.Feed:
		return shown(name) + " names that time and that body, which is a feed, wherever it names one; no address on it was compared", said, nil
	case verify.Earlier:
		return fmt.Sprintf("%s names that time and that body as those of version %d; the address and what it says of other versions were not compared", shown(name), version), said, nil
	case verify.Before:
		return fmt.Sprintf("%s names that body as the one of version %d, and a time before that: when it was first seen, which this leaf does not say; the address and what it says of other versions were not compared",
			shown(name), version), said, nil
	}
	return "", said, eachOf(name, err)
}

// comparedData says whether what lies beside a page for programs says the same.
func comparedData(proven verify.Proven, name string, said verify.Said, version int) (string, error) {
	b, err := readBounded(name, mostBody)
	if err != nil {
		return "", err
	}
	match, what := proven.MatchData, "names the same"
	if filepath.Ext(name) == ".timemap" {
		match, what = proven.MatchTimeMap, "lists the same times"
	}
	if err := match(b, said, version); err != nil {
		return "", eachOf(name, err)
	}
	return shown(name) + " " + what, nil
}

// eachOf says of a file all that is wrong with it.
func eachOf(name string, err error) error {
	return fmt.Errorf("%s %s", shown(name), strings.ReplaceAll(fmt.Sprint(err), "\n", "; "))
}
