package quantity

import "math"

// Sign says on which side of zero a temperature lies.
type Sign int8

const (
	Below   Sign = -1 // zero or less: minus 13, 零下25
	Unclear Sign = 0  // some word near it says so of one of several
	Above   Sign = 1
)

// warm reports whether a unit is a scale of temperature.
func (u Unit) warm() bool { return u.Dim == Celsius || u.Dim == Fahrenheit || u.Dim == Kelvin }

// Warm reports whether the value is a temperature.
func (v Value) Warm() bool { return v.Kind == Count && v.Unit.warm() }

// celsius are the temperatures, in degrees Celsius, that the value may be.
func (v Value) celsius() []float64 {
	var out []float64
	for _, s := range []Sign{Below, Above} {
		n := v.N * float64(s)
		switch {
		case v.Sign == -s:
			continue
		case v.Unit.Dim == Fahrenheit:
			n = (n - 32) / 1.8
		case v.Unit.Dim == Kelvin:
			n -= absoluteZero
		}
		out = append(out, n)
	}
	return out
}

// absoluteZero is how many degrees Celsius it lies below zero.
const absoluteZero = 273.15

// half is how far a temperature may be rounded, in degrees Celsius.
const half = .6

// asWarm compares two temperatures: those of two scales, which are rounded, and the sides of
// zero of those of one. apart: they are differences of temperatures. Not done: it is for
// others to compare.
func asWarm(c, s Value, apart bool) (f Fit, done bool) {
	if !c.Warm() || !s.Warm() {
		return Differs, false
	}
	if c.Unit.Dim == s.Unit.Dim {
		opposite := !apart && c.Sign != Unclear && s.Sign == -c.Sign && c.N != 0
		return Differs, opposite
	}
	if c.Vague || s.Vague || c.Spread || s.Spread {
		return Fits, true
	}
	if apart {
		return fitsIf(Within(c.N*c.Unit.step(), s.N*s.Unit.step(), .06)), true
	}
	for _, x := range c.celsius() {
		for _, y := range s.celsius() {
			if math.Abs(x-y) < half*c.Unit.step() || math.Abs(x-y) < half || x*y > 0 && Within(x, y, tolerance(c.Unit)) {
				return Fits, true
			}
		}
	}
	return Differs, true
}

// step is one degree of a scale in degrees Celsius.
func (u Unit) step() float64 {
	if u.Dim == Fahrenheit {
		return 1 / 1.8
	}
	return 1
}

// InCelsius gives a temperature in degrees Fahrenheit in whole degrees Celsius.
func (v Value) InCelsius() Value {
	n := v.N
	if v.Sign == Below {
		n = -n
	}
	n = math.Round((n - 32) / 1.8)
	out := Written(Count, math.Abs(n)).In(Measure(Celsius, 1))
	switch {
	case v.Sign == Unclear:
	case n < 0:
		out.Sign = Below
	default:
		out.Sign = Above
	}
	return out
}
