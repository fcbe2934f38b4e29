package fetch

import (
	"encoding/json"
	"fmt"
)

// memoryForm is the number of the form of what Save returns; another form gets another number. A file without one
// is of the first.
const memoryForm = 1

// NewerError is the error of what a newer program has saved.
type NewerError struct{ Form int }

func (e *NewerError) Error() string {
	return fmt.Sprintf("what is known of the hosts was written by a newer waidian (form %d, this one knows %d)", e.Form, memoryForm)
}

// Known returns a *NewerError if a newer program has saved this. What cannot be read at all is left to Load.
func Known(saved []byte) error {
	var m struct {
		Form int `json:"form"`
	}
	if json.Unmarshal(saved, &m) == nil && m.Form > memoryForm {
		return &NewerError{m.Form}
	}
	return nil
}
