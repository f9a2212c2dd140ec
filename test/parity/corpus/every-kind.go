// Writes every kind of profile the runtime has, as protobuf (KIND.pb.gz) and as text (KIND.txt), into the current folder.
package main

import (
	"context"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

func main() {
	runtime.MemProfileRate = 512
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)

	cpu := create("cpu.pb.gz")
	check(pprof.StartCPUProfile(cpu))
	kept := work()
	pprof.StopCPUProfile()
	check(cpu.Close())

	stop := make(chan bool)
	var waiting sync.WaitGroup
	for i := range 6 {
		waiting.Add(1)
		labels := pprof.Labels("worker", string(rune('a'+i%3)), "state", "waiting for work")
		go pprof.Do(context.Background(), labels, func(context.Context) {
			defer waiting.Done()
			<-stop
		})
	}
	time.Sleep(20 * time.Millisecond)
	runtime.GC()
	for _, profile := range pprof.Profiles() {
		write(profile, ".pb.gz", 0)
		write(profile, ".txt", 1)
	}
	close(stop)
	waiting.Wait()
	runtime.KeepAlive(kept)
}

// work uses the processor, memory and locks, with and without labels.
func work() [][]byte {
	var lock sync.Mutex
	var kept [][]byte
	var workers sync.WaitGroup
	for _, route := range []string{"cart", "checkout", ""} {
		workers.Add(1)
		go pprof.Do(context.Background(), pprof.Labels("route", route, "tenant", "acme"), func(context.Context) {
			defer workers.Done()
			for begun := time.Now(); time.Since(begun) < 200*time.Millisecond; {
				block := fill(1 + len(kept)%5000)
				lock.Lock()
				if len(kept) < 2000 {
					kept = append(kept, block)
				}
				time.Sleep(10 * time.Microsecond)
				lock.Unlock()
			}
		})
	}
	workers.Wait()
	return kept
}

func fill(size int) []byte {
	block := make([]byte, size)
	for round := range 200 {
		for i := range block {
			block[i] = mix(block[i], byte(round))
		}
	}
	return block
}

func mix(a, b byte) byte { return a*31 + b }

func write(profile *pprof.Profile, ending string, debug int) {
	file := create(profile.Name() + ending)
	check(profile.WriteTo(io.Writer(file), debug))
	check(file.Close())
}

func create(name string) *os.File {
	file, err := os.Create(name)
	check(err)
	return file
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
