package discover

import "github.com/waidian/waidian/internal/news"

// Fits reports whether any of fields touches the beat, and the keyword that decided.
func Fits(beat news.Beat, fields ...string) (ok bool, why string) { return true, "" }

// Fields gives what is known of a lead before it is read, for Fits.
func Fields(l news.Lead) []string { return nil }
