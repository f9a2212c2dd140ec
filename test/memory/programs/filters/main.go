// Command filters finds messages by the patterns that users type.
package main

import (
	"fmt"
	"regexp"
	"sync"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type patterns struct {
	mu       sync.RWMutex
	compiled map[string]*regexp.Regexp
}

func (p *patterns) get(text string) (*regexp.Regexp, error) {
	p.mu.RLock()
	re := p.compiled[text]
	p.mu.RUnlock()
	if re != nil {
		return re, nil
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	p.compiled[text] = re // FAULT
	p.mu.Unlock()
	return re, nil
}

type search struct {
	patterns patterns
	messages []string
}

func (s *search) find(text string) (hits int, err error) {
	re, err := s.patterns.get(text)
	if err != nil {
		return 0, err
	}
	for _, m := range s.messages {
		if re.MatchString(m) {
			hits++
		}
	}
	return hits, nil
}

func main() {
	products := catalog.Load(14000)
	s := &search{patterns: patterns{compiled: make(map[string]*regexp.Regexp)}}
	for i := 0; i < 20; i++ {
		s.messages = append(s.messages, products.At(i).Name)
	}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 700; n++ {
			s.find(fmt.Sprintf(`(?i)number %d(th|st|nd)?\s+(of|in) .*%d`, n, i))
		}
		page.Serve(products, i*1000, 1000)
	})
}
