// Package metrics holds figures of a program at work and writes them in the text format of Prometheus, version 0.0.4
// (https://prometheus.io/docs/instrumenting/exposition_formats/). It knows no figure itself, and asks nobody for one.
package metrics

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ContentType is that of what Write writes.
const ContentType = "text/plain; version=0.0.4; charset=utf-8"

// Type says how the values of a family are to be read.
type Type string

// The types that are used here.
const (
	Gauge   Type = "gauge"   // it goes up and down
	Counter Type = "counter" // it only grows, and begins at 0 with the process
)

// Family is a figure, with its values.
type Family struct {
	Name    string // with its base unit; a counter ends with _total
	Help    string // what it means
	Type    Type
	Samples []Sample
}

// Sample is one value of a family.
type Sample struct {
	Labels []Label // the same names in all samples of a family
	Value  float64
}

// Label is a name and its value.
type Label struct{ Name, Value string }

// Of is a sample; labels are names and values by turns.
func Of(value float64, labels ...string) Sample {
	s := Sample{Value: value}
	for pair := range slices.Chunk(labels, 2) {
		s.Labels = append(s.Labels, Label{pair[0], pair[1]})
	}
	return s
}

// Write writes the families in the order of their names, and their samples in that of their labels. A family without
// samples is left out.
func Write(w io.Writer, families ...Family) error {
	families = slices.SortedFunc(slices.Values(families), func(a, b Family) int { return cmp.Compare(a.Name, b.Name) })
	var out bytes.Buffer
	for _, f := range families {
		if len(f.Samples) == 0 {
			continue
		}
		fmt.Fprintf(&out, "# HELP %s %s\n# TYPE %s %s\n", f.Name, helpEscapes.Replace(f.Help), f.Name, f.Type)
		lines := make([]string, len(f.Samples))
		for i, s := range f.Samples {
			lines[i] = s.labels() + " " + number(s.Value)
		}
		slices.Sort(lines)
		for _, l := range lines {
			out.WriteString(f.Name + l + "\n")
		}
	}
	if _, err := out.WriteTo(w); err != nil {
		return fmt.Errorf("write figures: %w", err)
	}
	return nil
}

// What the format escapes in a HELP line, and in the value of a label.
var (
	helpEscapes  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
	labelEscapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
)

func (s Sample) labels() string {
	if len(s.Labels) == 0 {
		return ""
	}
	parts := make([]string, len(s.Labels))
	for i, l := range s.Labels {
		parts[i] = l.Name + `="` + labelEscapes.Replace(strings.ToValidUTF8(l.Value, "\uFFFD")) + `"`
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// number is a value as the format has it, which is Go's form of a float; numbers of ordinary size without an exponent.
func number(v float64) string {
	switch {
	case math.IsInf(v, 1):
		return "+Inf"
	case math.IsInf(v, -1):
		return "-Inf"
	case math.Abs(v) < 1<<53:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
