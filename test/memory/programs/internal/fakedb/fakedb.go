// Package fakedb is a database/sql driver that makes its rows up.
package fakedb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
)

func init() { sql.Register("fakedb", Driver{}) }

// Driver opens connections that need no server.
type Driver struct{}

// Open answers a connection with its own buffers, as real drivers have them.
func (Driver) Open(string) (driver.Conn, error) {
	return &conn{in: make([]byte, 16<<10), out: make([]byte, 4<<10)}, nil
}

type conn struct {
	in, out []byte
}

func (c *conn) Prepare(string) (driver.Stmt, error) { return nil, errors.New("not supported") }
func (c *conn) Close() error                        { return nil }
func (c *conn) Begin() (driver.Tx, error)           { return nil, errors.New("not supported") }

// QueryContext answers 40 rows of two columns.
func (c *conn) QueryContext(ctx context.Context, q string, args []driver.NamedValue) (driver.Rows, error) {
	return &rows{conn: c, left: 40, page: make([]byte, 8<<10)}, nil
}

type rows struct {
	conn *conn
	left int
	page []byte
}

func (r *rows) Columns() []string { return []string{"id", "name"} }
func (r *rows) Close() error      { return nil }
func (r *rows) Next(dest []driver.Value) error {
	if r.left == 0 {
		return io.EOF
	}
	r.left--
	dest[0], dest[1] = int64(r.left), fmt.Sprintf("invoice %d", r.left)
	return nil
}
