package main

import (
	"bytes"
	"compress/flate"
	"io"
)

// conn is a message connection whose messages are deflated.
type conn struct {
	id     int
	out    bytes.Buffer
	z      *flate.Writer
	closed bool
}

func newConn(id int) (*conn, error) {
	c := &conn{id: id}
	z, err := flate.NewWriter(&c.out, flate.BestSpeed) // FAULT
	if err != nil {
		return nil, err
	}
	c.z = z
	return c, nil
}

func (c *conn) send(w io.Writer, message []byte) error {
	c.out.Reset()
	if _, err := c.z.Write(message); err != nil {
		return err
	}
	if err := c.z.Flush(); err != nil {
		return err
	}
	_, err := w.Write(c.out.Bytes())
	return err
}

// Close says goodbye; the writer stays with the connection.
func (c *conn) Close() error {
	c.closed = true
	return nil
}
