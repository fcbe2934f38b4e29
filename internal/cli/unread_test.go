package cli

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestUnreadQueries: a query that cannot be read is answered with the search page, which keeps it and says why in the language of the site.
func TestUnreadQueries(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, address, _ := b.start("run", "--listen", "127.0.0.1:0")
	for _, c := range []struct{ query, kept, why string }{
		{"q=-ice", "-ice", "这里只写了要排除的词"},
		{"q=from:2026-13-01", "from:2026-13-01", "“from:2026-13-01”不是日期"},
		{"q=ice&to=lunch", "ice", "“to:lunch”不是日期"},
		{"q=ice+-lang:en", "ice -lang:en", "前面不能加减号"},
		{"q=ice+topic:moon", "ice topic:moon", "这里没有“moon”这个主题"},
		{"q=" + strings.Repeat("a", 501), strings.Repeat("a", 501), "检索词太长"},
		{"q=" + url.QueryEscape("<b>"+strings.Repeat("a ", 51)), "&lt;b&gt;", "检索词太长"},
	} {
		res, err := http.Get(address + "search?" + c.query)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusBadRequest || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%.40s: %s, %v, %v", c.query, res.Status, res.Header, err)
		}
		if s := string(page); !strings.Contains(s, `value="`+c.kept) || !strings.Contains(s, c.why) || strings.Contains(s, "没有找到") {
			t.Errorf("%.40s: the page does not have %.40s and %s:\n%s", c.query, c.kept, c.why, s)
		}
	}
}
