package store

import "github.com/waidian/waidian/internal/news"

// CapturesOf returns the answers at the addresses that lead to a report, and those that its sights name, which are not
// known to be lost, in the order of their numbers. An address may have had another report before.
func (tx *Tx) CapturesOf(id news.ArticleID) ([]Kept, error) {
	return all(tx, "list captures of article "+string(id), `SELECT `+keptColumns+` FROM capture WHERE lost = 0 AND id IN (
			SELECT c.id FROM capture c JOIN lead l ON l.id = c.lead WHERE c.lead <> 0 AND l.article = $1 AND l.article <> ''
			UNION SELECT c.id FROM sight s JOIN capture c ON c.file = s.file AND c.pos = s.pos WHERE c.lost = 0 AND s.article = $1)
		ORDER BY id`, []any{string(id)}, scanKept)
}

// AnswersAt returns the answers of an address that are of no lead, nor of a source's own document: what led on to a page, and the
// further pages of reports.
func (tx *Tx) AnswersAt(url string) ([]Kept, error) {
	return all(tx, "list answers of "+url, `SELECT `+keptColumns+` FROM capture WHERE lost = 0 AND url = $1 AND lead = 0 AND source = '' ORDER BY id`,
		[]any{url}, scanKept)
}

// PageHash is the page that a version of a report was read on.
type PageHash struct {
	Hash   news.Hash
	Source news.SourceID
	Held   bool // as in Row
	Down   bool // as in Row
}

// PageHashes lists the pages that all versions of all reports were read on.
func (tx *Tx) PageHashes() ([]PageHash, error) {
	return all(tx, "list pages of versions", `SELECT v.hash, a.source, a.held, a.down FROM version v JOIN article a ON a.id = v.article
		ORDER BY a.seq, v.n`, nil,
		func(scan func(...any) error) (h PageHash, err error) {
			var held, down int
			err = scan(&h.Hash, &h.Source, &held, &down)
			h.Held, h.Down = held == 1, down != shown
			return h, err
		})
}

// HiddenLeads lists the addresses that lead to reports which are on no page: taken down, or off the beat.
func (tx *Tx) HiddenLeads() ([]LeadRecord, error) {
	return all(tx, "list addresses of hidden reports", `SELECT `+leadColumns+` FROM lead WHERE article IN (
		SELECT id FROM article WHERE down <> 0) ORDER BY id`, nil, scanLead)
}
