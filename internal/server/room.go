package server

import "net/http"

// forRoom reads the body of a request before h answers it, and refuses what a page of another origin sends: a cookie logs the operator in,
// and it goes with what any page sends. Nothing is compressed, since what is secret in an answer stands beside what was typed.
func forRoom(h http.Handler, own *http.CrossOriginProtection) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		careful(w.Header())
		err := receive(w, r, func() error {
			if own.Check(r) != nil {
				return &refusal{http.StatusForbidden, "pages of other sites are not answered; if this one is the desk's own, [site] url must be its address"}
			}
			return nil
		})
		if err != nil {
			refuse(w, err)
			return
		}
		h.ServeHTTP(w, r)
	})
}
