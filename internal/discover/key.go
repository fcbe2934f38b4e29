package discover

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// longestAddress is longer than any server takes; what is longer is its own key.
const longestAddress = 8192

// Key returns the form of an address in which two addresses of one page are
// equal: https, a lower-case host without www, mobile and AMP parts, no default
// port, fragment or tracking fields, the query in order. It is for comparison, not
// for fetching. What is no http or https address is returned as it came.
func Key(address string) string {
	key := once(address)
	for range 8 { // what is left of an odd address may be an address that has a shorter form
		again := once(key)
		if again == key {
			break
		}
		key = again
	}
	return key
}

func once(address string) string {
	for {
		u, err := url.Parse(strings.TrimSpace(address))
		if err != nil || len(address) > longestAddress || !web(u.String()) {
			return address
		}
		inner := unwrapAMP(u)
		if inner == "" {
			return canonical(u)
		}
		address = inner
	}
}

func canonical(u *url.URL) string {
	key := "https://" + keyHost(u) + keyPath(u.EscapedPath())
	if q := keyQuery(u.RawQuery); q != "" {
		key += "?" + q
	}
	if strings.HasPrefix(u.Fragment, "!") {
		key += "#" + u.EscapedFragment()
	}
	return key
}

// unwrapAMP returns the address inside that of an AMP cache or viewer
// (amp.dev, "AMP Cache URL format"), or "".
func unwrapAMP(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	p := slashes(u.EscapedPath())
	switch {
	case strings.HasSuffix(host, ".cdn.ampproject.org"):
		if len(p) < 3 || p[2] != '/' {
			return ""
		}
		p = p[2:]
	case (host == "www.google.com" || host == "google.com") && strings.HasPrefix(p, "/amp/"):
		p = p[4:]
	default:
		return ""
	}
	scheme := "http://"
	if rest, ok := strings.CutPrefix(p, "/s/"); ok {
		scheme, p = "https://", "/"+rest
	}
	inner := scheme + p[1:]
	if u.RawQuery != "" {
		inner += "?" + u.RawQuery
	}
	if v, err := url.Parse(inner); err != nil || !strings.Contains(v.Host, ".") || len(inner) >= len(u.String()) {
		return ""
	}
	return inner
}

// keyHost is the host in lower case and ASCII, without a default port and
// without the labels that name a view of the site.
func keyHost(u *url.URL) string {
	host := strings.TrimRight(strings.ToLower(u.Hostname()), ".")
	if a, err := idna.Lookup.ToASCII(host); err == nil {
		host = a
	}
	labels := strings.FieldsFunc(host, func(r rune) bool { return r == '.' }) // an empty one is none
	host = strings.Join(labels, ".")
	suffix, _ := publicsuffix.PublicSuffix(host)
	least := strings.Count(suffix, ".") + 2
	for len(labels) > least && view(labels[0]) {
		labels = labels[1:]
	}
	if len(labels) > least+1 {
		labels = slices.DeleteFunc(labels, func(l string) bool { return l == "m" })
	}
	host = strings.Join(labels, ".")
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if p := u.Port(); p != "" && p != "80" && p != "443" {
		host += ":" + p
	}
	return host
}

// view reports whether a host's first label names a view of the site, not a part of it.
func view(label string) bool {
	switch label {
	case "www", "m", "mobile", "amp", "touch", "wap":
		return true
	}
	return false
}

// slashes makes one slash of several.
func slashes(p string) string {
	for strings.Contains(p, "//") {
		p = strings.ReplaceAll(p, "//", "/")
	}
	return p
}

// keyPath is the path with its escapes in one form, without AMP markers, index
// file and closing slash.
func keyPath(p string) string {
	p = slashes(escapes(p))
	for {
		before := p
		p = strings.TrimRight(p, "/")
		p = strings.TrimSuffix(p, "/amp")
		p = strings.TrimSuffix(p, ".amp")
		if base, ok := strings.CutSuffix(p, ".amp.html"); ok {
			p = base + ".html"
		}
		if strings.HasPrefix(p, "/amp/") {
			p = p[4:]
		}
		if index(path.Base(p)) {
			p = p[:strings.LastIndexByte(p, '/')+1]
		}
		if p == before {
			return p
		}
	}
}

// index reports whether a file name means its folder.
func index(name string) bool {
	base, ext, _ := strings.Cut(strings.ToLower(name), ".")
	if base != "index" && base != "default" {
		return false
	}
	switch ext {
	case "html", "htm", "shtml", "php", "asp", "aspx", "jsp":
		return true
	}
	return false
}

// escapes gives percent-escapes one form (RFC 3986, 6.2.2): upper-case digits,
// no escape for what needs none, and one for a sign of per cent that begins none.
func escapes(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b.WriteByte(s[i])
			continue
		}
		if i+2 >= len(s) || !hex(s[i+1]) || !hex(s[i+2]) {
			b.WriteString("%25")
			continue
		}
		if c := unhex(s[i+1])<<4 | unhex(s[i+2]); unreserved(c) {
			b.WriteByte(c)
		} else {
			b.WriteString(strings.ToUpper(s[i : i+3]))
		}
		i += 2
	}
	return b.String()
}

func hex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

func unreserved(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

// spaces are written in one way: a query may have them in three.
var spaces = strings.NewReplacer("+", "%20", " ", "%20")

// keyQuery is the query without the fields that say who sent the reader, in order.
func keyQuery(raw string) string {
	var keep []string
	for pair := range strings.SplitSeq(raw, "&") {
		pair = strings.TrimSpace(pair) // what ends one field may be within the next, or end the address
		name, value, _ := strings.Cut(pair, "=")
		if pair != "" && !tracking(unescaped(name), unescaped(value)) {
			keep = append(keep, escapes(spaces.Replace(pair)))
		}
	}
	slices.Sort(keep)
	return strings.Join(slices.Compact(keep), "&")
}

// unescaped is a name or value of a query in lower case, without escapes.
func unescaped(s string) string {
	if u, err := url.QueryUnescape(s); err == nil {
		s = u
	}
	return strings.ToLower(s)
}

// tracking reports whether a query field says where the reader came from, or
// asks for another view of the same page.
func tracking(name, value string) bool {
	if trackers[name] {
		return true
	}
	for _, p := range trackerPrefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	switch name {
	case "ref", "referrer", "from", "source", "src", "partner", "emc", "via", "cmpid", "feature":
		return channels[value]
	case "output", "outputtype", "format", "view", "type":
		return value == "amp"
	case "amp":
		return value == "" || value == "1" || value == "true"
	}
	return false
}

// The names are those that the tracking tools document for their own links.
var trackers = names(`fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh li_fat_id mkt_tok
 _ga _gl _hsenc _hsmi __twitter_impression guccounter guce_referrer guce_referrer_sig ref_src ref_url cmp ncid
 ocid smid smtyp s_cid xtor wt.mc_id ito sr_share socialsrc sharetype tracking_id campaign_id wpisrc cmpid fb_action_ids
 fb_action_types fb_source action_object_map gs_l srnd mbid icid intcid traffic_source xtcr rss feedname feedtype echobox`)

var trackerPrefixes = []string{"utm_", "mc_", "at_", "hsa_", "pk_", "mtm_", "piwik_", "matomo_", "vero_", "oly_", "wt_", "ga_"}

// channels are values that name a way a reader came.
var channels = names(`rss feed feeds twitter x facebook fb linkedin email mail newsletter push app ios android homepage
 home share social amp telegram whatsapp wechat weibo rss2 rss0.91 youtube google googlenews`)

func names(list string) map[string]bool {
	m := map[string]bool{}
	for n := range strings.FieldsSeq(list) {
		m[n] = true
	}
	return m
}
