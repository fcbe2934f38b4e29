package transfer

// For tests.
var (
	Copied    = names
	Elsewhere = elsewhere
	Numbered  = numbered
)

// Tasks is the table of tasks.
const Tasks = tasks

// BatchRows is how many rows a batch has at most.
const BatchRows = batchRows

// Batches are the sizes of the batches in which rows of that many bytes come.
func Batches(rows []int) (out []int) {
	var b batch
	for _, n := range rows {
		if b.add([]any{make([]byte, n)}) {
			out = append(out, len(b.take()))
		}
	}
	return append(out, len(b.rows))
}
