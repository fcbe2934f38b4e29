package render

import (
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/hanscript"
)

// Writer puts what is said into words of one language.
type Writer func(s Said, published time.Time) string

// For returns the writer of a language, a BCP 47 tag; nil: there is none. A writer returns
// "" for what it cannot write.
func For(tag string) Writer {
	switch tag = strings.ToLower(tag); {
	case base(tag) == "zh" && traditional(tag):
		hongKong := strings.HasSuffix(tag, "-hk") || strings.HasSuffix(tag, "-mo")
		return func(s Said, published time.Time) string {
			out := convert(chinese(s, published))
			if !hongKong {
				out = strings.ReplaceAll(out, "萬億", "兆")
			}
			return out
		}
	case base(tag) == "zh":
		return chinese
	case base(tag) == "ja":
		return japanese
	case base(tag) == "en" && tag != "":
		return inEnglish.write
	case base(tag) == "de":
		return inGerman.write
	}
	return nil
}

// base is the language of a tag; without a tag it is English.
func base(tag string) string {
	lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if lang == "" {
		return "en"
	}
	return lang
}

// traditional reports whether a tag in lower case is one of Chinese in traditional
// characters.
func traditional(tag string) bool {
	return strings.Contains(tag, "hant") || strings.HasSuffix(tag, "-tw") || strings.HasSuffix(tag, "-hk") || strings.HasSuffix(tag, "-mo")
}

// dollars are the countries, as domains and regions of tags have them, whose reports may
// mean money of their own by a bare $.
var dollars = strings.Fields("au ca nz sg hk tw jm tt bs bb fj na zw bn mx cl co ar uy do lr bz ki nr sb tv gy sr")

// Dollar is the currency that a bare $ is in a report, by its address and its language;
// "" where it may be another than that of the United States.
func Dollar(address, tag string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	_, region, _ := strings.Cut(strings.ToLower(tag), "-")
	for _, c := range dollars {
		if strings.HasSuffix(host, "."+c) || region == c {
			return ""
		}
	}
	return "USD"
}

// convert writes simplified characters as traditional ones.
func convert(s string) string {
	return strings.ReplaceAll(taiwan().Convert(s), "箇", "個") // no number is 箇中
}

var taiwan = sync.OnceValue(func() *hanscript.Converter {
	c, err := hanscript.NewConverter(hanscript.Taiwan)
	if err != nil {
		panic(err) // the tables are part of the program and tested with it
	}
	return c
})
