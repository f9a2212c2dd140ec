// Command startup reads its index in pieces while it already answers.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type shard struct {
	number   int
	postings map[string][]int32
}

type index struct {
	shards []*shard
	want   int
}

func read(number, terms int) *shard {
	s := &shard{number: number, postings: make(map[string][]int32, terms)}
	for i := 0; i < terms; i++ {
		list := make([]int32, 60)
		for j := range list {
			list[j] = int32(i * j)
		}
		s.postings[fmt.Sprintf("term-%d-%d", number, i)] = list
	}
	return s
}

// warm reads the next shards until all are there.
func (x *index) warm(n int) {
	for ; n > 0 && len(x.shards) < x.want; n-- {
		x.shards = append(x.shards, read(len(x.shards), 4000))
	}
}

func (x *index) lookup(number, term int) int {
	s := x.shards[number%len(x.shards)]
	return len(s.postings[fmt.Sprintf("term-%d-%d", s.number, term)])
}

func main() {
	products := catalog.Load(8000)
	x := &index{want: 24}
	recorder.Plan{Snapshots: 12, Every: 300 * time.Millisecond}.Run(func(i int) {
		x.warm(6)
		for n := 0; n < 5000; n++ {
			x.lookup(n, n%4000)
		}
		page.Serve(products, i*1000, 1000)
	})
}
