// Command exporter answers compressed reports over HTTP.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/lru"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type exporter struct {
	rows  *catalog.Catalog
	parts *lru.Cache
}

func (e *exporter) part(sku string) []byte {
	if b, ok := e.parts.Get(sku); ok {
		return b
	}
	b := page.Render(e.rows.Find(sku), "export")
	e.parts.Put(sku, b)
	return b
}

func compressed(w io.Writer, write func(io.Writer)) error {
	zw := gzip.NewWriter(w) // FAULT
	write(zw)
	return zw.Close()
}

// ServeHTTP writes one page of the report.
func (e *exporter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	var n int
	fmt.Sscanf(r.URL.Path, "/report/%d", &n)
	compressed(w, func(out io.Writer) {
		for i := 0; i < 20; i++ {
			out.Write(e.part(e.rows.At(n + i).SKU))
		}
	})
}

func main() {
	e := &exporter{rows: catalog.Load(12000), parts: lru.New(2000)}
	recorder.Plan{Snapshots: 8, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		for n := 0; n < 150; n++ {
			w := httptest.NewRecorder()
			w.Body = new(bytes.Buffer)
			e.ServeHTTP(w, httptest.NewRequest("GET", fmt.Sprintf("/report/%d", i*150+n), nil))
		}
	})
}
