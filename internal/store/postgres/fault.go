package postgres

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// faults are the classes of SQLSTATE that say nothing about the statement (PostgreSQL, appendix A): connection,
// insufficient resources, a full disk among them, operator intervention, system error, read-only server.
var faults = []string{"08", "53", "57P", "58", "25006"}

// Away reports whether an error says that the server is out of reach, or just starts or ends: it may answer later.
func Away(err error) bool { return new(engine).Fault(err) }

// Fault reports whether the server is out of reach, or cannot write.
func (*engine) Fault(err error) bool {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		for _, class := range faults {
			if strings.HasPrefix(answer.Code, class) {
				return true
			}
		}
		return false
	}
	var dial *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &dial) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err)
}

// Collided reports whether the server has undone a transaction since it and another waited for each other, or could not be put in an order
// (PostgreSQL, appendix A: 40P01, 40001).
func Collided(err error) bool {
	var answer *pgconn.PgError
	return errors.As(err, &answer) && (answer.Code == "40P01" || answer.Code == "40001")
}
