// Package work runs jobs on a fixed number of goroutines.
package work

import (
	"context"
	"runtime/pprof"
	"strconv"
	"sync"
)

type job struct {
	ctx  context.Context
	run  func()
	done chan struct{}
}

// Pool hands jobs to its workers over an unbuffered channel: when all of them
// are busy, callers block in Do. block.pb.gz shows for how long.
type Pool struct {
	jobs chan job
	wg   sync.WaitGroup
}

// NewPool starts n workers, each with the profile label worker=<number>.
func NewPool(n int) *Pool {
	p := &Pool{jobs: make(chan job)}
	for i := range n {
		p.wg.Go(func() {
			pprof.Do(context.Background(), pprof.Labels("worker", strconv.Itoa(i)), p.work)
		})
	}
	return p
}

func (p *Pool) work(ctx context.Context) {
	for j := range p.jobs {
		pprof.SetGoroutineLabels(j.ctx) // those of the request, for the time of the job
		j.run()
		pprof.SetGoroutineLabels(ctx)
		close(j.done)
	}
}

// Do runs f on a worker and waits for it to return.
func (p *Pool) Do(ctx context.Context, f func()) error {
	j := job{ctx: ctx, run: f, done: make(chan struct{})}
	select {
	case p.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	}
	<-j.done // f may use what belongs to the caller: wait in any case
	return nil
}

// Close waits for the running jobs and stops the workers.
func (p *Pool) Close() {
	close(p.jobs)
	p.wg.Wait()
}
