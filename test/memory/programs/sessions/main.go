// Command sessions keeps the state of signed-in visitors.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

// Session is what is known about one visitor.
type Session struct {
	Token   string
	User    string
	Seen    time.Time
	Basket  []string
	Flashes []byte
}

// Store finds sessions by token; safe for concurrent use.
type Store struct {
	byToken sync.Map // string to *Session
}

func token(user string) string {
	sum := sha256.Sum256([]byte(user))
	return hex.EncodeToString(sum[:])
}

func newSession(user string, at time.Time) *Session {
	return &Session{
		Token:   token(user),
		User:    user,
		Seen:    at,
		Basket:  make([]string, 0, 8),
		Flashes: make([]byte, 0, 256),
	}
}

// SignIn answers the session of user and makes one when there is none.
func (s *Store) SignIn(user string) *Session {
	fresh := newSession(user, time.Now())
	kept, _ := s.byToken.LoadOrStore(fresh.Token, fresh) // FAULT
	return kept.(*Session)
}

// SignOut forgets the session; hardly anyone signs out.
func (s *Store) SignOut(t string) { s.byToken.Delete(t) }

type frontend struct {
	store    Store
	products *catalog.Catalog
}

func (f *frontend) visit(user, n int) {
	sess := f.store.SignIn(fmt.Sprintf("user-%d@example.org", user))
	sess.Basket = append(sess.Basket[:0], f.products.At(n).SKU)
	page.Serve(f.products, n, 1)
	if user%50 == 0 {
		f.store.SignOut(sess.Token)
	}
}

func main() {
	f := &frontend{products: catalog.Load(14000)}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 8000; n++ {
			f.visit(i*4000+n/2, n)
		}
	})
}
