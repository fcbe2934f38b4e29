package store

// Announcement is a feed that has changed, and that its hub is to be told of.
type Announcement struct {
	Feed  string // its address
	Times int    // how often it has changed while it waits
}

// Announce notes that the feeds at these addresses have changed.
func (tx *Tx) Announce(feeds ...string) error {
	for _, f := range feeds {
		err := tx.exec("note a changed feed", `INSERT INTO announcement (feed, times) VALUES ($1, 1)
			ON CONFLICT (feed) DO UPDATE SET times = announcement.times + 1`, f)
		if err != nil {
			return err
		}
	}
	return nil
}

// Announcements returns feeds that wait for their hub to be told, and how many there are in all.
func (tx *Tx) Announcements(limit int) (list []Announcement, n int, err error) {
	if err := tx.one("count changed feeds", `SELECT count(*) FROM announcement`, nil, &n); err != nil {
		return nil, 0, err
	}
	list, err = all(tx, "list changed feeds", `SELECT feed, times FROM announcement ORDER BY feed LIMIT $1`, []any{limit},
		func(scan func(...any) error) (a Announcement, err error) { return a, scan(&a.Feed, &a.Times) })
	return list, n, err
}

// Announced ends an announcement that was made. A feed that has changed since it was listed waits on.
func (tx *Tx) Announced(a Announcement) error {
	return tx.exec("end an announcement", `DELETE FROM announcement WHERE feed = $1 AND times = $2`, a.Feed, a.Times)
}
