// Command heartbeat keeps the connections of players alive.
package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type player struct {
	id    int
	name  string
	inbox []byte
	gone  atomic.Bool
}

type lobby struct {
	products *catalog.Catalog
	beats    atomic.Int64
	left     int
}

func (l *lobby) beat(p *player) {
	t := time.NewTicker(20 * time.Second)
	defer t.Stop()
	for range t.C { // FAULT
		l.beats.Add(1)
		p.inbox[0]++
	}
}

func (l *lobby) join(id int) *player {
	p := &player{id: id, name: fmt.Sprintf("player-%d", id), inbox: make([]byte, 1024)}
	go l.beat(p)
	return p
}

func (l *lobby) leave(p *player) {
	p.gone.Store(true) // nobody tells beat
	l.left++
}

func (l *lobby) session(id int) int {
	p := l.join(id)
	n := copy(p.inbox, page.Render(l.products.At(id), p.name))
	l.leave(p)
	return n
}

func main() {
	l := &lobby{products: catalog.Load(10000)}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond, GoroutineN: true}.Run(func(i int) {
		for n := 0; n < 1000; n++ {
			l.session(i*1000 + n)
		}
		page.Serve(l.products, i*1000, 1000)
	})
}
