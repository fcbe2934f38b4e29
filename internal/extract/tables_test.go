package extract

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// tableRows are the rows of the first table in a piece of HTML; false: it is no table of data.
func tableRows(t *testing.T, src string) (rows []string, data bool) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || !tabular(n) {
			continue
		}
		g := gridOf(n)
		if g == nil {
			return nil, false
		}
		for _, l := range g.lines() {
			rows = append(rows, l.text[:l.label]+"|"+l.text[l.label:])
		}
		return rows, true
	}
	t.Fatal("no table")
	return nil, false
}

// A row names what its figures are, and never by the head of another column.
func TestTables(t *testing.T) {
	for _, c := range []struct {
		name, html string
		want       []string
	}{
		{"thead", `<table><thead><tr><th>Ward<th>Votes<th>Turnout (%)</thead><tr><td>Mill<td>1,204<td>61<tr><td>Quay<td>980<td>55.2</table>`,
			[]string{"Mill|: Votes 1,204, Turnout (%) 61", "Quay|: Votes 980, Turnout (%) 55.2"}},
		{"thead of td", `<table><thead><tr><td>Ward<td>Votes</thead><tr><td>Mill<td>1204<tr><td>Quay<td>980</table>`,
			[]string{"Mill|: Votes 1204", "Quay|: Votes 980"}},
		{"first row of th", `<table><tr><th>Ward<th>Votes<tr><td>Mill<td>1204</table>`, []string{"Mill|: Votes 1204"}},
		{"one th in the first row", `<table><tr><th>Ward<td>Votes<td>Seats<tr><td>Mill<td>1204<td>3<tr><td>Quay<td>980<td>2</table>`,
			[]string{"Mill|: Votes 1204, Seats 3", "Quay|: Votes 980, Seats 2"}},
		{"heads of rows alone", `<table><tr><th>Built<td>1911<tr><th>Length:<td>212 m</table>`, []string{"Built|: 1911", "Length|: 212 m"}},
		{"two columns, no heads", `<table><tr><td>Owner<td>The town<tr><td>Built<td>1911<tr><td>Length<td>212 m</table>`,
			[]string{"Owner|: The town", "Built|: 1911", "Length|: 212 m"}},
		{"figures without heads", `<table><tr><td>Mill<td>1204<td>3<tr><td>Quay<td>980<td>2</table>`, []string{"Mill|: 1204, 3", "Quay|: 980, 2"}},
		{"heads that nothing marks", `<table><tr><td>Ward<td>Votes<td>Seats<tr><td>Mill<td>1204<td>3<tr><td>Quay<td>980<td>2</table>`,
			[]string{"Mill|: Votes 1204, Seats 3", "Quay|: Votes 980, Seats 2"}},
		{"heads in bold", `<table><tr><td><b>Ward</b><td><strong>Held by</strong><tr><td>Mill<td>Reed<tr><td>Quay<td>Moor</table>`,
			[]string{"Mill|: Held by Reed", "Quay|: Held by Moor"}},
		{"a winner in bold is no head", `<table><tr><td><b>Reed</b><td><b>61</b><tr><td>Moor<td>39</table>`, []string{"Reed|: 61", "Moor|: 39"}},
		{"scopes", `<table><tr><td><th scope=col>2023<th scope=col>2024<tr><th scope=row>Mill<td>7<td>9</table>`, []string{"Mill|: 2023: 7, 2024: 9"}},
		{"heads of two levels", `<table><thead><tr><th rowspan=2>Ward<th colspan=2>2023<th colspan=2>2024<tr><th>Votes<th>Seats<th>Votes<th>Seats</thead><tr><td>Mill<td>1<td>2<td>3<td>4</table>`,
			[]string{"Mill|: 2023 Votes 1, 2023 Seats 2, 2024 Votes 3, 2024 Seats 4"}},
		{"a head of several rows", `<table><tr><th>Ward<th>Street<th>Votes<tr><td rowspan=2>Mill<td>Lock<td>7<tr><td>Weir<td>9<tr><td>Quay<td>Pier<td>4</table>`,
			[]string{"Mill, Lock|: Votes 7", "Mill, Weir|: Votes 9", "Quay, Pier|: Votes 4"}},
		{"a value of several rows", `<table><tr><th>Ward<th>Votes<th>Judge<tr><td>Mill<td>7<td rowspan=2>Reed<tr><td>Quay<td>9</table>`,
			[]string{"Mill|: Votes 7, Judge Reed", "Quay|: Votes 9, Judge Reed"}},
		{"a value of two columns", `<table><tr><th>Ward<th>Votes<th>Seats<tr><td>Mill<td colspan=2>not held<tr><td>Quay<td>9<td>1</table>`,
			[]string{"Mill|: Votes / Seats not held", "Quay|: Votes 9, Seats 1"}},
		{"ranks", `<table><tr><th>#<th>Crew<th>Points<tr><td>1.<td>Mill<td>80<tr><td>2.<td>Quay<td>76</table>`,
			[]string{"# 1., Mill|: Points 80", "# 2., Quay|: Points 76"}},
		{"empty heads", `<table><tr><th><th>Votes<th><tr><td>Mill<td>7<td>up<tr><td>Quay<td>9<td>down</table>`,
			[]string{"Mill|: Votes 7, up", "Quay|: Votes 9, down"}},
		{"fewer heads than columns", `<table><tr><th>Votes<th>Seats<tr><td>Mill<td>7<td>1<tr><td>Quay<td>9<td>2</table>`,
			[]string{"Mill|: 7, 1", "Quay|: 9, 2"}},
		{"a ragged row", `<table><tr><th>Ward<th>Votes<th>Seats<tr><td>Mill<td>7<td>1<tr><td>Quay<td>9<tr><td>Lock<td>4<td>2</table>`,
			[]string{"Mill|: Votes 7, Seats 1", "|Quay, 9", "Lock|: Votes 4, Seats 2"}},
		{"a hole under a tall cell", `<table><tr><th>Ward<th>Votes<th>Seats<tr><td>Mill<td>7<td rowspan=3>1<tr><td>Quay<tr><td>Lock<td>3</table>`,
			[]string{"Mill|: Votes 7, Seats 1", "|Quay, 1", "Lock|: Votes 3, Seats 1"}},
		{"a title and a total", `<table><tr><th colspan=2>Count of Monday<tr><th>Ward<th>Votes<tr><td>Mill<td>7<tr><td>Quay<td>9<tfoot><tr><td>All<td>16</table>`,
			[]string{"Count of Monday|", "Mill|: Votes 7", "Quay|: Votes 9", "All|: Votes 16"}},
		{"a head in one cell", `<table><tr><th>Count<tr><td>Mill<td>7<tr><td>Quay<td>9</table>`, []string{"Count|", "Mill|: 7", "Quay|: 9"}},
		{"groups", `<table><tr><th>Ward<th>Votes<tr><th colspan=2>North<tr><td>Mill<td>7<tr><th colspan=2>South<tr><td>Quay<td>9</table>`,
			[]string{"North|", "Mill|: Votes 7", "South|", "Quay|: Votes 9"}},
		{"other heads further down", `<table><tr><th>Ward<th>Votes<tr><td>Mill<td>7<tr><th>Ward<th>Seats<tr><td>Quay<td>2</table>`,
			[]string{"Mill|: Votes 7", "Quay|: Seats 2"}},
		{"heads of other columns further down", `<table><tr><th>Ward<th>Votes<tr><td>Mill<td>7<tr><td>Lock<td>3<tr><th>Ward<th>Seats<th>Judge<tr><td>Quay<td>2</table>`,
			[]string{"Mill|: Votes 7", "Lock|: Votes 3", "|Ward, Seats, Judge", "|Quay, 2"}},
		{"notes, powers, lines", `<table><tr><th>Ward<th>Votes<br>cast<tr><td>Mill<td>7<sup><a href="#n">1</a></sup><tr><td>Quay<td>340<sup>2</sup><tr><td>Lock<td>340<br>210<tr><td>Weir<td>4 km<sup>2</sup></table>`,
			[]string{"Mill|: Votes cast 7", "Quay|: Votes cast 340^2", "Lock|: Votes cast 340 / 210", "Weir|: Votes cast 4 km2"}},
		{"values with commas", `<table><tr><th>Ward<th>Seen<th>By<tr><td>Mill<td>Lock, Weir<td>Reed</table>`, []string{"Mill|: Seen Lock, Weir; By Reed"}},
		{"heads again for narrow screens", `<table><tr><th>Ward<th>Votes<tr><td><span>Ward</span> Mill<td><span>Votes:</span> 7</table>`, []string{"Ward Mill|: Votes 7"}},
		{"pictures and what is hidden", `<table><tr><th>Ward<th>Open<tr><td><img alt="flag"> Mill<td><img alt="yes"><tr><td>Quay<td><span style="display: none">3</span>no</table>`,
			[]string{"Mill|: Open yes", "Quay|: Open no"}},
		{"years as heads of rows", `<table><tr><th>Year<th>East<th>West<tr><td>2023<td>340<td>210<tr><td>2024<td>360<td>190</table>`,
			[]string{"2023|: East 340, West 210", "2024|: East 360, West 190"}},
		{"roles", `<div role=table><div role=rowgroup><div role=row><span role=columnheader>Ward</span><span role=columnheader>Votes</span></div></div>` +
			`<div role=row><span role=rowheader>Mill</span><span role=cell>7</span></div></div>`, []string{"Mill|: Votes 7"}},
		{"styles", `<div style="display: table"><div style="display:table-row"><div style="display:table-cell">Mill</div><div style="display:table-cell">7</div></div>` +
			`<div style="display:table-row"><div style="display:table-cell">Quay</div><div style="display:table-cell">9</div></div></div>`, []string{"Mill|: 7", "Quay|: 9"}},
		{"prose beside prose", `<table><tr><th>For<th>Against<tr><td>The boats can lie at the old quay until the spring has come.<td>The old quay has no crane and no water.` +
			`<tr><td>Nobody has to leave the town, and the market stays where it is.<td>The market loses half of its stalls.</table>`,
			[]string{"|For The boats can lie at the old quay until the spring has come., Against The old quay has no crane and no water.",
				"|For Nobody has to leave the town, and the market stays where it is.; Against The market loses half of its stalls."}},
		{"questions", `<table><tr><th>Who won?<td>Reed<tr><th>By how much?<td>22 votes</table>`, []string{"Who won?| Reed", "By how much?| 22 votes"}},
		{"words for screen readers", `<table><tr><th>Ward<th>P<span class="sr-only">layed</span><tr><td>Mill<td><span class="sr-only">7</span></table>`, []string{"Mill|: P 7"}},
		{"heads that sort", `<table><tr><th><button>Ward</button><th><button>Votes</button> ▲▼<tr><td>Mill<td>7 <button>more</button></table>`, []string{"Mill|: Votes 7"}},
		{"heads for narrow screens", `<table><tr><td data-label="Ward">Mill<td data-label="Votes:">7<td data-label="Seats">1<tr><td data-label="Ward">Quay<td data-label="Seats">2</table>`,
			[]string{"Mill|: Votes 7, Seats 1", "|Ward Quay, Seats 2"}},
		{"Chinese", `<table><tr><th>选区<th>得票<th>增减<tr><td>磨坊<td>34.2%<td>+3.1</table>`, []string{"磨坊|: 得票 34.2%, 增减 +3.1"}},
		{"links in one column", `<table><tr><th>Crew<th>Points<tr><td><a href=/m>Mill Lane</a><td>80<tr><td><a href=/q>Quay</a><td>76</table>`,
			[]string{"Mill Lane|: Points 80", "Quay|: Points 76"}},
	} {
		if got, data := tableRows(t, c.html); !data || !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

// What lays out a page is no table of data.
func TestTablesThatLayOut(t *testing.T) {
	long := strings.Repeat("The weir was raised again after the night of the flood. ", 6)
	for name, src := range map[string]string{
		"columns of a page":    `<table><tr><td>Menu<td>` + long + `</table>`,
		"paragraphs":           `<table><tr><td>` + long + `<td>1<tr><td>` + long + `<td>2</table>`,
		"by its role":          `<table role=presentation><tr><th>A<th>B<tr><td>1<td>2</table>`,
		"a table in a table":   `<table><tr><th>A<th>B<tr><td>1<td><table><tr><td>2</table></table>`,
		"a form":               `<table><tr><td>Name<td><select><option>A</select><tr><td>Town<td>B</table>`,
		"one column":           `<table><tr><td>A<tr><td>B</table>`,
		"links":                `<table><tr><td><a href=/1>One</a><td><a href=/2>Two</a><tr><td><a href=/3>Three</a><td><a href=/4>Four</a></table>`,
		"a line without heads": `<table><tr><td>A<td>B</table>`,
		"nothing":              `<table></table>`,
	} {
		if rows, data := tableRows(t, src); data {
			t.Errorf("%s: %q", name, rows)
		}
	}
}

// A table in the report's own place is in its text, whole; one that is made of links or is too large is not, and the latter is noted.
func TestTablesInReports(t *testing.T) {
	prose := prose1
	wards := `<tr><th>Ward</th><th>Votes</th></tr><tr><td>Mill</td><td>1204</td></tr><tr><td>Quay</td><td>980</td></tr>`
	for _, c := range []struct {
		name, table string
		rows        int
		noted       bool
	}{
		{"between paragraphs", prose + prose2 + `<table>` + wards + `</table>` + prose3, 2, false},
		{"at the end", prose + prose2 + prose3 + `<div class="wrap"><table>` + wards + `</table></div>`, 2, false},
		{"after a heading", prose + prose2 + `<h3>The count</h3><table>` + wards + `</table>` + prose3, 2, false},
		{"in a figure with a caption", prose + prose2 + `<figure><table>` + wards + `</table><figcaption>Votes by ward</figcaption></figure>` + prose3, 3, false},
		{"with a caption of its own", prose + prose2 + `<table><caption>Votes by ward</caption>` + wards + `</table>` + prose3, 3, false},
		{"in an aside of others", prose + prose2 + prose3 + `<aside class="related"><table>` + wards + `</table></aside>`, 0, false},
		{"without end", prose + prose2 + `<table>` + wards + strings.Repeat(`<tr><td>Lock</td><td>7</td></tr>`, maxRows) + `</table>` + prose3, 0, true},
	} {
		src := `<html lang=en><head><title>Millbrook counts its votes</title></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>` +
			`<main><article><h1>Millbrook counts its votes</h1><div class="story">` + c.table + `</div></article></main><footer><p>Contact us</p></footer></body></html>`
		a, err := Extract(news.Capture{Final: "https://mill.example/count", Status: 200, Body: []byte(src)}, Options{})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		rows := 0
		for _, b := range a.Blocks {
			if b.Kind == "row" {
				if rows++; len(b.Ends) != 1 || b.Label == 0 {
					t.Errorf("%s: %+v", c.name, b)
				}
			} else if strings.Contains(b.Text, "1204") {
				t.Errorf("%s: a cell stands alone: %q", c.name, b.Text)
			}
		}
		noted := false
		for _, n := range a.Notes {
			noted = noted || n.Code == "table"
		}
		if rows != c.rows || noted != c.noted {
			t.Errorf("%s: %d rows, noted %v: want %d, %v", c.name, rows, noted, c.rows, c.noted)
		}
		for _, p := range []string{"counted the votes", "recount", "the old mill"} {
			if !strings.Contains(a.Text(), p) {
				t.Errorf("%s: %q is missing", c.name, p)
			}
		}
	}
}

// The cells of a table are bounded, whatever it says of their spans, and so is how often one is looked at.
func TestTablesOfHostilePages(t *testing.T) {
	for name, src := range map[string]string{
		"wide":  `<table>` + strings.Repeat(`<tr><td colspan=999999>a<td colspan=30>b`, 50) + `</table>`,
		"tall":  `<table>` + strings.Repeat(`<tr><td rowspan=999999>a`, 3000) + `</table>`,
		"both":  `<table>` + strings.Repeat(`<tr><td rowspan=0 colspan=7>a<td rowspan=70>b<td rowspan=-1>`, 900) + `</table>`,
		"roles": strings.Repeat(`<div role=table><div role=row><div role=cell>a</div>`, 2000),
	} {
		doc, err := html.Parse(strings.NewReader(string(prune([]byte(src)))))
		if err != nil {
			t.Fatal(err)
		}
		if blocks, _ := cut(doc, meanings{}); len(blocks) > 2*maxCells {
			t.Errorf("%s: %d blocks", name, len(blocks))
		}
		for n := range doc.Descendants() {
			if n.DataAtom != atom.Table {
				continue
			}
			g := grid{}
			if g.collect(n, false); g.deep > maxCells+2*maxColumns || len(g.rows) > maxRows {
				t.Errorf("%s: %d cells in %d rows", name, g.deep, len(g.rows))
			}
		}
	}
}
