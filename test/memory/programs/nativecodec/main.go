// Command nativecodec decodes sound with a C library.
package main

/*
#include <stdlib.h>
#include <string.h>

typedef struct { int rate; size_t n; short *samples; } frame;

static frame *decode(size_t n, int rate) {
	frame *f = malloc(sizeof *f);
	f->rate = rate;
	f->n = n;
	f->samples = malloc(n * sizeof(short));
	memset(f->samples, 1, n * sizeof(short));
	return f;
}

static long loudness(frame *f) {
	long sum = 0;
	for (size_t i = 0; i < f->n; i++) sum += f->samples[i];
	return sum;
}

static void release(frame *f) {
	free(f->samples);
	free(f);
}
*/
import "C"

import (
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type track struct {
	title string
	loud  int64
}

type player struct {
	tracks []track
}

func (p *player) analyse(title string, seconds int) {
	f := C.decode(C.size_t(seconds*44100), 44100) // FAULT
	loud := int64(C.loudness(f))
	if loud == 0 {
		C.release(f)
		return
	}
	p.tracks = append(p.tracks, track{title, loud})
}

func main() {
	products := catalog.Load(12000)
	p := &player{}
	recorder.Plan{Snapshots: 9, Every: 250 * time.Millisecond, Status: true}.Run(func(i int) {
		for n := 0; n < 20; n++ {
			p.analyse(products.At(i*20+n).Name, 10)
		}
		page.Serve(products, i*1000, 1000)
	})
}
