// Command years writes invented reports of many days as lines of export, to look at a site that has grown. years.sh runs it.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"regexp"

	"github.com/waidian/waidian/internal/invented"
)

func main() {
	log.SetFlags(0)
	n := flag.Int("n", 20000, "reports")
	days := flag.Int("days", 3*365, "days before the newest over which they are spread")
	flag.Parse()
	var lines bytes.Buffer
	err := invented.Write(&lines, 0, *n, *days)
	out := bufio.NewWriter(os.Stdout)
	for line := range bytes.Lines(lines.Bytes()) {
		out.Write(atItsHost(line)) // Flush has the error
	}
	if err := errors.Join(err, out.Flush()); err != nil {
		log.Fatal(err)
	}
}

var (
	source  = regexp.MustCompile(`"source":"(s\d+)"`)
	address = []byte(`"url":"https://gazette.example/`)
)

// atItsHost gives a line the host of its outlet alone: outlets of one host are counted as one house.
func atItsHost(line []byte) []byte {
	s := source.FindSubmatch(line)
	return bytes.Replace(line, address, fmt.Appendf(nil, `"url":"https://%s.example/`, s[1]), 1)
}
