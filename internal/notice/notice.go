// Package notice holds the NOTICE of the program: whose work is in it, and under which
// licences. Its tests make the file from what the program is built of, and fail on a
// licence that is not allowed. It never looks anything up.
package notice

import _ "embed"

// Text lists every module and data set in the program with its version and licence, and
// then the texts of the licences, each once.
//
//go:embed NOTICE
var Text string
