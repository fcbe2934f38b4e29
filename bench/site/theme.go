package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// config is that of a site of Hugo which has what PaperMod needs to search, a JSON index beside the list and the feed, and of what the pages of waidian have what
// PaperMod can show: words and minutes, the way up, the neighbours, and a list of each source and each story.
const config = `baseURL = "https://example.org/"
title = "Reports"
languageCode = "en"
enableRobotsTXT = true
[pagination]
pagerSize = 20
[outputs]
home = ["HTML", "RSS", "JSON"]
[taxonomies]
source = "source"
story = "story"
[params]
ShowReadingTime = true
ShowWordCount = true
ShowBreadCrumbs = true
ShowPostNavLinks = true
`

// alone is the name of a configuration that is added to the first for pages without links to their neighbours.
const alone = "alone.toml"

// least is the smallest theme that gives pages, lists, a feed (Hugo has one of its own) and a JSON index.
var least = map[string]string{
	"single.html": `<!doctype html><html lang="{{ .Params.lang }}"><meta charset="utf-8"><title>{{ .Title }}</title>
<link rel="canonical" href="{{ .Permalink }}"><h1>{{ .Title }}</h1><p>{{ .Date.Format "2006-01-02 15:04" }} · {{ .Params.outlet }} · {{ .ReadingTime }}</p>
{{ .Content }}<ul>{{ range .Params.tags }}<li>{{ . }}</li>{{ end }}</ul>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</html>
`,
	"list.html": `<!doctype html><html lang="en"><meta charset="utf-8"><title>{{ .Title }}</title><h1>{{ .Title }}</h1>
{{ $list := .Pages }}{{ if .IsHome }}{{ $list = where site.RegularPages "Type" "posts" }}{{ end }}{{ $p := .Paginate $list }}{{ range $p.Pages }}<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p>{{ .Date.Format "2006-01-02" }} · {{ .Params.outlet }}</p><p>{{ .Summary | plainify | truncate 200 }}</p>{{ end }}
{{ template "_internal/pagination.html" . }}</html>
`,
	"index.json": `{{ $all := slice }}{{ range where site.RegularPages "Type" "posts" }}{{ $all = $all | append (dict "title" .Title "content" .Plain "permalink" .Permalink "summary" .Summary) }}{{ end }}{{ $all | jsonify }}
`,
}

// layOut makes the folder of a site of Hugo without content.
func layOut(blog string) error {
	text := config
	if *papermod != "" {
		theme, err := filepath.Abs(*papermod)
		if err != nil {
			return fmt.Errorf("find the theme: %w", err)
		}
		text = fmt.Sprintf("theme = %q\nthemesDir = %q\n", filepath.Base(theme), filepath.Dir(theme)) + text
	}
	if err := write(filepath.Join(blog, "hugo.toml"), text); err != nil {
		return err
	}
	if *papermod != "" {
		return write(filepath.Join(blog, alone), "[params]\nShowPostNavLinks = false\n")
	}
	for name, text := range least {
		if err := write(filepath.Join(blog, "layouts", "_default", name), text); err != nil {
			return err
		}
	}
	return nil
}

func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}
