// Command gen makes the list of words of package hanwords from the dictionary of jieba:
//
//	pip download jieba==0.42.1 --no-deps
//	tar xzf jieba-0.42.1.tar.gz
//	go run ./gen jieba-0.42.1/jieba/dict.txt
//
// It is run by hand, in the folder of that package, and never by the program.
package main

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
)

// Words of more characters, and longer ones that are rarer, are left out.
const (
	longest = 6
	rarest  = 3
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("want the path of dict.txt")
	}
	f, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	words, err := read(f)
	if err != nil {
		log.Fatal(err)
	}
	packed, err := pack(words)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("words", packed, 0o644); err != nil {
		log.Fatal(err)
	}
	log.Printf("%d words, %d bytes", len(words), len(packed))
}

// A word is how often the dictionary has met a word, and whether it calls it a name.
type word struct {
	count int
	name  bool
}

// read reads lines of a word, how often it was met, and its part of speech.
func read(r io.Reader) (map[string]word, error) {
	out := map[string]word{}
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		field := strings.Fields(sc.Text())
		if len(field) != 3 {
			return nil, fmt.Errorf("%q is not a word, a number and a tag", sc.Text())
		}
		count, err := strconv.Atoi(field[1])
		if err != nil {
			return nil, err
		}
		size := utf8.RuneCountInString(field[0])
		key := hanscript.Fold(field[0])
		if size > longest || size > 1 && count < rarest || strings.ContainsFunc(key, func(r rune) bool { return r < 0x4e00 || r > 0x9fff }) {
			continue
		}
		w := out[key]
		if count > w.count {
			w.name = strings.HasPrefix(field[2], "nr") || slices.Contains([]string{"ns", "nt", "nz"}, field[2])
		}
		w.count += count
		out[key] = w
	}
	return out, sc.Err()
}

// pack writes the words in order: how many characters a word has in common with the one
// before and how many more it has, four bits each; its weight, and in the lowest bit whether
// it is a name; its other characters, two bytes each. The whole is deflated.
func pack(words map[string]word) ([]byte, error) {
	var plain bytes.Buffer
	var last []rune
	for _, key := range slices.Sorted(maps.Keys(words)) {
		rs, w := []rune(key), words[key]
		same := 0
		for same < len(rs) && same < len(last) && rs[same] == last[same] {
			same++
		}
		plain.WriteByte(byte(same<<4 | len(rs) - same))
		weight := min(127, int(math.Round(4*math.Log2(float64(w.count)+1))))
		bit := 0
		if w.name {
			bit = 1
		}
		plain.WriteByte(byte(weight<<1 | bit))
		for _, r := range rs[same:] {
			plain.Write(binary.BigEndian.AppendUint16(nil, uint16(r)))
		}
		last = rs
	}
	var out bytes.Buffer
	z, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(plain.Bytes()); err != nil {
		return nil, err
	}
	err = z.Close()
	return out.Bytes(), err
}
