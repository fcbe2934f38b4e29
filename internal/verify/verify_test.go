package verify

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	mrand "math/rand/v2"
	"net/http"
	neturl "net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/waidian/waidian/internal/translog"
	"github.com/waidian/waidian/internal/wording"
)

// desk is a log, its key, and a site that publishes it.
type desk struct {
	t      *testing.T
	signer translog.Signer
	key    translog.Verifier
	public string
	edge   translog.Edge
	texts  [][]byte
	stored [][]translog.Hash
	site   fstest.MapFS
}

const origin = "desk.example"

func newDesk(t *testing.T) *desk { return namedDesk(t, origin) }

func namedDesk(t *testing.T, name string) *desk {
	t.Helper()
	secret, public, err := translog.NewKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, public: public, site: fstest.MapFS{}}
	var err1, err2 error
	d.signer, err1 = translog.NewSigner(secret)
	d.key, err2 = translog.NewVerifier(public)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return d
}

// body is what the address of a number answers.
func body(n int) []byte { return fmt.Appendf(nil, "<p>report %d</p>", n) }

// answeredAt is when it did.
func answeredAt(n int) time.Time { return time.Date(2026, 3, 12, 9, 0, n, 0, time.UTC) }

// record adds n answers to the log.
func (d *desk) record(n int) {
	d.t.Helper()
	for range n {
		i := len(d.texts)
		sum := translog.Sum(sha256.Sum256(body(i)))
		text, err := translog.Leaf{Kind: translog.Capture, URL: fmt.Sprintf("https://gazette.example/%d", i),
			At: answeredAt(i), Status: 200, Payload: sum, Body: sum}.Bytes()
		if err != nil {
			d.t.Fatal(err)
		}
		d.texts = append(d.texts, text)
		d.stored = append(d.stored, d.edge.Append(translog.LeafHash(text)))
	}
}

func (d *desk) ReadHashes(indexes []int64) ([]translog.Hash, error) {
	var out []translog.Hash
	for _, x := range indexes {
		leaf, level := translog.Place(x)
		out = append(out, d.stored[leaf][level])
	}
	return out, nil
}

func (d *desk) checkpoint() (translog.Checkpoint, []byte) {
	d.t.Helper()
	c := translog.Checkpoint{Origin: d.signer.Name(), Size: d.edge.Size, Root: d.edge.Root()}
	signed, err := c.Sign(d.signer)
	if err != nil {
		d.t.Fatal(err)
	}
	return c, signed
}

func (d *desk) prove(i int) []byte {
	d.t.Helper()
	c, signed := d.checkpoint()
	p, err := translog.Prove(int64(i), c, signed, d)
	if err != nil {
		d.t.Fatal(err)
	}
	return p.Bytes()
}

// page is what the desk shows of the answer of a number, and of earlier versions of it.
func page(i int, earlier ...int) []byte {
	w := wording.For("en")
	row := func(mark, name, value string) string {
		return "<div><dt>" + name + "</dt><dd" + mark + ">" + value + "</dd></div>\n"
	}
	when := func(i int) string {
		at := answeredAt(i)
		return fmt.Sprintf(`<time datetime="%s">%s</time>`, second(at), w.Moment(at.In(time.FixedZone("", 8*3600))))
	}
	code := func(i int) string { return fmt.Sprintf("<code>%x</code>", sha256.Sum256(body(i))) }
	url := fmt.Sprintf("https://gazette.example/%d", i)
	link := fmt.Sprintf(`<a href="%[1]s">%[1]s</a>`, url)
	out := "<!doctype html>\n<html lang=\"en\">\n" + fmt.Sprintf(`<script type="application/ld+json">{"about":{"archivedAt":{"url":"%s","dateCreated":"%s","identifier":"sha256:%x"}}}</script>`,
		url, second(answeredAt(i)), sha256.Sum256(body(i))) + "\n<dl>\n" + row("", "Section", "Economy") + row(` data-leaf="address"`, "Original", link) +
		row(` data-leaf="at"`, "Captured", when(i)) + row(` data-leaf="body"`, w.Hash, code(i)) + "</dl>\n"
	day := answeredAt(i)
	note := fmt.Sprintf("Captured: %s %s; %s: %x; Record in the archive: a_b @ 5", url, second(answeredAt(i)), w.Hash, sha256.Sum256(body(i)))
	for _, c := range []struct{ kind, text string }{
		{"application/x-bibtex", "@article{x,\n  urldate = {" + day.Format("2006-01-02") + "},\n  note = {" + strings.ReplaceAll(note, "_", `\_`) + "},\n}\n"},
		{"application/x-research-info-systems", "TY  - NEWS\r\nY2  - " + day.Format("2006/01/02") + "\r\nN1  - " + note + "\r\nER  - \r\n"},
		{"application/vnd.citationstyles.csl+json", `[{"note":"` + note + `","accessed":{"date-parts":[[` + day.Format("2006,1,2") + `]]}}]`},
	} {
		out += `<a href="data:` + c.kind + ";charset=utf-8," + neturl.PathEscape(c.text) + "\">x</a>\n"
	}
	for n, e := range append(earlier, i) {
		if len(earlier) > 0 {
			out += fmt.Sprintf("<li id=\"version-%d\"><h3>version %[1]d</h3><dl>\n%s%s</dl></li>\n", n+1, row("", "First seen", when(e)), row("", w.Hash, code(e)))
		}
	}
	return []byte(out)
}

// timeMap is the list of the versions of a page.
func timeMap(i int, earlier ...int) []byte {
	at := func(i int) string { return answeredAt(i).Format(http.TimeFormat) }
	all := append(earlier, i)
	out := fmt.Sprintf("<https://gazette.example/%d>;rel=\"original\",\n<x.timemap>;rel=\"self\";type=\"application/link-format\";from=\"%s\";until=\"%s\"", i, at(all[0]), at(i))
	for n, e := range all {
		place, rel := fmt.Sprintf("#version-%d", n+1), "memento"
		if n == len(all)-1 {
			place, rel = "", "last "+rel
		}
		if n == 0 {
			rel = "first " + rel
		}
		out += fmt.Sprintf(",\n<x.html%s>;rel=\"%s\";datetime=\"%s\"", place, rel, at(e))
	}
	return []byte(out + "\n")
}

// data is the file for programs beside a page.
func data(i int, earlier ...int) []byte {
	out := fmt.Sprintf(`{"url":"https://gazette.example/%d","captured":"%s","versions":[`, i, second(answeredAt(i)))
	for n, e := range append(earlier, i) {
		out += strings.Repeat(",", min(n, 1)) + fmt.Sprintf(`{"n":%d,"captured":"%s","hash":"%x"}`, n+1, second(answeredAt(e)), sha256.Sum256(body(e)))
	}
	return []byte(out + "]}")
}

func stemOf(i int) string { return fmt.Sprintf("a/gazette/2026/03/report-%010d", i) }

func (d *desk) put(path string, data []byte) { d.site[path] = &fstest.MapFile{Data: data} }

// turn changes a file of answer 3.
func (d *desk) turn(end, was, is string) {
	d.t.Helper()
	old := d.site[stemOf(3)+end].Data
	if !bytes.Contains(old, []byte(was)) {
		d.t.Fatalf("%s has no %s", end, was)
	}
	d.put(stemOf(3)+end, bytes.ReplaceAll(old, []byte(was), []byte(is)))
}

// carrying is the proof of a leaf with the leaf in it.
func (d *desk) carrying(i int) []byte {
	d.t.Helper()
	p, err := translog.ReadProof(d.prove(i))
	if err != nil {
		d.t.Fatal(err)
	}
	p.Text = d.texts[i]
	return p.Bytes()
}

// article publishes the page of an answer and its proof. That of the third is of an earlier program: its leaf lies beside it.
func (d *desk) article(i int) {
	d.t.Helper()
	d.put(stemOf(i)+".html", page(i))
	d.put(stemOf(i)+".json", data(i))
	d.put(stemOf(i)+".timemap", timeMap(i))
	if i != 3 {
		d.put(stemOf(i)+".tlog-proof", d.carrying(i))
		return
	}
	d.put(stemOf(i)+".leaf", d.texts[i])
	d.put(stemOf(i)+".tlog-proof", d.prove(i))
}

// publish writes the log as it is now.
func (d *desk) publish() {
	d.t.Helper()
	for _, tile := range translog.NewTiles(0, d.edge.Size) {
		data, err := tile.Data(d)
		if err != nil {
			d.t.Fatal(err)
		}
		d.put("log/"+tile.Path(), data)
	}
	for _, b := range translog.NewBundles(0, d.edge.Size) {
		data, err := translog.Bundle(d.texts[b.N*translog.Width : b.N*translog.Width+int64(b.W)])
		if err != nil {
			d.t.Fatal(err)
		}
		d.put("log/"+b.Path(), data)
	}
	_, signed := d.checkpoint()
	d.put("log/checkpoint", signed)
	d.put("log/key.txt", []byte(d.public+"\n"))
}

// sampleDesk has a log of 70,000 leaves, or fewer, that was published twice, and three articles, two of them from the first time.
func sampleDesk(t *testing.T, size int) *desk {
	d := newDesk(t)
	d.record(size / 2)
	d.article(3)
	d.article(size/2 - 1)
	d.record(size - size/2)
	d.article(size - 1)
	d.publish()
	return d
}

func wants(t *testing.T, what string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: %v", what, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: %v\nwant: …%s…", what, err, want)
	}
}

func TestProof(t *testing.T) {
	d := newDesk(t)
	d.record(300)
	small := d.prove(5)
	d.record(69700)
	big := d.prove(12345)
	p, err := Proof(big, d.texts[12345], d.key)
	if err != nil || p.Index != 12345 || p.Log.Size != 70000 || p.Leaf.URL != "https://gazette.example/12345" {
		t.Fatalf("%+v, %v", p, err)
	}
	if got := p.MatchBody(body(12345)); got != Body {
		t.Errorf("the body is %q", got)
	}
	for match, file := range map[Match][]byte{Page: page(12345), None: page(1)} {
		if got, _, err := p.MatchPage(file, 0); got != match || (err == nil) != (match == Page) || p.MatchBody(file) != None {
			t.Errorf("%.40q is %q, want %q: %v", file, got, match, err)
		}
	}
	other, foreign := namedDesk(t, "other.example"), newDesk(t)
	// the way of one proof, the checkpoint of another
	mixed := append(slices.Clone(big[:bytes.Index(big, []byte("\n\n"))+2]), small[bytes.Index(small, []byte("\n\n"))+2:]...)
	late := bytes.Replace(mixed, []byte("index 12345\n"), []byte("index 123\n"), 1)
	tampered := bytes.Replace(big, []byte("\n70000\n"), []byte("\n70001\n"), 1)
	for what, c := range map[string]struct {
		proof, leaf []byte
		keys        []translog.Verifier
		want        string
	}{
		"one key of several":     {big, d.texts[12345], []translog.Verifier{foreign.key, d.key}, ""},
		"another desk's key":     {big, d.texts[12345], []translog.Verifier{other.key}, `of the log "desk.example", and the key is of the log "other.example": another desk`},
		"a key of the same name": {big, d.texts[12345], []translog.Verifier{foreign.key}, "a foreign key"},
		"no key":                 {big, d.texts[12345], nil, "the key at hand is nobody"},
		"another leaf":           {big, d.texts[12346], []translog.Verifier{d.key}, "the text is not leaf 12345 of the log"},
		"another size":           {late, d.texts[123], []translog.Verifier{d.key}, "and leaf 123 of a log of 300 leaves needs 9: it was made for a log of another size"},
		"beyond the log":         {mixed, d.texts[12345], []translog.Verifier{d.key}, "the proof is of leaf 12345, and the log that was signed has 300"},
		"a changed size":         {tampered, d.texts[12345], []translog.Verifier{d.key}, "the checkpoint is not what was signed"},
		"no proof":               {[]byte("hello"), d.texts[12345], []translog.Verifier{d.key}, "not a proof"},
		"nothing":                {nil, nil, []translog.Verifier{d.key}, "not a proof"},
	} {
		_, err := Proof(c.proof, c.leaf, c.keys...)
		wants(t, what, err, c.want)
	}
}

func TestPathLength(t *testing.T) {
	d := newDesk(t)
	for size := range 70 {
		for i := range size {
			p, err := translog.ReadProof(d.prove(i))
			if err != nil || len(p.Hashes) != pathLength(int64(i), int64(size)) {
				t.Fatalf("leaf %d of %d: %d hashes, %v", i, size, len(p.Hashes), err)
			}
		}
		d.record(1)
	}
}

func TestKeys(t *testing.T) {
	a, b := newDesk(t), newDesk(t)
	keys, err := Keys([]byte("# the keys of the log\n\n" + a.public + " 0\n" + b.public + "\t300 lost 400\n"))
	if err != nil || len(keys) != 2 || keys[1].KeyHash() != b.key.KeyHash() {
		t.Errorf("%v, %v", keys, err)
	}
	for text, want := range map[string]string{"": "no public key", "# none\n": "no public key", "desk.example+12+x\n": "no public key of a log", a.public + "\nx\n": `"x"`} {
		_, err := Keys([]byte(text))
		wants(t, text, err, want)
	}
}

func TestSite(t *testing.T) {
	for _, size := range []int{12, 256, 257, 700, 66000} {
		d := sampleDesk(t, size)
		s, err := CheckSite(d.site)
		if err != nil {
			t.Fatalf("%d leaves: %v", size, err)
		}
		tiles := len(translog.NewTiles(0, int64(size)))
		if s.Log.Size != int64(size) || s.Log.Tiles != tiles || s.Log.Texts != int64(size) || s.Log.Withheld != 0 || s.Proofs != 3 || s.Pages != 3 || s.Hashes != 3 {
			t.Errorf("%d leaves, %d tiles: %+v", size, tiles, s)
		}
	}
}

func TestSiteSaysWhatIsWrong(t *testing.T) {
	older := newDesk(t)
	for what, c := range map[string]struct {
		change func(d *desk)
		want   string
	}{
		"nothing":                   {func(d *desk) {}, ""},
		"no key":                    {func(d *desk) { delete(d.site, "log/key.txt") }, "log/key.txt: cannot be read"},
		"a foreign key":             {func(d *desk) { d.put("log/key.txt", []byte(older.public)) }, "checkpoint: the checkpoint is signed by"},
		"no checkpoint":             {func(d *desk) { delete(d.site, "log/checkpoint") }, "checkpoint: cannot be read"},
		"a tile is missing":         {func(d *desk) { delete(d.site, "log/tile/0/001") }, "tile/0/001: is missing: without it the log cannot be checked"},
		"an upper tile, too":        {func(d *desk) { delete(d.site, "log/tile/1/000.p/2") }, "tile/1/000.p/2: is missing"},
		"a tile is short":           {func(d *desk) { d.put("log/tile/0/001", make([]byte, 32)) }, "tile/0/001: has 32 bytes, which are not 256 hashes"},
		"a bundle is short":         {func(d *desk) { d.put("log/tile/entries/001", nil) }, "tile/entries/001: is not a bundle of 256 leaves"},
		"two bundles swapped":       {func(d *desk) { d.site["log/tile/entries/001"] = d.site["log/tile/entries/000"] }, "leaf 256 does not have the hash of the tree"},
		"a proof without a leaf":    {func(d *desk) { delete(d.site, stemOf(3)+".leaf") }, ".tlog-proof: cannot be checked"},
		"a page of another body":    {func(d *desk) { d.put(stemOf(3)+".html", page(4)) }, stemOf(3) + ".html: names another body than the leaf: "},
		"its twin does":             {func(d *desk) { d.put("hant/"+stemOf(3)+".html", page(4)) }, "hant/" + stemOf(3) + ".html: names another body than the leaf: "},
		"a page of another address": {func(d *desk) { d.turn(".html", "https://gazette.example/3", "https://times.example/3") }, "names another address than the leaf: https://times.example/3, not https://gazette.example/3"},
		"a link elsewhere":          {func(d *desk) { d.turn(".html", `href="https://gazette.example/3`, `href="https://times.example/3`) }, "reads https://gazette.example/3 and leads to https://times.example/3"},
		"a page of another time":    {func(d *desk) { d.turn(".html", "datetime=\"2026-03-12T09:00:03Z", "datetime=\"2026-03-12T09:00:04Z") }, "names another time than the leaf: 2026-03-12T09:00:04Z, not 2026-03-12T09:00:03Z"},
		"the hash is elsewhere":     {func(d *desk) { d.turn(".html", "<code>", "<code>0</code><code hidden>") }, "has a row for the body that is no SHA-256: 0"},
		"the rows are a comment":    {func(d *desk) { d.turn(".html", "<dl>", "<!--<dl>"); d.turn(".html", "</dl>", "</dl>-->") }, "has 0 rows for the address of the answer"},
		"a row comes twice":         {func(d *desk) { d.turn(".html", "<dl>", "<dl><dd data-leaf=\"body\"><code>0</code></dd>") }, "has 2 rows for the body of the answer"},
		"it passes for a feed":      {func(d *desk) { d.turn(".html", "data-leaf=\"body", "data-leaf=\"feed") }, "names a feed and an address that answered"},
		"JSON of another address":   {func(d *desk) { d.turn(".json", "gazette", "times") }, ".json: names another address than the leaf: https://times.example/3"},
		"JSON of another time":      {func(d *desk) { d.turn(".json", "00:03", "00:04") }, ".json: names another time than the leaf: 2026-03-12T09:00:04Z"},
		"JSON of another body":      {func(d *desk) { d.turn(".json", `"hash":"`, `"hash":"0`) }, ".json: names another body of version 1 than its leaf: 0"},
		"no JSON":                   {func(d *desk) { d.put(stemOf(3)+".json", []byte("{")) }, ".json: cannot be read as JSON: "},
		"a proof of another desk": {func(d *desk) {
			o := namedDesk(d.t, "other.example")
			o.texts = append(o.texts, []byte("waidian/1 down\narticle x\n"))
			o.stored = append(o.stored, o.edge.Append(translog.LeafHash(o.texts[0])))
			o.record(9)
			d.put(stemOf(3)+".tlog-proof", o.prove(3))
		}, `of the log "other.example", and the key is of the log "desk.example": another desk`},
		"an older checkpoint": {func(d *desk) {
			d.record(10)
			_, signed := d.checkpoint()
			d.article(705)
			_ = signed
		}, "checkpoint: says that the log has 700 leaves, and a proof shows that it had 710 before: this checkpoint is older than the proof"},
		"two logs": {func(d *desk) {
			o := &desk{t: d.t, signer: d.signer, key: d.key, site: d.site}
			o.record(9)
			o.texts[8], o.edge, o.stored = []byte("waidian/1 down\narticle x\n"), translog.Edge{}, nil
			for _, text := range o.texts {
				o.stored = append(o.stored, o.edge.Append(translog.LeafHash(text)))
			}
			o.article(3)
		}, ".tlog-proof: the log of 9 leaves that was signed for it is not the beginning of this one: the desk keeps two logs"},
	} {
		d := sampleDesk(t, 700)
		c.change(d)
		_, err := CheckSite(d.site)
		wants(t, what, err, c.want)
	}
}

// What is withheld is no fault, and is counted.
func TestWithheld(t *testing.T) {
	d := sampleDesk(t, 700)
	delete(d.site, "log/tile/entries/001")
	s, err := CheckSite(d.site)
	if err != nil || s.Log.Withheld != 256 || s.Log.Bundles != 1 || !slices.Equal(s.Log.Absent, []string{"tile/entries/001"}) || s.Log.Texts != 444 {
		t.Errorf("%+v, %v", s, err)
	}
	d.put(stemOf(9)+".html", page(9)) // was read before there was a log
	d.put(stemOf(3)+".html", page(3, 2))
	d.put(stemOf(3)+".json", data(3, 2))
	d.put(stemOf(3)+".timemap", timeMap(3, 2))
	s, err = CheckSite(d.site)
	if err != nil || len(s.Bare) != 1 || s.Pages != 3 || s.Hashes != 4 || s.Unproven != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

// When a key is lost the log goes on under another name, with another key. What was proven under the former name is borne out by
// the log as it is; what another desk proved is not.
func TestFormerName(t *testing.T) {
	d := newDesk(t)
	d.record(300)
	d.article(3)
	d.article(299)
	next := namedDesk(t, origin+"/2")
	d.signer, d.public = next.signer, next.public
	d.record(400)
	d.article(650)
	d.publish()
	s, err := CheckSite(d.site)
	if err != nil || s.Proofs != 3 || s.Former != 2 {
		t.Errorf("%+v, %v", s, err)
	}
	for _, size := range []int{300, 900} {
		other := newDesk(t) // of the same former name
		other.record(2)
		other.texts[1], other.edge, other.stored = []byte("waidian/1 down\narticle x\n"), translog.Edge{}, nil
		for _, text := range other.texts {
			other.stored = append(other.stored, other.edge.Append(translog.LeafHash(text)))
		}
		other.record(size - 2)
		proof := d.site[stemOf(3)+".tlog-proof"]
		d.put(stemOf(3)+".tlog-proof", other.prove(3)) // of the same leaf
		_, err = CheckSite(d.site)
		wants(t, "a proof of another log", err, stemOf(3)+`.tlog-proof: the checkpoint is of the log "desk.example", and the key is of the log "desk.example/2": another desk`)
		d.site[stemOf(3)+".tlog-proof"] = proof
	}
}

// A build that was ended between a leaf and its proof leaves the leaf alone: it shows nothing, and is not false.
func TestLeafAlone(t *testing.T) {
	d := newDesk(t)
	d.record(9)
	d.article(3)
	d.article(4)
	d.publish()
	delete(d.site, stemOf(3)+".tlog-proof")
	if s, err := CheckSite(d.site); err != nil || s.Proofs != 1 || s.Pages != 1 || len(s.Bare) != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

// The proof of an earlier version is borne out by the hash on the page.
func TestEarlierVersion(t *testing.T) {
	d := newDesk(t)
	d.record(9)
	d.article(4)
	d.put(stemOf(4)+".html", page(4, 2, 1))
	d.put(stemOf(4)+".json", data(4, 2, 1))
	d.put(stemOf(4)+".timemap", timeMap(4, 2, 1))
	d.put(stemOf(4)+".1.tlog-proof", d.carrying(2))
	d.publish()
	if s, err := CheckSite(d.site); err != nil || s.Proofs != 2 || s.Earlier != 1 || s.Pages != 1 || s.Hashes != 3 || s.Unproven != 1 || len(s.Pageless) > 0 {
		t.Errorf("%+v, %v", s, err)
	}
	for what, change := range map[string]func(){
		"html: does not name the body of version 1, whose proof lies beside it: sha256:": func() { d.put(stemOf(4)+".html", page(4)) },
		"html: names another body of version 1 than its leaf: ":                          func() { d.put(stemOf(4)+".html", page(4, 3, 1)) },
		"html: names another time of version 1 than its leaf: 2026-03-12T09:00:03Z":      func() { d.put(stemOf(4)+".html", page(4, 3, 1)) },
	} {
		change()
		_, err := CheckSite(d.site)
		wants(t, what, err, stemOf(4)+"."+what)
	}
	delete(d.site, stemOf(4)+".html")
	if s, err := CheckSite(d.site); err != nil || len(s.Pageless) != 2 {
		t.Errorf("%+v, %v", s, err)
	}
}

func parse(at string) (time.Time, error) { return time.Parse(time.RFC3339, at) }

// A page says since when a leaf of before is in the log, as the leaf does, and no other page says so.
func TestPageSaysSinceWhenItIsInTheLog(t *testing.T) {
	at := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	const url = "https://gazette.example/1"
	plain := translog.Leaf{Kind: translog.Capture, URL: url, At: at, Status: 200, Body: sha256.Sum256(body(1))}
	later := plain
	later.Entered = at.Add(time.Hour)
	w := wording.For("en")
	row := func(mark, name, time string) string {
		at, _ := parse(time)
		return `<dt>` + name + `</dt><dd ` + mark + `><time datetime="` + time + `">` + w.Moment(at) + `</time></dd>`
	}
	rows := fmt.Sprintf(`<html lang="en"><dl><dt>Original</dt><dd data-leaf="address"><a href="%s">%s</a></dd>%s<dt>%s</dt><dd data-leaf="body"><code>%x</code></dd>`,
		url, url, row(`data-leaf="at"`, "Captured", "2026-03-12T12:00:00Z"), w.Hash, plain.Body[:])
	since := func(at string) string { return rows + row(`data-log="entered"`, w.InLogSince, at) }
	for _, c := range []struct {
		page string
		leaf translog.Leaf
		want string // part of the error; empty: none
	}{
		{rows, plain, ""},
		{since("2026-03-12T13:00:00Z"), later, ""},
		{since("2026-03-12T12:00:00Z"), later, "names another time of entry than the leaf: 2026-03-12T12:00:00Z"},
		{since("2026-03-12T13:00:00Z"), plain, "names a time of entry in the log, and the leaf has none"},
		{rows, later, "has 0 rows for the time of entry"},
	} {
		_, err := CheckPage([]byte(c.page), Leaves{Present: &c.leaf})
		if fine := err == nil; fine != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s of %+v: %v, want %q", c.page, c.leaf, err, c.want)
		}
	}
}

// A page bears out the leaf of an earlier version only where that is asked for, and only by the version that it is of.
func TestMatchEarlier(t *testing.T) {
	p := Proven{Leaf: translog.Leaf{Kind: translog.Capture, URL: "https://gazette.example/1", At: answeredAt(1), Body: sha256.Sum256(body(1))}}
	late := p
	late.Leaf.At = answeredAt(2)
	for i, c := range []struct {
		of      Proven
		page    []byte
		version int
		want    Match
	}{{p, page(4, 1), 0, None}, {p, page(4, 1), 1, Earlier}, {p, page(4, 1), 2, None}, {p, page(4), 1, None}, {late, page(4, 1), 1, Before}} {
		if got, _, err := c.of.MatchPage(c.page, c.version); got != c.want || (err == nil) != (c.want != None) {
			t.Errorf("%d: %q, want %q: %v", i, got, c.want, err)
		}
	}
}

// A key that was lost, and is listed as that, bears out what it signed before, and nothing after.
func TestLostKey(t *testing.T) {
	d := newDesk(t)
	d.record(300)
	d.article(3)
	lost := d.public + " 0 lost 300\n"
	later := *d
	next := namedDesk(t, origin+"/2")
	d.signer, d.public = next.signer, next.public
	d.record(400)
	d.article(650)
	d.publish()
	d.put("log/key.txt", []byte(lost+d.public+" 301\n"))
	s, err := CheckSite(d.site)
	if err != nil || s.Proofs != 2 || s.Lost != 1 || s.Former != 0 {
		t.Errorf("%+v, %v", s, err)
	}
	// Who has the lost key alone is told so, and not that this is another desk.
	_, err = CheckSite(d.site, d.key)
	wants(t, "the lost key at hand", err, "the key at hand, "+keyID(d.key)+", is one that log/key.txt lists as lost when the log had 300 leaves")
	if strings.Contains(fmt.Sprint(err), "another desk") {
		t.Error(err)
	}
	_, err = CheckSite(d.site, newDesk(t).key)
	wants(t, "a key that is in no list", err, "another desk")
	keys, err := SiteKeys(d.site)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]bool{3: true, 650: false} {
		p, err := Proof(d.site[stemOf(i)+".tlog-proof"].Data, d.texts[i], keys...)
		if err != nil || p.Lost != want {
			t.Errorf("leaf %d: lost %v, %v", i, p.Lost, err)
		}
	}
	later.site = d.site
	later.record(1)
	later.article(3)
	_, err = CheckSite(d.site)
	wants(t, "a proof by who found the key", err, "the checkpoint of 301 leaves is signed by a key that was lost when the log had fewer")
	for _, bad := range []string{" 0 lost", " 0 lost x", " 0 lost 0", " 0 lost -1"} {
		if _, err := Keys([]byte(next.public + bad)); err == nil {
			t.Errorf("a key with%s is read", bad)
		}
	}
}

// A tile that grew whole since the checkpoint was made serves for its part.
func TestTilesThatGrew(t *testing.T) {
	d := sampleDesk(t, 300)
	old := d.site["log/checkpoint"]
	d.record(300)
	d.publish()
	for path := range d.site {
		if strings.Contains(path, ".p/44") {
			delete(d.site, path)
		}
	}
	d.site["log/checkpoint"] = old
	if s, err := CheckSite(d.site); err != nil || s.Log.Size != 300 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestPublished(t *testing.T) {
	d := newDesk(t)
	d.record(300)
	before, _ := d.checkpoint()
	d.record(400)
	now, _ := d.checkpoint()
	d.publish()
	log, err := fs.Sub(d.site, "log")
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		before  translog.Checkpoint
		change  func()
		want    string
		unshown bool
	}{
		"older":                    {before: before, change: func() {}},
		"the same":                 {before: now, change: func() {}},
		"newer":                    {translog.Checkpoint{Origin: origin, Size: 701}, func() {}, "this checkpoint is older than the proof", true},
		"another":                  {translog.Checkpoint{Origin: origin, Size: 300, Root: now.Root}, func() {}, "the desk keeps two logs", false},
		"withheld":                 {before, func() { delete(d.site, "log/tile/0/001") }, "cannot be checked: there is no tile log/tile/0/001", true},
		"changed":                  {before, func() { d.put("log/tile/0/001", make([]byte, 8192)) }, "the tiles in log/tile are not those of the checkpoint: one was changed, or cut", false},
		"cut":                      {before, func() { d.put("log/tile/0/001", make([]byte, 100)) }, "the tiles in log/tile are not those of the checkpoint: one was changed, or cut", false},
		"another of the same size": {translog.Checkpoint{Origin: origin, Size: 700, Root: before.Root}, func() {}, "both have 700 leaves, and they are not the same", false},
		"the same without tiles":   {before: now, change: func() { delete(d.site, "log/tile/0/001") }},
		"no checkpoint":            {before, func() { delete(d.site, "log/checkpoint") }, "it is not there: whether the log that is published begins with that of the proof cannot be told", true},
		"no note":                  {before, func() { d.put("log/checkpoint", []byte("x\n")) }, "not a signed checkpoint: name, size and root", false},
	} {
		d.publish()
		c.change()
		_, err := Published(log, c.before, d.key)
		wants(t, what, err, c.want)
		if u := (Unshown{}); errors.As(err, &u) != c.unshown {
			t.Errorf("%s: what is not shown is taken for a fault, or the reverse", what)
		}
	}
}

// A changed tile is no second log.
func TestChangedTilesAccuseNobody(t *testing.T) {
	d := sampleDesk(t, 700)
	tile := slices.Clone(d.site["log/tile/0/000"].Data)
	tile[99] ^= 4
	d.put("log/tile/0/000", tile)
	_, err := CheckSite(d.site)
	wants(t, "a changed tile", err, "checkpoint: does not fit the tiles: ")
	if strings.Contains(err.Error(), "two logs") {
		t.Error(err)
	}
}

// TestFlippedBits: whatever bit of a tile, a bundle, a checkpoint, a proof or a leaf is turned, or of the hash on a page, it is
// found. Another bit of a page is not what the log shows.
func TestFlippedBits(t *testing.T) {
	d := sampleDesk(t, 700)
	if _, err := CheckSite(d.site, d.key); err != nil {
		t.Fatal(err)
	}
	random := mrand.New(mrand.NewPCG(1, 2))
	for path, file := range d.site {
		if path == "log/key.txt" {
			continue // the key was given
		}
		from, to := 0, len(file.Data)
		if strings.HasSuffix(path, ".json") || strings.HasSuffix(path, ".timemap") {
			continue // say more than their leaf
		}
		if strings.HasSuffix(path, ".html") {
			from = bytes.Index(file.Data, []byte("<code>")) + len("<code>")
			to = from + 2*sha256.Size
		}
		for range 60 {
			flipped := slices.Clone(file.Data)
			at, bit := from+random.IntN(to-from), random.IntN(8)
			flipped[at] ^= 1 << bit
			d.site[path] = &fstest.MapFile{Data: flipped}
			if _, err := CheckSite(d.site, d.key); err == nil {
				t.Errorf("%s: bit %d of byte %d is turned, and nothing is said", path, bit, at)
			}
		}
		d.site[path] = file
	}
}

// TestEveryBitOfAProof turns each bit of a proof, its checkpoint and its leaf.
func TestEveryBitOfAProof(t *testing.T) {
	d := newDesk(t)
	d.record(700)
	proof, leaf := d.prove(3), d.texts[3]
	flip := func(b []byte, i int) []byte {
		out := slices.Clone(b)
		out[i/8] ^= 1 << (i % 8)
		return out
	}
	for i := range 8 * len(proof) {
		if _, err := Proof(flip(proof, i), leaf, d.key); err == nil {
			t.Errorf("proof: bit %d is turned, and nothing is said", i)
		}
	}
	whole := d.carrying(3)
	if _, err := Proof(whole, LeafOf(whole), d.key); err != nil {
		t.Fatal(err)
	}
	for i := range 8 * len(whole) {
		bad := flip(whole, i)
		if _, err := Proof(bad, LeafOf(bad), d.key); err == nil {
			t.Errorf("proof with its leaf: bit %d is turned, and nothing is said", i)
		}
	}
	for i := range 8 * len(leaf) {
		if _, err := Proof(proof, flip(leaf, i), d.key); err == nil {
			t.Errorf("leaf: bit %d is turned, and nothing is said", i)
		}
	}
}

// A page that is not there is said, and is no fault: a build that was ended, or a takedown, leaves such a proof.
func TestProofWithoutAPage(t *testing.T) {
	d := sampleDesk(t, 700)
	delete(d.site, stemOf(3)+".html")
	s, err := CheckSite(d.site)
	if err != nil || !slices.Equal(s.Pageless, []string{stemOf(3) + ".html"}) || s.Pages != 2 {
		t.Errorf("%+v, %v", s, err)
	}
}
