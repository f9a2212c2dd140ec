// Command geocache answers where a search text is on the map.
package main

import (
	"fmt"
	"hash/fnv"
	"strings"
	"sync"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type place struct {
	Lat, Lon float64
	Label    string
}

type geocoder struct {
	mu    sync.Mutex
	known map[string]place
}

// normalise folds the spelling of what the user typed.
func normalise(query string) string {
	return strings.Join(strings.Fields(strings.ToLower(query)), " ")
}

func lookup(query string) place {
	h := fnv.New64a()
	h.Write([]byte(query))
	v := h.Sum64()
	return place{Lat: float64(v%180) - 90, Lon: float64(v>>8%360) - 180, Label: strings.ToUpper(query)}
}

func (g *geocoder) resolve(query string) place {
	key := normalise(query)
	g.mu.Lock()
	defer g.mu.Unlock()
	if p, ok := g.known[key]; ok {
		return p
	}
	p := lookup(key)
	g.known[key] = p // FAULT
	return p
}

type server struct {
	geo   *geocoder
	shops *catalog.Catalog
}

func (s *server) search(user, n int) string {
	q := fmt.Sprintf("  Main Street %d, Springfield %d near the Old Town Hall ", n, user)
	p := s.geo.resolve(q)
	return fmt.Sprintf("%s: %.3f %.3f", p.Label, p.Lat, p.Lon)
}

func main() {
	s := &server{geo: &geocoder{known: make(map[string]place)}, shops: catalog.Load(15000)}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond, Uneven: true}.Run(func(i int) {
		for n := 0; n < 16000; n++ {
			s.search(n%97, i*16000+n)
		}
		page.Serve(s.shops, i*2000, 2000)
	})
}
