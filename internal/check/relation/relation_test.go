package relation

import (
	"strings"
	"testing"
)

// The file of words is read strictly: each mistake is told with its line.
func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"[nowhere]", "line 1: there is no section [nowhere]"},
		{"[acts]\n  en: ran", "line 2: \"en: ran\": want a language and words"},
		{"[acts]\nrun\n  english: ran", "line 3: \"english\" is no language"},
		{"[acts]\nrun\n  en: ran,, runs", "line 3: a word is empty"},
		{"[acts]\nrun\n  en ran", "line 3: \"en ran\": want a language and words"},
	} {
		if _, err := parse(c.text); err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "  ", ""), c.want) {
			t.Errorf("%q: got %v, want %s", c.text, err, c.want)
		}
	}
	if _, err := parse(words); err != nil {
		t.Error(err)
	}
}

// Every act can be said in English and Chinese, and none is a word for itself and for its
// contrary.
func TestActs(t *testing.T) {
	have := map[string]map[string]bool{}
	for lang, lx := range lexicons() {
		for _, list := range lx.starts[acts] {
			for _, p := range list {
				both := map[string]bool{}
				for _, m := range p.marks {
					if have[m.name] == nil {
						have[m.name] = map[string]bool{}
					}
					have[m.name][lang] = true
					if was, seen := both[m.name]; seen && was != m.contrary {
						t.Errorf("%s: %q says %s and its contrary", lang, strings.Join(p.words, " "), m.name)
					}
					both[m.name] = m.contrary
				}
			}
		}
	}
	for name, langs := range have {
		if !langs[english] || !langs[chinese] {
			t.Errorf("%s has words in %v only", name, langs)
		}
	}
}

func TestSigns(t *testing.T) {
	for _, c := range []struct {
		lang, text, act string
		want            Sign
	}{
		{"en", "The envoy signed the pact.", "sign", Done},
		{"en", "The envoy has not yet signed the pact.", "sign", Denied},
		{"en", "The envoy failed to sign the pact.", "sign", Denied},
		{"en", "Neither envoy has signed the pact.", "sign", Denied},
		{"en", "The envoy was asked whether he had signed.", "sign", Unsure},
		{"en", "Not only did the envoy sign the pact.", "sign", Unsure},
		{"de", "Der Bote hat den Pakt nicht unterzeichnet.", "sign", Denied},
		{"ja", "使節は協定に署名しなかった。", "sign", Denied},
		{"zh", "特使签署了协定。", "sign", Done},
		{"zh", "特使尚未正式签署协定。", "sign", Denied},
		{"zh", "特使在签署前离开。", "sign", Unsure},
		{"zh", "特使是否签署协定不得而知。", "sign", Unsure},
	} {
		var got []Sign
		for _, a := range Read(c.text, c.lang).Acts() {
			if a.Name == c.act {
				got = append(got, a.Sign)
			}
		}
		if len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: got %v, want %v", c.text, got, c.want)
		}
	}
}

func TestUnknownLanguage(t *testing.T) {
	if r := Read("El enviado firmó el pacto.", "es"); r != nil {
		t.Errorf("a language without words was read: %+v", r)
	}
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		Read("The number of claims dropped from 4,100 to 3,600, and the union, which may strike, rejected the offer.", "en")
		Read("申请由4100件降至3600件，可能罢工的工会拒绝了方案。", "zh")
	}
}
