// Package newsroom is the small world that the demo of the desk reads: invented
// outlets with invented reports, served over HTTP as real outlets serve theirs,
// and a language model that answers from recordings. Every sentence in it was
// written for it; no outlet, company or person below a head of state exists.
//
// It listens on nothing, asks nothing of the network and never reads the clock:
// its days are fixed, and its second edition begins when Edition says so.
package newsroom

import (
	"embed"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/waidian/waidian/internal/news"
)

//go:embed content templates
var files embed.FS

// Start is the time of the desk's first look at the newsroom, Second the time at which the
// second edition is out, and Third a time more than an hour later, at which nothing has changed
// since: a report that is gone is gone by then twice. All fall on a Thursday.
func Start() time.Time  { return time.Date(2026, time.March, 12, 9, 0, 0, 0, time.UTC) }
func Second() time.Time { return time.Date(2026, time.March, 12, 11, 30, 0, 0, time.UTC) }
func Third() time.Time  { return time.Date(2026, time.March, 12, 12, 40, 0, 0, time.UTC) }

// Editions are hours of the day in Shanghai, one before each of the looks at which an edition is to be cut: the first and the third.
func Editions() []string { return []string{"16:00", "20:00"} }

// Options of a newsroom; the zero value is the first edition.
type Options struct {
	Edition int // 1 or 2; 0 is 1
}

// Newsroom answers for all outlets; the Host header says for which.
// It may be used by several goroutines.
type Newsroom struct {
	edition atomic.Int32
	press   *press
	pages   pages
}

// New opens the bundled newsroom.
func New(o Options) *Newsroom {
	n := &Newsroom{press: load(), pages: parsePages()}
	n.Edition(max(o.Edition, 1))
	return n
}

// Edition switches what is published to that edition, 1 or 2, from the next request on.
func (n *Newsroom) Edition(e int) { n.edition.Store(int32(min(max(e, 1), 2))) }

// ServeHTTP answers as the outlet named by the Host header does.
func (n *Newsroom) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, found := strings.Cut(r.Host, ".localhost")
	o, ok := n.press.outlet(name)
	if !found || !ok {
		http.Error(w, "no outlet at "+r.Host, http.StatusMisdirectedRequest)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	n.answer(w, r, o, int(n.edition.Load()))
}

// Sources lists what the desk watches when the newsroom listens on port; port 0
// leaves the port out of the addresses.
func Sources(port int) []news.Source {
	at := ""
	if port != 0 {
		at = ":" + strconv.Itoa(port)
	}
	var list []news.Source
	for _, o := range outlets() {
		list = append(list, news.Source{
			ID:      news.SourceID(o.Host + "-china"),
			Name:    o.SourceName,
			Outlet:  o.Name,
			URL:     "http://" + o.Host + ".localhost" + at + o.ListPath,
			Lang:    o.Lang,
			Country: o.Country,
			Rights:  news.RightsFull,
			Why:     o.Why,
		})
	}
	return list
}

// Beat is what the demo's desk looks for in the newsroom's lists.
func Beat() []string {
	return []string{
		"China", "Chinas", "Chinese", "Beijing", "Shanghai", "Hong Kong", "Taiwan", "Xinjiang", "Tibet",
		"chinesisch", "chinesische", "chinesischen", "chinesischer", "Peking",
		"中国", "中國", "北京", "上海", "香港", "台湾", "台灣",
	}
}
