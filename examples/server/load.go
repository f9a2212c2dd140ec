package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

var tenants = []string{"acme", "globex", "initech"}

// generate makes requests from n clients until ctx is done and returns how
// many were answered.
func generate(ctx context.Context, base string, n int) int {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: n}}
	defer client.CloseIdleConnections()
	var answered atomic.Int64
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			labels := pprof.Labels("client", strconv.Itoa(i))
			pprof.Do(ctx, labels, func(ctx context.Context) {
				rng := rand.New(rand.NewPCG(uint64(i), 7))
				for ctx.Err() == nil {
					if err := get(ctx, client, base+randomPath(rng), io.Discard); err == nil {
						answered.Add(1)
					}
				}
			})
		})
	}
	wg.Wait()
	return int(answered.Load())
}

func randomPath(rng *rand.Rand) string {
	tenant := tenants[min(rng.IntN(5), 2)] // most requests are of the last one
	from := rng.IntN(300) * 10
	switch k := rng.IntN(40); {
	case k < 10:
		return fmt.Sprintf("/api/products?tenant=%s&from=%d", tenant, from)
	case k < 16:
		return fmt.Sprintf("/api/search?tenant=%s&q=%s", tenant, "(wooden|green)%20chair,.*(vase|clock),")
	case k < 28:
		return fmt.Sprintf("/page?tenant=%s&from=%d", tenant, from)
	case k < 34:
		return fmt.Sprintf("/prices.txt?tenant=%s&from=%d", tenant, from)
	case k < 39:
		return fmt.Sprintf("/api/stock?tenant=%s&id=%d", tenant, from)
	default:
		return fmt.Sprintf("/export.csv.gz?tenant=%s&from=%d", tenant, from)
	}
}

func get(ctx context.Context, client *http.Client, url string, to io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(to, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, resp.Status)
	}
	return nil
}

// record fetches the profiles from the server's own /debug/pprof/ endpoints
// while the load is on: a CPU profile first, then the others at once.
func record(base, out string, load time.Duration) error {
	seconds := max(1, int(load.Seconds())-1)
	for _, p := range []struct{ file, path string }{
		{"cpu.pb.gz", fmt.Sprintf("profile?seconds=%d", seconds)},
		{"goroutine.pb.gz", "goroutine"},
		{"heap.pb.gz", "heap?gc=1"},
		{"allocs.pb.gz", "allocs"},
		{"block.pb.gz", "block"},
		{"mutex.pb.gz", "mutex"},
	} {
		if err := fetch(base+"/debug/pprof/"+p.path, filepath.Join(out, p.file)); err != nil {
			return err
		}
		log.Print("wrote ", p.file)
	}
	return nil
}

func fetch(url, file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := get(context.Background(), http.DefaultClient, url, f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
