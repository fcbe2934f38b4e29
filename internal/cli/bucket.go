package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/bucket"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

const (
	sentSize  = 64 << 20         // bytes of a file of the archive, if it goes to a bucket: it is read again whole
	sendEvery = time.Minute      // between two looks for files to be sent
	sendRest  = 15 * time.Minute // longest pause after a store that could not be had
	sendLast  = time.Minute      // for the last files, when the desk ends
)

// openBucket opens the bucket of [archive]; nil: none is configured.
func (a *app) openBucket(c config.Archive) (*bucket.Bucket, error) {
	if c.Bucket == "" {
		return nil, nil
	}
	return a.storeAt(c, c.Bucket)
}

// storeAt opens a bucket in the object store of [archive].
func (a *app) storeAt(c config.Archive, address string) (*bucket.Bucket, error) {
	id, key := a.Getenv(c.IDEnv), a.Getenv(c.KeyEnv)
	for name, value := range map[string]string{c.IDEnv: id, c.KeyEnv: key} {
		if value == "" {
			return nil, hint(usageError{fmt.Errorf("the environment variable %s, which [archive] names, is empty", name)},
				"put the key of the object store into %s and %s, or leave bucket of [archive] and of [publish] empty", c.IDEnv, c.KeyEnv)
		}
	}
	return bucket.Open(bucket.Options{Address: address, Endpoint: c.Endpoint, Region: c.Region, ID: id, Key: key})
}

// errNoBucket is why files that were sent cannot be had, where no bucket is configured.
var errNoBucket = errors.New("[archive] bucket is empty")

// attach has an archive find in the bucket what is not in the folder. A desk at work must know its bucket; whoever only reads is told when something of
// it is missing.
func (a *app) attach(c config.Config, db *store.DB, dir *archive.Dir, how access) error {
	r := archive.Remote{Register: register{db}, Cache: int64(c.Archive.Cache) << 20}
	b, err := a.openBucket(c.Archive)
	switch {
	case err != nil && how == working:
		return err
	case err != nil:
		r.Why = err
	case b == nil:
		r.Why = errNoBucket
	default:
		r.Bucket = b
	}
	if b == nil && how == working {
		if err := a.mustHaveBucket(db); err != nil {
			return err
		}
	}
	return dir.Attach(r)
}

// mustHaveBucket refuses to work without the bucket that has files of the archive.
func (a *app) mustHaveBucket(db *store.DB) error {
	sent, err := register{db}.AllSent()
	if err != nil || len(sent) == 0 {
		return err
	}
	return hint(usageError{fmt.Errorf("%s sent to %s, and [archive] bucket is empty", text.Count(len(sent), "file of the archive was", "files of the archive were"), sent[len(sent)-1].Bucket)},
		"name the bucket again, or bring the files back first, with waidian archive pull")
}

// register is the list of sent files in the database.
type register struct{ db *store.DB }

// Sent returns what is registered of a file.
func (r register) Sent(name string) (s archive.Sent, is bool, err error) {
	err = r.db.View(context.Background(), func(tx *store.Tx) error {
		f, err := tx.Sent(name)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		s, is = sentOf(f), err == nil
		return err
	})
	return s, is, err
}

// AllSent returns all that is registered.
func (r register) AllSent() (out []archive.Sent, err error) {
	err = r.db.View(context.Background(), func(tx *store.Tx) error {
		list, err := tx.AllSent()
		for _, f := range list {
			out = append(out, sentOf(f))
		}
		return err
	})
	return out, err
}

// AddSent registers a file.
func (r register) AddSent(s archive.Sent) error {
	return r.db.Update(context.Background(), func(tx *store.Tx) error { return tx.AddSent(rowOf(s)) })
}

// ReplaceSent registers a file anew.
func (r register) ReplaceSent(s archive.Sent) error {
	return r.db.Update(context.Background(), func(tx *store.Tx) error { return tx.ReplaceSent(rowOf(s)) })
}

func rowOf(s archive.Sent) store.SentFile {
	return store.SentFile{File: s.Name, Size: s.Size, Sum: s.Sum, At: s.At, Bucket: s.Bucket}
}

func sentOf(f store.SentFile) archive.Sent {
	return archive.Sent{Name: f.File, Size: f.Size, Sum: f.Sum, At: f.At, Bucket: f.Bucket}
}

// keepSending sends files of the archive to the bucket as they become whole, until the parts are closed: then the last ones too.
func (a *app) keepSending(ctx context.Context, p *parts) {
	if p.config.Archive.Bucket == "" {
		return
	}
	ctx = context.WithoutCancel(ctx)
	turn, end := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.sendWhole(turn, p)
	}()
	stopped := false
	p.stopSending = func() {
		stopped = true
		end()
		<-done
	}
	p.closers = append(p.closers, func() error {
		if stopped {
			return nil
		}
		p.stopSending()
		ctx, end := context.WithTimeout(ctx, sendLast)
		defer end()
		err := p.archive.Next()
		if err == nil {
			_, err = p.archive.Send(ctx)
		}
		if err != nil {
			a.warn("not all of the archive was sent to %s, and the next start sends it: %v", p.config.Archive.Bucket, err)
		}
		return nil // nothing is lost: the files are here
	})
}

// sendWhole looks every minute for files to be sent; less often while the store cannot be had.
func (a *app) sendWhole(ctx context.Context, p *parts) {
	for wait := sendEvery; ; {
		err := p.archive.Ripe(a.Now().Add(-time.Duration(p.config.Archive.Send)))
		if err == nil {
			_, err = p.archive.Send(ctx)
		}
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			wait = sendEvery
		default:
			a.log.Warn("files of the archive wait here to be sent", "bucket", p.config.Archive.Bucket, "err", err)
			wait = min(2*wait, sendRest)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}
