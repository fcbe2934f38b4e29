package news

// Unusable is an ErrRejected: nothing of a model's answer could be read as a digest.
type Unusable struct{ Why string } // in English: "it was cut off before its end"

func (e *Unusable) Error() string { return "the model's answer could not be used: " + e.Why }

// Is makes every Unusable an ErrRejected.
func (e *Unusable) Is(target error) bool { return target == ErrRejected }
