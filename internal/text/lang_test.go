package text

import (
	"strings"
	"testing"
)

// passages are ordinary prose, one paragraph a language.
var passages = map[string]string{
	"en": `The harbour was closed for most of the morning after a barge had lost its cargo near the southern pier, the
		port authority said. Divers from two companies were asked to look for the containers, which are believed to lie
		in about twelve metres of water. Nobody was hurt, but ferries to the islands will not run before the evening.`,
	"de": `Der Hafen blieb am Vormittag gesperrt, nachdem ein Lastkahn an der südlichen Mole einen Teil der Ladung
		verloren hatte, wie die Behörde mitteilte. Taucher von zwei Firmen wurden gebeten, nach den Containern zu suchen, die
		in zwölf Metern Tiefe vermutet werden. Verletzt wurde niemand, doch die Fähren zu den Inseln fallen bis zum Abend aus.`,
	"fr": `Le port est resté fermé une grande partie de la matinée après qu'une barge a perdu sa cargaison près de la jetée
		sud, ont indiqué les autorités. Des plongeurs de deux entreprises ont été appelés pour chercher les conteneurs, qui
		seraient par douze mètres de fond. Personne n'est blessé, mais les bacs pour les îles sont à l'arrêt dans la journée.`,
	"es": `El puerto permaneció cerrado durante la mañana después de que una barcaza perdiera su carga cerca del muelle sur,
		según las autoridades. Los buzos de dos empresas buscan los contenedores, que estarían a doce metros de profundidad.
		No hay heridos, pero los transbordadores para las islas no saldrán hasta la noche, como informó el capitán del puerto.`,
	"nl": `De haven bleef het grootste deel van de ochtend gesloten nadat een aak bij de zuidelijke pier een deel van de lading
		had verloren, zo meldde het havenbedrijf. Duikers van twee bedrijven zijn gevraagd om naar de containers te zoeken die
		op twaalf meter diepte zouden liggen. Niemand raakte gewond, maar de veerboten naar de eilanden varen vandaag niet.`,
	"pt": `O porto ficou fechado durante a maior parte da manhã depois que uma barcaça perdeu a carga perto do cais sul,
		informaram as autoridades. Mergulhadores de duas empresas procuram os contentores, que estariam a doze metros de
		profundidade. Ninguém ficou ferido, mas os barcos para as ilhas não vão circular até à noite, disse o capitão.`,
	"it": `Il porto è rimasto chiuso per gran parte della mattina dopo che una chiatta ha perso il carico vicino al molo sud,
		hanno detto le autorità. I sommozzatori di due ditte cercano i container, che si troverebbero a dodici metri di
		profondità. Nessuno è rimasto ferito, ma i traghetti per le isole non partiranno prima di sera, ha detto il capitano.`,
	"sv": `Hamnen var stängd större delen av förmiddagen efter att en pråm hade tappat lasten nära den södra piren, uppgav
		hamnmyndigheten. Dykare från två företag har ombetts att leta efter containrarna, som tros ligga på tolv meters djup.
		Ingen skadades, men färjorna till öarna går inte förrän i kväll, och trafiken väntas vara igång igen på fredag.`,
}

func TestLang(t *testing.T) {
	for want, s := range passages {
		if got := Lang(s, ""); got != want {
			t.Errorf("%s is taken for %q", want, got)
		}
		if got := Lang(s, "ja"); got != want {
			t.Errorf("%s, declared as Japanese, is taken for %q", want, got)
		}
		if got := Lang(s, want+"-XX"); got != want+"-XX" {
			t.Errorf("%s, declared with a region, is taken for %q", want, got)
		}
	}
	for s, want := range map[string]string{
		"香港海關檢獲大批走私貨物":    "zh-Hant",
		"海关查获大批走私货物":      "zh-Hans",
		"港は午前中閉鎖された":      "ja",
		"항구가 오전 내내 폐쇄되었다": "ko",
		"12 345": "",
	} {
		if got := Lang(s, ""); got != want {
			t.Errorf("Lang(%q) = %q, want %q", s, got, want)
		}
	}
	if got := Lang("Short words", "fr"); got != "fr" {
		t.Errorf("a few words overrule what is declared: %q", got)
	}
}

func TestByCommonWords(t *testing.T) {
	for lang, s := range passages {
		if got := byCommonWords(s); got != lang && (got != "" || lang == "en") {
			t.Errorf("common words take %s for %q", lang, got)
		}
	}
	for what, s := range map[string]string{
		"two languages":   passages["en"] + passages["de"],
		"a list of names": strings.Repeat("Harrow Mills, Nell Fenn and the Oduya Trust; ", 10),
		"few words":       "The end of the world, they said.",
	} {
		if got := byCommonWords(s); got != "" {
			t.Errorf("%s: taken for %q", what, got)
		}
	}
}
