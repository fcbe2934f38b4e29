package mhtml

import (
	"strings"
	"testing"
)

func TestSavedFrom(t *testing.T) {
	for page, want := range map[string]string{
		"<!DOCTYPE html>\n<!-- saved from url=(0030)https://gazette.example/a?b=1 -->\n<html>": "https://gazette.example/a?b=1",
		"<!-- saved from url=(0014)about:internet-->":                                          "about:internet",
		"<!-- saved from url=(0030)https://gazette.example/":                                   "",
		"<!-- saved from url=(00":                                                              "",
		"<html>":                                                                               "",
		strings.Repeat(" ", 5000) + "<!-- saved from url=(0001)x -->":                          "",
	} {
		if got := SavedFrom([]byte(page)); got != want {
			t.Errorf("%.60q: %q, want %q", page, got, want)
		}
	}
}

func TestOwnAddress(t *testing.T) {
	for page, want := range map[string]string{
		`<html><head><link rel="Canonical" href=" https://courier.example/a?b=1&amp;c "></head>`:                     "https://courier.example/a?b=1&c",
		`<meta property="og:url" content="http://courier.example/b"><link rel="canonical" href="https://x.example">`: "http://courier.example/b",
		`<link rel="canonical" href="/a"><link rel="stylesheet" href="https://courier.example/c.css">`:               "",
		`<body><link rel="canonical" href="https://courier.example/late">`:                                           "",
		`<!-- <link rel="canonical" href="https://courier.example/said"> -->`:                                        "",
		"": "",
	} {
		if got := OwnAddress([]byte(page)); got != want {
			t.Errorf("%q: %q, want %q", page, got, want)
		}
	}
}
