// Command deadlinecalls gives every call a deadline and ends it.
package main

import (
	"context"
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type service struct {
	products *catalog.Catalog
	answered int
}

type userKey struct{}

func (s *service) answer(ctx context.Context, n int) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	user := ctx.Value(userKey{}).(string)
	return page.Render(s.products.At(n), user), nil
}

func (s *service) handle(root context.Context, n int) error {
	ctx, cancel := context.WithTimeout(root, time.Minute)
	defer cancel()
	ctx = context.WithValue(ctx, userKey{}, fmt.Sprintf("user-%d", n))
	stop := context.AfterFunc(ctx, func() { s.answered-- })
	_, err := s.answer(ctx, n)
	stop()
	s.answered++
	return err
}

func main() {
	root, stop := context.WithCancel(context.Background())
	defer stop()
	s := &service{products: catalog.Load(10000)}
	recorder.Plan{Snapshots: 9, Every: 300 * time.Millisecond, Goroutines: true}.Run(func(i int) {
		for n := 0; n < 12000; n++ {
			s.handle(root, n)
		}
	})
}
