// Package stock asks a slow warehouse how many pieces of a product are left.
package stock

import (
	"context"
	"math/rand/v2"
	"time"
)

// Client talks to the warehouse, which here is only a delay.
type Client struct {
	Patience time.Duration // how long to wait for an answer
}

// Count returns the number of pieces. It gives up when Patience is over; the
// goroutine that asks then blocks for ever, since nobody receives from the
// unbuffered channel any more: the goroutine leak in goroutine.pb.gz.
func (c *Client) Count(ctx context.Context, id int) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, c.Patience)
	defer cancel()
	answer := make(chan int)
	go func() { answer <- ask(id) }()
	select {
	case n := <-answer:
		return n, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func ask(id int) int {
	time.Sleep(time.Duration(1000+rand.IntN(5000)) * time.Microsecond)
	return id % 17
}
