package static

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"maps"
	"slices"
	"strconv"

	"github.com/waidian/waidian/internal/search"
)

// Segment is one part of the index: the reports of a run of days within one month, or some
// of those of one day; or those that came last, of whatever days.
type Segment struct {
	Days  []string // "2006-01-02", oldest first
	N     int      // reports
	Part  int      // of a day that is several segments: their number from the earliest, 0
	Whole bool     // all reports of its days, or of those that came last
	Late  bool     // the reports that came last
}

// lateName is the folder of the segment of the reports that came last.
const lateName = "late"

// Name is the segment's folder: its first day, and its number where a day has several.
func (s Segment) Name() string {
	switch {
	case s.Late:
		return lateName
	case s.Part == 0:
		return s.Days[0]
	}
	return s.Days[0] + "-" + strconv.Itoa(s.Part)
}

// IsLate reports whether the report with that number, in the order in which reports came, from 1, is of those that came last, where latest is the
// highest number. A build that brings a report makes the segment of those anew, and not that of the report's day, which
// takes in what came of it when lateSpan more have come.
func IsLate(number, latest int64) bool { return number > latest-latest%lateSpan }

// LateSegment is the segment of the reports that came last, so many of these days.
func LateSegment(perDay map[string]int) Segment {
	s := Segment{Days: slices.Sorted(maps.Keys(perDay)), Whole: true, Late: true}
	for _, n := range perDay {
		s.N += n
	}
	return s
}

// Of returns the segment's part of what a day has, newest first. Every segment that has the day must
// be given the same list.
func Of[T any](s Segment, day []T) []T {
	if s.Whole {
		return day
	}
	end := len(day) - s.Part*segmentSize
	return day[max(0, end-segmentSize):end]
}

// Segments divides the reports of days, without those that came last, newest segment first. Days are
// joined, first by blocks of the month, so that what came costs a block at most, then, when the whole month is past, by
// months, so that a query asks for few files.
func Segments(perDay map[string]int) []Segment {
	days := slices.Sorted(maps.Keys(perDay))
	var out []Segment
	for _, day := range days {
		last, n := len(out)-1, perDay[day]
		switch {
		case n > segmentSize:
			for k := 0; k*segmentSize < n; k++ { // from the earliest on, so that a new report is in the last
				out = append(out, Segment{Days: []string{day}, Part: k, N: min(segmentSize, n-k*segmentSize)})
			}
		case last >= 0 && out[last].Whole && joined(out[last].Days[0], day, days[len(days)-1]) && out[last].N+n <= segmentSize:
			out[last].Days = append(out[last].Days, day)
			out[last].N += n
		default:
			out = append(out, Segment{Days: []string{day}, N: n, Whole: true})
		}
	}
	slices.Reverse(out)
	return out
}

// joined reports whether two days, the first one earlier, belong into one segment, if newest is the newest of all.
func joined(a, b, newest string) bool {
	return a[:7] == b[:7] && (a[:7] < newest[:7] || block(a) == block(b))
}

// block numbers the parts of a month, from 0; the last one has what is left of it.
func block(day string) int { return (dayOf(day) - 1) / blockDays }

func dayOf(day string) int {
	n, _ := strconv.Atoi(day[8:]) // days come from times
	return n
}

// Sum identifies what the files of a segment are made of. NewSum makes one; the zero value is not ready for use.
type Sum struct {
	h    hash.Hash
	line []byte
}

// NewSum returns the sum of a segment without reports.
func NewSum() *Sum {
	h := sha256.New()
	_, _ = h.Write([]byte{search.Form}) // a hash takes everything
	return &Sum{h: h}
}

// Add takes in the next report: the path of its page, its topics, and the sum of what the index holds of it.
func (s *Sum) Add(path, topics string, words uint64) {
	s.line = append(append(append(append(s.line[:0], path...), '\n'), topics...), '\n')
	_, _ = s.h.Write(binary.BigEndian.AppendUint64(s.line, words)) // a hash takes everything
}

// Value is the sum, never 0.
func (s *Sum) Value() uint64 { return max(1, binary.BigEndian.Uint64(s.h.Sum(nil))) }
