package extract

// Host is what the pages of one host have taught: which blocks repeat from page
// to page. The zero value knows nothing.
type Host struct{}

// Learn takes in one more page of the host, known by its canonical address.
func (h *Host) Learn(canonical string, blocks []string) {}
