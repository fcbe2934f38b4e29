// Command gen writes the tables of the parent folder that are made from others' data:
// places.txt, what countries and cities are called, and syllables.txt, how Chinese characters are said.
//
//	npm pack cldr-localenames-modern@45.0.0 cldr-dates-full@48.2.0
//	pip download --no-deps pypinyin==0.55.0
//	go run ./gen LOCALENAMES DATES PINYIN_DICT.JSON ../glossary
//
// The arguments are the folders that the packages of CLDR (Unicode License v3) unpack to, the file
// of pypinyin (MIT License), and the folder with the names that this project keeps.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/waidian/waidian/internal/hanscript"
)

var languages = strings.Fields("en ar cs da de el es fa fi fr he hi hu id it ja ko ms nl no pl pt pt-PT ro ru sv th tr uk vi zh zh-Hant zh-Hant-HK")

func main() {
	if len(os.Args) != 5 {
		log.Fatal("usage: gen LOCALENAMES DATES PINYIN_DICT.JSON GLOSSARY")
	}
	p := places{forms: map[string]map[string]bool{}, code: map[string]string{}}
	for _, l := range languages {
		p.countries(os.Args[1], l)
		p.cities(os.Args[2], l)
	}
	p.named(os.Args[4])
	p.peoples(os.Args[4])
	p.write("places.txt")
	syllables(os.Args[3], "syllables.txt")
}

// places are the forms of a code: a country's ISO 3166 code, or a name in English.
type places struct {
	forms map[string]map[string]bool
	code  map[string]string // of an English or Chinese name
}

func (p *places) add(code, form string) {
	capitals := form == strings.ToUpper(form)
	form = strings.TrimSpace(hanscript.Fold(strings.ToLower(form)))
	if i := strings.IndexAny(form, "(（["); i > 0 {
		form = strings.TrimSpace(form[:i])
	}
	n := len([]rune(form))
	if n < 2 || n < 4 && unicode.Is(unicode.Latin, []rune(form)[0]) && (!capitals || n < 3) || strings.ContainsAny(form, "|\t") {
		return
	}
	if p.forms[code] == nil {
		p.forms[code] = map[string]bool{}
	}
	p.forms[code][form] = true
}

func (p *places) countries(dir, lang string) {
	var doc struct {
		Main map[string]struct {
			LocaleDisplayNames struct {
				Territories map[string]string
			}
		}
	}
	if !read(filepath.Join(dir, "main", lang, "territories.json"), &doc) {
		return
	}
	for _, m := range doc.Main {
		for code, name := range m.LocaleDisplayNames.Territories {
			code, _, _ = strings.Cut(code, "-alt")
			if len(code) == 2 && code[0] >= 'A' && code != "EU" && code != "UN" && code != "EZ" && code[0] != 'X' && code != "ZZ" && code != "QO" {
				p.add(code, strings.TrimSuffix(strings.TrimPrefix(name, "中国"), "特别行政区"))
				if code == "CN" {
					p.add(code, name)
				}
				if lang == "en" {
					p.code[strings.ToLower(name)] = code
				}
			}
		}
	}
}

func (p *places) cities(dir, lang string) {
	var doc struct {
		Main map[string]struct {
			Dates struct {
				TimeZoneNames struct {
					Zone map[string]json.RawMessage
				}
			}
		}
	}
	if !read(filepath.Join(dir, "main", lang, "timeZoneNames.json"), &doc) {
		return
	}
	for _, m := range doc.Main {
		for area, zones := range m.Dates.TimeZoneNames.Zone {
			var of map[string]json.RawMessage
			if area == "Etc" || area == "Antarctica" || json.Unmarshal(zones, &of) != nil {
				continue
			}
			for id, z := range of {
				var city struct{ ExemplarCity string }
				if json.Unmarshal(z, &city) != nil || city.ExemplarCity == "" {
					continue
				}
				code := strings.ReplaceAll(id, "_", " ")
				if own := p.code[strings.ToLower(code)]; own != "" { // Singapore, Kuwait
					code = own
				}
				p.add(code, city.ExemplarCity)
				if lang == "en" {
					p.code[strings.ToLower(city.ExemplarCity)] = code
				}
			}
		}
	}
}

// named adds the countries and places of the glossary.
func (p *places) named(dir string) {
	for line := range lines(filepath.Join(dir, "names.txt")) {
		parts := strings.Split(line, " | ")
		kind, code, _ := strings.Cut(parts[0], " ")
		if kind != "country" && kind != "place" && kind != "person" && kind != "org" || len(parts) < 3 {
			continue
		}
		latin := strings.Split(parts[1], ";")
		if kind != "country" {
			code = strings.TrimSpace(latin[0])
			if own := p.code[strings.ToLower(code)]; own != "" {
				code = own
			} else if kind != "place" {
				code = "=" + code
			}
		}
		for _, list := range parts[1:] {
			for _, form := range strings.Split(list, ";") {
				form = strings.TrimSpace(form)
				if strings.HasSuffix(form, "方") || strings.HasSuffix(form, "军") || strings.HasSuffix(form, "軍") || strings.HasPrefix(form, "?") || strings.HasSuffix(form, "'s") {
					continue
				}
				p.add(code, form)
			}
		}
		p.code[strings.ToLower(strings.TrimSpace(latin[0]))] = code
	}
}

// peoples adds what other languages call what is of a country: a star says that endings follow.
func (p *places) peoples(dir string) {
	for line := range lines(filepath.Join(dir, "peoples.txt")) {
		parts := strings.Split(line, " | ")
		code := p.code[strings.ToLower(parts[0])]
		if code == "" {
			continue
		}
		for _, list := range parts[1:] {
			for form := range strings.FieldsSeq(list) {
				if len(form) > 4 {
					p.add(code, form+"*")
				}
			}
		}
	}
}

func (p *places) write(name string) {
	owners := map[string]int{}
	for _, forms := range p.forms {
		for f := range forms {
			owners[f]++
		}
	}
	f, err := os.Create(name)
	check(err)
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "# Made by gen/main.go from CLDR 45 and 48 (Unicode License v3) and from the glossary. A code, and what the place is called; a star: endings follow. =: an office or a person.")
	for _, code := range slices.Sorted(maps.Keys(p.forms)) {
		var out []string
		for _, form := range slices.Sorted(maps.Keys(p.forms[code])) {
			if owners[form] == 1 || len(code) == 2 {
				out = append(out, form)
			}
		}
		if len(out) > 1 {
			fmt.Fprintf(w, "%s\t%s\n", code, strings.Join(out, "|"))
		}
	}
	check(w.Flush())
	check(f.Close())
}

// syllables writes, for each syllable without its tone, the characters that are said so, by their first reading.
func syllables(from, to string) {
	var dict map[string]string
	if !read(from, &dict) {
		log.Fatal(from, " is missing")
	}
	of := map[string][]rune{}
	for key, readings := range dict {
		n, err := strconv.Atoi(key)
		check(err)
		first, _, _ := strings.Cut(readings, ",")
		r := rune(n)
		if r < 0x4e00 || r > 0x9fff || string(r) != hanscript.Fold(string(r)) {
			continue
		}
		s := toneless(first)
		of[s] = append(of[s], r)
	}
	f, err := os.Create(to)
	check(err)
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "# Made by gen/main.go from pypinyin 0.55.0 (MIT License, (c) mozillazg and others): how characters are said, without the tone.")
	for _, s := range slices.Sorted(maps.Keys(of)) {
		slices.SortFunc(of[s], func(a, b rune) int { return cmp.Compare(a, b) })
		fmt.Fprintf(w, "%s\t%s\n", s, string(of[s]))
	}
	check(w.Flush())
	check(f.Close())
}

func toneless(s string) string {
	var out strings.Builder
	for _, r := range norm.NFD.String(strings.ReplaceAll(norm.NFC.String(s), "ü", "v")) {
		if r == '\u0308' { // ǘ
			t := strings.TrimSuffix(out.String(), "u")
			out.Reset()
			out.WriteString(t + "v")
		} else if !unicode.Is(unicode.Mn, r) {
			out.WriteRune(r)
		}
	}
	return strings.ReplaceAll(out.String(), "ɡ", "g")
}

func read(name string, into any) bool {
	b, err := os.ReadFile(name)
	if os.IsNotExist(err) {
		return false
	}
	check(err)
	check(json.Unmarshal(b, into))
	return true
}

func lines(name string) func(func(string) bool) {
	b, err := os.ReadFile(name)
	check(err)
	return func(yield func(string) bool) {
		for line := range strings.Lines(string(b)) {
			line = strings.TrimRight(line, "\n")
			if line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
