package extract

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// rule is what has to be said of one outlet's pages because nothing on them says
// it. It is data: a file in rules/ named for the host, with its test page in
// testdata/.
type rule struct {
	Hosts []string `json:"hosts"` // the host names it is for, subdomains included
	Body  string   `json:"body"`  // CSS selector: the report lies inside, and nowhere else
	Drop  []string `json:"drop"`  // CSS selectors: none of this is the report

	body cascadia.SelectorGroup
	drop []cascadia.SelectorGroup
	in   map[*html.Node]bool // matches of body on the page at hand
}

//go:embed rules/*.json
var ruleFiles embed.FS

// outlets are the rules by host name. A file that cannot be read is a mistake of
// ours; the tests read it.
var outlets = sync.OnceValues(func() (map[string]*rule, error) {
	out := map[string]*rule{}
	files, err := ruleFiles.ReadDir("rules")
	if err != nil {
		return out, err
	}
	for _, f := range files {
		raw, err := ruleFiles.ReadFile("rules/" + f.Name())
		if err != nil {
			return out, err
		}
		r, err := parseRule(raw)
		if err != nil {
			return out, fmt.Errorf("rules/%s: %w", f.Name(), err)
		}
		for _, h := range r.Hosts {
			out[h] = r
		}
	}
	return out, nil
})

func parseRule(raw []byte) (*rule, error) {
	var r rule
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, err
	}
	var err error
	if r.Body != "" {
		if r.body, err = cascadia.ParseGroup(r.Body); err != nil {
			return nil, fmt.Errorf("selector %q: %w", r.Body, err)
		}
	}
	for _, s := range r.Drop {
		g, err := cascadia.ParseGroup(s)
		if err != nil {
			return nil, fmt.Errorf("selector %q: %w", s, err)
		}
		r.drop = append(r.drop, g)
	}
	return &r, nil
}

// ruleFor returns the rule of the host or of the domain above it, applied to the
// page: what it drops is gone from the tree.
func ruleFor(address string, root *html.Node) *rule {
	known, _ := outlets()
	for host := hostName(address); host != ""; _, host, _ = strings.Cut(host, ".") {
		if r := known[host]; r != nil {
			return r.apply(root)
		}
	}
	return nil
}

func (r *rule) apply(root *html.Node) *rule {
	for _, g := range r.drop {
		for _, n := range cascadia.QueryAll(root, g) {
			if n.Parent != nil {
				n.Parent.RemoveChild(n)
			}
		}
	}
	here := *r
	here.in = map[*html.Node]bool{}
	if r.body != nil {
		for _, n := range cascadia.QueryAll(root, r.body) {
			here.in[n] = true
		}
	}
	return &here
}

// weigh brings the rule to bear: outside its body nothing is the report.
func (r *rule) weigh(c *view) {
	if r == nil || len(r.in) == 0 {
		return
	}
	for _, b := range c.blocks {
		inside := false
		for x := b.box; x != nil && !inside; x = x.parent {
			inside = r.in[x.node]
		}
		switch {
		case !inside:
			b.prob = 0
		case b.prob > 0.05:
			b.prob = max(b.prob, 0.9)
		}
	}
}
