// Command frames scales the pictures of a camera.
package main

import (
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type frame struct {
	width, height int
	pixels        []byte
}

type pipeline struct {
	shown  int
	bright int
}

func newFrame(width, height int) *frame {
	return &frame{width: width, height: height, pixels: make([]byte, width*height*3)} // FAULT
}

func (f *frame) scale(by int) *frame {
	out := newFrame(f.width/by, f.height/by)
	for y := 0; y < out.height; y++ {
		for x := 0; x < out.width; x++ {
			copy(out.pixels[(y*out.width+x)*3:], f.pixels[(y*by*f.width+x*by)*3:][:3])
		}
	}
	return out
}

func (p *pipeline) show(f *frame) {
	p.shown++
	p.bright += int(f.pixels[len(f.pixels)/2])
}

func (p *pipeline) run(camera *frame, n int) {
	for i := 0; i < n; i++ {
		camera.pixels[len(camera.pixels)/8] = byte(i)
		p.show(camera.scale(2))
		p.show(camera.scale(4))
	}
}

func main() {
	products := catalog.Load(12000)
	p := &pipeline{}
	camera := newFrame(1280, 720)
	recorder.Plan{Snapshots: 9, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		p.run(camera, 60)
		page.Serve(products, i*1000, 1000)
	})
}
