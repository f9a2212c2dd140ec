// Package lru is a cache with a fixed number of entries.
package lru

import "container/list"

// Cache forgets the entry that was not used for the longest time.
type Cache struct {
	max     int
	entries map[string]*list.Element
	recent  *list.List
}

type entry struct {
	key   string
	value []byte
}

// New answers an empty cache for max entries.
func New(max int) *Cache {
	return &Cache{max: max, entries: make(map[string]*list.Element, max), recent: list.New()}
}

// Get answers the value of key and marks it as used.
func (c *Cache) Get(key string) ([]byte, bool) {
	e, ok := c.entries[key]
	if !ok {
		return nil, false
	}
	c.recent.MoveToFront(e)
	return e.Value.(*entry).value, true
}

// Put keeps value under key and drops the oldest entry when the cache is full.
func (c *Cache) Put(key string, value []byte) {
	if e, ok := c.entries[key]; ok {
		e.Value.(*entry).value = value
		c.recent.MoveToFront(e)
		return
	}
	c.entries[key] = c.recent.PushFront(&entry{key, value})
	if c.recent.Len() > c.max {
		last := c.recent.Back()
		c.recent.Remove(last)
		delete(c.entries, last.Value.(*entry).key)
	}
}

// Len is the number of entries.
func (c *Cache) Len() int { return c.recent.Len() }
