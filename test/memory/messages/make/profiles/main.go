// Command profiles writes the text forms of the heap and goroutine profiles.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

type entry struct {
	key  string
	body []byte
}

var entries = map[string]*entry{}

func remember(i int) {
	key := fmt.Sprintf("document-%06d", i)
	entries[key] = &entry{key, make([]byte, 4096)}
}

func consume(jobs <-chan int) {
	for range jobs {
	}
}

func hold(mutex *sync.Mutex) {
	mutex.Lock()
	defer mutex.Unlock()
}

func main() {
	dir := os.Args[1]
	for i := 0; i < 6000; i++ {
		remember(i)
	}
	jobs := make(chan int)
	var mutex sync.Mutex
	mutex.Lock()
	for i := 0; i < 12; i++ {
		tenant := fmt.Sprint("tenant ", i%3)
		pprof.Do(context.Background(), pprof.Labels("tenant", tenant, "path", `/a "b"`), func(context.Context) {
			go consume(jobs)
		})
	}
	for i := 0; i < 5; i++ {
		go hold(&mutex)
	}
	go func() {
		runtime.LockOSThread()
		select {}
	}()
	go func() {
		var none chan int
		<-none
	}()
	go func() {
		time.Sleep(time.Hour)
	}()
	time.Sleep(50 * time.Millisecond)
	if len(os.Args) > 2 {
		wait, _ := time.ParseDuration(os.Args[2])
		time.Sleep(wait)
	}
	runtime.GC()
	write := func(name, profile string, debug int) {
		file, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			panic(err)
		}
		defer file.Close()
		if err := pprof.Lookup(profile).WriteTo(file, debug); err != nil {
			panic(err)
		}
	}
	write("heap.debug1.txt", "heap", 1)
	write("allocs.debug1.txt", "allocs", 1)
	write("heap.pb.gz", "heap", 0)
	write("goroutine.debug1.txt", "goroutine", 1)
	write("goroutine.debug2.txt", "goroutine", 2)
	write("goroutine.pb.gz", "goroutine", 0)
	write("threadcreate.debug1.txt", "threadcreate", 1)
}
