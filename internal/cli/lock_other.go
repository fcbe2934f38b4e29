//go:build !unix

package cli

// lockFolder does nothing where folders cannot be locked so that a killed process lets go.
func lockFolder(string) (unlock func()) { return func() {} }
