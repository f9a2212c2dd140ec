// Command headroom keeps a price table and replaces it now and then; it runs
// under a memory limit that is less than twice what is live.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type table struct {
	rows [][]float64
}

type prices struct {
	tables []*table
	served int
}

func load(rows, columns int) *table {
	t := &table{rows: make([][]float64, rows)}
	for i := range t.rows {
		t.rows[i] = make([]float64, columns)
		for j := range t.rows[i] {
			t.rows[i][j] = float64(i*j%1000) / 100
		}
	}
	return t
}

func (p *prices) quote(n int) string {
	t := p.tables[n%len(p.tables)]
	r := t.rows[n%len(t.rows)]
	work := make([]float64, len(r))
	copy(work, r)
	p.served++
	return fmt.Sprintf("%.2f", work[n%len(work)])
}

// Nothing is kept that is not needed, but GOGC stays at 100 and no GOMEMLIMIT is set.
func main() {
	products := catalog.Load(5000)
	p := &prices{}
	for i := 0; i < 8; i++ {
		p.tables = append(p.tables, load(1700, 1024)) // FAULT
	}
	recorder.Plan{Snapshots: 8, Every: 250 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 2000; n++ {
			p.quote(i*2000 + n)
		}
		page.Serve(products, i*1000, 1000)
	})
	for n := 0; n < 200000; n++ {
		p.quote(n)
	}
	fmt.Println(p.served, "quotes")
}
