package secret

import (
	"testing"
	"time"
)

// TestGuessesInADay: who guesses for a day has little more than one guess each half minute, and a clock that goes back gives none.
func TestGuessesInADay(t *testing.T) {
	now := time.Date(2024, 1, 30, 8, 0, 0, 0, time.UTC)
	g := NewGuesses(func() time.Time { return now })
	tried := 0
	for range 24 * 3600 {
		now = now.Add(time.Second)
		if ok, _ := g.Allow("ann"); ok {
			tried++
		}
	}
	if most := MostGuesses + int(24*time.Hour/GuessEvery) + 1; tried > most || tried < most-2 {
		t.Errorf("%d guesses in a day", tried)
	}
	now = now.Add(-time.Hour)
	if ok, wait := g.Allow("ann"); ok || wait <= 0 {
		t.Errorf("with the clock back: %v, %v", ok, wait)
	}
}
