// Command inventory keeps what the warehouses report.
package main

import (
	"encoding/json"
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
	"example.com/faults/internal/wire"
)

type report struct {
	warehouse string
	day       int
	content   any
}

type inventory struct {
	reports []report
	lines   int
}

func decode(data []byte) (any, error) {
	var v any
	err := json.Unmarshal(data, &v) // FAULT
	return v, err
}

func countLines(v any) int {
	n := 0
	for _, o := range v.([]any) {
		n += len(o.(map[string]any)["lines"].([]any))
	}
	return n
}

func (s *inventory) receive(warehouse string, day int, data []byte) error {
	v, err := decode(data)
	if err != nil {
		return fmt.Errorf("%s, day %d: %w", warehouse, day, err)
	}
	s.lines += countLines(v)
	s.reports = append(s.reports, report{warehouse, day, v})
	return nil
}

func main() {
	products := catalog.Load(12000)
	s := &inventory{}
	data := wire.Orders(900, 1)
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		for _, w := range []string{"north", "south", "harbour"} {
			if err := s.receive(w, i, data); err != nil {
				panic(err)
			}
		}
		page.Serve(products, i*1000, 1000)
	})
}
