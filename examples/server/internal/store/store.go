// Package store keeps the product catalogue in memory.
package store

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Product is one item of the catalogue.
type Product struct {
	ID    int      `json:"id"`
	Name  string   `json:"name"`
	Price int      `json:"price_cents"`
	Tags  []string `json:"tags"`
	Text  string   `json:"text"`
}

// Store holds the products of all tenants and counts what they look at.
type Store struct {
	products []Product

	mu    sync.RWMutex
	views map[string]map[int]int // tenant, product
}

var (
	nouns = strings.Fields("lamp chair table shelf mirror carpet clock vase basket curtain")
	adjs  = strings.Fields("small large round wooden bright heavy folding modern plain green")
)

// New makes up n products; the same seed gives the same catalogue.
func New(n int, seed uint64) *Store {
	rng := rand.New(rand.NewPCG(seed, 0))
	s := &Store{views: make(map[string]map[int]int)}
	for id := range n {
		s.products = append(s.products, newProduct(rng, id))
	}
	return s
}

func newProduct(rng *rand.Rand, id int) Product {
	adj, noun := adjs[rng.IntN(len(adjs))], nouns[rng.IntN(len(nouns))]
	var text strings.Builder
	for range 20 + rng.IntN(40) {
		fmt.Fprintf(&text, "%s %s, ", adjs[rng.IntN(len(adjs))], nouns[rng.IntN(len(nouns))])
	}
	return Product{
		ID:    id,
		Name:  fmt.Sprintf("%s %s no. %d", adj, noun, id),
		Price: 100 + rng.IntN(50_000),
		Tags:  []string{adj, noun},
		Text:  text.String(),
	}
}

// Page returns products [from, from+n), wrapping around at the end.
func (s *Store) Page(from, n int) []Product {
	var page []Product
	for i := range n {
		page = append(page, s.products[(from+i)%len(s.products)])
	}
	return page
}

// Search returns up to limit products whose text matches the expression.
func (s *Store) Search(expr string, limit int) ([]Product, error) {
	re, err := regexp.Compile("(?i)" + expr) // compiled anew for each request
	if err != nil {
		return nil, err
	}
	var found []Product
	for _, p := range s.products {
		if re.MatchString(p.Text) {
			found = append(found, p)
		}
		if len(found) == limit {
			break
		}
	}
	slices.SortFunc(found, func(a, b Product) int { return a.Price - b.Price })
	return found, nil
}

// View counts a look at a product.
func (s *Store) View(tenant string, id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.views[tenant] == nil {
		s.views[tenant] = make(map[int]int)
	}
	s.views[tenant][id]++
}

// Fingerprint hashes everything that was viewed, under the read lock.
func (s *Store) Fingerprint() uint64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var sum uint64
	for tenant, views := range s.views {
		for id, n := range views {
			h := fnv.New64a()
			h.Write([]byte(tenant))
			h.Write(binary.LittleEndian.AppendUint64(nil, uint64(id)<<32|uint64(n)))
			sum ^= h.Sum64()
		}
	}
	return sum
}
