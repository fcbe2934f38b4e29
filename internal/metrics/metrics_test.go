package metrics

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	var out strings.Builder
	err := Write(&out,
		Family{"desk_tasks", "tasks, \\ and\nmore", Gauge, []Sample{Of(3, "kind", "read"), Of(0.25, "kind", `a "b"`+"\n\\")}},
		Family{Name: "desk_empty", Help: "nothing", Type: Gauge},
		Family{"desk_asked_total", "questions", Counter, []Sample{Of(1764475200), Of(math.Inf(1), "x", "\xff")}},
	)
	if err != nil {
		t.Fatal(err)
	}
	want := `# HELP desk_asked_total questions
# TYPE desk_asked_total counter
desk_asked_total 1764475200
desk_asked_total{x="` + "\uFFFD" + `"} +Inf
# HELP desk_tasks tasks, \\ and\nmore
# TYPE desk_tasks gauge
desk_tasks{kind="a \"b\"\n\\"} 0.25
desk_tasks{kind="read"} 3
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

func TestNumbers(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 1764475200123: "1764475200123", 1e20: "1e+20", 0.1: "0.1", 1764475200.25: "1764475200.25", -2: "-2", math.Inf(-1): "-Inf",
	} {
		if got := number(v); got != want {
			t.Errorf("%g is written %s, want %s", v, got, want)
		}
	}
	if got := number(math.NaN()); got != "NaN" {
		t.Errorf("no number is written %s", got)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no reader") }

func TestWriteToNobody(t *testing.T) {
	if err := Write(broken{}, Family{"a", "b", Gauge, []Sample{Of(1)}}); err == nil {
		t.Error("no error")
	}
}

func TestCounts(t *testing.T) {
	var c Counts
	done := make(chan bool)
	for range 4 {
		go func() {
			for range 100 {
				c.Add(1, "gazette", "ok")
			}
			done <- true
		}()
	}
	for range 4 {
		<-done
	}
	c.Add(2, "gazetteok", "")
	if a, b, none := c.Get("gazette", "ok"), c.Get("gazetteok", ""), c.Get("gazette"); a != 400 || b != 2 || none != 0 {
		t.Errorf("counted %g, %g, %g", a, b, none)
	}
}
