package news

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
)

// Notes lie in the store as texts: these are what desks have stored.
func TestNotesAreStoredAsText(t *testing.T) {
	for text, want := range map[string]Note{
		"cut: 40 % of the outlet's own word count":                                           {NoteCut, "40", ""},
		"the outlet shows only the opening of this report to those who do not pay":           {Code: NoteOpeningOnly},
		"text taken from the page's structured data":                                         {Code: NoteFromData},
		"the report continues on further pages, which are not read":                          {Code: NoteGoesOn},
		"the page broke off or was longer than is read":                                      {Code: NoteBrokenOff},
		"imported as an excerpt: 26 % of the words of the report":                            {NoteExcerpt, "26", ""},
		"imported as text: the archive holds no capture of the page":                         {Code: NoteNoCapture},
		"the list gives no address that can be fetched":                                      {Code: NoteNoAddress},
		"the outlet answered with a consent or challenge page":                               {Code: NoteConsent},
		"the outlet answered with a notice to its readers in the place of the report":        {Code: NoteNotice},
		"robots.txt of a.example:8089 forbids /b c: not permitted":                           {NoteRobots, "/b c", "a.example:8089"},
		"a.example answers 402 Payment Required: not permitted":                              {NoteRefused, "402 Payment Required", "a.example"},
		"a.example answers with a challenge by Cloudflare: not permitted":                    {NoteChallenge, "Cloudflare", "a.example"},
		"a.example answers with a page that asks whether its reader is human: not permitted": {NoteHuman, "", "a.example"},
		"a.example leads to 10.0.0.1: not permitted":                                         {NoteOther, "a.example leads to 10.0.0.1: not permitted", ""},
		"text from the outlet's feed":                                                        {Code: NoteFromFeed},
		"the page holds no text that could be read":                                          {Code: NoteNoText},
		"a.example answers 404 Not Found: there is no page at this address":                  {NoteMissing, "404 Not Found", "a.example"},
		"the outlet's feed gives this address to several reports":                            {Code: NoteShared},
		"": {},
	} {
		b, err := json.Marshal([]string{text})
		if err != nil {
			t.Fatal(err)
		}
		var got []Note
		if err := json.Unmarshal(b, &got); err != nil || got[0] != want {
			t.Errorf("%q: %+v, %v, want %+v", text, got, err, want)
		}
		if back, err := json.Marshal([]Note{want}); err != nil || string(back) != string(b) {
			t.Errorf("%+v is written as %s, %v, want %s", want, back, err, b)
		}
	}
}

func TestRefusedIsForbidden(t *testing.T) {
	err := fmt.Errorf("fetch: %w", &Refused{Note{NoteRobots, "/x", "a.example"}})
	var refused *Refused
	if !errors.Is(err, ErrForbidden) || errors.Is(err, ErrGone) || !errors.As(err, &refused) {
		t.Errorf("%v is not an ErrForbidden with its note", err)
	}
	if got, want := refused.Error(), "robots.txt of a.example forbids /x: "+ErrForbidden.Error(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
