package wording

// Plain is a headline where nothing but plain text can stand, the title of a document or of an entry of a feed: the mark that it has elsewhere stands behind
// it, in brackets. An empty mark is none.
func Plain(headline, mark string) string {
	if headline == "" || mark == "" {
		return headline
	}
	return headline + " [" + mark + "]"
}

// HandMark is the mark of words that a person wrote in place of a model's; "": they are not.
func (w *Texts) HandMark(byHand bool) string {
	if byHand {
		return w.ByHand
	}
	return ""
}
