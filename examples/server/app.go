package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/pprof"
	"strconv"
	"sync"
	"time"

	"example.com/server/internal/cache"
	"example.com/server/internal/render"
	"example.com/server/internal/stock"
	"example.com/server/internal/store"
	"example.com/server/internal/work"
)

type app struct {
	store *store.Store
	pages *cache.Cache[string, []byte]
	pool  *work.Pool
	stock *stock.Client
	audit auditLog
}

func newApp(s *store.Store, pool *work.Pool) *app {
	return &app{
		store: s,
		pages: cache.New[string, []byte](200),
		pool:  pool,
		stock: &stock.Client{Patience: 5 * time.Millisecond},
	}
}

func (a *app) routes(mux *http.ServeMux) {
	mux.Handle("GET /api/products", a.labelled("products", a.products))
	mux.Handle("GET /api/search", a.labelled("search", a.search))
	mux.Handle("GET /api/stock", a.labelled("stock", a.inStock))
	mux.Handle("GET /page", a.labelled("page", a.page))
	mux.Handle("GET /prices.txt", a.labelled("prices", a.prices))
	mux.Handle("GET /export.csv.gz", a.labelled("export", a.export))
}

type handler func(http.ResponseWriter, *http.Request) error

// labelled runs h with the profile labels route and tenant, so that cpu.pb.gz
// and goroutine.pb.gz can be split by them.
func (a *app) labelled(route string, h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tenant := r.URL.Query().Get("tenant")
		labels := pprof.Labels("route", route, "tenant", tenant)
		pprof.Do(r.Context(), labels, func(ctx context.Context) {
			a.audit.add(tenant, r.URL.RequestURI())
			if err := h(w, r.WithContext(ctx)); err != nil && ctx.Err() == nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		})
	})
}

// products answers with a page of the catalogue as JSON.
func (a *app) products(w http.ResponseWriter, r *http.Request) error {
	products := a.store.Page(number(r, "from"), 50)
	for _, p := range products {
		a.store.View(r.FormValue("tenant"), p.ID)
	}
	body, err := json.MarshalIndent(products, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(body)
	return err
}

// search answers with the products that match a regular expression.
func (a *app) search(w http.ResponseWriter, r *http.Request) error {
	found, err := a.store.Search(r.FormValue("q"), 20)
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(found)
}

// inStock answers with the pieces left of a product. Only as many requests go
// to the warehouse at a time as the pool has workers; the others queue.
func (a *app) inStock(w http.ResponseWriter, r *http.Request) error {
	id := number(r, "id")
	var n int
	var failed error
	if err := a.pool.Do(r.Context(), func() {
		n, failed = a.stock.Count(r.Context(), id)
	}); err != nil {
		return err
	}
	if errors.Is(failed, context.DeadlineExceeded) {
		_, err := fmt.Fprintf(w, "%d: unknown\n", id)
		return err
	}
	if failed != nil {
		return failed
	}
	_, err := fmt.Fprintf(w, "%d: %d\n", id, n)
	return err
}

// page answers with an HTML page, from the cache if it is there.
func (a *app) page(w http.ResponseWriter, r *http.Request) error {
	from := number(r, "from")
	key := r.FormValue("tenant") + "/" + strconv.Itoa(from)
	body, err := a.pages.GetOrBuild(key, func() ([]byte, error) {
		return render.HTML(fmt.Sprintf("Products from %d", from), a.store.Page(from, 30))
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err = w.Write(body)
	return err
}

// prices answers with an aligned text list and a hash over all views.
func (a *app) prices(w http.ResponseWriter, r *http.Request) error {
	fmt.Fprintf(w, "# views %016x\n", a.store.Fingerprint())
	return render.Text(w, a.store.Page(number(r, "from"), 200))
}

// export answers with a part of the catalogue as compressed CSV.
func (a *app) export(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "application/gzip")
	return render.Export(w, a.store.Page(number(r, "from"), 40))
}

func number(r *http.Request, name string) int {
	n, err := strconv.Atoi(r.FormValue(name))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// auditLog remembers every request, for ever: the slow leak in heap.pb.gz.
type auditLog struct {
	mu     sync.Mutex
	events []auditEvent
}

type auditEvent struct {
	at     time.Time
	tenant string
	line   string
}

func (l *auditLog) add(tenant, uri string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append(l.events, auditEvent{
		at:     time.Now(),
		tenant: tenant,
		line:   fmt.Sprintf("tenant=%q uri=%q", tenant, uri),
	})
}
