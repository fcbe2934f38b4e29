package news

import "testing"

// Lists have a digest's first sentence where nothing has to be said of it.
func TestLead(t *testing.T) {
	first := Claim{Text: "桥封了。"}
	doubted := Claim{Text: "桥封了。", Findings: []Finding{{Rule: HedgeRule, Reason: HedgeDropped}}}
	agreed := Claim{Text: "桥封了。", Findings: []Finding{{Rule: Supported}}}
	for want, digests := range map[string][]Digest{
		"桥封了。": {{Summary: []Claim{first, doubted}}, {Summary: []Claim{agreed}}},
		"":     {{}, {Summary: []Claim{doubted, first}}, {Summary: []Claim{first}, Unfit: true}},
	} {
		for _, d := range digests {
			if got := d.Lead(); got != want {
				t.Errorf("%+v: %q, want %q", d, got, want)
			}
		}
	}
}
