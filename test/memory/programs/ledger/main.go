// Command ledger books transfers between accounts.
package main

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

var errFrozen = errors.New("account is frozen")

type account struct {
	mu     sync.Mutex
	name   string
	cents  int64
	frozen bool
}

type transfer struct {
	from, to int
	cents    int64
	memo     [512]byte
}

type ledger struct {
	accounts []*account
	booked   atomic.Int64
	failed   atomic.Int64
}

func (l *ledger) debit(t *transfer) error {
	a := l.accounts[t.from]
	a.mu.Lock() // FAULT
	if a.frozen {
		return errFrozen
	}
	a.cents -= t.cents
	a.mu.Unlock()
	return nil
}

func (l *ledger) credit(t *transfer) {
	a := l.accounts[t.to]
	a.mu.Lock()
	defer a.mu.Unlock()
	a.cents += t.cents
}

func (l *ledger) book(t *transfer) {
	if err := l.debit(t); err != nil {
		l.failed.Add(1)
		return
	}
	l.credit(t)
	l.booked.Add(1)
}

func open(n int) *ledger {
	l := &ledger{}
	for i := 0; i < n; i++ {
		l.accounts = append(l.accounts, &account{name: fmt.Sprintf("account-%d", i), frozen: i%17 == 3})
	}
	return l
}

func main() {
	l := open(200)
	products := catalog.Load(10000)
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond, GoroutineN: true}.Run(func(i int) {
		for n := 0; n < 6000; n++ {
			t := &transfer{from: n % 200, to: 4, cents: int64(n)}
			copy(t.memo[:], page.Render(products.At(n), "statement"))
			go l.book(t)
		}
	})
}
