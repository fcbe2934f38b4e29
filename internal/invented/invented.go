// Package invented writes articles that nobody wrote, in the form of export, as many as a measurement needs. The same numbers give the same
// articles.
package invented

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// Now is the time at which the newest articles came.
var Now = time.Date(2026, 11, 28, 18, 0, 0, 0, time.UTC)

// Days is over how many days articles are usually spread.
const Days = 28

// Write writes the articles from one number up to another, a line each, in which words are as rare as in real ones (Zipf): three on average
// about one event, which has names and words of its own, spread over some days before Now, each with a digest in Chinese.
func Write(out io.Writer, from, to, days int) error {
	return each(out, from, to, days, func(w io.Writer, a article) error {
		b, err := json.Marshal(map[string]any{
			"url": a.url, "source": "s" + strconv.Itoa(a.n%40), "outlet": "Outlet " + strconv.Itoa(a.n%40),
			"title": a.title, "lang": "en", "paragraphs": a.paragraphs, "published": a.published.Format(time.RFC3339),
			"digest": map[string]any{"title": "一则消息的标题", "lang": "zh-Hans", "by": "model", "verdict": "passed", "summary": []map[string]any{
				{"text": "有关方面发表了声明。", "evidence": []int{1}}, {"text": "各方作出了回应。", "evidence": []int{3, 4}}, {"text": "事情还在继续。", "evidence": []int{9}},
			}},
		})
		if err != nil {
			return err
		}
		_, err = w.Write(append(b, '\n'))
		return err
	})
}

// WritePages writes the same articles as pages that outlets have answered with, in a WARC file: a desk that imports them has captures, which articles
// in the form of export have not.
func WritePages(out io.Writer, from, to, days int) error {
	return each(out, from, to, days, func(w io.Writer, a article) error {
		at := a.published.Format(time.RFC3339)
		page := "<!doctype html><html lang=\"en\"><head><title>" + a.title + "</title><meta property=\"article:published_time\" content=\"" + at +
			"\"></head><body><article><h1>" + a.title + "</h1><p>" + strings.Join(a.paragraphs, "</p>\n<p>") + "</p></article></body></html>"
		answer := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
		_, err := fmt.Fprintf(w, "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\nWARC-Date: %s\r\nWARC-Target-URI: %s\r\n"+
			"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", a.n, at, a.url, len(answer), answer)
		return err
	})
}

// article is one of the articles by its number.
type article struct {
	n          int
	url, title string
	paragraphs []string
	published  time.Time
}

func each(out io.Writer, from, to, days int, write func(io.Writer, article) error) error {
	w := bufio.NewWriter(out)
	r := rand.New(rand.NewPCG(1, 2+uint64(from)))
	often := rand.NewZipf(r, 1.07, 3, 20000)
	for i := from; i < to; i++ {
		event := r.IntN(to/3 + 1)
		a := article{
			n: i, url: fmt.Sprintf("https://gazette.example/%d", i), title: fmt.Sprintf("%s and %s report %d", name(event), name(event+7), i),
			published: Now.AddDate(0, 0, -event%days).Add(-time.Duration(i%600) * time.Minute),
		}
		for range 8 {
			var p strings.Builder
			for range 4 {
				p.WriteString(sentence(r, often, event))
			}
			a.paragraphs = append(a.paragraphs, strings.TrimSpace(p.String()))
		}
		if err := write(w, a); err != nil {
			return fmt.Errorf("write article %d: %w", i, err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write articles: %w", err)
	}
	return nil
}

func sentence(r *rand.Rand, often *rand.Zipf, event int) string {
	var words []string
	for range 15 {
		switch k := r.IntN(15); k {
		case 0:
			words = append(words, name(event+r.IntN(4)*7))
		case 1:
			words = append(words, strconv.Itoa(10+r.IntN(900)))
		case 2:
			words = append(words, word(uint64(30000+event*9+r.IntN(9))))
		default:
			words = append(words, word(often.Uint64()))
		}
	}
	s := strings.Join(words, " ")
	return strings.ToUpper(s[:1]) + s[1:] + ". "
}

// word is a word of letters for a number.
func word(n uint64) string {
	s := ""
	for n += 7; n > 0; n /= 60 {
		s += string("bdfgklmnprst"[n%60%12]) + string("aeiou"[n%60/12])
	}
	return s
}

func name(n int) string {
	s := word(uint64(100000 + n))
	return strings.ToUpper(s[:1]) + s[1:]
}
