package event

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

func TestHouses(t *testing.T) {
	telling := func(source, outlet, address string) news.Telling {
		return news.Telling{Item: news.Item{Article: news.Article{Source: news.SourceID(source), Outlet: outlet, Canonical: address}}}
	}
	source := func(id, outlet, address, house string) news.Source {
		return news.Source{ID: news.SourceID(id), Outlet: outlet, URL: address, House: house}
	}
	for _, c := range []struct {
		name    string
		a, b    news.Telling
		sources []news.Source
		one     bool
	}{
		{"two outlets", telling("a", "Alder", "https://alder.example/1"), telling("b", "Birch", "https://birch.example/1"), nil, false},
		{"one outlet at two domains", telling("a", "Alder", "https://alder.example/1"), telling("b", "alder", "https://alder.test/1"), nil, true},
		{"two names at one domain", telling("a", "Alder", "https://www.alder.co.uk/1"), telling("b", "Alder Sport", "https://sport.alder.co.uk/1"), nil, true},
		{"two under one public suffix", telling("a", "Alder", "https://alder.co.uk/1"), telling("b", "Birch", "https://birch.co.uk/1"), nil, false},
		{"two blogs of one service", telling("a", "Alder", "https://alder.blogspot.com/1"), telling("b", "Birch", "https://birch.blogspot.com/1"), nil, false},
		{"numbers of hosts are no domains", telling("a", "Alder", "http://127.0.0.1:80/1"), telling("b", "Birch", "http://127.0.0.1:81/1"), nil, false},
		{"the operator says so", telling("a", "Alder", "https://alder.example/1"), telling("b", "Birch", "https://birch.example/1"),
			[]news.Source{source("a", "Alder", "https://alder.example/f", "Wood"), source("b", "Birch", "https://birch.example/f", "wood")}, true},
		{"the operator parts a domain", telling("a", "Alder", "https://host.example/alder/1"), telling("b", "Birch", "https://host.example/birch/1"),
			[]news.Source{source("a", "Alder", "https://host.example/alder", "Alder"), source("b", "Birch", "https://host.example/birch", "Birch")}, false},
		{"feeds at one service", telling("a", "Alder", "https://alder.example/1"), telling("b", "Birch", "https://birch.example/1"),
			[]news.Source{source("a", "Alder", "https://feeds.service.example/a", ""), source("b", "Birch", "https://feeds.service.example/b", "")}, false},
		{"a source between them", telling("a", "Alder", "https://alder.example/1"), telling("b", "Birch", "https://birch.example/1"),
			[]news.Source{source("c", "Alder", "https://birch.example/alder", "")}, true},
		{"without a name", telling("a", "", "http://10.0.0.1/1"), telling("b", "", "http://10.0.0.1/2"), nil, false},
	} {
		got := DirectoryOf(c.sources).Houses([]news.Telling{c.a, c.b}).Housed([]news.Telling{c.a, c.b})
		if one := got[0].House == got[1].House; one != c.one || got[0].House == "" {
			t.Errorf("%s: %q and %q", c.name, got[0].House, got[1].House)
		}
	}
	d := DirectoryOf([]news.Source{source("s", "Alder Video", "https://video.alder.example/f", "")})
	h := d.Houses([]news.Telling{telling("a", "Alder", "https://alder.example/1")})
	if got, want := h.House(source("s", "Alder Video", "", "")), h.House(source("a", "Alder", "", "")); got != want {
		t.Errorf("the house of a source is %q, that of its domain's reports %q", got, want)
	}
	other := d.Houses([]news.Telling{telling("b", "Birch", "https://birch.example/1")})
	if got, want := other.House(source("s", "Alder Video", "", "")), other.House(source("a", "Alder", "", "")); got == want {
		t.Errorf("at an event of other reports, both are of the house %q", got)
	}
}
