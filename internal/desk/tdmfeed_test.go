package desk_test

import "testing"

// An outlet that reserves rights in its tdmrep.json reserves them for the texts of its feed, too, whose pages were never had.
func TestReservedRightsOfATextFromTheFeed(t *testing.T) {
	const policy = "https://courier.example/.well-known/tdmrep.json"
	reserved := "HTTP/1.1 200 OK\nContent-Type: application/json\n\n[{\"location\": \"/\", \"tdm-reservation\": 1}]\n"
	for name, files := range map[string][]string{
		"refused":        {courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10)), lamp, "HTTP/1.1 403 Forbidden\n\n"},
		"only scripts":   {courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10)), lamp, html("<div id=root></div>")},
		"not to be read": {courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10)), "https://courier.example/robots.txt", "HTTP/1.1 200 OK\nContent-Type: text/plain\n\nUser-agent: *\nDisallow: /lamp\n"},
		"a list of texts": {courier, "HTTP/1.1 200 OK\nContent-Type: application/json\n\n" +
			`[{"id": "2", "created_at": "2026-03-12T06:00:00Z", "url": "https://courier.example/@desk/2", "content": "<p>The lamp is lit. Boats may sail.</p>", "account": {"display_name": "Courier"}}]` + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, want := range []bool{true, false} {
				web := web(files...)
				if want {
					web += "-- " + policy + " --\n" + reserved
				}
				r := newRoom(t, web)
				r.round(0)
				if a := r.one().Article; !a.FromFeed() || a.Reserved != want {
					t.Errorf("%s, reserved %v, want %v", codes(a), a.Reserved, want)
				}
			}
		})
	}
}
