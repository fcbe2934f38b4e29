package bucket

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/minio/minio-go/v7"

	"github.com/waidian/waidian/internal/news"
)

// sumField is the field of an object's own data that has the SHA-256 of the file, so that a list of what was sent can be made from the bucket.
const sumField = "sha256"

// errOther means that the store has another file than was sent.
var errOther = errors.New("it has another file than was sent")

// Put sends a file, in parts if it is large, in place of one of that name. When it returns nil the store has the file as it is here: it
// was sent with checksums, which the store compares, and what the store then says of all of it is compared again. The error is a
// news.ErrOurs; half of what was sent is given up.
func (b *Bucket) Put(ctx context.Context, name string, f io.ReaderAt, size int64, sum string) error {
	return b.PutAs(ctx, name, "application/octet-stream", f, size, sum)
}

// PutAs is Put of a file of a media type, which the store tells whoever asks for it.
func (b *Bucket) PutAs(ctx context.Context, name, kind string, f io.ReaderAt, size int64, sum string) error {
	var tag string
	var err error
	if size <= b.part {
		tag, err = b.putOne(ctx, name, f, size, about(kind, sum))
	} else {
		tag, err = b.putParts(ctx, name, f, size, about(kind, sum))
	}
	if err == nil {
		err = b.compare(ctx, name, tag, size, sum)
	}
	if err != nil {
		return b.away("send", name, err)
	}
	return nil
}

// about is what the store keeps of a file beside its data. The sum of a part goes with each request, so that none is made on the way.
func about(kind, sum string) minio.PutObjectOptions {
	return minio.PutObjectOptions{DisableContentSha256: true, ContentType: kind, UserMetadata: map[string]string{sumField: sum}}
}

// putOne sends a file in one request, and returns the tag that it should have.
func (b *Bucket) putOne(ctx context.Context, name string, f io.ReaderAt, size int64, about minio.PutObjectOptions) (tag string, err error) {
	p, err := sumsOf(f, 0, size)
	if err != nil {
		return "", err
	}
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	_, err = b.core.PutObject(ctx, b.name, b.prefix+name, io.NewSectionReader(f, 0, size), size, p.md5(), p.sha256(), about)
	return hex.EncodeToString(p.md), err
}

// putParts sends a file in several requests, and returns the tag that it should have.
func (b *Bucket) putParts(ctx context.Context, name string, f io.ReaderAt, size int64, about minio.PutObjectOptions) (tag string, err error) {
	key := b.prefix + name
	if err := b.forget(ctx, name); err != nil { // what a process has begun that was killed
		return "", err
	}
	upload, err := b.begin(ctx, key, about)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil { // best effort: the next one who sends the file gives it up too
			ctx, end := context.WithTimeout(context.WithoutCancel(ctx), patience/10)
			defer end()
			_ = b.core.AbortMultipartUpload(ctx, b.name, key, upload)
		}
	}()
	var parts []minio.CompletePart
	var all bytes.Buffer
	for at := int64(0); at < size; at += b.part {
		n := min(b.part, size-at)
		p, err := sumsOf(f, at, n)
		if err != nil {
			return "", err
		}
		part, err := b.putPart(ctx, key, upload, len(parts)+1, io.NewSectionReader(f, at, n), n, p)
		if err != nil {
			return "", err
		}
		all.Write(p.md)
		parts = append(parts, minio.CompletePart{PartNumber: part.PartNumber, ETag: part.ETag})
	}
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	_, err = b.core.CompleteMultipartUpload(ctx, b.name, key, upload, parts, minio.PutObjectOptions{})
	whole := md5.Sum(all.Bytes())
	return fmt.Sprintf("%x-%d", whole, len(parts)), err
}

func (b *Bucket) begin(ctx context.Context, key string, about minio.PutObjectOptions) (upload string, err error) {
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	return b.core.NewMultipartUpload(ctx, b.name, key, about)
}

func (b *Bucket) putPart(ctx context.Context, key, upload string, n int, r io.Reader, size int64, p sums) (minio.ObjectPart, error) {
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	return b.core.PutObjectPart(ctx, b.name, key, upload, n, r, size, minio.PutObjectPartOptions{Md5Base64: p.md5(), Sha256Hex: p.sha256(), DisableContentSha256: true})
}

// forget gives up what was begun to be sent under a name.
func (b *Bucket) forget(ctx context.Context, name string) error {
	begun, err := b.Begun(ctx, name)
	if err != nil {
		return err
	}
	for range begun {
		ctx, end := context.WithTimeout(ctx, patience)
		err := b.core.RemoveIncompleteUpload(ctx, b.name, b.prefix+name)
		end()
		if err != nil {
			return err
		}
	}
	return nil
}

// Begun are the files that were begun to be sent and not sent to their ends, of names that begin so.
func (b *Bucket) Begun(ctx context.Context, name string) (names []string, err error) {
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	for up := range b.core.ListIncompleteUploads(ctx, b.name, b.prefix+name, true) {
		if up.Err != nil {
			return nil, b.away("list", "what was begun", up.Err)
		}
		names = append(names, strings.TrimPrefix(up.Key, b.prefix))
	}
	return names, nil
}

// compare verifies that the store has a file of that length and tag. A store that encrypts gives tags of its own: then all of it is read again.
func (b *Bucket) compare(ctx context.Context, name, tag string, size int64, sum string) error {
	ask, end := context.WithTimeout(ctx, patience)
	info, err := b.core.StatObject(ask, b.name, b.prefix+name, minio.StatObjectOptions{})
	end()
	if err != nil {
		return err
	}
	if info.Size != size {
		return fmt.Errorf("%w: it has %d bytes of %d", errOther, info.Size, size)
	}
	if strings.Trim(info.ETag, `"`) == tag {
		return nil
	}
	has := sha256.New()
	if err := b.Get(ctx, name, has); err != nil {
		return err
	}
	if got := hex.EncodeToString(has.Sum(nil)); got != sum {
		return fmt.Errorf("%w: its SHA-256 is %s, not %s", errOther, got, sum)
	}
	return nil
}

// Get writes a file as the store has it. What the store sends short is an error; whoever has its sum compares that. The error wraps fs.ErrNotExist if
// there is none of that name, else it is a news.ErrOurs.
func (b *Bucket) Get(ctx context.Context, name string, w io.Writer) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	body, info, _, err := b.core.GetObject(ctx, b.name, b.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return b.away("get", name, err)
	}
	defer body.Close()
	r := &restless{r: body, after: b.silence, end: func() { end(errors.New("nothing has come for too long")) }}
	defer r.stop()
	to := &sink{w: w}
	n, err := io.Copy(to, r)
	if to.err != nil {
		return fmt.Errorf("keep %s of %s: %w", name, b.address, to.err)
	}
	if err == nil && n != info.Size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return &news.Ours{Err: fmt.Errorf("get %s of %s: %w after %d bytes of %d", name, b.address, err, n, info.Size)}
	}
	return nil
}

// sink tells errors of writing from those of reading.
type sink struct {
	w   io.Writer
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.err = err
	return n, err
}

// sums are the checksums of a part.
type sums struct{ md, sha []byte }

func (p sums) md5() string    { return base64.StdEncoding.EncodeToString(p.md) }
func (p sums) sha256() string { return hex.EncodeToString(p.sha) }

func sumsOf(f io.ReaderAt, at, size int64) (sums, error) {
	md, sha := md5.New(), sha256.New()
	n, err := io.Copy(io.MultiWriter(md, sha), io.NewSectionReader(f, at, size))
	if err == nil && n != size {
		err = io.ErrUnexpectedEOF
	}
	return sums{md.Sum(nil), sha.Sum(nil)}, err
}
