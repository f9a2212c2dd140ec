// Package cache is a bounded least-recently-used cache behind one mutex.
package cache

import (
	"container/list"
	"sync"
)

// Cache maps keys to values and evicts the least recently used one when full.
// A single lock guards everything and is held while a value is built, which
// is simple and, under load, the reason for the contention in mutex.pb.gz.
type Cache[K comparable, V any] struct {
	mu    sync.Mutex
	max   int
	items map[K]*list.Element
	order *list.List // front: most recently used
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

// New returns a cache of at most max values.
func New[K comparable, V any](max int) *Cache[K, V] {
	return &Cache[K, V]{max: max, items: make(map[K]*list.Element), order: list.New()}
}

// GetOrBuild returns the value of key, building it first if it is missing.
func (c *Cache[K, V]) GetOrBuild(key K, build func() (V, error)) (V, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el, ok := c.items[key]; ok {
		c.order.MoveToFront(el)
		return el.Value.(*entry[K, V]).value, nil
	}
	value, err := build() // with the lock held!
	if err != nil {
		return value, err
	}
	c.items[key] = c.order.PushFront(&entry[K, V]{key, value})
	c.evict()
	return value, nil
}

func (c *Cache[K, V]) evict() {
	for len(c.items) > c.max {
		oldest := c.order.Back()
		c.order.Remove(oldest)
		delete(c.items, oldest.Value.(*entry[K, V]).key)
	}
}
