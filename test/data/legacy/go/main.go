// Writes small text profiles (debug=1) of Go's own, for fixtures: go run main.go FOLDER
package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"time"
)

var kept [][]byte

//go:noinline
func keep(size, count int) {
	for i := 0; i < count; i++ {
		kept = append(kept, make([]byte, size))
	}
}

//go:noinline
func churn(size, count int) (total int) {
	for i := 0; i < count; i++ {
		total += len(bytes.Repeat([]byte("x"), size))
	}
	return total
}

//go:noinline
func wait(group *sync.WaitGroup, stop chan struct{}) {
	group.Done()
	<-stop
}

func main() {
	runtime.MemProfileRate = 4096
	keep(64, 20000)
	keep(1<<20, 3)
	churn(1000, 20000)
	println(strings.Count(string(bytes.Repeat([]byte("ab"), 1<<18)), "a"))

	var group sync.WaitGroup
	stop := make(chan struct{})
	for i := 0; i < 6; i++ {
		group.Add(1)
		if i < 2 {
			labels := pprof.Labels("request", "r\"1\n")
			pprof.Do(context.Background(), labels, func(context.Context) { go wait(&group, stop) })
		} else {
			go wait(&group, stop)
		}
	}
	group.Wait()
	time.Sleep(time.Millisecond)
	runtime.GC()
	for _, name := range []string{"heap", "goroutine"} {
		file, err := os.Create(filepath.Join(os.Args[1], name+".debug1.txt"))
		if err != nil {
			panic(err)
		}
		if err := pprof.Lookup(name).WriteTo(file, 1); err != nil {
			panic(err)
		}
		file.Close()
	}
	close(stop)
}
