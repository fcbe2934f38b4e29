package text

import "testing"

func TestLang(t *testing.T) {
	const (
		english    = "The council of the port said on Tuesday that it would close the two northern quays for a month, because the walls had been damaged by the storm of last week. Ships that were to be unloaded there will have to wait in the bay or sail on to the next harbour, which is a day away from this one."
		german     = "Der Rat des Hafens teilte am Dienstag mit, dass er die beiden nördlichen Kais für einen Monat schließen werde, weil die Mauern von dem Sturm der letzten Woche beschädigt worden seien. Schiffe, die dort entladen werden sollten, müssen in der Bucht warten oder bis zum nächsten Hafen weiterfahren."
		dutch      = "De raad van de haven zei dinsdag dat hij de twee noordelijke kades een maand zou sluiten, omdat de muren door de storm van vorige week beschadigd waren. Schepen die daar gelost zouden worden, moeten in de baai wachten of doorvaren naar de volgende haven, die een dag verder ligt dan deze."
		spanish    = "El consejo del puerto dijo el martes que cerraría los dos muelles del norte durante un mes, porque las paredes habían quedado dañadas por el temporal de la semana pasada. Los barcos que debían descargar allí tendrán que esperar en la bahía o seguir hasta el puerto siguiente, que está a un día."
		portuguese = "O conselho do porto disse na terça-feira que fecharia os dois cais do norte durante um mês, porque as paredes tinham sido danificadas pelo temporal da semana passada. Os navios que deviam descarregar ali terão de esperar na baía ou seguir até ao porto seguinte, que fica a um dia de viagem."
	)
	for _, c := range []struct{ text, hint, want string }{
		{english, "en-GB", "en-GB"},
		{english, "", "en"},
		{english, "de", "en"}, // the template of the page says what the text does not
		{german, "en", "de"},
		{german, "de-AT", "de-AT"},
		{dutch, "de", "nl"},
		{dutch, "en", "nl"},
		{spanish, "pt", "es"},
		{portuguese, "es", "pt"},
		{spanish, "es-MX", "es-MX"},
		{"Port closed", "fr", "fr"}, // too short to be believed
		{"港口关闭一个月", "en", "zh-Hans"},
		{"港口關閉一個月，這是為了修復", "en", "zh-Hant"},
		{"港を閉鎖することを決めた", "en", "ja"},
		{"항구를 한 달 동안 닫기로 했다", "en", "ko"},
		{"1234", "it", "it"},
	} {
		if got := Lang(c.text, c.hint); got != c.want {
			t.Errorf("Lang(%.30q…, %q) = %q, want %q", c.text, c.hint, got, c.want)
		}
	}
}
