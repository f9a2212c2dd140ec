package main

import "time"

type bucket struct {
	tokens  float64
	changed time.Time
	history [8]time.Time
}

// limiter allows every address so many requests.
type limiter struct {
	rate    float64
	buckets map[string]*bucket
}

func (l *limiter) bucket(address string) *bucket {
	b, ok := l.buckets[address]
	if !ok {
		b = &bucket{tokens: l.rate, changed: time.Now()}
		l.buckets[address] = b // FAULT
	}
	return b
}

func (l *limiter) allow(address string) bool {
	b := l.bucket(address)
	now := time.Now()
	b.tokens = min(l.rate, b.tokens+now.Sub(b.changed).Seconds()*l.rate)
	b.changed = now
	copy(b.history[1:], b.history[:])
	b.history[0] = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}
