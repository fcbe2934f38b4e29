package news

import "time"

// Takedown is the operator's decision that nothing of a report is shown any more, and what readers are told of it at its address.
type Takedown struct {
	Article ArticleID
	Had     time.Time // when the first text or headline of it was captured; zero: not known
	At      time.Time
	Reason  string // for readers; may be empty
}

// DownMark begins the page at the address of a report that was taken down, which has nothing of the report. A server answers with 410
// by it, and who looks for what is left of the report passes such a page over.
const DownMark = "<!-- 410 Gone -->\n"
