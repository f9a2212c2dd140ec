// Command dashboards counts requests by route, of which there are few.
package main

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type instruments struct {
	latency *prometheus.HistogramVec
}

func newInstruments(reg prometheus.Registerer) *instruments {
	in := &instruments{prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "http_request_seconds",
		Help:    "How long requests take.",
		Buckets: prometheus.ExponentialBuckets(0.001, 2, 16),
	}, []string{"method", "route", "shop"})}
	reg.MustRegister(in.latency)
	return in
}

func (in *instruments) observe(route, shop string, took time.Duration) {
	in.latency.WithLabelValues(http.MethodGet, route, shop).Observe(took.Seconds())
}

type server struct {
	products *catalog.Catalog
	in       *instruments
	routes   []string
	shops    []string
}

func (s *server) handle(n int) {
	began := time.Now()
	page.Render(s.products.At(n), "guest")
	s.in.observe(s.routes[n%len(s.routes)], s.shops[n/7%len(s.shops)], time.Since(began))
}

func main() {
	s := &server{products: catalog.Load(12000), in: newInstruments(prometheus.NewRegistry())}
	for i := 0; i < 40; i++ {
		s.routes = append(s.routes, "/route/"+s.products.At(i).SKU)
		s.shops = append(s.shops, s.products.At(i).Name)
	}
	for n := 0; n < 60000; n++ {
		s.handle(n)
	}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 5000; n++ {
			s.handle(i*5000 + n)
		}
	})
}
