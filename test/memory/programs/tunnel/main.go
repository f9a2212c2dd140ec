// Command tunnel sends pages over deflated message connections.
package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type hub struct {
	products *catalog.Catalog
	conns    map[int]*conn // also the closed ones, for the statistics of the day
}

func (h *hub) connect(id int) (*conn, error) {
	c, err := newConn(id)
	if err != nil {
		return nil, err
	}
	h.conns[id] = c
	return c, nil
}

func (h *hub) visit(id int) error {
	c, err := h.connect(id)
	if err != nil {
		return err
	}
	defer c.Close()
	for i := 0; i < 20; i++ {
		if err := c.send(io.Discard, page.Render(h.products.At(id+i), "peer")); err != nil {
			return err
		}
	}
	return nil
}

func (h *hub) open() (n int) {
	for _, c := range h.conns {
		if !c.closed {
			n++
		}
	}
	return n
}

func main() {
	h := &hub{products: catalog.Load(15000), conns: make(map[int]*conn)}
	recorder.Plan{Snapshots: 9, Every: 350 * time.Millisecond, Uneven: true}.Run(func(i int) {
		for n := 0; n < 7; n++ {
			if err := h.visit(i*7 + n); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
		h.open()
	})
}
