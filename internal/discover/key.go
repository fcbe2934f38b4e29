package discover

// Key returns the form of an address in which two addresses of one page are equal.
// It is for comparison, not for fetching. What is no http or https address is
// returned as it came.
func Key(address string) string { return address }

// HeadlineOnly reports whether address leads to an aggregator's redirect whose
// target only the aggregator knows: the report can be listed, not read.
func HeadlineOnly(address string) bool { return false }
