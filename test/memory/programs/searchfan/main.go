// Command searchfan asks several replicas and takes the first answer.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type result struct {
	replica string
	hits    []string
}

type replica struct {
	name  string
	delay time.Duration
	rows  *catalog.Catalog
}

func (r *replica) query(term int) result {
	time.Sleep(r.delay)
	hits := make([]string, 0, 40)
	for i := 0; i < 40; i++ {
		hits = append(hits, fmt.Sprintf("%s/%s", r.name, r.rows.At(term+i).SKU))
	}
	return result{replica: r.name, hits: hits}
}

type searcher struct {
	replicas []*replica
}

// first asks all replicas and answers what comes back first.
func (s *searcher) first(term int) result {
	answers := make(chan result) // unbuffered: only one answer is taken
	for _, r := range s.replicas {
		go func() {
			answers <- r.query(term) // FAULT
		}()
	}
	return <-answers
}

func newSearcher(rows *catalog.Catalog) *searcher {
	return &searcher{replicas: []*replica{
		{name: "eu-1", delay: time.Millisecond, rows: rows},
		{name: "eu-2", delay: 2 * time.Millisecond, rows: rows},
		{name: "us-1", delay: 5 * time.Millisecond, rows: rows},
	}}
}

func main() {
	rows := catalog.Load(10000)
	s := newSearcher(rows)
	for w := 0; w < 4; w++ {
		go func() {
			for term := w; ; term += 4 {
				s.first(term)
				page.Serve(rows, term, 10)
			}
		}()
	}
	recorder.Plan{Snapshots: 10, Every: 350 * time.Millisecond, GoroutineN: true}.Run(nil)
}
