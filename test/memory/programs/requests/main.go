// Command requests handles calls with a deadline each.
package main

import (
	"context"
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type callKey struct{}

type call struct {
	id     string
	cancel context.CancelFunc
	size   int
}

type service struct {
	root     context.Context
	products *catalog.Catalog
	current  *call
}

// begin makes the context of a call; it ends with the service at the latest.
func (s *service) begin(n int) (context.Context, *call) {
	c := &call{id: fmt.Sprintf("call-%08d", n)}
	ctx, cancel := context.WithCancel(s.root) // FAULT
	c.cancel = cancel
	return context.WithValue(ctx, callKey{}, c), c
}

func (s *service) answer(ctx context.Context, n int) error {
	c := ctx.Value(callKey{}).(*call)
	c.size = len(page.Render(s.products.At(n), c.id))
	return ctx.Err()
}

func (s *service) handle(n int) error {
	ctx, c := s.begin(n)
	s.current = c
	return s.answer(ctx, n)
}

func (s *service) shutdown() {
	if s.current != nil {
		s.current.cancel()
	}
}

func main() {
	root, stop := context.WithCancel(context.Background())
	defer stop()
	s := &service{root: root, products: catalog.Load(10000)}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 10000; n++ {
			s.handle(i*10000 + n)
		}
	})
	s.shutdown()
}
