// Command segments keeps the segments of a search index mapped.
package main

import (
	"bytes"
	"fmt"
	"os"
	"syscall"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type segment struct {
	number int
	data   []byte // mapped
}

type index struct {
	current *segment
	reloads int
}

func openSegment(number, size int) (*segment, error) {
	data, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE) // FAULT
	if err != nil {
		return nil, fmt.Errorf("segment %d: %w", number, err)
	}
	for i := 0; i < len(data); i += 512 {
		data[i] = byte(i>>9) | 1
	}
	return &segment{number: number, data: data}, nil
}

// reload opens the newest segment and puts it in place of the old one.
func (x *index) reload(size int) error {
	s, err := openSegment(x.reloads, size)
	if err != nil {
		return err
	}
	x.current = s // the old one stays mapped
	x.reloads++
	return nil
}

func (x *index) search(term []byte) bool { return bytes.Contains(x.current.data, term) }

func main() {
	products := catalog.Load(15000)
	x := &index{}
	recorder.Plan{Snapshots: 9, Every: 250 * time.Millisecond, Status: true}.Run(func(i int) {
		for n := 0; n < 2; n++ {
			if err := x.reload(8 << 20); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			x.search([]byte{7, 0, 0})
		}
		page.Serve(products, i*1000, 1000)
	})
}
