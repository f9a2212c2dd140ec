// Command framing reads length-prefixed messages.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type header struct {
	kind   uint16
	length int64
}

type reader struct {
	src io.Reader
	buf [10]byte
}

func (r *reader) header() (h header, err error) {
	if _, err = io.ReadFull(r.src, r.buf[:]); err != nil {
		return h, err
	}
	h.kind = binary.BigEndian.Uint16(r.buf[:])
	h.length = int64(binary.BigEndian.Uint64(r.buf[2:]))
	return h, nil
}

// next answers the body of the next message.
func (r *reader) next() ([]byte, error) {
	h, err := r.header()
	if err != nil {
		return nil, err
	}
	body := make([]byte, h.length) // FAULT
	_, err = io.ReadFull(r.src, body)
	return body, err
}

func write(b *bytes.Buffer, body []byte) {
	binary.Write(b, binary.BigEndian, uint16(1))
	binary.Write(b, binary.BigEndian, uint64(len(body)))
	b.Write(body)
}

func receive(src io.Reader) (n int, err error) {
	r := &reader{src: src}
	for {
		if _, err = r.next(); err != nil {
			return n, err
		}
		n++
	}
}

func main() {
	products := catalog.Load(10000)
	recorder.Plan{Snapshots: 3, Every: 200 * time.Millisecond}.Run(func(i int) { page.Serve(products, i, 1000) })
	var b bytes.Buffer
	for i := 0; i < 100; i++ {
		write(&b, page.Render(products.At(i), "peer"))
	}
	b.WriteString("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n") // not one of ours
	n, err := receive(&b)
	fmt.Println(n, "messages", err)
}
