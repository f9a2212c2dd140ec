package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"
)

var (
	services = []string{"auth", "billing", "catalog", "checkout", "search", "shipping"}
	levels   = []string{"DEBUG", "INFO", "INFO", "INFO", "WARN", "ERROR"}
	regions  = []string{"eu-west", "us-east", "ap-south"}
)

// source stands in for the log shippers: every call of next returns one
// gzip-compressed batch of JSON lines, the way they would arrive over HTTP.
type source struct {
	rng  *rand.Rand
	tick time.Time
}

func newSource(seed uint64) *source {
	return &source{
		rng:  rand.New(rand.NewPCG(seed, seed)),
		tick: time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC),
	}
}

func (s *source) next(n int) ([]byte, error) {
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf) // a new compressor each time: about 800 kB of churn
	w := bufio.NewWriter(zw)
	enc := json.NewEncoder(w)
	for range n {
		if err := enc.Encode(s.record()); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

func (s *source) record() Record {
	s.tick = s.tick.Add(time.Duration(s.rng.IntN(2000)) * time.Millisecond)
	user := s.rng.IntN(50_000)
	return Record{
		Time:    s.tick,
		Service: pick(s.rng, services),
		Level:   pick(s.rng, levels),
		Message: fmt.Sprintf("request of user-%d took %d ms", user, s.rng.IntN(900)),
		Attrs: map[string]string{
			"region": pick(s.rng, regions),
			"user":   fmt.Sprintf("user-%d", user),
		},
	}
}

func pick(rng *rand.Rand, from []string) string {
	return from[rng.IntN(len(from))]
}
