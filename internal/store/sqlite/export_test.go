package sqlite

// SearchQuery is what Search asks.
const SearchQuery = searchQuery

// Kept are the statements that a connection has run, as database/sql hands it to Raw.
func Kept(driverConn any) (texts []string) {
	for text := range driverConn.(*conn).kept {
		texts = append(texts, text)
	}
	return texts
}
