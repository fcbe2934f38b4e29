package event

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestOvertaken: what a later report gives otherwise is current in no sentence and in no headline, whoever is named beside it.
func TestOvertaken(t *testing.T) {
	all := []news.Telling{
		told("a", "Harbour Mail", "en", 0, []string{"Fire in Velm: 14 dead", "A fire in Velm killed 14 people, the police said on Monday.", "The police said that 41 people were injured."},
			"1 警方周一说，维尔姆（Velm）火灾致14人死亡。", "2 警方说，41人受伤。"),
		told("b", "Die Warte", "de", 4, []string{"Mindestens 19 Tote in Velm", "Bei dem Brand in Velm sind nach Angaben der Polizei mindestens 19 Menschen ums Leben gekommen."},
			"1 警方说，维尔姆（Velm）火灾至少19人死亡。"),
		told("c", "Coral Wire", "en", 30, []string{"Velm fire toll rises to 26", "The fire in Velm killed 26 people, the police said.", "The hospital said that 52 people were injured."},
			"1 警方说，维尔姆（Velm）火灾致26人死亡。", "2 医院说，52人受伤。"),
		told("d", "岛民晚报", "zh-Hans", 31, []string{"维尔姆火灾26人死亡", "警方说，维尔姆（Velm）火灾已致26人死亡。"}, "1 警方说，维尔姆（Velm）火灾已致26人死亡。"),
	}
	for _, c := range []struct {
		text, cites string
		stands      bool
	}{
		{"警方说，维尔姆（Velm）火灾致26人死亡。", "c1 d1", true},
		{"维尔姆（Velm）火灾致14人死亡。", "a1", false},
		{"警方说，维尔姆（Velm）火灾致14人死亡。", "a1", false},
		{"警方周一说，维尔姆（Velm）火灾致14人死亡。", "a1", false},
		{"截至周一，维尔姆（Velm）火灾致14人死亡。", "a1", true},
		{"警方说，维尔姆（Velm）火灾至少19人死亡。", "b1", false},
		{"警方说，维尔姆（Velm）火灾至少24人死亡。", "b1", false},
		{"警方说，41人受伤。", "a2", true},
	} {
		d := news.StoryDigest{Lang: "zh-Hans", By: "m", Common: []news.StoryClaim{{Text: c.text, Evidence: cite(all, c.cites)}}}
		got, rejects := Reader{}.Check(d, all)
		if stands := len(got.Common)+len(got.Only) == 1; stands != c.stands {
			t.Errorf("%s: stands %v: %+v", c.text, stands, rejects)
		}
	}
	for title, stands := range map[string]bool{"维尔姆火灾14人死亡": false, "维尔姆火灾至少19人死亡": false, "维尔姆火灾26人死亡": true, "维尔姆火灾41人受伤": false} {
		d := news.StoryDigest{Lang: "zh-Hans", By: "m", Title: title, TitleEvidence: cite(all, "a1 b1 c1 d1 a2")}
		if got, rejects := (Reader{}).Check(d, all); (got.Title != "") != stands {
			t.Errorf("title %s: stands %v: %+v", title, !stands, rejects)
		}
	}
	if span := (Reader{}).counts(all).overtaken("维尔姆（Velm）火灾死亡人数从14人升至26人。", "zh-Hans", true); span != "" {
		t.Errorf("%s is given with what it became", span)
	}
}

// TestComposedOvertaken: neither the headline that stands for an event nor a sentence that is picked has a figure that was given up.
func TestComposedOvertaken(t *testing.T) {
	all := []news.Telling{
		told("a", "Alder Post", "en", 0, []string{"Gondola falls at Tolm Vale, 12 dead", "A gondola fell at Tolm Vale on Tuesday, killing 12 people, the police said."}),
		told("b", "Birch Times", "en", 1, []string{"Twelve die as gondola falls at Tolm Vale", "Twelve people died when a gondola fell at Tolm Vale on Tuesday, the police said."}),
		told("c", "Alder Post", "en", 24, []string{"Tolm Vale gondola toll rises to 15", "Fifteen people died when the gondola fell at Tolm Vale, the police said on Thursday."}),
	}
	got := Reader{}.Tell(Story{Tellings: all})
	if got.Central != "c" {
		t.Errorf("%s stands for the event: %+v", got.Central, got.Digest.Figures)
	}
	for _, c := range got.Digest.Common {
		if where(c.Evidence) != "c1" {
			t.Errorf("%s %s", c.Text, where(c.Evidence))
		}
	}
}
