package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// mostBody bounds what an app may send in one request, in bytes: the names of some ten thousand items. What is longer is read up to
// mostPassedOver and forgotten, so that the app reads why it is refused.
const (
	mostBody       = 2 << 20
	mostPassedOver = 64 << 20
)

// forApps reads the body of a request before h answers it, so that a client that sends slowly is no matter of h, and compresses the answer.
func forApps(h http.Handler, gzips *sync.Pool, own *http.CrossOriginProtection) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		careful(w.Header())
		if err := receive(w, r, func() error { return ownPage(own, r) }); err != nil {
			refuse(w, err)
			return
		}
		w.Header().Add("Vary", "Accept-Encoding")
		if acceptsGzip(r) {
			w.Header().Set("Content-Encoding", "gzip")
			z := &gzipped{ResponseWriter: w, writers: gzips, head: r.Method == http.MethodHead}
			defer z.close()
			w = z
		}
		h.ServeHTTP(w, r)
	})
}

// receive reads the body of a request, unless may says why it is not answered.
func receive(w http.ResponseWriter, r *http.Request, may func() error) error {
	body, err := bodyOf(r)
	if err == nil {
		err = may()
	}
	if err != nil {
		return err
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // the request is read: what its answer takes is not the client's fault
	r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// refuse answers a request that receive has not taken.
func refuse(w http.ResponseWriter, err error) {
	w.Header().Set("Connection", "close")
	status := http.StatusBadRequest
	if no := (*refusal)(nil); errors.As(err, &no) {
		status = no.status
	}
	http.Error(w, err.Error(), status)
}

// refusal is a request that is not answered, and why.
type refusal struct {
	status int
	why    string
}

func (e *refusal) Error() string { return e.why }

// bodyOf is the body of a request.
func bodyOf(r *http.Request) ([]byte, error) {
	long := &refusal{http.StatusRequestEntityTooLarge, fmt.Sprintf("a request may have %d bytes at most: send it in parts", mostBody)}
	if r.ContentLength > mostPassedOver {
		return nil, long
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, mostBody+1))
	if err == nil && len(body) > mostBody {
		_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, mostPassedOver)) // whatever comes of it, the answer is the same
		return nil, long
	}
	if err != nil {
		return nil, errors.New("the request did not come whole")
	}
	return body, nil
}

// sameSite refuses what pages of other sites send. own is the address of the site, which a proxy may ask for by another name.
func sameSite(own string) *http.CrossOriginProtection {
	p := http.NewCrossOriginProtection()
	if u, err := url.Parse(own); err == nil {
		_ = p.AddTrustedOrigin(u.Scheme + "://" + u.Host) // an address that is none is nobody's origin
	}
	return p
}

// ownPage refuses a request that a page of another site sends through the browser of whoever looks at it. It could not read the answer
// and has no token to show, but could guess at passwords in that person's place. Quirk: some apps are made of a browser, and send the
// origin of a file or of an extension, or "null"; none has that of a page of the web.
func ownPage(own *http.CrossOriginProtection, r *http.Request) error {
	if o := strings.ToLower(r.Header.Get("Origin")); !strings.HasPrefix(o, "http://") && !strings.HasPrefix(o, "https://") {
		return nil
	}
	if own.Check(r) != nil {
		return &refusal{http.StatusForbidden, "pages of other sites are not answered; if this one is the desk's own, [site] url must be its address"}
	}
	return nil
}
