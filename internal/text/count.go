package text

import "strconv"

// Count is a number with its noun, as English writes them: "1 report", "2 reports".
func Count[N ~int | ~int64 | ~uint64](n N, one, more string) string {
	if n == 1 {
		more = one
	}
	return strconv.FormatInt(int64(n), 10) + " " + more
}
