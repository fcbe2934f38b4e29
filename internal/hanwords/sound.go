package hanwords

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// soundTable says which consonants the characters stand for that spell names by sound.
//
//go:embed sounds.txt
var soundTable string

// sounded is what a character stands for.
type sounded struct {
	sound  string
	dotted bool // only in names whose parts a dot parts
}

var sounds = sync.OnceValue(func() map[rune]sounded {
	out := map[rune]sounded{}
	for line := range strings.Lines(soundTable) {
		sound, chars, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		sound, dotted := strings.CutPrefix(sound, "~")
		for _, r := range chars {
			out[r] = sounded{strings.Trim(sound, "-"), dotted}
		}
	}
	return out
})

// Sounds reports whether a text has nothing but characters that spell names by sound.
func Sounds(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !Sound(r) })
}

// Sound reports whether a character is one that spells names by sound.
func Sound(r rune) bool {
	s, ok := sounds()[r]
	return ok && !s.dotted
}

// SoundsDotted is Sounds for a part of a name whose parts a dot parts, which more characters
// may spell.
func SoundsDotted(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { _, ok := sounds()[r]; return !ok })
}

// onlySyllables are hardly ever a word of their own.
const onlySyllables = "尔斯莉娜姆伦茨蒂雷基埃穆耶佩泽奥赫萨塔贾艾贝兹戈弗莱洛佐琳妮诺黛薇娅玛菲韦沃伯鲍蕾勒廷卢勃"

// SpellsOnly reports whether a word is one character that hardly ever is anything but a
// syllable of a name.
func SpellsOnly(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size > 0 && size == len(word) && strings.ContainsRune(onlySyllables, r)
}

// besideNames are characters that spell names and are words of their own besides: they may
// stand before a name, or behind it.
const besideNames = "让派比因若可加以当东得多开安都高大本"

// Beside reports whether a word is one character that may be a word beside a name as well as
// a part of it.
func Beside(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size > 0 && size == len(word) && strings.ContainsRune(besideNames, r)
}

// A Voice is the consonants of a name, in the order in which it says them. Names in
// different scripts are compared by it.
type Voice string

// Of is the voice of a name that Chinese spells by sound.
func Of(name string) Voice {
	var out strings.Builder
	for _, r := range name {
		out.WriteString(sounds()[r].sound)
	}
	return Voice(out.String())
}

// Katakana is the voice of a name in katakana.
func Katakana(name string) Voice {
	var out strings.Builder
	for _, r := range name {
		if s := kana(r); s != 0 {
			out.WriteRune(s)
		}
	}
	return Voice(out.String())
}

// kana is the consonant of a syllable in katakana, 0: it has none.
func kana(r rune) rune {
	for _, row := range []struct {
		chars string
		sound rune
	}{
		{"カキクケコガギグゲゴ", 'K'}, {"サシスセソザジズゼゾチツヂヅ", 'S'}, {"タテトダデド", 'T'}, {"ナニヌネノマミムメモン", 'N'},
		{"ハヒヘホ", 'H'}, {"フバビブベボパピプペポヴ", 'P'}, {"ラリレロ", 'L'}, {"ル", 'r'}, {"ワウ", 'W'}, {"ヤユヨ", 'Y'},
	} {
		if strings.ContainsRune(row.chars, r) {
			return row.sound
		}
	}
	return 0
}

// Latin is the voice of a word in Latin letters, as English, German, French, Spanish and
// Slavic names are said, all at once: a letter that is said in several ways has a sign of
// its own.
func Latin(word string) Voice {
	letters := make([]byte, 0, len(word))
	for _, r := range norm.NFC.String(strings.ToLower(word)) {
		s, ok := special[r]
		switch {
		case ok:
			letters = append(letters, s...)
		case r < utf8.RuneSelf:
			letters = letter(letters, r)
		default:
			for _, r := range norm.NFD.String(string(r)) {
				if r > unicode.MaxLatin1 && unicode.IsLetter(r) {
					return ""
				}
				letters = letter(letters, r)
			}
		}
	}
	var out []byte
	last := byte(0) // 0 behind a vowel
	for i := 0; i < len(letters); {
		sound, size := spoken(letters, i)
		if letters[i] == 'x' {
			out = append(out, 'k')
		}
		if sound == 'K' && size == 2 && string(letters[i:]) == "cki" {
			out = append(out, 's')
		}
		if sound != 0 && sound != last {
			out = append(out, sound)
		}
		if size == 2 && string(letters[i:i+2]) == "ng" {
			out = append(out, 'k')
		}
		last = sound
		i += size
	}
	return Voice(out)
}

// letter adds a plain letter; anything else says nothing.
func letter(letters []byte, r rune) []byte {
	if r >= 'a' && r <= 'z' {
		letters = append(letters, byte(r))
	}
	return letters
}

// special are letters that are said as others.
var special = map[rune]string{'ß': "s", 'ł': "w", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "t", 'æ': "a", 'œ': "o", 'ı': "i", 'ħ': "h", 'ğ': "h", 'ç': "sh",
	'č': "sh", 'ć': "sh", 'š': "sh", 'ş': "sh", 'ș': "sh", 'ś': "sh", 'ž': "sh", 'ź': "sh", 'ż': "sh", 'ţ': "ts", 'ț': "ts"}

// pairs are letters that are said as one. C is ch: as S, K or H; Z is th: as T or S; k and
// s are a K and an S that are often left out.
var pairs = map[string]byte{"ch": 'C', "sh": 'S', "th": 'Z', "ph": 'P', "kh": 'H', "gh": 'k', "zh": 'S', "ck": 'K', "tz": 'S', "ts": 'S', "dj": 'S',
	"cz": 'S', "sz": 'S', "gn": 'N', "qu": 'K', "gu": 'K', "wh": 'W', "kn": 'N', "ng": 'N'}

// hisses are more letters that are said as one S.
var hisses = []string{"tsch", "shch", "sch", "tch"}

// plain are the letters that are said in one way; g is g before e and i, r an l or r at the
// end of a syllable, M the ll of Villa, which Spanish says as a y.
var plain = map[byte]byte{'b': 'P', 'p': 'P', 'f': 'P', 'v': 'P', 'w': 'W', 't': 'T', 'd': 'T', 's': 'S', 'z': 'S', 'k': 'K', 'q': 'K',
	'j': 'J', 'm': 'N', 'n': 'N', 'h': 'H', 'y': 'Y', 'x': 'S'}

func vowel(letter byte) bool { return strings.IndexByte("aeiou", letter) >= 0 }

// spoken is the sound of the letters at i, 0: a vowel, and how many they are.
func spoken(letters []byte, i int) (sound byte, size int) {
	next := byte(0)
	if i+1 < len(letters) {
		next = letters[i+1]
		for _, w := range hisses {
			if strings.HasPrefix(string(letters[i:min(i+4, len(letters))]), w) {
				return 'S', len(w)
			}
		}
		if s, ok := pairs[string(letters[i:i+2])]; ok {
			return s, 2
		}
	}
	soft := next != 0 && strings.IndexByte("eiy", next) >= 0
	switch r := letters[i]; r {
	case 'c':
		if next == 'c' && !strings.HasPrefix(string(letters[i+1:]), "ci") && !strings.HasPrefix(string(letters[i+1:]), "ce") {
			return 'K', 2
		}
		if next == 't' {
			return 'k', 1 // Victoria
		}
		if soft || next == 0 || string(letters[i:]) == "ca" {
			return 'C', 1
		}
		return 'K', 1
	case 'g':
		if soft {
			return 'g', 1
		}
		return 'K', 1
	case 'l', 'r':
		if r == 'l' && next == 'l' && i > 0 && vowel(letters[i-1]) && i+2 < len(letters) && vowel(letters[i+2]) {
			return 'M', 2
		}
		if i > 0 && vowel(letters[i-1]) && (next == 0 || !vowel(next) && next != 'y' && next != r) {
			return 'r', 1
		}
		return 'L', 1
	default:
		return plain[r], 1
	}
}

// alike says which sounds of Latin letters, of katakana and of Chinese a sound of Chinese
// may stand for.
var alike = map[byte]string{
	'P': "PW", 'W': "WPHJ", 'T': "TZ", 'D': "TSJ", 'S': "SCgJZTs", 'X': "SCJHgZ", 'G': "SCgJKkT", 'K': "KCgHk", 'H': "HKCJg",
	'L': "LrM", 'l': "LrM", 'R': "LrMSJg", 'N': "N", 'n': "N", 'Y': "YJgM",
}

// Costs of a sound that one side has and the other has not, in tenths.
var (
	dropped = map[byte]int{'l': 3, 'n': 4, 'W': 2, 'H': 3, 'X': 7, 'Y': 0}                                         // by the Latin side
	unsaid  = map[byte]int{'H': 0, 'Y': 0, 'W': 2, 'r': 2, 'J': 4, 'k': 3, 's': 3, 'M': 3, 'T': 7, 'N': 7, 'S': 7} // by the Chinese one
	endings = map[byte]int{'P': 5, 'N': 3, 'S': 3, 'T': 4, 'K': 5, 'L': 5}                                         // the same, at the end
)

// Like reports whether a name of the other voice may be what Chinese spells with this one:
// they differ by less than a sound, in a long name by less than two, and by less than two
// fifths of all its sounds.
func (v Voice) Like(other Voice) bool {
	total := 0
	for i := range v {
		total += cost(dropped, v[i])
	}
	d := v.distance(other)
	return (d < 10 || len(v) > 5 && d < 20) && d*5 < total*2
}

// Telling reports whether a name of this voice has more than two full consonants: fewer tell it
// from few others.
func (v Voice) Telling() bool {
	total := 0
	for i := range v {
		total += cost(dropped, v[i])
	}
	return total > 20
}

// Same reports whether a name of the other voice sounds just like what Chinese spells with
// this one.
func (v Voice) Same(other Voice) bool { return v.distance(other) <= 2 }

// Near reports whether a name of the other voice differs from this one by less than a sound,
// however short they are.
func (v Voice) Near(other Voice) bool { return v.distance(other) < 10 }

// Ends reports whether a name of the other voice may end in what Chinese spells with this
// one: 新库兹涅茨克 spells the end of Novokuznetsk alone.
func (v Voice) Ends(other Voice) bool {
	for len(other) > len(v) {
		if other = other[1:]; v.Like(other) {
			return true
		}
	}
	return false
}

func cost(table map[byte]int, sound byte) int {
	if c, ok := table[sound]; ok {
		return c
	}
	return 10
}

// distance is what parts two voices, in tenths of a sound.
func (v Voice) distance(other Voice) int {
	row := make([]int, len(other)+1)
	for j := range other {
		row[j+1] = row[j] + cost(unsaid, other[j])
	}
	for i := range v {
		diagonal := row[0]
		row[0] += cost(dropped, v[i])
		for j := range other {
			same := diagonal
			if strings.IndexByte(alike[v[i]], other[j]) < 0 {
				same += 10
			}
			diagonal = row[j+1]
			row[j+1] = min(same, row[j+1]+cost(dropped, v[i]), row[j]+cost(unsaid, other[j]))
		}
	}
	best, rest := row[len(other)], 0
	for j := len(other) - 1; j >= 0 && len(other)-j <= 2; j-- {
		rest += min(cost(unsaid, other[j]), cost(endings, other[j]))
		best = min(best, row[j]+rest)
	}
	return best
}

// Said is the voice of a name that Chinese spells, as Latin letters would have it: for what
// another Chinese spelling is compared with.
func (v Voice) Said() Voice {
	return Voice(strings.NewReplacer("n", "N", "l", "r", "X", "C", "G", "g", "D", "T", "R", "r").Replace(string(v)))
}

// InKatakana reports whether a character is one that a word in katakana may have.
func InKatakana(r rune) bool { return r == 'ー' || unicode.Is(unicode.Katakana, r) }
