//go:build !unix

package send

import "os/exec"

// ofOneGroup does nothing: here the program alone is ended.
func ofOneGroup(*exec.Cmd) {}

func endGroup(*exec.Cmd) {}
