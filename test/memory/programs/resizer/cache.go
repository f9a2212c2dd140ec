package main

import "container/list"

// thumbCache is meant to keep the newest thumbnails, at most limit bytes.
type thumbCache struct {
	limit int
	size  int
	byKey map[string]*list.Element
	order *list.List
}

type thumb struct {
	key    string
	pixels []byte
}

func newThumbCache(limit int) *thumbCache {
	return &thumbCache{limit: limit, byKey: make(map[string]*list.Element), order: list.New()}
}

func (c *thumbCache) get(key string) ([]byte, bool) {
	e, ok := c.byKey[key]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*thumb).pixels, true
}

func (c *thumbCache) add(key string, pixels []byte) {
	c.byKey[key] = c.order.PushFront(&thumb{key, pixels}) // FAULT
	c.evict()
}

// evict drops the oldest; nobody ever adds to size, so it never does.
func (c *thumbCache) evict() {
	for c.size > c.limit {
		last := c.order.Back()
		t := c.order.Remove(last).(*thumb)
		delete(c.byKey, t.key)
		c.size -= len(t.pixels)
	}
}
