package manual_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/waidian/waidian/internal/manual"
)

// press is the command line of an invented program.
type press struct {
	Ink string `help:"The ink's file." short:"i" placeholder:"FILE"`

	Print struct {
		Side   string `help:"Front or back; it's \"both\" else." enum:"front,back," default:"" placeholder:"SIDE"`
		Proof  bool   `help:"One copy: a proof."`
		Copies int    `arg:"" help:"How many."`
	} `cmd:"" help:"Print copies."`
	Paper struct {
		Add   paperAdd `cmd:"" help:"Add a ream."`
		Count struct{} `cmd:"" help:"Count the reams."`
	} `cmd:"" help:"What there is of paper."`
	Oil struct{} `cmd:"" hidden:"" help:"Oil the press."`
}

type paperAdd struct{}

func (paperAdd) Help() string {
	return ".Each ream\nhas 500 sheets of `A3` paper - c:\\paper.\n\nExample:  press paper add\n          press --ink x paper add"
}

func tree(t *testing.T) manual.Tree {
	t.Helper()
	p, err := kong.New(new(press), kong.Name("press"), kong.Description("A press: it prints."), kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	return manual.Of(p.Model)
}

func completions(t *testing.T, shell string) (file string) {
	t.Helper()
	var b bytes.Buffer
	if err := manual.Complete(&b, tree(t), "press", shell); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "press."+shell)
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// typed are command lines, the last word of which is begun, with what completes it. Where nothing does, files are offered.
var typed = []struct {
	words []string
	want  string
}{
	{[]string{"pr"}, "print"},
	{[]string{"oi"}, ""},
	{[]string{"paper", ""}, "add count"},
	{[]string{"paper", "add", ""}, ""},
	{[]string{"--ink", "paper", "pa"}, "paper"},
	{[]string{"-i", "paper", "print", "--p"}, "--proof"},
	{[]string{"print", "--side", "b"}, "back"},
	{[]string{"print", "--side", "front", "--pro"}, "--proof"},
	{[]string{"paper", "add", "--pro"}, ""},
	{[]string{"--i"}, "--ink"},
	{[]string{"nothing", "c"}, ""},
}

func run(t *testing.T, shell string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(shell); err != nil {
		t.Skip("needs " + shell)
	}
	cmd := exec.Command(shell, args...)
	cmd.Dir = t.TempDir() // without files to be offered
	cmd.Env = append(os.Environ(), "HOME="+cmd.Dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", shell, err, out)
	}
	return string(out)
}

func TestBash(t *testing.T) {
	file := completions(t, "bash")
	for _, x := range typed {
		script := `. "$1"; shift; COMP_WORDS=(press "$@"); COMP_CWORD=$#; _press; echo "${COMPREPLY[*]}"`
		got := strings.TrimSpace(run(t, "bash", append([]string{"-uc", script, "bash", file}, x.words...)...))
		if got != x.want {
			t.Errorf("%q: %q, want %q", x.words, got, x.want)
		}
	}
}

func TestFish(t *testing.T) {
	file := completions(t, "fish")
	for _, x := range typed {
		script := fmt.Sprintf("source %s; complete -C 'press %s'", file, strings.Join(x.words, " "))
		var got []string
		for l := range strings.Lines(run(t, "fish", "--no-config", "-c", script)) {
			word, _, _ := strings.Cut(strings.TrimSpace(l), "\t")
			got = append(got, word)
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%q: %q, want %q", x.words, got, x.want)
		}
	}
}

// In zsh a completion runs within its editor alone: what its functions are called with is looked at.
func TestZsh(t *testing.T) {
	file := completions(t, "zsh")
	for _, x := range typed {
		script := `compdef() { }; . "$1"; shift
			_describe() { while [[ $1 == -* || $1 == option ]]; do shift; done; say ${${(P)2}%%:*} }
			_files() { }
			compadd() { shift; say "$@" }
			say() { for w in "$@"; do [[ $w == "$PREFIX"* ]] && print -r -- $w; done; true }
			words=(press "$@"); CURRENT=$(($# + 1)); PREFIX=$words[CURRENT]; _press`
		script = strings.Replace(script, "${${(P)2}%%:*}", `${${(P)${@[-1]}}%%:*}`, 1)
		got := strings.Join(strings.Fields(run(t, "zsh", append([]string{"-fc", script, "zsh", file}, x.words...)...)), " ")
		if got != x.want {
			t.Errorf("%q: %q, want %q", x.words, got, x.want)
		}
	}
}

func TestMan(t *testing.T) {
	var b bytes.Buffer
	page := manual.Page{Program: "press", Version: "1.0", After: []manual.Section{{Title: "Files", Text: "ink.\n\n'quoted' first."}}}
	if err := manual.Man(&b, tree(t), page); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		".TH PRESS 1 \"\" \"press 1.0\"", "press \\- a press\n", ".SS \"press paper add\"\n", "\\&.Each ream\nhas 500 sheets of \\(gaA3\\(ga paper \\- c:\\epaper.\n",
		".EX\nExample:  press paper add\n          press \\-\\-ink x paper add\n.EE\n", ".B \"\\-\\-side=SIDE\"\n", ".B \"\\-i, \\-\\-ink=FILE\"\n", ".SH FILES\nink.\n.PP\n\\&'quoted' first.\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(got, "Oil") {
		t.Error("the page has a hidden command")
	}
	if t.Failed() {
		t.Log(got)
	}
	if _, err := exec.LookPath("groff"); err != nil {
		t.Skip("needs groff")
	}
	cmd := exec.Command("groff", "-ww", "-z", "-man", "-Tutf8")
	cmd.Stdin = &b
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("groff: %v\n%s", err, out)
	}
}
