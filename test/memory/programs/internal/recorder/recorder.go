// Package recorder writes the heap snapshots, goroutine dumps and MemStats a
// program of this corpus leaves behind.
//
// Heap profiles describe the heap as of the last finished collection, so a
// collection is forced before each snapshot unless the plan says otherwise.
package recorder

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"
)

var out = flag.String("out", "recorded", "directory for the snapshots")

// Plan says how many snapshots are taken, how far apart, and what else is kept.
type Plan struct {
	Snapshots  int           // default 10
	Every      time.Duration // default 300 ms
	Uneven     bool          // stretch and shrink the intervals
	NoGC       bool          // do not force a collection before each snapshot
	Goroutines bool          // goroutine.pb.gz and goroutine.debug2.txt at the end
	GoroutineN bool          // goroutine.NN.pb.gz with each heap snapshot
	Allocs     bool          // allocs.pb.gz at the end
	Status     bool          // /proc/self/status as status.txt at the end
}

var pattern = []float64{1, 0.6, 1.5, 0.8, 1.3, 0.5, 1.1, 1.7, 0.7, 1.2}

// Run takes the snapshots. Before each one step is called (when not nil) with
// its number, counting from 0; what is left of the interval is slept.
func (p Plan) Run(step func(i int)) {
	if !flag.Parsed() {
		flag.Parse()
	}
	if p.Snapshots == 0 {
		p.Snapshots = 10
	}
	if p.Every == 0 {
		p.Every = 300 * time.Millisecond
	}
	must(os.MkdirAll(*out, 0o755))
	next := time.Now()
	for i := 0; i < p.Snapshots; i++ {
		every := p.Every
		if p.Uneven {
			every = time.Duration(float64(every) * pattern[i%len(pattern)])
		}
		next = next.Add(every)
		if step != nil {
			step(i)
		}
		time.Sleep(time.Until(next))
		if !p.NoGC {
			runtime.GC()
		}
		write(fmt.Sprintf("heap.%02d.pb.gz", i+1), "heap", 0)
		if p.GoroutineN {
			write(fmt.Sprintf("goroutine.%02d.pb.gz", i+1), "goroutine", 0)
		}
	}
	write("heap.debug1.txt", "heap", 1)
	if p.Goroutines || p.GoroutineN {
		if pprof.Lookup("goroutineleak") != nil { // Go 1.27; the dump then says which ones are leaked
			write("goroutineleak.pb.gz", "goroutineleak", 0)
		}
		write("goroutine.pb.gz", "goroutine", 0)
		write("goroutine.debug2.txt", "goroutine", 2)
	}
	if p.Allocs {
		write("allocs.pb.gz", "allocs", 0)
	}
	if p.Status {
		b, err := os.ReadFile("/proc/self/status")
		must(err)
		must(os.WriteFile(filepath.Join(*out, "status.txt"), b, 0o644))
	}
}

func write(name, profile string, debug int) {
	f, err := os.Create(filepath.Join(*out, name))
	must(err)
	must(pprof.Lookup(profile).WriteTo(f, debug))
	must(f.Close())
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "recorder:", err)
		os.Exit(3)
	}
}
