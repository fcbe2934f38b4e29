package text

import "testing"

func TestAgain(t *testing.T) {
	const body = "The ferry to Vessa stopped at noon. Nobody was hurt, the harbour office said. 渡轮中午停航，港务局说无人受伤。"
	for _, c := range []struct {
		s           string
		least, most float64
	}{
		{"The ferry to Vessa stopped at noon.", 1, 1},
		{"THE FERRY to Vessa (Vess) stopped at noon", 1, 1},
		{"渡轮中午停航，港务局说无人受伤", 1, 1},
		{"Passengers slept on benches as a storm closed the way.", 0, 0},
		{"The ferry to Vessa stopped at noon, and passengers slept on benches.", 0.4, 0.6},
		{"noon", 0, 0}, {"", 0, 0}, {"…—!?", 0, 0},
	} {
		if got := Again(c.s, body); got < c.least || got > c.most {
			t.Errorf("%q: %.2f, want %.2f to %.2f", c.s, got, c.least, c.most)
		}
	}
	if got := Again(body, ""); got != 0 {
		t.Errorf("of nothing: %.2f", got)
	}
}
