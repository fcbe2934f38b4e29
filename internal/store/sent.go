package store

import "time"

// SentFile is a file of the archive that lies whole in a bucket. It changes only where records of it are destroyed.
type SentFile struct {
	File   string
	Size   int64
	Sum    string // SHA-256, hexadecimal
	At     time.Time
	Bucket string // its address when the file was sent
}

const sentColumns = `file, size, sum, at, bucket`

func scanSent(scan func(...any) error) (f SentFile, err error) {
	var at int64
	err = scan(&f.File, &f.Size, &f.Sum, &at, &f.Bucket)
	f.At = moment(at)
	return f, err
}

// AddSent registers a file that was sent. One that is registered already stays as it is.
func (tx *Tx) AddSent(f SentFile) error {
	return tx.exec("register "+f.File, `INSERT INTO sent_file (`+sentColumns+`) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (file) DO NOTHING`,
		f.File, f.Size, f.Sum, stamp(f.At), f.Bucket)
}

// ReplaceSent registers a file anew that was sent and has been sent again, with other content.
func (tx *Tx) ReplaceSent(f SentFile) error {
	return tx.exec("register "+f.File+" anew", `UPDATE sent_file SET size = $2, sum = $3, at = $4, bucket = $5 WHERE file = $1`,
		f.File, f.Size, f.Sum, stamp(f.At), f.Bucket)
}

// Sent returns what is registered of a file; ErrNotFound: nothing, it was not sent.
func (tx *Tx) Sent(file string) (f SentFile, err error) {
	var at int64
	err = tx.one("look where "+file+" is", `SELECT `+sentColumns+` FROM sent_file WHERE file = $1`, []any{file}, &f.File, &f.Size, &f.Sum, &at, &f.Bucket)
	f.At = moment(at)
	return f, err
}

// AllSent returns the files that were sent, by their names.
func (tx *Tx) AllSent() ([]SentFile, error) {
	return all(tx, "list what was sent", `SELECT `+sentColumns+` FROM sent_file ORDER BY file`, nil, scanSent)
}

// CountSent returns how many files were sent, and their length.
func (tx *Tx) CountSent() (files, bytes int64, err error) {
	err = tx.one("count what was sent", `SELECT count(*), coalesce(sum(size), 0) FROM sent_file`, nil, &files, &bytes)
	return files, bytes, err
}

// RemoveSent removes a file from the register: it is in the folder of the archive again.
func (tx *Tx) RemoveSent(file string) error {
	return tx.exec("take "+file+" off the register", `DELETE FROM sent_file WHERE file = $1`, file)
}
