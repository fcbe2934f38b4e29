//go:build !compare

package extract

// libraries are none: linking them costs 56 MB and 0.3 s at every start of the tests.
func libraries() []extractor { return nil }
