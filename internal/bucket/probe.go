package bucket

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/minio/minio-go/v7"
)

// Probe writes a small file, reads it, lists it and removes it. The error says what could not be done, and the right that it needs.
func (b *Bucket) Probe(ctx context.Context) error {
	name, text := "probe-"+rand.Text(), []byte("waidian tries whether it may write here\n")
	sum := sha256.Sum256(text)
	if err := b.Put(ctx, name, bytes.NewReader(text), int64(len(text)), hex.EncodeToString(sum[:])); err != nil {
		return lacking("s3:PutObject and s3:GetObject", err)
	}
	var back bytes.Buffer
	if err := b.Get(ctx, name, &back); err != nil {
		return errors.Join(lacking("s3:GetObject", err), b.Remove(ctx, name))
	}
	if !bytes.Equal(back.Bytes(), text) {
		return errors.Join(fmt.Errorf("%s: %w", b.address, errOther), b.Remove(ctx, name))
	}
	there, err := b.List(ctx)
	if err != nil {
		return errors.Join(lacking("s3:ListBucket", err), b.Remove(ctx, name))
	}
	if _, is := there[name]; !is {
		return errors.Join(fmt.Errorf("%s does not list what was written into it", b.address), b.Remove(ctx, name))
	}
	if err := b.Remove(ctx, name); err != nil {
		return lacking("s3:DeleteObject", err)
	}
	if _, err := b.Begun(ctx, ""); err != nil {
		return lacking("s3:ListBucketMultipartUploads", err)
	}
	return nil
}

// lacking is an error with the right that is missing, if that is why.
func lacking(right string, err error) error {
	if answer := (minio.ErrorResponse{}); errors.As(err, &answer) && answer.Code == minio.AccessDenied {
		return &Lacks{right, err}
	}
	return err
}

// Lacks is an error of something that must be permitted in the bucket.
type Lacks struct {
	Right string // as policies of S3 call it
	Err   error
}

func (e *Lacks) Error() string { return e.Err.Error() }

// Unwrap returns the error of the store.
func (e *Lacks) Unwrap() error { return e.Err }
