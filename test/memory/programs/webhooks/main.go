// Command webhooks tells subscribers about events over HTTP.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type event struct {
	ID   int    `json:"id"`
	Kind string `json:"kind"`
	SKU  string `json:"sku"`
}

type notifier struct {
	client *http.Client
	target string
	failed int
}

func (n *notifier) post(e event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	resp, err := n.client.Post(n.target, "application/json", bytes.NewReader(body)) // FAULT
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", n.target, resp.Status)
	}
	return nil
}

func (n *notifier) notify(products *catalog.Catalog, from, count int) {
	for i := from; i < from+count; i++ {
		if err := n.post(event{ID: i, Kind: "price", SKU: products.At(i).SKU}); err != nil {
			n.failed++
		}
	}
}

func receiver() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"accepted": true, "from": %q}`, r.RemoteAddr)
	}))
}

func main() {
	products := catalog.Load(15000)
	srv := receiver()
	n := &notifier{client: &http.Client{Timeout: time.Minute}, target: srv.URL}
	recorder.Plan{Snapshots: 10, Every: 350 * time.Millisecond, GoroutineN: true}.Run(func(i int) {
		n.notify(products, i*85, 85)
		page.Serve(products, i*1500, 1500)
	})
}
