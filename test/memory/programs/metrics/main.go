// Command metrics counts requests for Prometheus.
package main

import (
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type instruments struct {
	latency *prometheus.HistogramVec
	status  *prometheus.CounterVec
}

func newInstruments(reg prometheus.Registerer) *instruments {
	in := &instruments{
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "http_request_seconds",
			Help:    "How long requests take.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2, 12),
		}, []string{"method", "path"}),
		status: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "http_responses_total",
			Help: "Responses by status.",
		}, []string{"status"}),
	}
	reg.MustRegister(in.latency, in.status)
	return in
}

func (in *instruments) observe(method, path string, code int, took time.Duration) {
	in.latency.WithLabelValues(method, path).Observe(took.Seconds()) // FAULT
	in.status.WithLabelValues(fmt.Sprint(code)).Inc()
}

type shop struct {
	products *catalog.Catalog
	in       *instruments
}

func (s *shop) handle(n int) int {
	began := time.Now()
	path := fmt.Sprintf("/products/%s/reviews/%d", s.products.At(n).SKU, n)
	size := len(page.Render(s.products.At(n), "guest"))
	s.in.observe(http.MethodGet, path, http.StatusOK, time.Since(began))
	return size
}

func main() {
	s := &shop{products: catalog.Load(14000), in: newInstruments(prometheus.NewRegistry())}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 2500; n++ {
			s.handle(i*2500 + n)
			s.handle(n % 10)
		}
	})
}
