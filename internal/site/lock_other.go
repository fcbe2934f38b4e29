//go:build !unix

package site

// lock does nothing where files cannot be locked so that a killed process lets go.
func lock(string) (func(), error) { return func() {}, nil }
