package cli

import (
	"github.com/alecthomas/kong"

	"github.com/waidian/waidian/internal/manual"
)

type manCmd struct{}

func (manCmd) Help() string {
	return `Prints the manual page of all commands, for man.

Example:  waidian man >/usr/local/share/man/man1/waidian.1`
}

func (cmd *manCmd) Run(a *app, k *kong.Kong) error {
	return manual.Man(a.Stdout, manual.Of(k.Model), manual.Page{Program: k.Model.Name, Version: Version, After: []manual.Section{
		{Title: "Exit status", Text: "0 if all went well, 1 if something failed, 2 if the command or the configuration is wrong."},
		{Title: "Files", Text: "waidian.toml, in the working directory, is the configuration. waidian config prints every key with its meaning.\n\n" +
			"data, beside it, has the archive, the database and the site."},
		{Title: "Environment", Text: "WAIDIAN_API_KEY is the key of the model, unless [digest] key_env names another variable."},
	}})
}

type shellCmd struct {
	Name string `arg:"" name:"shell" help:"bash, zsh or fish." enum:"bash,zsh,fish"`
}

func (shellCmd) Help() string {
	return `Prints what makes a shell complete commands and flags of waidian.

Example:  waidian completion bash >/etc/bash_completion.d/waidian
For zsh:  waidian completion zsh >/usr/local/share/zsh/site-functions/_waidian
For fish: waidian completion fish >~/.config/fish/completions/waidian.fish`
}

func (cmd *shellCmd) Run(a *app, k *kong.Kong) error {
	return manual.Complete(a.Stdout, manual.Of(k.Model), k.Model.Name, cmd.Name)
}
