package cli

import "github.com/waidian/waidian/internal/news"

// because adds to an error what the room says of it, where the operator can do something about it.
func because(code news.RefusalCode, arg string, err error) error {
	return reasoned{err, news.Refusal{Code: code, Arg: arg}}
}

// reasoned is an error with a refusal.
type reasoned struct {
	error
	news.Refusal
}

func (e reasoned) Unwrap() error { return e.error }
