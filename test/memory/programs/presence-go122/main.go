// Command presence knows which users were seen in which room.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type seat struct {
	room int
	user int
}

type presence struct {
	last  map[seat]int64
	rooms map[int]string
}

func newPresence(rooms int) *presence {
	p := &presence{last: make(map[seat]int64), rooms: make(map[int]string)}
	for i := 0; i < rooms; i++ {
		p.rooms[i] = fmt.Sprintf("room %d", i)
	}
	return p
}

func (p *presence) seen(room, user int, at int64) {
	p.last[seat{room, user}] = at // FAULT
}

// active counts who was seen in a room not long ago.
func (p *presence) active(room, users int, after int64) (n int) {
	for u := 0; u < users; u++ {
		if p.last[seat{room, u}] > after {
			n++
		}
	}
	return n
}

func main() {
	products := catalog.Load(14000)
	p := newPresence(200)
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 50000; n++ {
			p.seen(n%200, i*50000+n, time.Now().Unix())
		}
		p.active(i, 1000, 0)
		page.Serve(products, i*1500, 1500)
	})
}
