// Command probe checks the health of the services it knows.
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type status struct {
	Service string
	Code    int
	Took    time.Duration
}

type prober struct {
	services []string
	history  map[string]status
}

func newClient(timeout time.Duration) *http.Client {
	return &http.Client{
		Timeout: timeout,
		Transport: &http.Transport{ // FAULT
			MaxIdleConnsPerHost: 4,
			ReadBufferSize:      16 << 10,
		},
	}
}

func (p *prober) check(url string) (status, error) {
	began := time.Now()
	resp, err := newClient(5 * time.Second).Get(url)
	if err != nil {
		return status{}, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return status{Service: url, Code: resp.StatusCode, Took: time.Since(began)}, err
}

func (p *prober) round() {
	for _, url := range p.services {
		if s, err := p.check(url); err == nil {
			p.history[url] = s
		}
	}
}

func init() { runtime.MemProfileRate = 64 << 10 }

func main() {
	products := catalog.Load(15000)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(page.Render(products.At(len(r.URL.Path)), r.RemoteAddr))
	}))
	p := &prober{history: make(map[string]status)}
	for i := 0; i < 35; i++ {
		p.services = append(p.services, fmt.Sprintf("%s/service/%d/health", srv.URL, i))
	}
	recorder.Plan{Snapshots: 9, Every: 400 * time.Millisecond, GoroutineN: true}.Run(func(int) { p.round() })
}
