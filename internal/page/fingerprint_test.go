package page

import "testing"

// TestFingerprint: each field of a form changes what Fingerprint says, and nothing else does.
func TestFingerprint(t *testing.T) {
	base := Form{Title: "外电", Topics: []Topic{NewTopic("ports", "港口", []string{"港口"})}}
	first := New(base).Fingerprint()
	if New(base).Fingerprint() != first {
		t.Error("the fingerprint of one form changes")
	}
	for name, change := range map[string]func(*Form){
		"title": func(f *Form) { f.Title = "x" }, "address": func(f *Form) { f.URL = "https://x.example" }, "language": func(f *Form) { f.Language = "en" },
		"digests": func(f *Form) { f.DigestLanguage = "en" }, "audience": func(f *Form) { f.Audience = Public }, "arrangement": func(f *Form) { f.Arrangement = Modern },
		"version": func(f *Form) { f.Version = "2" }, "index": func(f *Form) { f.Index = true }, "topics": func(f *Form) { f.Topics = nil },
		"scripts": func(f *Form) { f.Scripts = true }, "notice": func(f *Form) { f.Notice = "x" }, "search": func(f *Form) { f.SearchScript = "x.js" }, "log": func(f *Form) { f.Log = true },
	} {
		f := base
		if change(&f); New(f).Fingerprint() == first {
			t.Errorf("another %s: the fingerprint is the same", name)
		}
	}
}
