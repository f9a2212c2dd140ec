// Command thumbs reads pictures and remembers their headers.
package main

import (
	"encoding/binary"
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/lru"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type picture struct {
	name   string
	width  int
	height int
	exif   []byte
}

type library struct {
	pictures []picture
	pages    *lru.Cache
}

// load makes up what would be read from disk.
func load(n int) []byte {
	raw := make([]byte, 200<<10)
	binary.BigEndian.PutUint16(raw[4:], uint16(800+n%400))
	binary.BigEndian.PutUint16(raw[6:], uint16(600+n%300))
	copy(raw[16:], fmt.Sprintf("camera %d, 1/125 s, f/4", n%7))
	return raw
}

func parse(name string, raw []byte) picture {
	return picture{
		name:   name,
		width:  int(binary.BigEndian.Uint16(raw[4:])),
		height: int(binary.BigEndian.Uint16(raw[6:])),
		exif:   raw[16:80], // FAULT
	}
}

func (l *library) scan(products *catalog.Catalog, from, n int) {
	for i := from; i < from+n; i++ {
		name := fmt.Sprintf("IMG_%05d.jpg", i)
		l.pictures = append(l.pictures, parse(name, load(i)))
		l.pages.Put(name, page.Render(products.At(i), name))
	}
}

func main() {
	products := catalog.Load(15000)
	l := &library{pages: lru.New(5000)}
	for i := 0; i < 5000; i++ {
		l.pages.Put(fmt.Sprint(i), page.Render(products.At(i), "start"))
	}
	recorder.Plan{Snapshots: 11, Every: 250 * time.Millisecond}.Run(func(i int) { l.scan(products, i*45, 45) })
}
