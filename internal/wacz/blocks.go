package wacz

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
)

// mostBlock bounds a block of an index that is compared with the index of blocks, in bytes, before and after it is unpacked.
const mostBlock = 16 << 20

// blocks compares each index of blocks (.idx) with the index that it divides: a replay reads the one to find its way in the other.
func (o *opening) blocks() {
	for _, name := range slices.Sorted(maps.Keys(o.there)) {
		dir, base := path.Split(name)
		if dir != indexesDir || !strings.HasSuffix(strings.ToLower(base), ".idx") || !o.sound[name] {
			continue
		}
		list, why := o.whole(name, mostPages)
		if why != "" {
			o.fault(name, why)
			continue
		}
		o.blocksOf(name, list)
	}
}

// block is a line of an index of blocks: "KEY TIME {…}".
type block struct {
	first    string // what the first line of the block begins with
	Offset   number
	Length   number
	Digest   string
	Filename string
}

// blocksOf compares one such index. It tells the first block that is wrong.
func (o *opening) blocksOf(name string, list []byte) {
	file, ends := indexName, map[string]int64{}
	open := map[string]io.ReadCloser{}
	defer func() {
		for _, r := range open {
			r.Close()
		}
	}()
	lines := bufio.NewScanner(bytes.NewReader(list))
	lines.Buffer(nil, longestLine)
	for n := 1; lines.Scan(); n++ {
		b := block{}
		var data string
		var ok bool
		if b.first, data, ok = strings.Cut(lines.Text(), " {"); !ok {
			continue
		}
		if json.Unmarshal([]byte("{"+data), &b) != nil {
			o.unchecked(name, fmt.Sprintf("has a line that is none of an index of blocks: what follows line %d was not compared", n-1))
			return
		}
		if b.Filename != "" {
			file = b.Filename
		}
		if strings.HasPrefix(b.first, "!") {
			continue
		}
		in := indexesDir + file
		f, why := o.there[in], ""
		if f != nil && open[in] == nil {
			if r, err := f.Open(); err == nil {
				open[in] = r
			}
		}
		switch {
		case open[in] == nil:
			why = "is not there"
		case int64(b.Offset) != ends[in]:
			why = "is not where the one before it ends"
		default:
			why = b.differs(open[in])
		}
		if why != "" {
			o.fault(name, fmt.Sprintf("line %d: the block at byte %d of %s %s", n, b.Offset, in, why))
			return
		}
		ends[in] += int64(b.Length)
	}
	for in, end := range ends {
		if f := o.there[in]; f != nil && end != int64(f.UncompressedSize64) {
			o.fault(name, fmt.Sprintf("leads to %d bytes of %s, which has %d", end, in, f.UncompressedSize64))
		}
	}
}

// differs says how a block, which is read next, is not what the index of blocks says.
func (b block) differs(in io.Reader) string {
	if b.Length <= 0 || b.Length > mostBlock {
		return fmt.Sprintf("has a length of %d", b.Length)
	}
	data := make([]byte, b.Length)
	if _, err := io.ReadFull(in, data); err != nil {
		return "is not there"
	}
	sum := sha256.Sum256(data)
	if strings.HasPrefix(b.Digest, "sha256:") && b.Digest != fmt.Sprintf("sha256:%x", sum) {
		return "has another hash"
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return "cannot be unpacked"
	}
	line, err := bufio.NewReader(io.LimitReader(z, mostBlock)).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, b.first) {
		return "begins with another line"
	}
	return ""
}
