// Command crawler fetches pages and remembers what was on them.
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
	"example.com/faults/internal/wire"
)

type document struct {
	url  string
	code int
	body []byte
}

type crawler struct {
	client *http.Client
	found  map[string]*document
}

func read(resp *http.Response) ([]byte, error) {
	defer resp.Body.Close()
	return io.ReadAll(resp.Body) // FAULT
}

func (c *crawler) fetch(url string) error {
	resp, err := c.client.Get(url)
	if err != nil {
		return err
	}
	body, err := read(resp)
	if err != nil {
		return err
	}
	c.found[url] = &document{url: url, code: resp.StatusCode, body: body}
	return nil
}

func site() *httptest.Server {
	article := wire.Payload(90 << 10)
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(article)
	}))
}

func main() {
	products := catalog.Load(12000)
	srv := site()
	c := &crawler{client: srv.Client(), found: make(map[string]*document)}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		for n := 0; n < 45; n++ {
			if err := c.fetch(fmt.Sprintf("%s/article/%d", srv.URL, i*45+n)); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
		page.Serve(products, i*1000, 1000)
	})
}
