package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A line that says how much is left and offers it is a wall, though it has figures; a report's figures are none.
func TestOffersWithFigures(t *testing.T) {
	p := &page{meta: map[string][]string{}}
	for _, c := range []struct {
		lang, line string
		wall       bool
	}{
		{"pl", "Pozostało 61% artykułu. Kup dostęp, aby czytać dalej.", true},
		{"en", "61% of this article remains. Subscribe to continue reading.", true},
		{"en", "The bridge is to cost 61% of the budget.", false},
		{"pl", "Most ma kosztować 61% budżetu.", false},
	} {
		if got := p.wallIn(news.Block{Text: c.line}, c.lang, longestOffer) == noticePay; got != c.wall {
			t.Errorf("%s: %v", c.line, got)
		}
	}
}

// stubs are the openings of testdata, by language: headline and paragraph.
func stubs(t *testing.T) map[string][2]string {
	t.Helper()
	out := map[string][2]string{}
	for _, row := range linesOf(t, "stubs.tsv") {
		out[row[0]] = [2]string{row[1], row[2]}
	}
	return out
}

// A line that ends an opening and sells the rest makes the page a paywall, in any language, and stands in no block.
func TestOffersBelowOpenings(t *testing.T) {
	openings, langs, n := stubs(t), map[string]bool{}, 0
	for _, row := range linesOf(t, "offers.tsv") {
		lang, line := row[0], row[1]
		o := openings[lang]
		langs[lang] = true
		n++
		a, err := Extract(sheet(lang, o[0], o[1], line), Options{})
		if err != nil || a.Kind != news.PagePaywall {
			t.Errorf("%s %q: kind %s, %v", lang, line, a.Kind, err)
		}
		if len(a.Blocks) != 1 || a.Blocks[0].Text != o[1] {
			t.Errorf("%s %q: blocks %q", lang, line, a.Text())
		}
	}
	if n < 100 || len(langs) < 27 {
		t.Errorf("%d lines in %d languages", n, len(langs))
	}
}

// Newsletters, channels, comments and subscriptions offered below a whole report leave it one, with all of its text.
func TestPromotionsBelowReports(t *testing.T) {
	openings, langs, n := stubs(t), map[string]bool{}, 0
	for _, row := range linesOf(t, "promotions.tsv") {
		lang, line := row[0], row[1]
		o := openings[lang]
		langs[lang] = true
		n++
		paras := longer(o[1])
		a, err := Extract(sheet(lang, o[0], append(slices.Clone(paras), line)...), Options{})
		if err != nil || a.Kind != news.PageArticle {
			t.Errorf("%s %q: kind %s, %v", lang, line, a.Kind, err)
		}
		if text := a.Text(); !strings.Contains(text, paras[0]) || !strings.Contains(text, paras[3]) {
			t.Errorf("%s %q: the report has lost text: %q", lang, line, text)
		}
		if strings.Contains(a.Text(), line) {
			t.Errorf("%s %q stands", lang, line)
		}
	}
	if n < 40 || len(langs) < 12 {
		t.Errorf("%d lines in %d languages", n, len(langs))
	}
}

// What a page cuts off a long text is said, however long the part is that it shows, and the line that sells the rest is no text; what is
// offered below a whole report cuts nothing off.
func TestRestOfLongTexts(t *testing.T) {
	openings, langs := stubs(t), map[string]bool{}
	for _, c := range []struct {
		lang, line string
		cut        bool
	}{
		{"en", "You have read 40% of this article. Subscribe to keep reading.", true},
		{"en", "This article continues for subscribers only.", true},
		{"en", "Subscribe for €1 a month.", false},
		{"en", "Already a subscriber? Log in.", false},
		{"en", "Subscribe to our newsletter about the ferry.", false},
		{"de", "Jetzt weiterlesen mit LerchePlus", true},
		{"de", "Weiterlesen mit dem Digitalabo. Noch 62 % des Artikels.", true},
		{"de", "Testen Sie vier Wochen für 1 Euro.", false},
		{"fr", "Il vous reste 65 % de cet article à lire.", true},
		{"fr", "La suite de cet article est réservée aux abonnés.", true},
		{"fr", "Abonnez-vous à notre newsletter.", false},
		{"es", "Te queda el 60 % de este artículo por leer.", true},
		{"es", "Suscríbete para seguir leyendo este artículo.", true},
		{"es", "Suscríbete por 3 € al mes.", false},
		{"it", "Questo articolo è riservato agli abbonati.", true},
		{"it", "Iscriviti alla nostra newsletter.", false},
		{"pl", "Pozostało 64% artykułu. Kup dostęp, aby czytać dalej.", true},
		{"ru", "Осталось 60 % текста. Оформите подписку, чтобы читать дальше.", true},
		{"ru", "Подпишитесь на наш телеграм-канал.", false},
		{"zh", "还剩 70% 未读，订阅后阅读全文", true},
		{"zh", "本文为付费内容，剩余1204字", true},
		{"zh", "关注我们的微信公众号。", false},
		{"ja", "残り1,204文字。この記事は有料会員限定です。", true},
		{"ja", "メールマガジンの登録はこちら", false},
		{"ko", "기사의 60%가 남았습니다. 구독하고 계속 읽으세요.", true},
		{"ko", "뉴스레터를 구독하세요.", false},
	} {
		o := openings[c.lang]
		langs[c.lang] = true
		var paras []string
		for i := range 14 {
			paras = append(paras, fmt.Sprintf("%d – %s", 2000+i, o[1]))
		}
		last := paras[len(paras)-1]
		a, err := Extract(sheet(c.lang, o[0], append(paras, c.line)...), Options{})
		if said := slices.Contains(a.Notes, news.Note{Code: news.NoteOpeningOnly}); err != nil || said != c.cut || (a.Kind == news.PagePaywall) != c.cut {
			t.Errorf("%s %q: kind %s, notes %v, %v", c.lang, c.line, a.Kind, a.Notes, err)
		}
		if text := a.Text(); strings.Contains(text, c.line) || !strings.Contains(text, last) || a.Words < openingOf(a.Lang) {
			t.Errorf("%s %q: %d words, %.60q", c.lang, c.line, a.Words, text[strings.LastIndex(text, "\n")+1:])
		}
	}
	if len(langs) < 10 {
		t.Errorf("%d languages", len(langs))
	}
}

// A last sentence about prices, subscriptions and accounts that are what the report is about stays, below a long report and a short one.
func TestSubjectsStay(t *testing.T) {
	openings, langs, n := stubs(t), map[string]bool{}, 0
	for _, row := range linesOf(t, "subjects.tsv") {
		lang, line := row[0], row[1]
		o := openings[lang]
		langs[lang] = true
		n++
		for _, paras := range [][]string{longer(o[1]), {o[1]}} {
			a, err := Extract(sheet(lang, o[0], append(slices.Clone(paras), line)...), Options{})
			if err != nil || a.Kind != news.PageArticle || !strings.Contains(a.Text(), line) {
				t.Errorf("%s, below %d: %q: kind %s, %v", lang, len(paras), line, a.Kind, err)
			}
		}
	}
	if n < 50 || len(langs) < 20 {
		t.Errorf("%d lines in %d languages", n, len(langs))
	}
}

// longer is four paragraphs made of one, each with figures of its own.
func longer(para string) []string {
	out := []string{para}
	for _, figure := range []string{"517", "628", "739"} {
		out = append(out, strings.ReplaceAll(strings.ReplaceAll(para, "410", figure), "٤١٠", figure)+" ("+figure+").")
	}
	return out
}

// A short report about subscriptions, prices and log-ins has all of its text.
func TestReportsAboutOffers(t *testing.T) {
	openings := stubs(t)
	for _, c := range [][2]string{
		{"en", "A ticket costs £4 a week for subscribers, and members pay nothing."},
		{"en", "Subscribers who cancel at any time pay £2 a month."},
		{"en", "Why do subscribers leave? The council has no answer."},
		{"en", "Some 40% of the islanders remain on the mainland."},
		{"de", "Jetzt sollen Abonnenten der Fähre 9,99 Euro im Monat zahlen."},
		{"de", "Wer mit der Fähre fährt, zahlt danach 12 Euro im Monat, auch ohne Abonnement."},
		{"fr", "L'abonnement au bac coûtait 40 € par mois aux habitants."},
		{"es", "El abono del transbordador cuesta 40 € al mes a los vecinos."},
		{"it", "L'abbonamento al traghetto costa 40 € al mese."},
		{"pt", "A assinatura da balsa custa 40 € por mês aos moradores."},
		{"nl", "Een abonnement op het veer kost 40 euro per maand."},
		{"ru", "Подписка на паром стоит жителям 900 рублей в месяц."},
		{"ar", "اشتركت ثلاث شركات في مناقصة المروحية."},
		{"zh", "岛民每月需付30元会员费用。"},
		{"ja", "住民の多くが市のアプリに登録している。"},
		{"ja", "定期券は月額980円で、島の会員が対象となる。"},
		{"ko", "섬 회원은 매달 9천 원을 내고 언제든지 해지할 수 있다."},
	} {
		o := openings[c[0]]
		a, err := Extract(sheet(c[0], o[0], o[1], c[1]), Options{})
		if err != nil || a.Kind != news.PageArticle || !strings.Contains(a.Text(), c[1]) {
			t.Errorf("%s %q: kind %s, %v, %q", c[0], c[1], a.Kind, err, a.Text())
		}
	}
}
