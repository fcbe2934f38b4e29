package extract

import (
	"math/bits"
	"strings"
	"sync"
)

// asides are the openings of lines that lead away from a report, in lower case.
const asides = "read more|read also|read next|also read|related:|related |more on|more from|see also|see more|watch:|watch |listen|" +
	"recommended|must read|don't miss|don’t miss|sign up|subscribe|click here|follow us|follow |share |advertisement|photo:|image:|picture:|" +
	"photograph|getty|reuters/|copyright|©|all rights reserved|this article|this story|originally published|write to|contact |correction|" +
	"editor's note|editor’s note|updated|published|posted|by |continue reading|story continues|article continues|scroll|next story|" +
	"top stories|trending|most popular|comments|about the author|download|view |tags|topics|filed under|source:|credit:|" +
	"lesen sie|lesen sie auch|mehr zum thema|mehr dazu|auch interessant|zum thema|weiterlesen|anzeige|foto:|bild:|quelle:|" +
	"newsletter|abonnieren|" +
	"hier geht es|das könnte|stand:|von |dieser artikel|podcast|video|" +
	"lire aussi|à lire|lire la suite|voir aussi|abonnez|publié|sur le même|par |" +
	"leer más|lea también|lee también|te puede|ver más|suscríbete|suscríbase|publicado|foto |por |" +
	"leggi anche|leggi |guarda|iscriviti|approfondisci|leia mais|leia também|veja |inscreva|" +
	"les også|les mer|læs også|läs mer|läs också|lue myös|abonner|czytaj|zobacz|czytaj też|polecamy|haberin devamı|ayrıca|" +
	"читайте|подписывайтесь|фото:|источник|関連|続きを読む|写真|あわせて読|有料|会員|相关|延伸閱讀|更多|责任编辑|編輯|原标题|來源|来源"

// promos are parts of lines that speak of the paper and not of the news.
const promos = "newsletter|subscrib|sign up|our app|cookies|privacy policy|terms of|all rights reserved|copyright|follow us|inbox|" +
	"facebook|whatsapp|instagram|telegram|twitter|e-mail|email|@|unlimited access|free trial|log in|register|advert|commission|affiliate|" +
	"contributed to this report|reporting by|editing by|is a reporter|is a staff|is a senior|is the author|abonn|anmelden|" +
	"datenschutz|werbung|kostenlos|" +
	"redaktion|dpa|korrespondent|s'inscrire|compte|suscri|redes sociales|iscriv|inscreva|prenumer|ログイン|会員登録|無料|订阅|關注|关注|版权|著作權"

// asideLists are the asides by their first byte.
var asideLists = sync.OnceValue(func() *[256][]string {
	out := new([256][]string)
	for a := range strings.SplitSeq(asides, "|") {
		out[a[0]] = append(out[a[0]], a)
	}
	return out
})

// promoMatcher finds the promos, each one by itself.
var promoMatcher = sync.OnceValue(func() *matcher { return newMatcher(eachOf(promos)...) })

// eachOf makes a set of each word of a list.
func eachOf(list string) (sets [][]string) {
	for w := range strings.SplitSeq(list, "|") {
		sets = append(sets, []string{w})
	}
	return sets
}

// phrases is 1 for a line that begins like one that leads away from the report.
func phrases(s string) int {
	if len(s) > 40 {
		s = s[:40]
	}
	s = strings.ToLower(s)
	if s == "" {
		return 0
	}
	for _, a := range asideLists()[s[0]] {
		if strings.HasPrefix(s, a) {
			return 1
		}
	}
	return 0
}

// promises counts what in a line speaks of the paper and not of the news, up to four.
func promises(s string) int {
	if len(s) > 600 {
		s = s[:600]
	}
	return min(4, bits.OnesCount64(promoMatcher().in(s)))
}

// helpBegins are the beginnings of lines that say who else has worked on a report, helpHolds are parts of them, in lower case.
var (
	helpBegins = strings.Split("additional reporting|additional research|reporting by |reporting contributed|with reporting by|with reporting from|"+
		"with additional reporting|with files from|with material from|with contributions from|mit material von|mit agenturmaterial|mit informationen von|mitarbeit: |"+
		"unter mitarbeit von|mit dpa|mit afp|mit reuters|avec afp|avec l’afp|avec l'afp|avec reuters|avec agences|avec la contribution de|con información de|"+
		"con agencias|con la colaboración de|com informações de|com agências|com a colaboração de|ha collaborato|hanno collaborato|"+
		"con la collaborazione di|met medewerking van|m.m.v. |medarbejdere på|med bidrag fra|współpraca: |при участии|материал подготов", "|")
	helpHolds = strings.Split("contributed to this report|contributed to this story|contributed to this article|contributed reporting|contributed research|"+
		"contributed to reporting|haben zu diesem bericht beigetragen|hat zu diesem bericht beigetragen|ont contribué à cet article|a contribué à cet article|"+
		"han contribuido a este|ha contribuido a este|contribuíram para esta|contribuiu para esta", "|")
)
