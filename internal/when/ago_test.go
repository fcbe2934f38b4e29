package when

import (
	"testing"
	"time"
)

// How long ago a text was published, in many languages: minutes give a moment, hours the hour, days the day.
func TestAgo(t *testing.T) {
	now := time.Date(2026, 5, 9, 20, 40, 30, 0, time.UTC)
	for _, s := range []string{
		"4 hours ago", "Published 4 hours ago", "Posted: 4 hrs ago", "4h ago", "vor 4 Stunden", "Veröffentlicht vor 4 Std.", "il y a 4 heures", "Publié il y a 4 h",
		"hace 4 horas", "Publicado hace 4 horas", "há 4 horas", "4 horas atrás", "4 ore fa", "Pubblicato 4 ore fa", "4 uur geleden", "for 4 timer siden",
		"för 4 timmar sedan", "4 tuntia sitten", "4 godziny temu", "před 4 hodinami", "pred 4 hodinami", "prije 4 sata", "acum 4 ore", "4 saat önce", "4 jam yang lalu",
		"4 giờ trước", "4 часа назад", "4 ч. назад", "Опубликовано 4 часа назад", "4 години тому", "преди 4 часа", "πριν από 4 ώρες", "منذ 4 ساعات", "قبل ٤ ساعات", "۴ ساعت پیش",
		"לפני 4 שעות", "4 घंटे पहले", "4 ชั่วโมงที่แล้ว", "4小时前", "4 小時前", "发布于 4小时前", "4個小時前", "４時間前", "公開: 4時間前", "4시간 전", "입력 4시간 전", "4小时前发布", "4 घंटे पहले | ",
	} {
		got, ok := Ago(s, now, Habits{})
		if !ok || !got.Equal(time.Date(2026, 5, 9, 16, 0, 0, 0, time.UTC)) || !Zoneless(got) {
			t.Errorf("%q: %v %v", s, got, ok)
		}
	}
	for s, want := range map[string]string{
		"25 minutes ago": "2026-05-09T20:15:00Z", "il y a 25 minutes": "2026-05-09T20:15:00Z", "25分前": "2026-05-09T20:15:00Z", "25분 전": "2026-05-09T20:15:00Z", "منذ 25 دقيقة": "2026-05-09T20:15:00Z",
		"an hour ago": "2026-05-09T19:00:00Z", "vor einer Stunde": "2026-05-09T19:00:00Z", "hace una hora": "2026-05-09T19:00:00Z",
		"2 days ago": "2026-05-07T00:00:00Z", "3 天前": "2026-05-06T00:00:00Z", "2日前": "2026-05-07T00:00:00Z", "2 дня назад": "2026-05-07T00:00:00Z", "منذ 3 أيام": "2026-05-06T00:00:00Z",
	} {
		got, ok := Ago(s, now, Habits{})
		if text := got.Format(time.RFC3339); !ok || text != want || Day(got) != (got.Hour() == 0) {
			t.Errorf("%q: %s %v, want %s", s, text, ok, want)
		}
	}
	tokyo, _ := ZoneOf("JP")
	if got, _ := Ago("2日前", now, Habits{Zone: tokyo}); got.Day() != 8 {
		t.Errorf("%v is no day of the outlet", got) // there it is the tenth already
	}
	for _, s := range []string{
		"Updated 4 hours ago", "更新于 4小时前", "Aktualisiert vor 4 Stunden", "4 hours ago the pier was closed", "The pier closed 4 hours ago", "4 hours", "100 years ago", "900 days ago",
		"4 hours later", "three goals ago", "vor 4 Häusern", "4 часа", "3小时前港口关闭", "0 hours ago", "400 hours ago", "members 4 hours ago", "4小时前更新", "4 hours ago, updated",
	} {
		if got, ok := Ago(s, now, Habits{}); ok {
			t.Errorf("%q: %v", s, got)
		}
	}
	if _, ok := Ago("4 hours ago", time.Time{}, Habits{}); ok {
		t.Error("before a time that is not known")
	}
}

// A line of that kind is known whatever it says that happened then.
func TestElapsed(t *testing.T) {
	for _, s := range []string{
		"10 minutes ago", "Last updated 10 minutes ago", "Updated: 3 hours ago", "Updated an hour ago", "Last updated 45 days ago", "Published 2 hours ago", "更新于 3小时前", "3小时前更新",
		"Aktualisiert vor 2 Stunden", "Mis à jour il y a 2 heures", "Actualizado hace 3 horas", "Обновлено 3 часа назад", "最終更新：3時間前", "업데이트 3시간 전",
	} {
		if !Elapsed(s) {
			t.Errorf("%q is such a line", s)
		}
	}
	for _, s := range []string{
		"", "ago", "Updated", "The pier was closed 3 hours ago", "3 hours ago the pier was closed", "3小时前港口关闭", "Last updated on 30 November", "Updated rules 3 years ago", "3 hours",
	} {
		if Elapsed(s) {
			t.Errorf("%q is no such line", s)
		}
	}
}
