//go:build !linux

package site

func memoryFolder() string { return "" }
