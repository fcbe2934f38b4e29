package sqlite

// SearchQuery is what Search asks.
const SearchQuery = searchQuery
