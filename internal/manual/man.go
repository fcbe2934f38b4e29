package manual

import (
	"fmt"
	"io"
	"strings"
)

// Page is what a manual page says besides what its commands say.
type Page struct {
	Program string // its name, as it is typed
	Version string
	After   []Section // what follows the commands
}

// Section is a part of a page: a heading, and paragraphs with an empty line between them.
type Section struct{ Title, Text string }

// Man writes the manual page of a program, for section 1, in the macros of man(7).
func Man(w io.Writer, t Tree, p Page) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 \"\" \"%s\" \"User Commands\"\n", strings.ToUpper(p.Program), roff(p.Program+" "+p.Version))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(p.Program), roff(headline(t.help)))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n%s\n", roff(p.Program), roff(t.summary))
	fmt.Fprintf(&b, ".SH DESCRIPTION\n")
	paragraphs(&b, t.help)
	b.WriteString(".SH OPTIONS\nEach command takes these.\n")
	options(&b, t.flags)
	b.WriteString(".SH COMMANDS\n")
	general := map[string]bool{}
	for _, f := range t.flags {
		general[f.name] = true
	}
	t.all(func(c Tree) {
		if len(c.path) > 0 {
			command(&b, p.Program, c, general)
		}
	})
	for _, s := range p.After {
		fmt.Fprintf(&b, ".SH %s\n", strings.ToUpper(roff(s.Title)))
		paragraphs(&b, s.Text)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// headline is what a page is listed with: the first clause of a sentence, without its full stop.
func headline(s string) string {
	s, _, _ = strings.Cut(s, ":")
	return strings.ToLower(s[:min(len(s), 1)]) + strings.TrimSuffix(s[min(len(s), 1):], ".")
}

func command(b *strings.Builder, program string, c Tree, general map[string]bool) {
	fmt.Fprintf(b, ".SS %s\n", quoted(program+" "+strings.Join(c.path, " ")+" "+c.summary))
	paragraphs(b, c.help)
	if c.detail != "" {
		b.WriteString(".PP\n")
		paragraphs(b, c.detail)
	}
	var own []flag
	for _, f := range c.flags {
		if !general[f.name] {
			own = append(own, f)
		}
	}
	options(b, own)
}

func options(b *strings.Builder, flags []flag) {
	for _, f := range flags {
		name := strings.Join(f.names(), ", ")
		if f.value != "" {
			name += "=" + f.value
		}
		fmt.Fprintf(b, ".TP\n.B %s\n", quoted(name))
		paragraphs(b, f.help)
	}
}

// paragraphs writes text. What is indented, and an example, is written as it stands.
func paragraphs(b *strings.Builder, text string) {
	for i, p := range strings.Split(strings.Trim(text, "\n"), "\n\n") {
		if i > 0 {
			b.WriteString(".PP\n")
		}
		lines := strings.Split(p, "\n")
		literal := strings.HasPrefix(p, " ") || strings.HasPrefix(p, "Example")
		if literal {
			b.WriteString(".EX\n")
		}
		for _, l := range lines {
			b.WriteString(line(l, literal) + "\n")
		}
		if literal {
			b.WriteString(".EE\n")
		}
	}
}

func line(s string, literal bool) string {
	if !literal {
		s = strings.TrimSpace(s)
	}
	s = roff(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		s = `\&` + s
	}
	return s
}

// roff writes text so that roff prints it as it is.
func roff(s string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "…", "...", "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(s)
}

// quoted is text as one argument of a macro.
func quoted(s string) string {
	return `"` + strings.ReplaceAll(roff(strings.TrimSpace(s)), `"`, `\(dq`) + `"`
}
