package quantity

import (
	"testing"
	"time"
)

func count(n float64) Value { return Written(Count, n) }

func one(b Bound, v Value) Number { return Number{Bound: b, Alts: []Value{v}} }

// TestFits has a claim's number, one of the report's, and how they compare. A claim may
// say less than the report, and not more.
func TestFits(t *testing.T) {
	foot, mile, pound := Metre.Times(.3048), Metre.Times(1609.34), Tonne.Times(.000453592)
	for _, c := range []struct {
		name          string
		claim, report Number
		want          Fit
	}{
		{"the same", one(Exact, count(40)), one(Exact, count(40)), Fits},
		{"another", one(Exact, count(40)), one(Exact, count(41)), Differs},
		{"rounded", one(Exact, count(1200)), one(Exact, count(1234)), Fits},
		{"rounded wrongly", one(Exact, count(1300)), one(Exact, count(1234)), Differs},
		{"one digit is not rounded to", one(Exact, count(1000)), one(Exact, count(1234)), Differs},
		{"other side", one(More, count(40)), one(Less, count(40)), WrongSide},
		{"other side, turned", one(Near, count(40)), one(More, count(40)), WrongSide},
		{"bound left out", one(Exact, count(40)), one(More, count(40)), Unbounded},
		{"a little more", one(More, count(40)), one(Exact, count(43)), Fits},
		{"much more", one(More, count(40)), one(Exact, count(53)), Differs},
		{"nearly", one(Near, count(40)), one(Exact, count(37)), Fits},
		{"about", one(About, count(40)), one(Exact, count(42)), Fits},
		{"hundreds", one(Exact, Value{Vague: true, Lo: 200, Hi: 1000}), one(Exact, count(300)), Fits},
		{"hundreds are no thousand", one(Exact, Value{Vague: true, Lo: 200, Hi: 1000}), one(Exact, count(1000)), Differs},
		{"end of a range", one(Exact, count(400)), one(Exact, Value{Spread: true, Lo: 300, Hi: 400}), Fits},
		{"within a range", one(Exact, count(350)), one(Exact, Value{Spread: true, Lo: 300, Hi: 400}), Differs},
		{"a third is 33%", one(Exact, Written(Share, .33)), one(Exact, Part(1, 3)), Fits},
		{"a third is no 34.5%", one(Exact, Written(Share, .345)), one(Exact, Part(1, 3)), Differs},
		{"percent are no points", one(Exact, Written(Share, .03)), one(Exact, Written(Points, 3)), Differs},
		{"noon and midnight, by the clock", one(Exact, Written(Clock, 720)), one(Exact, Written(Clock, 0)), Fits},
		{"ordinal for a count", one(Exact, count(14)), one(Exact, Written(Ordinal, 14)), Fits},
		{"count for an ordinal", one(Exact, Written(Ordinal, 14)), one(Exact, count(14)), Differs},
		{"label for an ordinal", one(Exact, Written(Ordinal, 14)), one(Exact, Value{N: 14, Label: true, Step: 1, Digits: 2}), Fits},
		{"threefold is 200% more", one(Exact, Written(Multiple, 3)), one(Exact, Written(Share, 2)), Fits},
		{"feet in metres", one(Exact, count(30).In(Metre)), one(Exact, count(100).In(foot)), Fits},
		{"feet are no metres", one(Exact, count(100).In(Metre)), one(Exact, count(100).In(foot)), Differs},
		{"miles in kilometres", one(Exact, count(16).In(Metre.Times(1000))), one(Exact, count(10).In(mile)), Fits},
		{"miles, wrongly", one(Exact, count(18).In(Metre.Times(1000))), one(Exact, count(10).In(mile)), Differs},
		{"pounds in kilograms", one(Exact, count(4.5).In(Tonne.Times(.001))), one(Exact, count(10).In(pound)), Fits},
		{"weeks in days", one(Exact, count(14).In(Day)), one(Exact, count(2).In(Week)), Fits},
		{"degrees", one(Exact, count(38).In(Measure(Celsius, 1))), one(Exact, count(100).In(Measure(Fahrenheit, 1))), Fits},
		{"degrees, the other way", one(Exact, count(100).In(Measure(Fahrenheit, 1))), one(Exact, count(38).In(Measure(Celsius, 1))), Fits},
		{"metres are no degrees", one(Exact, count(3).In(Measure(Celsius, 1))), one(Exact, count(37.4).In(Metre)), Differs},
		{"nor degrees metres", one(Exact, count(3).In(Metre)), one(Exact, count(37.4).In(Measure(Fahrenheit, 1))), Differs},
		{"metres are no days", one(Exact, count(3).In(Metre)), one(Exact, count(3).In(Day)), Differs},
		{"a sign for a currency", one(Exact, count(3).In(Money("HKD"))), one(Exact, count(3).In(Money("$"))), Fits},
		{"another currency", one(Exact, count(3).In(Money("EUR"))), one(Exact, count(3).In(Money("$"))), Differs},
		{"yen or yuan", one(Exact, count(3).In(Money("CNY"))), one(Exact, count(3).In(Money("¥"))), Fits},
		{"money is no length", one(Exact, count(3).In(Money("CNY"))), one(Exact, count(3).In(Metre)), Differs},
		{"any reading", one(Exact, count(3)), Number{Alts: []Value{count(4), count(3)}}, Fits},
		{
			"up is not down",
			Number{Trend: Rises | By, Alts: []Value{count(3)}}, Number{Trend: Falls | By, Alts: []Value{count(3)}},
			WrongSide,
		},
		{
			"by is not to",
			Number{Trend: Rises | By, Alts: []Value{count(3)}}, Number{Trend: Rises | To, Alts: []Value{count(3)}},
			WrongSide,
		},
	} {
		if got := c.claim.Fits(c.report); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

// TestHolds has what a report says of time and a claim's date.
func TestHolds(t *testing.T) {
	published := time.Date(2024, 1, 30, 9, 0, 0, 0, time.UTC) // a Tuesday
	p := DayOf(published)
	day := func(n int) Date { return Stretch(0, 0, n, n) }
	named := func(n int) Date {
		return Date{Named: true, Weekday: FromDay(n).Weekday(), From: n, Upto: n}
	}
	for _, c := range []struct {
		name   string
		report Calendar
		claim  Date
		want   bool
	}{
		{"the same day", Calendar{Dates: []Date{{Month: 1, Day: 17}}}, Date{Year: 2024, Month: 1, Day: 17}, true},
		{"another day", Calendar{Dates: []Date{{Month: 1, Day: 17}}}, Date{Month: 1, Day: 18}, false},
		{"the nearest year", Calendar{Dates: []Date{{Month: 12, Day: 17}}}, Date{Year: 2023, Month: 12, Day: 17}, true},
		{"a year far off", Calendar{Dates: []Date{{Month: 12, Day: 17}}}, Date{Year: 2019, Month: 12, Day: 17}, false},
		{"the month is said elsewhere", Calendar{Dates: []Date{{Day: 17}, {Month: 3}}}, Date{Month: 3, Day: 17}, true},
		{"or is that of publication", Calendar{Dates: []Date{{Day: 17}}}, Date{Month: 1, Day: 17}, true},
		{"and no other", Calendar{Dates: []Date{{Day: 17}}}, Date{Month: 2, Day: 17}, false},
		{"the month of publication", Calendar{}, Date{Month: 1}, true},
		{"unless a month is named", Calendar{Dates: []Date{{Month: 3}}}, Date{Month: 1}, false},
		{"less is said", Calendar{Dates: []Date{{Year: 2023, Month: 12, Day: 17}}}, Date{Year: 2023}, true},
		{"the day's weekday", Calendar{Dates: []Date{{Year: 2024, Month: 1, Day: 26}}}, Date{Named: true, Weekday: time.Friday}, true},
		{"another weekday", Calendar{Dates: []Date{{Year: 2024, Month: 1, Day: 26}}}, Date{Named: true, Weekday: time.Monday}, false},
		{"a weekday in a short stretch", Calendar{Dates: []Date{Stretch(0, 0, p-3, p-1)}}, Date{Named: true, Weekday: time.Sunday}, true},
		{"the last day of it", Calendar{Dates: []Date{Stretch(0, 0, p-3, p-1)}}, Date{Named: true, Weekday: time.Monday}, true},
		{"a weekday out of it", Calendar{Dates: []Date{Stretch(0, 0, p-3, p-1)}}, Date{Named: true, Weekday: time.Wednesday}, false},
		{"a stretch of six days names none", Calendar{Dates: []Date{Stretch(0, 0, p-6, p)}}, Date{Named: true, Weekday: time.Sunday}, false},
		{"a day in a stretch", Calendar{Dates: []Date{Stretch(0, 0, p-9, p+9)}}, Date{Month: 1, Day: 25}, true},
		{"a day in a long stretch", Calendar{Dates: []Date{Stretch(0, 0, p-19, p+9)}}, Date{Month: 1, Day: 25}, false},
		{"two stretches that touch", Calendar{Dates: []Date{day(p)}}, day(p + 1), true},
		{"and that do not", Calendar{Dates: []Date{day(p)}}, day(p + 2), false},
		{"the other way", Calendar{Dates: []Date{day(p)}}, day(p - 1), true},
		{"too far off", Calendar{Dates: []Date{day(p)}}, day(p - 2), false},
		{"two named days", Calendar{Dates: []Date{named(p)}}, named(p + 1), false},
		{"one named day", Calendar{Dates: []Date{day(p)}}, named(p + 1), true},
		{"a month in a month", Calendar{Dates: []Date{{Year: 2023, Month: 12}}}, Stretch(0, 0, p-60, p-30), true},
		{"a month in another", Calendar{Dates: []Date{{Year: 2023, Month: 11}}}, Stretch(0, 0, p-60, p-30), false},
		{"a month of another year", Calendar{Dates: []Date{{Year: 2022, Month: 12}}}, Stretch(0, 0, p-60, p-30), false},
		{"a month in a year", Calendar{Dates: []Date{{Year: 2023, Month: 5}}}, Stretch(0, 0, p-395, p-30), true},
		{"no date in a month", Calendar{Dates: []Date{{Named: true}}}, Stretch(0, 0, p-60, p-30), false},
		{"a year in a year", Calendar{Dates: []Date{Stretch(0, 0, p-400, p-30)}}, Date{Year: 2023}, true},
		{"a decade", Calendar{Dates: []Date{{Year: 1980, Decade: true}}}, Date{Year: 1980, Decade: true}, true},
		{"a short decade", Calendar{Dates: []Date{{Year: 80, Decade: true}}}, Date{Year: 1980, Decade: true}, true},
		{"a year of a decade", Calendar{Dates: []Date{{Year: 1980, Decade: true}}}, Date{Year: 1985}, true},
		{"another decade", Calendar{Dates: []Date{{Year: 1980, Decade: true}}}, Date{Year: 1990, Decade: true}, false},
		{"the year of publication", Calendar{}, Date{Year: 2024}, true},
		{"unless another is named", Calendar{Dates: []Date{{Year: 2022}}}, Date{Year: 2024}, false},
		{"three years later", Calendar{Years: true, Shifts: []int{3}, Dates: []Date{{Year: 2015}}}, Date{Year: 2018}, true},
		{"not four", Calendar{Years: true, Shifts: []int{3}, Dates: []Date{{Year: 2015}}}, Date{Year: 2019}, false},
		{"years later", Calendar{Years: true, Dates: []Date{{Year: 2005}}}, Date{Year: 2009}, true},
		{"the next day of a month left open", Calendar{Next: true, Dates: []Date{{Day: 17}}}, Date{Day: 18}, true},
		{"the next day", Calendar{Next: true, Dates: []Date{{Month: 1, Day: 17}}}, Date{Month: 1, Day: 18}, true},
	} {
		if got := c.report.Holds(c.claim, published); got != c.want {
			t.Errorf("%s: got %t", c.name, got)
		}
	}
	undated := Calendar{Unclear: true, Dates: []Date{{Named: true, Weekday: time.Friday}}}
	if !undated.Holds(Date{Named: true, Weekday: time.Monday}, time.Time{}) {
		t.Error("an undated report with unclear words contradicts a day")
	}
}

// TestAdd keeps a shift that one sentence leaves open.
func TestAdd(t *testing.T) {
	for _, c := range []struct{ a, b, want bool }{{true, false, true}, {false, true, true}, {false, false, false}} {
		sum := Calendar{Next: c.a, Unclear: c.a, Years: c.a}
		if sum.Add(Calendar{Next: c.b, Unclear: c.b, Years: c.b}); sum.Next != c.want || sum.Unclear != c.want || sum.Years != c.want {
			t.Errorf("%t and %t: got %+v", c.a, c.b, sum)
		}
	}
	for _, c := range []struct {
		a, b Calendar
		want int
	}{
		{Calendar{Years: true, Shifts: []int{3}}, Calendar{}, 1},
		{Calendar{Years: true, Shifts: []int{3}}, Calendar{Years: true, Shifts: []int{5}}, 2},
		{Calendar{Years: true, Shifts: []int{3}}, Calendar{Years: true}, 0},
		{Calendar{Years: true}, Calendar{Years: true, Shifts: []int{3}}, 0},
	} {
		if c.a.Add(c.b); len(c.a.Shifts) != c.want {
			t.Errorf("got %d, want %d shifts", c.a.Shifts, c.want)
		}
	}
}
