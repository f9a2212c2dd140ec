// Command headers indexes raw mails by their message id.
package main

import (
	"fmt"
	"strings"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
	"example.com/faults/internal/wire"
)

type index struct {
	seen map[string]int // message id to number of the mail
}

type mailbox struct {
	index index
	body  string
	count int
}

// fetch answers the n-th raw mail as the server sends it.
func (m *mailbox) fetch(n int) string {
	var b strings.Builder
	b.Grow(len(m.body) + 200)
	fmt.Fprintf(&b, "From: someone@example.org\r\nMessage-Id: <%012d@example.org>\r\nSubject: mail %d\r\n\r\n", n, n)
	b.WriteString(m.body)
	return b.String()
}

func header(raw, name string) string {
	_, rest, ok := strings.Cut(raw, name+": ")
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, "\r\n")
	return value
}

func (x *index) add(raw string, n int) {
	id := strings.Trim(header(raw, "Message-Id"), "<>")
	x.seen[id] = n // FAULT
}

func (m *mailbox) poll(n int) {
	for i := 0; i < n; i++ {
		m.index.add(m.fetch(m.count), m.count)
		m.count++
	}
}

func main() {
	products := catalog.Load(15000)
	m := &mailbox{index: index{seen: make(map[string]int)}, body: string(wire.Payload(40 << 10))}
	recorder.Plan{Snapshots: 10, Every: 250 * time.Millisecond}.Run(func(i int) {
		m.poll(150)
		page.Serve(products, i*2000, 2000)
	})
}
