// Package buckettest is an object store in memory that knows what package bucket asks of one, with faults at will. It serves tests alone.
package buckettest

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Store is an object store with one bucket, "desk". Its fields are read and set while nobody asks it.
type Store struct {
	Files map[string]Object
	Begun map[string]map[int][]byte // parts by identifier of an upload that has not ended
	Asked []string                  // method and path of each request
	Tag   string                    // of every file, as stores have them that encrypt; empty: by MD5

	// Fault, if it is set, may answer in the place of the store; true: it has.
	Fault func(w http.ResponseWriter, r *http.Request, body []byte) bool

	mu    sync.Mutex
	names map[string]string // of uploads
}

// Object is a file of the store.
type Object struct {
	Data []byte
	Tag  string
	Sum  string // as whoever sent it says
	Kind string // media type
}

// New returns an empty store.
func New() *Store {
	return &Store{Files: map[string]Object{}, Begun: map[string]map[int][]byte{}, names: map[string]string{}}
}

// Root is the path of the bucket.
const Root = "/desk/"

// Refuse answers with an error of S3.
func Refuse(w http.ResponseWriter, status int, code string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, `<Error><Code>%s</Code><Message>%s</Message></Error>`, code, code)
}

// Rest waits until nobody is answered: whoever was hung up on goes on before the answer has ended.
func (s *Store) Rest() {
	s.mu.Lock()
	defer s.mu.Unlock()
}

// ServeHTTP answers as S3 does.
func (s *Store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	q := r.URL.Query()
	s.Asked = append(s.Asked, r.Method+" "+r.URL.Path)
	if s.Fault != nil && s.Fault(w, r, body) {
		return
	}
	sum := sha256.Sum256(body)
	if want := r.Header.Get("X-Amz-Content-Sha256"); len(want) == 64 && want != hex.EncodeToString(sum[:]) {
		Refuse(w, 400, "XAmzContentSHA256Mismatch")
		return
	}
	md := md5.Sum(body)
	if want := r.Header.Get("Content-Md5"); want != "" && want != base64.StdEncoding.EncodeToString(md[:]) {
		Refuse(w, 400, "BadDigest")
		return
	}
	name := strings.TrimPrefix(r.URL.Path, Root)
	up := q.Get("uploadId")
	switch {
	case name == "" && q.Has("uploads"):
		s.listBegun(w, q.Get("prefix"))
	case name == "":
		s.list(w, q.Get("prefix"))
	case r.Method == "POST" && q.Has("uploads"):
		up = strconv.Itoa(len(s.Asked))
		s.Begun[up], s.names[up] = map[int][]byte{}, name
		fmt.Fprintf(w, `<InitiateMultipartUploadResult><UploadId>%s</UploadId></InitiateMultipartUploadResult>`, up)
	case r.Method == "PUT" && up != "":
		n, _ := strconv.Atoi(q.Get("partNumber"))
		s.Begun[up][n] = body
		w.Header().Set("ETag", `"`+hex.EncodeToString(md[:])+`"`)
	case r.Method == "POST" && up != "":
		s.complete(w, name, up)
	case r.Method == "DELETE" && up != "":
		delete(s.Begun, up)
		w.WriteHeader(204)
	case r.Method == "PUT":
		s.Files[name] = Object{body, hex.EncodeToString(md[:]), r.Header.Get("X-Amz-Meta-Sha256"), r.Header.Get("Content-Type")}
		w.Header().Set("ETag", `"`+hex.EncodeToString(md[:])+`"`)
	case r.Method == "DELETE":
		delete(s.Files, name)
		w.WriteHeader(204)
	default:
		s.get(w, r, name)
	}
}

func (s *Store) get(w http.ResponseWriter, r *http.Request, name string) {
	o, there := s.Files[name]
	if !there {
		if r.Method == "HEAD" {
			w.WriteHeader(404)
			return
		}
		Refuse(w, 404, "NoSuchKey")
		return
	}
	tag := o.Tag
	if s.Tag != "" {
		tag = s.Tag
	}
	w.Header().Set("ETag", `"`+tag+`"`)
	w.Header().Set("Last-Modified", "Mon, 02 Jan 2006 15:04:05 GMT")
	w.Header().Set("Content-Length", strconv.Itoa(len(o.Data)))
	if r.Method == "GET" {
		w.Write(o.Data)
	}
}

func (s *Store) complete(w http.ResponseWriter, name, up string) {
	parts := s.Begun[up]
	var whole, tags []byte
	for n := 1; n <= len(parts); n++ {
		md := md5.Sum(parts[n])
		whole, tags = append(whole, parts[n]...), append(tags, md[:]...)
	}
	delete(s.Begun, up)
	tag := fmt.Sprintf("%x-%d", md5.Sum(tags), len(parts))
	s.Files[name] = Object{Data: whole, Tag: tag}
	fmt.Fprintf(w, `<CompleteMultipartUploadResult><Bucket>desk</Bucket><ETag>"%s"</ETag></CompleteMultipartUploadResult>`, tag)
}

func (s *Store) list(w http.ResponseWriter, prefix string) {
	type content struct {
		Key  string
		Size int
	}
	var out struct {
		XMLName  xml.Name `xml:"ListBucketResult"`
		Contents []content
	}
	for name, o := range s.Files {
		if strings.HasPrefix(name, prefix) {
			out.Contents = append(out.Contents, content{name, len(o.Data)})
		}
	}
	slices.SortFunc(out.Contents, func(a, b content) int { return strings.Compare(a.Key, b.Key) })
	_ = xml.NewEncoder(w).Encode(out) // who asked has gone
}

func (s *Store) listBegun(w http.ResponseWriter, prefix string) {
	fmt.Fprint(w, `<ListMultipartUploadsResult>`)
	for up := range s.Begun {
		if strings.HasPrefix(s.names[up], prefix) {
			fmt.Fprintf(w, `<Upload><Key>%s</Key><UploadId>%s</UploadId><Initiated>2026-03-04T12:00:00.000Z</Initiated></Upload>`, s.names[up], up)
		}
	}
	fmt.Fprint(w, `</ListMultipartUploadsResult>`)
}
