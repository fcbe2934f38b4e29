package search_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/search"
)

// TestNumbersAsTheCheckReadsThem: the value by which a number is indexed is the one that the check reads in it.
func TestNumbersAsTheCheckReadsThem(t *testing.T) {
	for _, c := range []struct{ lang, text string }{
		{"zh", "工厂有1.24万名工人。"}, {"zh", "工厂有1万2400名工人。"}, {"zh", "工厂有一万二千四百名工人。"}, {"zh", "全国有3亿人。"}, {"zh", "全国有14亿人。"},
		{"zh", "全国有十四亿人。"}, {"zh", "损失1亿2000万元。"}, {"zh", "产值达1.2万亿元。"}, {"zh", "约5千万人受灾。"}, {"zh", "两万人撤离。"}, {"zh-Hant", "全國有3億人。"},
		{"en", "The plan costs 300 million yuan."}, {"en", "It lost $8.1bn last year."}, {"en", "Some 12.4 thousand people left."}, {"en", "It is worth 1.2 trillion yuan."},
		{"de", "Es kostet 1,24 Millionen Euro."}, {"fr", "Le plan coûte 3 milliards d'euros."},
	} {
		token := search.Numbers(c.text)
		n, err := strconv.ParseFloat(strings.TrimLeft(token, "\ue002"), 64)
		if err != nil {
			t.Errorf("%s: %q", c.text, token)
			continue
		}
		same := false
		read := check.Quantities(c.text, c.lang, time.Time{}).Quantities
		for _, q := range read {
			same = same || q.Low <= n && n <= q.High
		}
		if !same {
			t.Errorf("%s is %.0f, and to the check %+v", c.text, n, read)
		}
	}
}
