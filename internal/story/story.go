package story

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Member is a report as a member of stories.
type Member struct {
	ID       news.ArticleID
	At       time.Time // published, else captured
	Kind     news.PageKind
	CopyOf   news.ArticleID // joins that report's story without being compared
	Story    news.StoryID   // for Cluster: where it comes from; "": it is assigned
	Features Features
	Vector   Vector // nil: no embedding model was asked
}

// silent reports whether r draws no other report into its story: a copy adds
// nothing, and a live blog is about everything that happened that day.
func (r Member) silent() bool {
	return r.CopyOf != "" || r.Kind == news.PageLive || r.Features.Empty()
}

// Options tune the gathering; the zero value is what was measured best.
type Options struct {
	Window time.Duration // how long a story stays open after its last report; 0: 7 days
	Live   int           // how many of the newest reports Regroup may move; 0: 2,000

	Rulings []news.Ruling // for Cluster: what is obeyed
}

func (o Options) window() time.Duration {
	if o.Window > 0 {
		return o.Window
	}
	return 7 * 24 * time.Hour
}

func (o Options) live() int {
	if o.Live > 0 {
		return o.Live
	}
	return 2000
}

// NewID is the identifier of the story that begins with the report first: the
// first 50 bits of a SHA-256 in lower-case base 32, as for articles.
func NewID(first news.ArticleID) news.StoryID {
	sum := sha256.Sum256([]byte("story " + first))
	return news.StoryID(strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:10]))
}
