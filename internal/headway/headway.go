// Package headway says how far long work has come, and how long it will take: a line of text, made of counts and times that it is given. It
// shows nothing and asks no clock.
package headway

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Meter is work of which the end is known, or not.
type Meter struct {
	What  string // what is done: "reading"
	Unit  string // what is counted, in the plural: "reports"; empty: bytes
	Done  int64
	Total int64 // 0 or less: not known
	Began time.Time
}

// settled is how long work must have gone on before its pace says anything.
const settled = 2 * time.Second

// Line is the work in one line: what is done, how much of how much, how much in a second, and about how long is left.
func (m Meter) Line(now time.Time) string {
	parts := []string{m.What + " " + m.count()}
	took := now.Sub(m.Began)
	if took >= settled && m.Done > 0 {
		pace := float64(m.Done) / took.Seconds()
		parts = append(parts, m.pace(pace))
		if m.Done < m.Total {
			parts = append(parts, Rest(time.Duration(float64(m.Total-m.Done)/pace*float64(time.Second)))+" left")
		}
	}
	return strings.Join(parts, " · ")
}

func (m Meter) count() string {
	done := m.amount(m.Done)
	if m.Total <= 0 {
		return done + m.unit()
	}
	percent := int64(100)
	if m.Done < m.Total {
		percent = int64(float64(m.Done) / float64(m.Total) * 100)
	}
	return fmt.Sprintf("%s of %s%s (%d %%)", done, m.amount(m.Total), m.unit(), percent)
}

func (m Meter) unit() string {
	if m.Unit == "" {
		return " MB"
	}
	return " " + m.Unit
}

// amount is a number of what is counted, bytes as millions.
func (m Meter) amount(n int64) string {
	if m.Unit == "" {
		return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64)
	}
	return grouped(n)
}

func (m Meter) pace(perSecond float64) string {
	switch {
	case m.Unit == "":
		return strconv.FormatFloat(perSecond/1e6, 'f', 1, 64) + " MB/s"
	case perSecond < 1:
		return fmt.Sprintf("%.0f a minute", perSecond*60)
	case perSecond < 10:
		return fmt.Sprintf("%.1f a second", perSecond)
	}
	return grouped(int64(perSecond)) + " a second"
}

// grouped is a number with commas between thousands.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Rest is a time to come, as exact as an estimate is: seconds below a minute and a half, then minutes, then hours and minutes.
func Rest(d time.Duration) string {
	switch {
	case d < 90*time.Second:
		return fmt.Sprintf("%d s", max(1, int(d.Round(time.Second).Seconds())))
	case d < 90*time.Minute:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
	}
	d = d.Round(time.Minute)
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}
