package epub

import (
	"archive/zip"
	_ "embed"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
	"time"
)

// The names in the container (EPUB 3.3, section 4).
const (
	mediaType   = "application/epub+zip"
	folder      = "EPUB/"
	packageFile = "package.opf"
	navFile     = "nav.xhtml"
	titleFile   = "title.xhtml"
	styleFile   = "book.css"
)

const container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="` + folder + packageFile + `" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`

//go:embed book.css
var styleSheet string

// epoch is the first moment that a zip file can name. Files that do not depend on the
// reports bear it.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// writeFront writes what comes before the first chapter. The media type must be the first file, stored, without
// extra field or data descriptor (EPUB 3.3, section 4.2.2), which only CreateRaw leaves out.
func (p *press) writeFront() error {
	h := &zip.FileHeader{
		Name: "mimetype", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(mediaType)),
		CompressedSize64: uint64(len(mediaType)), UncompressedSize64: uint64(len(mediaType)),
		//lint:ignore SA1019 Modified would ask for the extra field that must not be there
		ModifiedDate: 1<<5 | 1, // 1980-01-01
	}
	w, err := p.zip.CreateRaw(h)
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte(mediaType)); err != nil {
		return err
	}
	p.buf.Reset()
	p.buf.WriteString(container)
	if err := p.put("META-INF/container.xml", epoch); err != nil {
		return err
	}
	p.buf.Reset()
	p.buf.WriteString(styleSheet)
	return p.put(folder+styleFile, epoch)
}

// put writes the buffer as a file of the container.
func (p *press) put(name string, at time.Time) error {
	w, err := p.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
	if err != nil {
		return err
	}
	_, err = w.Write(p.buf.Bytes())
	return err
}

// head begins a document in the buffer. Its language is the book's.
func (p *press) head(title string) {
	p.buf.Reset()
	fmt.Fprintf(&p.buf, `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="%[1]s" lang="%[1]s">
<head><meta charset="UTF-8"/><title>%[2]s</title><link rel="stylesheet" type="text/css" href="%[3]s"/></head>
<body>
`, p.w.Tag, esc(title), styleFile)
}

// add ends the document in the buffer and writes it.
func (p *press) add(file string, at time.Time) error {
	p.buf.WriteString("</body>\n</html>\n")
	return p.put(folder+file, at)
}

// finish writes what is known only after all reports.
func (p *press) finish() error {
	if err := p.titlePage(); err != nil {
		return err
	}
	if err := p.contents(); err != nil {
		return err
	}
	p.packageDocument()
	if err := p.put(folder+packageFile, p.newest); err != nil {
		return err
	}
	return p.zip.Close()
}

// partPage is the page before the reports of a part: its title, and what it holds.
func (p *press) partPage(part chapter, reports []chapter) error {
	p.head(part.title)
	fmt.Fprintf(&p.buf, "<section epub:type=\"part\" class=\"part\">\n<h1%s>%s</h1>\n<ol class=\"list\">\n", in(part.lang), esc(part.title))
	for _, e := range reports {
		fmt.Fprintf(&p.buf, `<li><a href="%s"%s>%s</a> <small class="from">%s</small></li>`+"\n", e.file, in(e.lang), esc(e.title), esc(e.from))
	}
	p.buf.WriteString("</ol>\n</section>\n")
	return p.add(part.file, p.newest)
}

func (p *press) titlePage() error {
	w := p.w
	p.head(p.book.Title)
	fmt.Fprintf(&p.buf, "<section epub:type=\"titlepage\" class=\"title\">\n<h1>%s</h1>\n", esc(p.book.Title))
	span := w.Day(p.first)
	if p.last != p.first {
		span += " – " + w.Day(p.last)
	}
	facts := []string{span, w.NReports(p.reports), w.NOutlets(len(p.outlets))}
	fmt.Fprintf(&p.buf, "<p class=\"meta\">%s</p>\n", esc(strings.Join(facts, " · ")))
	if p.book.Publisher != "" && !strings.HasPrefix(p.book.Title, p.book.Publisher) {
		fmt.Fprintf(&p.buf, "<p class=\"meta\">%s</p>\n", esc(p.book.Publisher))
	}
	fmt.Fprintf(&p.buf, "<p>%s</p>\n<p>%s</p>\n</section>\n", esc(w.BookLead), esc(w.BookMarks))
	return p.add(titleFile, p.newest)
}

// contents is the navigation document (EPUB 3.3, section 7).
func (p *press) contents() error {
	p.head(p.w.Contents)
	fmt.Fprintf(&p.buf, "<nav epub:type=\"toc\" id=\"toc\">\n<h1>%s</h1>\n<ol>\n", esc(p.w.Contents))
	within := false
	for _, e := range p.spine {
		if within && e.depth == 0 {
			p.buf.WriteString("</ol></li>\n")
			within = false
		}
		if e.part {
			fmt.Fprintf(&p.buf, `<li><a class="part" href="%s"%s>%s</a><ol>`+"\n", e.file, in(e.lang), esc(e.title))
			within = true
			continue
		}
		fmt.Fprintf(&p.buf, `<li><a href="%s"%s>%s</a></li>`+"\n", e.file, in(e.lang), esc(e.title))
	}
	if within {
		p.buf.WriteString("</ol></li>\n")
	}
	fmt.Fprintf(&p.buf, `</ol>
</nav>
<nav epub:type="landmarks" hidden="hidden">
<ol><li><a epub:type="toc" href="%s">%s</a></li><li><a epub:type="bodymatter" href="%s">%s</a></li></ol>
</nav>
`, "#toc", esc(p.w.Contents), p.spine[0].file, esc(p.w.FullText))
	return p.add(navFile, p.newest)
}

// packageDocument describes the book (EPUB 3.3, section 5).
func (p *press) packageDocument() {
	b := &p.buf
	b.Reset()
	fmt.Fprintf(b, `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="%s">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">%s</dc:identifier>
<dc:title>%s</dc:title>
`, p.w.Tag, identifier(p.name), esc(p.book.Title))
	p.element("dc:language", p.w.Tag)
	delete(p.langs, p.w.Tag)
	for _, l := range slices.Sorted(maps.Keys(p.langs)) {
		p.element("dc:language", l)
	}
	if p.book.Publisher != "" {
		p.element("dc:publisher", p.book.Publisher)
	}
	p.element("dc:date", p.newest.Format(time.DateOnly))
	p.element("dc:rights", p.w.BookRights)
	for _, m := range [][2]string{
		{"dcterms:modified", p.newest.Format("2006-01-02T15:04:05Z")},
		{"schema:accessMode", "textual"}, {"schema:accessModeSufficient", "textual"},
		{"schema:accessibilityFeature", "structuralNavigation"}, {"schema:accessibilityFeature", "tableOfContents"},
		{"schema:accessibilityHazard", "none"}, {"schema:accessibilitySummary", p.w.BookAccess},
	} {
		fmt.Fprintf(b, "<meta property=\"%s\">%s</meta>\n", m[0], esc(m[1]))
	}
	fmt.Fprintf(b, `</metadata>
<manifest>
<item id="nav" href="%s" media-type="application/xhtml+xml" properties="nav"/>
<item id="title" href="%s" media-type="application/xhtml+xml"/>
<item id="style" href="%s" media-type="text/css"/>
`, navFile, titleFile, styleFile)
	for _, e := range p.spine {
		fmt.Fprintf(b, "<item id=\"%s\" href=\"%s\" media-type=\"application/xhtml+xml\"/>\n", id(e.file), e.file)
	}
	b.WriteString("</manifest>\n<spine>\n<itemref idref=\"title\"/>\n<itemref idref=\"nav\"/>\n")
	for _, e := range p.spine {
		fmt.Fprintf(b, "<itemref idref=\"%s\"/>\n", id(e.file))
	}
	b.WriteString("</spine>\n</package>\n")
}

func (p *press) element(name, value string) {
	fmt.Fprintf(&p.buf, "<%[1]s>%[2]s</%[1]s>\n", name, esc(value))
}

func id(file string) string { return strings.TrimSuffix(file, ".xhtml") }
