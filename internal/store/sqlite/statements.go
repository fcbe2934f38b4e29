package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
)

// mostKept bounds the statements that a connection keeps. The store has about a hundred;
// the rest is room for those whose text depends on a query.
const mostKept = 256

// connector opens connections that keep their prepared statements. SQLite takes as long to
// parse a short statement as to run it, and database/sql closes a statement with the
// transaction that used it.
type connector struct {
	driver.Connector
	patient bool // statements are not cut off by their context: they are short
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	base, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	whole, err := wholeOf(base)
	if err != nil {
		return nil, err
	}
	return &conn{wholeConn: whole, patient: c.patient, kept: map[string]statement{}}, nil
}

// wholeOf is a connection of the driver with all that it can do. It is closed if that is not what the store needs.
func wholeOf(base driver.Conn) (wholeConn, error) {
	whole, ok := base.(wholeConn)
	if !ok {
		base.Close()
		return nil, errNotOurDriver
	}
	return whole, nil
}

var errNotOurDriver = errors.New("the SQLite driver is not the one that the store was made for")

// wholeConn is all that database/sql asks of a connection, except for running statements
// that were not prepared.
type wholeConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// conn is a connection with its idle statements. Like any connection it belongs to one
// caller at a time.
type conn struct {
	wholeConn
	patient bool
	kept    map[string]statement // by their text
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	r, err := s.ExecContext(c.context(ctx), args)
	c.rest(query, s, err)
	return r, err
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	r, err := s.QueryContext(c.context(ctx), args)
	if err != nil {
		c.rest(query, s, err)
		return nil, err
	}
	return &rows{r, c, query, s}, nil
}

// context is the context of a statement. To watch a context costs a goroutine for each
// statement.
func (c *conn) context(ctx context.Context) context.Context {
	if c.patient {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// take returns an idle statement, or a new one.
func (c *conn) take(ctx context.Context, query string) (statement, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s, ok := c.kept[query]; ok {
		delete(c.kept, query)
		return s, nil
	}
	s, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.(statement), nil
}

// rest keeps a statement for its next use, unless it has failed; then the error of closing
// it would say no more than its own.
func (c *conn) rest(query string, s statement, err error) {
	if _, twice := c.kept[query]; twice || err != nil || len(c.kept) == mostKept {
		s.Close()
		return
	}
	c.kept[query] = s
}

func (c *conn) Close() error {
	var errs []error
	for _, s := range c.kept {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, c.wholeConn.Close())...)
}

// rows returns its statement to the connection when it is closed.
type rows struct {
	driver.Rows
	conn  *conn
	query string
	stmt  statement
}

func (r *rows) Close() error {
	err := r.Rows.Close()
	r.conn.rest(r.query, r.stmt, err)
	return err
}
