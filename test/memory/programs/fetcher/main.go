// Command fetcher asks a service and closes what it is answered.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/recorder"
)

type price struct {
	SKU   string `json:"sku"`
	Cents int64  `json:"cents"`
}

type fetcher struct {
	client *http.Client
	base   string
	last   map[string]int64
}

func (f *fetcher) fetch(sku string) error {
	resp, err := f.client.Get(f.base + "/price/" + sku)
	if err != nil {
		return err
	}
	defer func() {
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}()
	var p price
	if err := json.NewDecoder(resp.Body).Decode(&p); err != nil {
		return err
	}
	f.last[p.SKU] = p.Cents
	return nil
}

func prices(products *catalog.Catalog) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p := products.Find(r.URL.Path[len("/price/"):])
		json.NewEncoder(w).Encode(price{p.SKU, p.Cents})
	}
}

func main() {
	products := catalog.Load(14000)
	srv := httptest.NewServer(prices(products))
	f := &fetcher{client: srv.Client(), base: srv.URL, last: make(map[string]int64)}
	recorder.Plan{Snapshots: 9, Every: 300 * time.Millisecond, GoroutineN: true}.Run(func(i int) {
		for n := 0; n < 900; n++ {
			if err := f.fetch(products.At(n % 400).SKU); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
	})
}
