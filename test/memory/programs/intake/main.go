// Command intake accepts files; it runs under a limit of its data segment.
package main

import (
	"fmt"
	"hash/crc32"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
	"example.com/faults/internal/wire"
)

type part struct {
	file string
	sum  uint32
	data []byte
}

type intake struct {
	pending map[string][]part
	bytes   int
}

func (s *intake) accept(file string, chunk []byte) {
	p := part{file: file, sum: crc32.ChecksumIEEE(chunk), data: make([]byte, len(chunk))} // FAULT
	copy(p.data, chunk)
	s.pending[file] = append(s.pending[file], p)
	s.bytes += len(chunk)
}

// complete hands a file over; most clients never say that they are done.
func (s *intake) complete(file string) int {
	n := len(s.pending[file])
	delete(s.pending, file)
	return n
}

func (s *intake) upload(n int, chunk []byte) {
	file := fmt.Sprintf("upload-%d", n)
	for i := 0; i < 8; i++ {
		s.accept(file, chunk)
	}
	if n%10 == 0 {
		s.complete(file)
	}
}

func main() {
	products := catalog.Load(12000)
	s := &intake{pending: make(map[string][]part)}
	chunk := wire.Payload(32 << 10)
	recorder.Plan{Snapshots: 8, Every: 250 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 35; n++ {
			s.upload(i*35+n, chunk)
		}
		page.Serve(products, i*1000, 1000)
	})
	for n := 1000; n < 4000; n++ {
		s.upload(n, chunk)
	}
	fmt.Println(s.bytes, "bytes waiting")
}
