package digest

import (
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// weekdays are the names of the days as wordings have them, from Sunday, a language each.
var weekdays = [][7]string{
	{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}, {"週日", "週一", "週二", "週三", "週四", "週五", "週六"},
	{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}, {"日曜日", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日"},
	{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}, {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
}

// weekday is the day that s names and nothing else.
func weekday(s string) (time.Weekday, bool) {
	for _, names := range weekdays {
		if i := slices.Index(names[:], s); i >= 0 {
			return time.Weekday(i), true
		}
	}
	return 0, false
}

// undated takes the wordings of days of the week out of a list, and adds the days to found:
// a digest has dates, and which of the two days next to its publication a report means only
// its sentence tells.
func undated(list []news.Name, found map[time.Weekday]bool) []news.Name {
	return slices.DeleteFunc(slices.Clone(list), func(n news.Name) bool {
		d, ok := weekday(n.Target)
		if ok {
			found[d] = true
		}
		return ok
	})
}

// days says for each day of the week that a report names which dates it can mean: "Monday =
// 2026-03-02 before publication, 2026-03-09 after it".
func days(found map[time.Weekday]bool, published time.Time) string {
	var out []string
	for d := time.Sunday; d <= time.Saturday; d++ {
		back := (int(published.Weekday()) - int(d) + 7) % 7
		switch {
		case !found[d] || published.IsZero():
		case back == 0:
			out = append(out, d.String()+" = "+published.Format(time.DateOnly)+", the day of publication")
		default:
			out = append(out, d.String()+" = "+published.AddDate(0, 0, -back).Format(time.DateOnly)+" before publication, "+
				published.AddDate(0, 0, 7-back).Format(time.DateOnly)+" after it")
		}
	}
	return strings.Join(out, "; ")
}
