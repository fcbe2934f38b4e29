package digest

import (
	"strconv"

	"github.com/waidian/waidian/internal/news"
)

// fault is what makes an answer useless, or worse than it could be.
type fault int

const (
	noFault    fault = iota
	noJSON           // it had no object that could be read
	answerLong       // arg: KiB
	cutOff           // arg: tokens that it may have the next time
	emptyAnswer
	declinedAnswer
	tooMany       // arg: sentences that it had
	tooFew        // arg: sentences that it had
	badSentence   // finding says what is wrong with one
	titleAsks     // the headline is a question
	titleShouts   // the headline calls out
	titleLong     // arg: characters or words that it had
	titleUnusable // the headline is markup, an address, or in another language
)

// complaint is what is wrong with an answer. The zero value: nothing.
type complaint struct {
	fault   fault
	arg     int
	finding news.Finding // of badSentence
	need    int          // sentences of a summary that is long enough
	tongue  tongue
}

// ofTitle reports a complaint about the headline of a digest that is good without it: that is
// asked for alone.
func (c complaint) ofTitle() bool { return c.fault >= titleAsks && c.need > 1 }

// String says it to an operator, in English.
func (c complaint) String() string { return c.words(0, news.Finding.Why) }

// ask says it to the model, in the language of the digest, and what to do. say puts a finding
// into words.
func (c complaint) ask(say func(news.Finding) string) string {
	switch {
	case c.tongue.traditional():
		return c.words(2, say)
	case c.tongue.base == "zh":
		return c.words(1, say)
	case c.tongue.base == "de":
		return c.words(3, say)
	case c.tongue.base == "ja":
		return c.words(4, say)
	}
	return c.words(0, say)
}

// sayings are all that goes back to a model about the form of its answer: English, Simplified,
// Traditional, German, Japanese. What follows a semicolon says what to do. %a is the argument, %n the sentences needed, %t the bound on
// headlines, %l the language.
var sayings = map[fault][5]string{
	noJSON: {
		"it held no JSON object with summary and title; write one JSON object in the form asked for, and nothing else",
		"里面没有带 summary 和 title 的 JSON 对象；只写一个 JSON 对象，按要求的格式，不写别的",
		"裡面沒有帶 summary 和 title 的 JSON 物件；只寫一個 JSON 物件，按要求的格式，不寫別的",
		"darin war kein JSON-Objekt mit summary und title; schreiben Sie genau ein JSON-Objekt in der verlangten Form und sonst nichts",
		"summary と title を持つ JSON オブジェクトがなかった。指定の形式の JSON オブジェクトを一つだけ書くこと"},
	answerLong: {
		"it was longer than %a KiB; write one short JSON object",
		"超过了 %a KiB；只写一个简短的 JSON 对象",
		"超過了 %a KiB；只寫一個簡短的 JSON 物件",
		"sie war länger als %a KiB; schreiben Sie ein kurzes JSON-Objekt",
		"%a KiB を超えていた。短い JSON オブジェクトを一つだけ書くこと"},
	cutOff: {
		"it was cut off before its end; there is room for %a tokens now: write the JSON object at once",
		"没写完就被截断了；这次可以写到 %a 个词元，请直接写 JSON 对象",
		"沒寫完就被截斷了；這次可以寫到 %a 個詞元，請直接寫 JSON 物件",
		"sie brach vor dem Ende ab; diesmal ist Platz für %a Token: schreiben Sie das JSON-Objekt sofort",
		"途中で切れていた。今度は %a トークンまで書ける。すぐに JSON オブジェクトを書くこと"},
	emptyAnswer: {
		"it was empty; write the JSON object itself",
		"是空的；请直接写 JSON 对象",
		"是空的；請直接寫 JSON 物件",
		"sie war leer; schreiben Sie das JSON-Objekt selbst",
		"空だった。JSON オブジェクトそのものを書くこと"},
	declinedAnswer: {
		"it declined; you only report what a published report says",
		"拒绝了回答；你只是转述一篇已经发表的报道",
		"拒絕了回答；你只是轉述一篇已經發表的報道",
		"Sie haben abgelehnt; Sie geben nur wieder, was ein veröffentlichter Bericht sagt",
		"回答を断っていた。すでに公表された記事の内容を伝えるだけである"},
	tooMany: {
		"it had %a sentences; write %m at most",
		"摘要有%a句；最多写%m句",
		"摘要有%a句；最多寫%m句",
		"sie hatte %a Sätze; schreiben Sie höchstens %m",
		"%a 文あった。%m 文までにすること"},
	tooFew: {
		"its summary had %a sentences; write at least %n",
		"摘要只有%a句；至少写%n句，每句写报道的一件事",
		"摘要只有%a句；至少寫%n句，每句寫報道的一件事",
		"die Zusammenfassung hatte %a Sätze; schreiben Sie mindestens %n, jeden über eine Sache des Berichts",
		"要約が %a 文しかなかった。少なくとも %n 文、一文に一つの事実を書くこと"},
	badSentence: {
		"in a sentence of its summary: %f",
		"摘要里有一句不能用：%f",
		"摘要裡有一句不能用：%f",
		"in einem Satz der Zusammenfassung: %f",
		"要約の一文が使えない。%f"},
	titleAsks: {
		"its title is a question; say what happened",
		"标题是问句；标题要说发生了什么",
		"標題是問句；標題要說發生了什麼",
		"die Überschrift ist eine Frage; sagen Sie, was geschehen ist",
		"見出しが疑問文である。何が起きたかを書くこと"},
	titleShouts: {
		"its title calls out to readers; say what happened, without exclamation marks",
		"标题在招揽读者；标题只说发生了什么，不用感叹号",
		"標題在招攬讀者；標題只說發生了什麼，不用感嘆號",
		"die Überschrift wirbt um Leser; sagen Sie ohne Ausrufezeichen, was geschehen ist",
		"見出しが読者をあおっている。感嘆符を使わず、何が起きたかを書くこと"},
	titleLong: {
		"its title was too long; write %t",
		"标题有%a个字，太长；最多写28个字",
		"標題有%a個字，太長；最多寫28個字",
		"die Überschrift war zu lang; schreiben Sie höchstens 12 Wörter",
		"見出しが長すぎる。短く書くこと"},
	titleUnusable: {
		"its title was not plain %l; write it in that language, without addresses and markup",
		"标题不是纯粹的中文；用中文写标题，不要网址和标记",
		"標題不是純粹的中文；用中文寫標題，不要網址和標記",
		"die Überschrift war kein reines Deutsch; schreiben Sie sie auf Deutsch, ohne Adressen und Auszeichnung",
		"見出しが日本語だけで書かれていない。アドレスや記号なしに日本語で書くこと"},
}

func (c complaint) words(in int, say func(news.Finding) string) string {
	s := sayings[c.fault][in]
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] != '%' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		if i++; s[i] == 'f' {
			out = append(out, say(c.finding)...)
		} else {
			out = append(out, c.value(s[i])...)
		}
	}
	return string(out)
}

// value is what stands for a letter after a per cent sign in a saying.
func (c complaint) value(letter byte) string {
	switch letter {
	case 'a':
		return strconv.Itoa(c.arg)
	case 'n':
		return strconv.Itoa(c.need)
	case 'm':
		return strconv.Itoa(maxClaims)
	case 't':
		return c.tongue.title
	case 'l':
		return c.tongue.name
	}
	return "%"
}
