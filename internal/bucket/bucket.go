// Package bucket keeps whole files in a bucket of an object store that speaks S3. It verifies what it sends, tries again within bounds, and
// tells apart what is not there from a store that cannot be had. It knows nothing of what is in the files.
package bucket

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/waidian/waidian/internal/news"
)

const (
	partSize = 16 << 20        // bytes sent in one request; a store takes parts from 5 MiB on
	tries    = 4               // of one request
	patience = 5 * time.Minute // for one request, its tries included
)

// Options say where the bucket is and who asks.
type Options struct {
	Address  string // s3://BUCKET or s3://BUCKET/PREFIX
	Endpoint string // http:// or https:// and the host of the store
	Region   string // empty: us-east-1
	ID, Key  string // of the account
	Part     int64  // bytes sent in one request; zero: 16 MiB
	Tries    int    // of one request; zero: 4
	// Silence is how long an answer may take to begin, and how long nothing may come of one that has begun; zero: 30 seconds.
	Silence time.Duration
}

// Bucket is a bucket, or what is below a prefix in one. It is safe for concurrent use.
type Bucket struct {
	address      string
	name, prefix string
	part         int64
	silence      time.Duration
	core         minio.Core
}

// Open returns the bucket of an address. It asks nobody.
func Open(o Options) (*Bucket, error) {
	name, prefix, err := Split(o.Address)
	if err != nil {
		return nil, err
	}
	at, err := url.Parse(o.Endpoint)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return nil, fmt.Errorf("%q is not the address of an object store", o.Endpoint)
	}
	b := &Bucket{address: o.Address, name: name, prefix: prefix, part: o.Part}
	if b.part == 0 {
		b.part = partSize
	}
	if b.silence = o.Silence; b.silence == 0 {
		b.silence = silence
	}
	options := &minio.Options{
		Creds: credentials.NewStaticV4(o.ID, o.Key, ""), Secure: at.Scheme == "https", Region: o.Region, Transport: transport(b.silence), MaxRetries: o.Tries,
	}
	if options.Region == "" {
		options.Region = "us-east-1"
	}
	if options.MaxRetries == 0 {
		options.MaxRetries = tries
	}
	client, err := minio.New(at.Host, options)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", o.Address, err)
	}
	b.core = minio.Core{Client: client}
	return b, nil
}

// Split returns the bucket and the prefix of an address; the prefix is empty or ends in a slash.
func Split(address string) (name, prefix string, err error) {
	rest, is := strings.CutPrefix(address, "s3://")
	name, prefix, _ = strings.Cut(rest, "/")
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		prefix += "/"
	}
	if !is || len(name) < 3 || strings.ContainsAny(rest, " ?#:@\\") || strings.Contains(rest, "//") {
		return "", "", fmt.Errorf("%q is not s3://BUCKET or s3://BUCKET/PREFIX", address)
	}
	return name, prefix, nil
}

// String is the address of the bucket.
func (b *Bucket) String() string { return b.address }

// transport lets no answer be waited for without end. A store asks more than one connection to itself at a time.
func transport(silence time.Duration) *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	t.ResponseHeaderTimeout = silence
	t.DisableCompression = true // what is sent is what is had
	return t
}

// away wraps an error of asking the store: what is not there is an fs.ErrNotExist, all else trouble of our own that may pass.
func (b *Bucket) away(what, file string, err error) error {
	if err == nil {
		return nil
	}
	var answer minio.ErrorResponse
	if errors.As(err, &answer) && answer.Code == minio.NoSuchKey {
		return fmt.Errorf("%s %s of %s: %w", what, file, b.address, fs.ErrNotExist)
	}
	return &news.Ours{Err: fmt.Errorf("%s %s of %s: %w", what, file, b.address, err)}
}

// List returns the bytes of each file.
func (b *Bucket) List(ctx context.Context) (map[string]int64, error) {
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	out := map[string]int64{}
	for o := range b.core.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix}) {
		if o.Err != nil {
			return nil, b.away("list", "the files", o.Err)
		}
		if name := strings.TrimPrefix(o.Key, b.prefix); name != "" && !strings.Contains(name, "/") {
			out[name] = o.Size
		}
	}
	return out, nil
}

// Tree returns the bytes of each file, also of those in folders, by names with slashes.
func (b *Bucket) Tree(ctx context.Context) (map[string]int64, error) {
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	out := map[string]int64{}
	for o := range b.core.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix, Recursive: true}) {
		if o.Err != nil {
			return nil, b.away("list", "the files", o.Err)
		}
		if name := strings.TrimPrefix(o.Key, b.prefix); name != "" {
			out[name] = o.Size
		}
	}
	return out, nil
}

// Remove removes a file. One that is not there is removed already.
func (b *Bucket) Remove(ctx context.Context, name string) error {
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	err := b.away("remove", name, b.core.RemoveObject(ctx, b.name, b.prefix+name, minio.RemoveObjectOptions{}))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
