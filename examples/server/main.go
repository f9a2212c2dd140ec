// Command server is a small product-catalogue server that puts itself under
// load for a few seconds and records profiles of what happens. See record.sh.
package main

import (
	"context"
	"flag"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof" // serves /debug/pprof/ on http.DefaultServeMux
	"os"
	"runtime"
	"time"

	"example.com/server/internal/store"
	"example.com/server/internal/work"
)

func main() {
	log.SetFlags(0)
	out := flag.String("out", ".", "folder to write the profiles to")
	load := flag.Duration("load", 5*time.Second, "how long to put load on the server")
	clients := flag.Int("clients", 16, "how many clients make requests")
	flag.Parse()

	runtime.MemProfileRate = 64 << 10   // one sample per 64 KiB allocated
	runtime.SetBlockProfileRate(10_000) // one sample per 10 us blocked
	runtime.SetMutexProfileFraction(1)  // every contended unlock
	if err := os.MkdirAll(*out, 0o755); err != nil {
		log.Fatal(err)
	}
	if err := run(*out, *load, *clients); err != nil {
		log.Fatal(err)
	}
}

func run(out string, load time.Duration, clients int) error {
	ln, err := net.Listen("tcp", "127.0.0.1:0") // loopback only
	if err != nil {
		return err
	}
	a := newApp(store.New(3000, 1), work.NewPool(3))
	a.routes(http.DefaultServeMux)
	srv := &http.Server{Handler: http.DefaultServeMux}
	go srv.Serve(ln)

	base := "http://" + ln.Addr().String()
	ctx, stop := context.WithTimeout(context.Background(), load)
	defer stop()
	done := make(chan int)
	go func() { done <- generate(ctx, base, clients) }()

	if err := record(base, out, load); err != nil {
		return err
	}
	log.Printf("%d requests in %v", <-done, load)
	if err := srv.Shutdown(context.Background()); err != nil {
		return err
	}
	a.pool.Close()
	return nil
}
