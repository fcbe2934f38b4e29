package dedupe

import (
	"strings"
	"testing"
)

// Two pages hold one report by what they say, whatever addresses they name.
func TestOneReport(t *testing.T) {
	bridge := []string{
		"The council of Wetherholm voted on Monday to close the swing bridge until the autumn, after a survey found cracks in both of its bearings.",
		"Lorries will have to go round by the Pell crossing, which adds forty minutes to the way to the harbour, hauliers said.",
		"A new bearing is to be cast in the spring, and the engineers hope to open one lane for buses by the first week of August.",
		"Shopkeepers on the east bank asked for a reduction of their rates; the mayor, Ansel Roke, promised an answer before Easter.",
		"The bridge was last closed in the winter of the great flood, when ice carried away the pier on which it turns.",
	}
	bees := []string{
		"Beekeepers in the Orrin valley lost four of ten colonies this winter, the worst figure since their union began to count.",
		"A mite that came with imported queens is held to be the cause, though a late frost took the blossom of the willows as well.",
		"The union wants the ministry to check every queen at the border, and to pay for half of the young colonies that are bought in May.",
		"Growers of apples fear for their harvest: without the valley's bees the early sorts will hardly be pollinated, they wrote.",
		"The ministry called the figures alarming, and said that it would send two inspectors before the end of the month.",
	}
	page := func(title string, paragraphs ...string) Page { return Page{title, Of(paragraphs)} }
	rewritten := append([]string{"Engineers have now opened the case of the northern bearing and found it sound, the council said late on Tuesday."}, bridge[2:]...)
	for _, c := range []struct {
		what         string
		p, q         Page
		edited, twin bool
	}{
		{"the same text under two headlines", page("Bridge shut", bridge...), page("Cracks close crossing", bridge...), true, true},
		{"two reports", page("Bridge shut", bridge...), page("Bees die", bees...), false, false},
		{"two reports under one headline, as of each day", page("The morning in brief", bridge...), page("The morning in brief", bees...), false, false},
		{"a report that was written on", page("Bridge shut", bridge[:4]...), page("Bridge shut", bridge...), true, true},
		{"a thorough edit", page("Bridge shut", bridge...), page("One bearing sound", rewritten...), true, false},
		{"a first line and then the whole", page("Swing bridge closed", "More soon."), page("Swing bridge closed", bridge...), true, false},
		{"short notices under one headline, as of each day", page("Tides at Wetherholm", "High water is at four in the morning and at twenty past four in the afternoon; the swing bridge stays shut."),
			page("Tides at Wetherholm", "On Tuesday ships of over three metres wait for the second tide, as the pilots have announced to all agents."), false, false},
		{"a first line and then another report", page("Swing bridge closed", "More soon."), page("Bees die in Orrin", bees...), false, false},
		{"a headline and its report", page("Swing bridge in Wetherholm closed"), page("Swing bridge in Wetherholm closed till autumn", bridge...), true, true},
		{"a headline and another report", page("Swing bridge in Wetherholm closed"), page("Bees die in Orrin", bees...), true, false},
		{"a report in a round-up of reports", page("Bridge shut", bridge...), page("All news of the day", strings.Join(append(append(append([]string{}, bees...), bridge...), rewritten[0], "The weather stays dry until Thursday, with a light wind from the east and frost in the upper valleys at night, and the gauges of all four rivers stand a hand below the mark of the season, the water board said."), " ")), true, false},
		{"editions in two languages", page("Bridge shut", bridge...), page("大桥关闭", "韦瑟霍姆市议会周一投票决定把平旋桥关闭到秋天，此前一次检查发现两处轴承都有裂纹，货车须绕行佩尔渡口，多走四十分钟。新轴承春天浇铸，八月第一周或可先开一条公交车道。"), false, false},
		{"an opening and the whole, one headline", page("Swing bridge closed", bridge[:2]...), page("Swing bridge closed", bridge...), true, true},
	} {
		for range 2 {
			if got := c.p.Edited(c.q); got != c.edited {
				t.Errorf("%s: at one address: %v, want %v", c.what, got, c.edited)
			}
			if got := c.p.Twin(c.q); got != c.twin {
				t.Errorf("%s: at two addresses: %v, want %v (contained %.2f, similar %.2f)", c.what, got, c.twin,
					c.p.Fingerprint.Containment(c.q.Fingerprint), c.p.Fingerprint.Similarity(c.q.Fingerprint))
			}
			c.p, c.q = c.q, c.p
		}
	}
}

func TestSameHeadline(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"", "", false},
		{"Bridge shut", "bridge  shut", true},
		{"Swing bridge closed until autumn", "Swing bridge closed until autumn | Wetherholm Post", true},
		{"Swing bridge closed", "Bees die in Orrin", false},
		{"平旋桥关闭到秋天", "平旋桥关闭到秋天（图）", true},
		{"平旋桥关闭到秋天", "奥林谷蜜蜂大量死亡", false},
	} {
		if got := SameHeadline(c.a, c.b); got != c.want {
			t.Errorf("SameHeadline(%q, %q) = %v", c.a, c.b, got)
		}
	}
}
