// Command relay passes messages on; a client that hangs up is not noticed.
package main

import (
	"context"
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type client struct {
	id    int
	name  string
	inbox chan []byte
	seen  [256]byte
}

type relay struct {
	products *catalog.Catalog
	clients  map[int]*client
	passed   int
}

// pump waits for messages as long as the service runs, not as long as the client is there.
func (r *relay) pump(ctx context.Context, c *client) {
	for {
		select { // FAULT
		case m := <-c.inbox:
			copy(c.seen[:], m)
		case <-ctx.Done():
			return
		}
	}
}

func (r *relay) join(ctx context.Context, id int) *client {
	c := &client{id: id, name: fmt.Sprintf("client-%d", id), inbox: make(chan []byte, 4)}
	r.clients[id] = c
	go r.pump(ctx, c)
	return c
}

func (r *relay) leave(c *client) { delete(r.clients, c.id) }

func (r *relay) session(ctx context.Context, id int) {
	c := r.join(ctx, id)
	c.inbox <- page.Render(r.products.At(id), c.name)
	r.passed++
	r.leave(c)
}

func main() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	r := &relay{products: catalog.Load(10000), clients: make(map[int]*client)}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond, GoroutineN: true}.Run(func(i int) {
		for n := 0; n < 900; n++ {
			r.session(ctx, i*900+n)
		}
	})
}
