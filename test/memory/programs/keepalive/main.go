// Command keepalive serves pages to clients that keep their connections.
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type shop struct {
	products *catalog.Catalog
}

// ServeHTTP answers one product page.
func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var n int
	fmt.Sscanf(r.URL.Path, "/product/%d", &n)
	w.Write(page.Render(s.products.At(n), r.RemoteAddr))
}

func visit(client *http.Client, base string, from int) {
	for n := from; ; n++ {
		resp, err := client.Get(fmt.Sprintf("%s/product/%d", base, n))
		if err != nil {
			return
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		time.Sleep(2 * time.Millisecond)
	}
}

func main() {
	srv := httptest.NewServer(&shop{catalog.Load(12000)})
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: 5 * time.Second}
	for v := 0; v < 40; v++ {
		go visit(client, srv.URL, v*1000)
	}
	time.Sleep(300 * time.Millisecond)
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond, GoroutineN: true}.Run(nil)
}
