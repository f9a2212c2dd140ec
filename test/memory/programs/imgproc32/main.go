// Command imgproc32 joins the tiles of a map; it is built for a 32-bit system.
package main

import (
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type tile struct {
	x, y   int
	pixels []uint32
}

type mosaic struct {
	size  int
	tiles []*tile
}

// decode answers a tile; only a few of its pixels are touched.
func decode(x, y, size int) *tile {
	t := &tile{x: x, y: y, pixels: make([]uint32, size*size)} // FAULT
	t.pixels[0] = uint32(x ^ y)
	return t
}

func (m *mosaic) join(columns, rows int) {
	for y := 0; y < rows; y++ {
		for x := 0; x < columns; x++ {
			m.tiles = append(m.tiles, decode(x, y, m.size))
		}
	}
}

func (m *mosaic) checksum() (sum uint32) {
	for _, t := range m.tiles {
		sum += t.pixels[0]
	}
	return sum
}

func main() {
	products := catalog.Load(10000)
	preview := &mosaic{size: 64}
	recorder.Plan{Snapshots: 4, Every: 200 * time.Millisecond}.Run(func(i int) {
		preview.join(8, 8)
		page.Serve(products, i, 1000)
	})
	m := &mosaic{size: 2048}
	m.join(20, 40) // 800 tiles of 16 MB
	fmt.Println(m.checksum())
}
