package postgres

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
)

// Within calls f with a transaction of database/sql as pgx knows it, which is what River
// takes: what f writes is committed or undone with everything else in tx. The transaction
// is f's until f returns; beginning and ending it stay its owner's.
func Within(ctx context.Context, tx *sql.Tx, f func(pgx.Tx) error) error {
	c := &call{f: f}
	_, err := tx.ExecContext(ctx, "", c)
	if c.called {
		return c.err
	}
	return err
}

// call runs a function with the connection of a transaction. A sql.Tx does not say which
// connection it has; pgx hands it to the QueryRewriter of a statement, while database/sql
// holds the connection for that statement. No statement is sent.
type call struct {
	f      func(pgx.Tx) error
	called bool
	err    error
}

// errNoStatement makes pgx send nothing.
var errNoStatement = errors.New("no statement")

func (c *call) RewriteQuery(_ context.Context, conn *pgx.Conn, _ string, _ []any) (string, []any, error) {
	c.called = true
	c.err = c.f(transaction{conn})
	return "", nil, errNoStatement
}

// transaction is one that somebody else has begun and will end.
type transaction struct{ connection }

// connection keeps the name of the embedded field apart from the method Conn.
type connection = *pgx.Conn

var errNotOurs = errors.New("the transaction is its owner's to begin and end")

func (transaction) Begin(context.Context) (pgx.Tx, error) { return nil, errNotOurs }
func (transaction) Commit(context.Context) error          { return errNotOurs }
func (transaction) Rollback(context.Context) error        { return errNotOurs }
func (transaction) LargeObjects() pgx.LargeObjects        { return pgx.LargeObjects{} }
func (t transaction) Conn() *pgx.Conn                     { return t.connection }
