package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// TestWordsOfAlarms: each kind has its words in each language, with what it is about and since when; a message has a bound, and
// one that is sent again has the same identifier.
func TestWordsOfAlarms(t *testing.T) {
	since := time.Date(2026, 3, 12, 23, 30, 0, 0, time.UTC)
	for _, lang := range wording.Languages() {
		c := crier{words: wording.For(lang), site: "The Desk", zone: time.FixedZone("", 8*3600)}
		for _, kind := range news.AlarmKinds() {
			a := news.Alarm{Kind: kind, Subject: "Gazette\x1b[2J", Detail: "50% of %s\x1b", Since: since}
			m := c.message([]news.Alarm{a}, nil)
			named := kind == news.AlarmSilent || kind == news.AlarmStill || kind == news.AlarmEnded || kind == news.AlarmQueue || kind == news.AlarmDisk
			if !strings.Contains(m.Text, "2026-03-13 07:30") || strings.Contains(m.Text, "Gazette") != named || !strings.Contains(m.Text, "50% of %s") ||
				strings.ContainsAny(m.Text, "\x1b") || strings.Contains(m.Text, "%!") || strings.Contains(m.Title, "%!") {
				t.Errorf("%s, %s: %q, %q", lang, kind, m.Title, m.Text)
			}
			a.Over = since.Add(time.Hour)
			over := c.message(nil, []news.Alarm{a})
			if !strings.Contains(over.Text, "2026-03-13 08:30") || strings.Contains(over.Text, "%!") || over.ID == m.ID || over.Items[0].State != "over" {
				t.Errorf("%s, %s: %q", lang, kind, over.Text)
			}
			if again := c.message([]news.Alarm{{Kind: kind, Subject: a.Subject, Since: since, Detail: "otherwise"}}, nil); again.ID != m.ID {
				t.Errorf("%s, %s: identifiers %s and %s", lang, kind, m.ID, again.ID)
			}
		}
		var many []news.Alarm
		for i := range mostLines + 5 {
			many = append(many, news.Alarm{Kind: news.AlarmSilent, Subject: fmt.Sprint(i), Since: since})
		}
		m := c.message(many, nil)
		lines := strings.Split(m.Text, "\n")
		if len(lines) != mostLines+1 || !strings.Contains(lines[mostLines], "5") || len(m.Items) != mostLines+5 {
			t.Errorf("%s: %d lines, the last of them %q; %d items", lang, len(lines), lines[len(lines)-1], len(m.Items))
		}
	}
}

// TestWhyInTheLanguageOfTheSite: of a source that does not answer the cause is said in the language of the site, beside what the desk has
// noted; of a disk, whose room it is and that it is what is left; and of one that has ended and of a budget, all is in the language of the
// site. Where only what was noted says it, that is said to be in English.
func TestWhyInTheLanguageOfTheSite(t *testing.T) {
	since := time.Date(2026, 3, 12, 23, 30, 0, 0, time.UTC)
	for _, x := range []struct{ lang, silent, disk, ended, spent, short, noted string }{
		{"en", ": a.example answers 502", "the disk of /srv/data is nearly full, since 2026-03-12 23:30: 12 MB left", "A: its address has ended (410 Gone) and is no longer asked, since 2026-03-12 23:30",
			": today's budget of 100 tokens is spent", ": this month's budget of 2.5 has no room for another request", ": 500: down"},
		{"zh-Hans", "：对方服务器出错（a.example answers 502）", "/srv/data 所在的磁盘快满了，2026-03-12 23:30 起：还剩 12 MB", "A：网址已停用（410 Gone），不再轮询，2026-03-12 23:30 起",
			"：当天（UTC）上限 100 词元，已用完", "：本月（UTC）上限 2.5，所剩不够再问一次", "：英文记录：500: down"},
		{"zh-Hant", "：對方伺服器出錯（a.example answers 502）", "/srv/data 所在的磁碟快滿了，2026-03-12 23:30 起：還剩 12 MB", "A：網址已停用（410 Gone），不再輪詢，2026-03-12 23:30 起",
			"：當天（UTC）上限 100 個 token，已用完", "：本月（UTC）上限 2.5，餘額不足以再詢問一次", "：英文紀錄：500: down"},
	} {
		c := crier{words: wording.For(x.lang), site: "The Desk", zone: time.UTC}
		if got := c.line(news.Alarm{Kind: news.AlarmSilent, Subject: "A", Detail: "a.example answers 502", Cause: news.CauseTrouble, Since: since}); !strings.HasSuffix(got, x.silent) {
			t.Errorf("%s: %q", x.lang, got)
		}
		if got := c.line(news.Alarm{Kind: news.AlarmDisk, Subject: "/srv/data", Detail: "12 MB", Since: since}); got != x.disk {
			t.Errorf("%s: %q", x.lang, got)
		}
		for by, want := range map[news.Reached]string{{Tokens: true, Most: 100, Spent: true}: x.spent, {Month: true, Most: 2.5}: x.short} {
			if got := c.line(news.Alarm{Kind: news.AlarmBudget, Detail: "in English", By: by, Since: since}); !strings.HasSuffix(got, want) || strings.Contains(got, "English") {
				t.Errorf("%s: %q, want %q", x.lang, got, want)
			}
		}
		if got := c.line(news.Alarm{Kind: news.AlarmModel, Detail: "500: down", Since: since}); !strings.HasSuffix(got, x.noted) {
			t.Errorf("%s: %q", x.lang, got)
		}
		if got := c.line(news.Alarm{Kind: news.AlarmEnded, Subject: "A", Since: since}); got != x.ended {
			t.Errorf("%s: %q", x.lang, got)
		}
	}
}
