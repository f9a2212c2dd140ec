// Command mailer writes mails to relays, one buffer for each relay.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
	"example.com/faults/internal/wire"
)

type mail struct {
	to         string
	text       []byte
	attachment []byte
}

type relay struct {
	host string
	out  bytes.Buffer // the mail that is being sent
	sent int
}

type mailer struct {
	relays map[string]*relay
}

func (r *relay) write(m *mail) {
	fmt.Fprintf(&r.out, "To: %s\r\nContent-Type: multipart/mixed\r\n\r\n", m.to)
	r.out.Write(m.text)
	if len(m.attachment) > 0 {
		enc := base64.NewEncoder(base64.StdEncoding, &r.out) // grows with the attachment
		enc.Write(m.attachment)
		enc.Close()
	}
}

func (r *relay) send(m *mail) int {
	r.write(m)
	n := r.out.Len()
	r.out.Reset() // FAULT
	r.sent++
	return n
}

func (s *mailer) deliver(host string, m *mail) int {
	r, ok := s.relays[host]
	if !ok {
		r = &relay{host: host}
		s.relays[host] = r
	}
	return r.send(m)
}

func main() {
	products := catalog.Load(12000)
	hosts := wire.Names(600)
	photo := wire.Payload(110 << 10)
	s := &mailer{relays: make(map[string]*relay)}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 60; n++ {
			host := hosts[i*60+n]
			m := &mail{to: "all@" + host, text: page.Render(products.At(n), host)}
			if n%2 == 0 {
				m.attachment = photo
			}
			s.deliver(host, m)
			m.attachment = nil
			for k := 0; k < 20; k++ {
				s.deliver(host, m)
			}
		}
	})
}
