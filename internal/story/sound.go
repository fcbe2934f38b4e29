package story

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanwords"
)

// spoken is how a character of Chinese is said, without the tone.
var spoken = sync.OnceValue(func() map[rune]string {
	out := map[rune]string{}
	for line := range content(syllablesFile) {
		s, chars, _ := strings.Cut(line, "\t")
		for _, r := range chars {
			out[r] = s
		}
	}
	return out
})

// syllables are those of Mandarin in Latin letters.
var syllables = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range content(syllablesFile) {
		s, _, _ := strings.Cut(line, "\t")
		out[strings.ReplaceAll(s, "v", "u")] = true
	}
	return out
})

// syllabled parts a word in Latin letters into syllables of Mandarin, the longest first; nil: it is no such word.
func syllabled(w string) []string {
	if w == "" {
		return []string{}
	}
	if len(w) > 18 {
		return nil
	}
	for n := min(6, len(w)); n > 0; n-- {
		if !syllables()[w[:n]] || n == 1 && len(w) > 1 && !strings.ContainsAny(w[:1], "aeo") {
			continue
		}
		if rest := syllabled(w[n:]); rest != nil {
			return append([]string{w[:n]}, rest...)
		}
	}
	return nil
}

// A voice is the consonants of a name, in the order in which it says them: names of one sound in different
// scripts have one. l stands for r, f for v and w, s for all hisses; h, y and vowels say nothing.

// voiceOf is the voice of the characters that say a name by their sounds.
func voiceOf(run []rune) string {
	var out strings.Builder
	for _, r := range run {
		s := spoken()[r]
		switch {
		case s == "":
			continue
		case r == '尔', r == '耳':
			out.WriteByte('l')
			continue
		case s == "wu" || s == "er":
			continue
		}
		out.WriteString(consonant(s))
		if strings.HasSuffix(s, "n") || strings.HasSuffix(s, "ng") || r == '姆' && false {
			out.WriteByte('n')
		}
	}
	return squeeze(out.String())
}

// consonant is what a syllable of Mandarin begins with.
func consonant(s string) string {
	switch s[0] {
	case 'b', 'p', 'd', 't', 'g', 'k', 'l', 'm', 'n', 'f':
		return s[:1]
	case 'w':
		return "f"
	case 'r':
		return "l"
	case 'z', 'c', 's', 'j', 'q', 'x':
		return "s"
	}
	return ""
}

// latinVoice is the voice of a word in Latin letters, without marks.
func latinVoice(w string) string {
	var out strings.Builder
	for i := 0; i < len(w); i++ {
		next := byte(0)
		if i+1 < len(w) {
			next = w[i+1]
		}
		switch c := w[i]; c {
		case 'b', 'd', 'g', 'k', 'l', 'm', 'n':
			out.WriteByte(c)
		case 'p':
			if next == 'h' {
				out.WriteByte('f')
				i++
			} else {
				out.WriteByte('p')
			}
		case 't':
			if strings.HasPrefix(w[i:], "tsch") || strings.HasPrefix(w[i:], "tch") || strings.HasPrefix(w[i:], "tz") || strings.HasPrefix(w[i:], "ts") {
				continue // the hiss that follows says it
			}
			out.WriteByte('t')
		case 'r':
			out.WriteByte('l')
		case 'f', 'v', 'w':
			out.WriteByte('f')
		case 's', 'z', 'j':
			out.WriteByte('s')
		case 'x':
			out.WriteString("ks")
		case 'q':
			out.WriteByte('k')
		case 'c':
			switch next {
			case 'h', 'e', 'i', 'y':
				if i == 0 || w[i-1] != 's' {
					out.WriteByte('s')
				}
			case 'k':
			default:
				out.WriteByte('k')
			}
		}
	}
	return squeeze(out.String())
}

// squeeze writes a sound that follows itself once.
func squeeze(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] {
			out = append(out, s[i])
		}
	}
	return string(out)
}

var letterVoices = voices(`
к k г g х - п p б b ф f в f т t д d с s з s ш s щ s ч s ц s ж s л l р l м m н n
خ - ك k ق k ج s غ g گ g پ p ب b ف f و - ت t ط t د d ض d س s ص s ز s ش s ث s ظ s ذ d چ s ژ s ل l ر l م m ن n ڤ f
カ k キ k ク k ケ k コ k ガ g ギ g グ g ゲ g ゴ g サ s シ s ス s セ s ソ s ザ s ジ s ズ s ゼ s ゾ s タ t テ t ト t チ s ツ s ヂ s ヅ s ダ d デ d ド d
ナ n ニ n ヌ n ネ n ノ n ン n マ m ミ m ム m メ m モ m フ f バ b ビ b ブ b ベ b ボ b パ p ピ p プ p ペ p ポ p ヴ f ワ f ラ l リ l ル l レ l ロ l`)

func voices(list string) map[rune]byte {
	out := map[rune]byte{}
	f := strings.Fields(list)
	for i := 0; i < len(f); i += 2 {
		r, _ := utf8.DecodeRuneInString(f[i])
		out[r] = f[i+1][0]
	}
	return out
}

// scriptVoice is the voice of a word in Cyrillic, Arabic or katakana.
func scriptVoice(w string) string {
	var out strings.Builder
	for _, r := range w {
		if c := letterVoices[r]; c != 0 && c != '-' {
			out.WriteByte(c)
		}
	}
	return squeeze(out.String())
}

// The consonants that begin and end a syllable of Hangul, in the order of Unicode (section 3.12 of its standard).
const (
	initials = "ggnddlmbbss-sssktp-"
	finals   = "-ggknnndllllmlplmpbsssnsskt-"
)

// hangulVoice is the voice of a word in Hangul.
func hangulVoice(w string) string {
	var out strings.Builder
	for _, r := range w {
		if r < 0xac00 || r > 0xd7a3 {
			continue
		}
		i := int(r - 0xac00)
		if c := initials[i/588]; c != '-' {
			out.WriteByte(c)
		}
		if f := i % 28; f > 0 && f < len(finals) && finals[f] != '-' {
			out.WriteByte(finals[f])
		}
	}
	return squeeze(out.String())
}

// sounding reports whether a character spells foreign names by its sound.
func sounding(r rune) bool { return unicode.Is(unicode.Han, r) && hanwords.SoundsDotted(string(r)) }
