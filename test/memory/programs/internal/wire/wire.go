// Package wire makes up the messages that the programs of this corpus receive.
package wire

import (
	"fmt"
	"math/rand"
)

// Payload answers n bytes of text.
func Payload(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(i*7%26)
	}
	return b
}

// Names answers n different host names.
func Names(n int) []string {
	s := make([]string, n)
	for i := range s {
		s[i] = fmt.Sprintf("node-%05d.example.net", i)
	}
	return s
}

// Orders answers a JSON array of n orders.
func Orders(n int, seed int64) []byte {
	r := rand.New(rand.NewSource(seed))
	b := make([]byte, 0, n*150+2)
	b = append(b, '[')
	for i := 0; i < n; i++ {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `{"id":%d,"customer":"customer-%06d","cents":%d,"lines":[{"sku":"SKU-%08d","count":%d}],"note":"leave at the door"}`,
			r.Intn(1e9), r.Intn(1e6), r.Intn(1e5), r.Intn(1e5), r.Intn(9)+1)
	}
	return append(b, ']')
}
