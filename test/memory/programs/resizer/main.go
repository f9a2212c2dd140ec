// Command resizer makes thumbnails and keeps the newest.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type resizer struct {
	cache *thumbCache
	made  int
}

func shrink(raw []byte, to int) []byte {
	out := make([]byte, to)
	step := len(raw) / to
	for i := range out {
		out[i] = raw[i*step]
	}
	return out
}

func (r *resizer) thumbnail(raw []byte, name string) []byte {
	if t, ok := r.cache.get(name); ok {
		return t
	}
	t := shrink(raw, 6<<10)
	r.cache.add(name, t)
	r.made++
	return t
}

func main() {
	products := catalog.Load(45000)
	r := &resizer{cache: newThumbCache(2 << 20)}
	raw := make([]byte, 256<<10)
	recorder.Plan{Snapshots: 12, Every: 250 * time.Millisecond, Uneven: true}.Run(func(i int) {
		for n := 0; n < 400; n++ {
			r.thumbnail(raw, fmt.Sprintf("photo-%d.jpg", i*200+n))
		}
		page.Serve(products, i*2000, 2000)
	})
}
