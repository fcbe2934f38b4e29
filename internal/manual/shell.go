package manual

import (
	"fmt"
	"io"
	"strings"
)

// Shells are those for which there are completions.
var Shells = []string{"bash", "zsh", "fish"}

// Complete writes the completions of a program for one of the Shells.
func Complete(w io.Writer, t Tree, program, shell string) error {
	var b strings.Builder
	switch shell {
	case "bash":
		bash(&b, t, program)
	case "zsh":
		zsh(&b, t, program)
	case "fish":
		fish(&b, t, program)
	default:
		return fmt.Errorf("complete for %s: no such shell", shell)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// bash: https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html. Where nothing fits, files are offered.
func bash(b *strings.Builder, t Tree, program string) {
	fmt.Fprintf(b, `# bash completion for %[1]s
_%[1]s() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} at='' words='' options='' i
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		%[2]s) ((i++)); [ "${COMP_WORDS[i]}" = = ] && ((i++)); continue ;;
		esac
		case $at/${COMP_WORDS[i]} in
		%[3]s) at=$at/${COMP_WORDS[i]} ;;
		esac
	done
	COMPREPLY=()
	[ "$prev" = = ] && return
	case $at:$prev in
`, program, strings.Join(t.withValue(), "|"), strings.Join(t.ids(), "|"))
	t.all(func(c Tree) {
		for _, f := range c.flags {
			if len(f.enum) > 0 {
				fmt.Fprintf(b, "\t%s:--%s) COMPREPLY=($(compgen -W %s -- \"$cur\")); return ;;\n", c.id(), f.name, single(strings.Join(f.enum, " ")))
			}
		}
	})
	b.WriteString("\tesac\n\tcase $prev in\n\t" + strings.Join(t.withValue(), "|") + ") return ;;\n\tesac\n\tcase $at in\n")
	t.all(func(c Tree) {
		var words, options []string
		for _, x := range c.below {
			words = append(words, x.name())
		}
		for _, f := range c.flags {
			options = append(options, f.names()...)
		}
		fmt.Fprintf(b, "\t%s) words=%s options=%s ;;\n", single(c.id()), single(strings.Join(words, " ")), single(strings.Join(options, " ")))
	})
	fmt.Fprintf(b, `	esac
	[[ $cur == -* ]] && words=$options
	COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _%[1]s %[1]s
`, program)
}

// zsh: https://zsh.sourceforge.io/Doc/Release/Completion-System.html.
func zsh(b *strings.Builder, t Tree, program string) {
	fmt.Fprintf(b, `#compdef %[1]s
_%[1]s() {
	local at='' i
	local -a commands options
	for ((i = 2; i < CURRENT; i++)); do
		case ${words[i]} in
		(%[2]s) ((i++)); continue ;;
		esac
		case $at/${words[i]} in
		(%[3]s) at=$at/${words[i]} ;;
		esac
	done
	case $at:${words[CURRENT-1]} in
`, program, strings.Join(t.withValue(), "|"), strings.Join(t.ids(), "|"))
	t.all(func(c Tree) {
		for _, f := range c.flags {
			if len(f.enum) > 0 {
				fmt.Fprintf(b, "\t(%s:--%s) compadd -- %s; return ;;\n", c.id(), f.name, strings.Join(f.enum, " "))
			}
		}
	})
	fmt.Fprintf(b, "\tesac\n\tcase ${words[CURRENT-1]} in\n\t(%s) _files; return ;;\n\tesac\n\tcase $at in\n", strings.Join(t.withValue(), "|"))
	t.all(func(c Tree) {
		fmt.Fprintf(b, "\t(%s)\n\t\tcommands=(", single(c.id()))
		for _, x := range c.below {
			fmt.Fprintf(b, "\n\t\t\t%s", single(described(x.name(), x.help)))
		}
		b.WriteString(")\n\t\toptions=(")
		for _, f := range c.flags {
			for _, name := range f.names() {
				fmt.Fprintf(b, "\n\t\t\t%s", single(described(name, f.help)))
			}
		}
		b.WriteString(")\n\t\t;;\n")
	})
	fmt.Fprintf(b, `	esac
	if [[ $PREFIX == -* ]]; then
		_describe -o option options
	elif ((${#commands})); then
		_describe command commands
	else
		_files
	fi
}
if [ "$funcstack[1]" = _%[1]s ]; then
	_%[1]s "$@"
else
	compdef _%[1]s %[1]s
fi
`, program)
}

// described is an entry of zsh's _describe.
func described(name, help string) string {
	return strings.ReplaceAll(name, ":", `\:`) + ":" + help
}

// fish: https://fishshell.com/docs/current/completions.html.
func fish(b *strings.Builder, t Tree, program string) {
	fmt.Fprintf(b, `# fish completion for %[1]s
function __%[1]s_at
	set -l at ''
	set -l skip 0
	for w in (commandline -opc)[2..-1]
		if test $skip = 1
			set skip 0
			continue
		end
		switch $w
			case %[2]s
				set skip 1
				continue
		end
		switch $at/$w
			case %[3]s
				set at $at/$w
		end
	end
	test "$at" = "$argv[1]"
end
`, program, strings.Join(t.withValue(), " "), strings.Join(t.ids(), " "))
	t.all(func(c Tree) {
		at := fmt.Sprintf("complete -c %s -n '__%s_at %q'", program, program, c.id())
		for _, x := range c.below {
			fmt.Fprintf(b, "%s -f -a %s -d %s\n", at, x.name(), fished(x.help))
		}
		for _, f := range c.flags {
			fmt.Fprintf(b, "%s -l %s", at, f.name)
			if f.short != 0 {
				fmt.Fprintf(b, " -s %c", f.short)
			}
			switch {
			case len(f.enum) > 0:
				fmt.Fprintf(b, " -x -a %s", fished(strings.Join(f.enum, " ")))
			case f.value != "":
				b.WriteString(" -r -F")
			}
			fmt.Fprintf(b, " -d %s\n", fished(f.help))
		}
	})
}

// single is a word in single quotes, for bash and zsh.
func single(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// fished is a word in single quotes, for fish.
func fished(s string) string { return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'" }
