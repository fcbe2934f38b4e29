// Package manual writes what a shell and a reader of manual pages want to know of a command line: completions and a page for
// man(1). Both are made of the tree of the commands, so that they name what there is and nothing else. It runs no command.
package manual

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Tree is a command with those below it.
type Tree struct {
	path    []string // words from the program's name, which is left out; none: the program itself
	summary string   // of its arguments: "FILE [flags]"
	help    string   // one sentence
	detail  string   // paragraphs
	flags   []flag   // its own, and those of the commands above it
	below   []Tree
}

// flag is an option of a command.
type flag struct {
	name  string
	short rune
	help  string
	value string   // what stands for its value in a summary; empty: it has none
	enum  []string // the values that it takes; none: any
}

// Of reads the tree of a program's commands. Hidden ones are left out.
func Of(program *kong.Application) Tree { return treeOf(program.Node) }

func treeOf(n *kong.Node) Tree {
	t := Tree{path: strings.Fields(n.Path()), help: n.Help, detail: n.Detail, summary: argumentsOf(n)}
	for _, group := range n.AllFlags(true) {
		for _, f := range group {
			t.flags = append(t.flags, flagOf(f))
		}
	}
	for _, c := range n.Children {
		if !c.Hidden {
			t.below = append(t.below, treeOf(c))
		}
	}
	return t
}

// argumentsOf is the summary of a command without its own path.
func argumentsOf(n *kong.Node) string {
	return strings.TrimSpace(strings.TrimPrefix(n.Summary(), n.Path()))
}

func flagOf(f *kong.Flag) flag {
	is := flag{name: f.Name, short: f.Short, help: f.Help}
	if f.IsBool() || f.IsCounter() {
		return is
	}
	is.value = strings.Trim(f.FormatPlaceHolder(), `"`)
	if f.Enum != "" {
		is.enum = slices.DeleteFunc(f.EnumSlice(), func(v string) bool { return v == "" })
	}
	return is
}

// id is the path with a slash before each word: /sources/add.
func (t Tree) id() string {
	var b strings.Builder
	for _, w := range t.path {
		b.WriteString("/" + w)
	}
	return b.String()
}

func (t Tree) name() string { return t.path[len(t.path)-1] }

// all calls f with a command and with each below it, from top to bottom.
func (t Tree) all(f func(Tree)) {
	f(t)
	for _, c := range t.below {
		c.all(f)
	}
}

// ids are those of all commands but the program itself.
func (t Tree) ids() (list []string) {
	t.all(func(c Tree) {
		if len(c.path) > 0 {
			list = append(list, c.id())
		}
	})
	return list
}

// withValue are the options that are followed by a value, whatever command they belong to.
func (t Tree) withValue() (list []string) {
	bare := map[string]bool{}
	t.all(func(c Tree) {
		for _, f := range c.flags {
			for _, name := range f.names() {
				if f.value == "" {
					bare[name] = true
				} else if !slices.Contains(list, name) {
					list = append(list, name)
				}
			}
		}
	})
	return slices.DeleteFunc(list, func(name string) bool { return bare[name] })
}

// names are how a flag is written.
func (f flag) names() []string {
	if f.short == 0 {
		return []string{"--" + f.name}
	}
	return []string{"-" + string(f.short), "--" + f.name}
}
