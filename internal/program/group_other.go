//go:build !unix

package program

import "os/exec"

// OfOneGroup does nothing: here the program alone is ended.
func OfOneGroup(*exec.Cmd) {}

// EndGroup does nothing.
func EndGroup(*exec.Cmd) {}
