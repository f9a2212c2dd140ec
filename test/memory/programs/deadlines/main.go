// Command deadlines handles jobs and gives up on those that take too long.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type job struct {
	id   int
	name string
	done chan int
}

type runner struct {
	products *catalog.Catalog
	work     chan *job
	late     int
}

func (r *runner) handle() {
	for j := range r.work {
		j.done <- len(page.Render(r.products.At(j.id), j.name))
	}
}

// await answers the size of the job's page, or 0 after the deadline.
func (r *runner) await(j *job, deadline time.Duration) int {
	select {
	case n := <-j.done:
		return n
	case <-time.After(deadline):
		r.late++
		return 0
	}
}

func (r *runner) submit(id int) int {
	j := &job{id: id, name: fmt.Sprintf("job-%d", id), done: make(chan int, 1)}
	r.work <- j
	return r.await(j, 15*time.Minute)
}

func main() {
	r := &runner{products: catalog.Load(9000), work: make(chan *job, 16)}
	for w := 0; w < 2; w++ {
		go r.handle()
	}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 9000; n++ {
			r.submit(i*9000 + n)
		}
	})
}
