// Command invoicer sends invoices; what could not be sent is tried again.
package main

import (
	"errors"
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

var errRefused = errors.New("mailbox refused")

type invoice struct {
	number int
	to     string
	body   []byte
}

type failure struct {
	inv  *invoice
	err  error
	when time.Time
}

type sender struct {
	refuses func(n int) bool
	retry   []*invoice
	failed  []failure
	sent    int
}

func (s *sender) deliver(v *invoice) error {
	if s.refuses(v.number) {
		return fmt.Errorf("invoice %d to %s: %w", v.number, v.to, errRefused)
	}
	s.sent++
	return nil
}

func (s *sender) send(v *invoice) {
	if err := s.deliver(v); err != nil {
		s.retry = append(s.retry, v)
		s.failed = append(s.failed, failure{v, err, time.Now()}) // FAULT
	}
}

// again tries what is waiting; afterwards the queue is empty, the failures stay.
func (s *sender) again() {
	for _, v := range s.retry {
		v.number++
		s.deliver(v)
	}
	s.retry = nil
}

func compose(products *catalog.Catalog, n int) *invoice {
	return &invoice{number: n, to: fmt.Sprintf("customer-%d@example.org", n), body: page.Render(products.At(n), "customer")}
}

// Every third interval the mail server has a bad time; the month's invoices come and go.
func main() {
	products := catalog.Load(16000)
	bad := false
	s := &sender{refuses: func(n int) bool { return bad && n%3 != 0 }}
	var month []*invoice
	recorder.Plan{Snapshots: 12, Every: 300 * time.Millisecond}.Run(func(i int) {
		bad = i%3 == 2
		if i%5 == 0 {
			month = nil
		}
		for n := 0; n < 3000; n++ {
			v := compose(products, i*3000+n)
			s.send(v)
			if n%2 == 0 {
				month = append(month, compose(products, n))
			}
		}
		s.again()
	})
}
