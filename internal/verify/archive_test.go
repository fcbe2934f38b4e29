package verify

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/waidian/waidian/internal/translog"
)

// recorded is the answer that leaf i of a desk is of, as a web archive has it.
func recorded(i int) Answer {
	sum := translog.Sum(sha256.Sum256(body(i)))
	url := fmt.Sprintf("https://gazette.example/%d", i)
	return Answer{Place: fmt.Sprintf("record %d", i), Asked: url, URL: url, At: answeredAt(i).Add(123 * time.Microsecond), Status: 200, Payload: sum, Body: sum}
}

// packed is the log as a web archive of some answers carries it, and what is in that.
func packed(d *desk, leaves ...int) (fstest.MapFS, Contents) {
	_, signed := d.checkpoint()
	out := fstest.MapFS{"log/checkpoint": {Data: signed}, "log/key.txt": {Data: []byte(d.public + " 0\n")}, "pages/pages.jsonl": {}}
	var of Contents
	for _, i := range leaves {
		id := fmt.Sprintf("report-%d", i)
		out["log/"+id+".leaf"] = &fstest.MapFile{Data: d.texts[i]}
		out["log/"+id+".tlog-proof"] = &fstest.MapFile{Data: d.prove(i)}
		a := recorded(i)
		of.Answers = append(of.Answers, a)
		of.Pages = append(of.Pages, Listed{ID: id, URL: a.URL, At: a.At.Truncate(time.Second)})
	}
	return out, of
}

func TestArchive(t *testing.T) {
	d := newDesk(t)
	d.record(7)
	files, of := packed(d, 1, 4)
	bare := recorded(9)
	of.Answers = append(of.Answers, bare)
	of.Pages = append(of.Pages, Listed{ID: "report-9", URL: bare.URL, At: bare.At.Truncate(time.Second), Unproven: true})
	got, err := CheckArchive(files, of, d.key)
	if err != nil || got.Log.Size != 7 || !got.Whole || got.Proofs != 2 || len(got.Refused) != 0 ||
		fmt.Sprint(got.Bare, got.Unproven) != "[2] [report-9]" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := CheckArchive(files, of); err != nil {
		t.Errorf("by the key that lies there: %v", err)
	}
	foreign := newDesk(t)
	if got, err := CheckArchive(files, of, foreign.key); err == nil || got.Whole || !strings.Contains(err.Error(), "a foreign key") {
		t.Errorf("by a foreign key: %+v, %v", got, err)
	}
}

// add adds a leaf to the log.
func (d *desk) add(l translog.Leaf) {
	d.t.Helper()
	text, err := l.Bytes()
	if err != nil {
		d.t.Fatal(err)
	}
	d.texts = append(d.texts, text)
	d.stored = append(d.stored, d.edge.Append(translog.LeafHash(text)))
}

// An answer that came again, one that a report is gone, and a redirect are what their leaves say, or are named.
func TestArchiveOfOtherAnswers(t *testing.T) {
	const one, moved = "https://gazette.example/1", "https://gazette.example/moved"
	at := answeredAt(20)
	nothing := translog.Sum(sha256.Sum256(nil))
	again := Answer{Place: "again", Asked: one, URL: one, At: at, Status: 304, Repeats: true}
	whole := recorded(1)
	whole.At, whole.Place, whole.Repeats, whole.Body, whole.OfURL, whole.Of = at.Add(time.Second), "whole again", true, translog.Sum{}, one, recorded(1).At
	gone := Answer{Place: "gone", Asked: one, URL: one, At: at.Add(2 * time.Second), Status: 410, Payload: nothing, Body: nothing}
	led := Answer{Place: "led", Asked: one, URL: moved, At: at.Add(3 * time.Second), Status: 302, Payload: nothing, Body: nothing}
	for _, c := range []struct {
		what string
		do   func(again, whole, gone, led *Answer)
		want string
	}{
		{"as they were", func(_, _, _, _ *Answer) {}, ""},
		{"304 later", func(a, _, _, _ *Answer) { a.At = a.At.Add(time.Hour) }, "again: it is dated 2026-03-12T10:00:20.000Z, and leaf 7 2026-03-12T09:00:20.000Z"},
		{"another page again", func(_, w, _, _ *Answer) { w.Payload = nothing }, "whole again: it leads to record 1 for its body, which has another; its body as it came is"},
		{"a page of another address again", func(_, w, _, _ *Answer) { w.OfURL = moved }, "whole again: it leads to an answer of another address for its body"},
		{"another status again", func(_, w, _, _ *Answer) { w.Status = 203 }, "whole again: its status is 203, and that of leaf 1, as which it came again, 200"},
		{"refused for gone", func(_, _, g, _ *Answer) { g.Status = 403 }, "gone: its status is 403, and leaf 9 says 410"},
		{"gone at another address", func(_, _, g, _ *Answer) { g.URL, g.Asked = moved, moved }, "there is no answer of https://gazette.example/1 at 2026-03-12T09:00:22.000Z"},
		{"gone with other words", func(_, _, g, _ *Answer) { g.Payload = translog.Sum{1} }, "gone: its body as it came is"},
		{"asked for at another address", func(_, _, _, l *Answer) { l.Asked = moved }, "led: its address that was asked for is https://gazette.example/moved, and leaf 10 says https://gazette.example/1"},
		{"led on by another status", func(_, _, _, l *Answer) { l.Status = 301 }, "led: its status is 301, and leaf 10 says 302"},
		{"cut", func(_, _, _, l *Answer) { l.Truncated = "length" }, "led: its body is not whole since"},
	} {
		d := newDesk(t)
		d.record(7)
		d.add(translog.Leaf{Kind: translog.Same, URL: one, At: at, Of: 1})
		d.add(translog.Leaf{Kind: translog.Same, URL: one, At: whole.At, Of: 1})
		d.add(translog.Leaf{Kind: translog.Gone, URL: one, At: gone.At, Status: 410, Payload: nothing})
		d.add(translog.Leaf{Kind: translog.Capture, URL: one, Final: moved, At: led.At, Status: 302, Payload: nothing, Body: nothing})
		files, of := packed(d, 1, 7, 8, 9, 10)
		again, whole, gone, led := again, whole, gone, led
		c.do(&again, &whole, &gone, &led)
		of.Answers, of.Pages = append(of.Answers[:1], again, whole, gone, led), of.Pages[:1]
		_, err := CheckArchive(files, of)
		wants(t, c.what, err, c.want)
	}
}

func TestArchiveSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		what    string
		do      func(*desk, fstest.MapFS, *Contents)
		want    string
		refused string // answers
		whole   bool
	}{
		{"no answer", func(_ *desk, _ fstest.MapFS, a *Contents) { a.Answers = a.Answers[1:] },
			"log/report-1.tlog-proof: there is no answer of https://gazette.example/1 at 2026-03-12T09:00:01.000Z in the archive, of which leaf 1 is", "[]", true},
		{"another body", func(_ *desk, _ fstest.MapFS, a *Contents) { a.Answers[0].Body = translog.Sum{1} }, "log/report-1.tlog-proof: record 1: its body is", "[0]", true},
		{"another payload", func(_ *desk, _ fstest.MapFS, a *Contents) { a.Answers[0].Payload = translog.Sum{1} }, "record 1: its body as it came is", "[0]", true},
		{"another status", func(_ *desk, _ fstest.MapFS, a *Contents) { a.Answers[0].Status = 404 }, "record 1: its status is 404, and leaf 1 says 200", "[0]", true},
		{"another year", func(_ *desk, _ fstest.MapFS, a *Contents) {
			a.Answers[0].At = a.Answers[0].At.AddDate(-2, 0, 0)
			a.Pages[0].At = a.Pages[0].At.AddDate(-2, 0, 0)
		}, "record 1: it is dated 2024-03-12T09:00:01.000Z, and leaf 1 2026-03-12T09:00:01.000Z", "[0]", true},
		{"another address", func(_ *desk, _ fstest.MapFS, a *Contents) {
			a.Answers[0].URL, a.Answers[0].Asked = "https://gazette.example/10", "https://gazette.example/10"
		}, "record 1: it has the body that leaf 1 names, as the answer of another address: https://gazette.example/10", "[0]", true},
		{"a second answer", func(_ *desk, _ fstest.MapFS, a *Contents) {
			more := recorded(1)
			more.Place, more.At, more.Body = "another", more.At.Add(time.Millisecond), translog.Sum{1}
			a.Answers = append(a.Answers, more)
		}, "another: it is of the same address and second as record 1", "[2]", true},
		{"a second answer in another form of the address", func(_ *desk, _ fstest.MapFS, a *Contents) {
			more := recorded(1)
			more.Place, more.URL, more.Body = "another", "http://WWW.Gazette.example:80/1", translog.Sum{1}
			a.Answers = append(a.Answers, more)
		}, "another: it is of the same address and second as record 1", "[2]", true},
		{"a redirect from another form of the address", func(_ *desk, _ fstest.MapFS, a *Contents) {
			more := recorded(1)
			more.Place, more.URL, more.Body, more.Status = "another", "http://gazette.example/1", translog.Sum{1}, 301
			a.Answers = append(a.Answers, more)
		}, "", "[]", true},
		{"a page under another name", func(_ *desk, _ fstest.MapFS, a *Contents) { a.Pages[0].ID = "report-4" }, "log/report-4.tlog-proof: the list of pages has https://gazette.example/1", "[]", true},
		{"a page at another time", func(_ *desk, _ fstest.MapFS, a *Contents) { a.Pages[0].At = a.Pages[0].At.Add(time.Hour) }, "log/report-1.tlog-proof: the list of pages has", "[]", true},
		{"no leaf", func(_ *desk, f fstest.MapFS, _ *Contents) { delete(f, "log/report-1.leaf") }, "log/report-1.tlog-proof: cannot be checked", "[0]", false},
		{"no proof", func(_ *desk, f fstest.MapFS, _ *Contents) { delete(f, "log/report-1.tlog-proof") }, "log/report-1.leaf: has no proof beside it", "[0]", false},
		{"neither", func(_ *desk, f fstest.MapFS, a *Contents) {
			delete(f, "log/report-1.tlog-proof")
			delete(f, "log/report-1.leaf")
		}, "log/report-1.tlog-proof: is missing: the list of pages has https://gazette.example/1", "[0]", true},
		{"no proof at all", func(_ *desk, f fstest.MapFS, a *Contents) {
			for name := range f {
				if strings.Contains(name, "report-") {
					delete(f, name)
				}
			}
			a.Pages = nil
		}, "log/checkpoint: there is no proof beside it", "[]", true},
		{"no key", func(_ *desk, f fstest.MapFS, _ *Contents) { delete(f, "log/key.txt") }, "log/key.txt: cannot be read", "[]", false},
		{"a later checkpoint", func(d *desk, f fstest.MapFS, _ *Contents) {
			d.record(1)
			_, signed := d.checkpoint()
			f["log/checkpoint"].Data = signed
		}, "the proof is of another checkpoint than the one that lies there", "[0 1]", false},
		{"the leaf of another", func(_ *desk, f fstest.MapFS, _ *Contents) { f["log/report-1.leaf"] = f["log/report-4.leaf"] }, "the text is not leaf 1 of the log", "[0]", false},
	} {
		d := newDesk(t)
		d.record(7)
		files, of := packed(d, 1, 4)
		c.do(d, files, &of)
		got, err := CheckArchive(files, of)
		wants(t, c.what, err, c.want)
		if s := fmt.Sprint(got.Refused); s != c.refused || got.Whole != c.whole {
			t.Errorf("%s: refused %s, whole %v", c.what, s, got.Whole)
		}
	}
}

// Every byte of the log's files counts, even to one who could write the list of hashes anew.
func TestEveryByteOfAnArchivesLog(t *testing.T) {
	d := newDesk(t)
	d.record(7)
	files, of := packed(d, 1, 4)
	for name, f := range files {
		whole := f.Data
		for at := range whole {
			f.Data = bytes.Clone(whole)
			f.Data[at] ^= 4
			if _, err := CheckArchive(files, of, d.key); err == nil && name != "log/key.txt" {
				t.Errorf("%s: byte %d was turned", name, at)
			}
		}
		f.Data = whole
	}
}
