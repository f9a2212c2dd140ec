// Command tokenizer counts the words of documents.
package main

import (
	"bytes"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type counter struct {
	words map[string]int
	stop  map[string]bool
}

func fold(word []byte) []byte {
	for i, c := range word {
		if 'A' <= c && c <= 'Z' {
			word[i] = c + 'a' - 'A'
		}
	}
	return word
}

func (c *counter) count(text []byte) {
	for len(text) > 0 {
		i := bytes.IndexAny(text, " <>/=\"")
		if i < 0 {
			i = len(text) - 1
		}
		if i > 0 {
			word := string(fold([]byte(string(text[:i])))) // FAULT
			if !c.stop[word] {
				c.words[word]++
			}
		}
		text = text[i+1:]
	}
}

type feed struct {
	docs [][]byte
}

func fetch(products *catalog.Catalog, n int) *feed {
	f := &feed{}
	for i := 0; i < n; i++ {
		f.docs = append(f.docs, page.Render(products.At(i), "reader"))
	}
	return f
}

func main() {
	products := catalog.Load(12000)
	f := fetch(products, 500)
	c := &counter{words: make(map[string]int), stop: map[string]bool{"the": true, "a": true, "to": true}}
	recorder.Plan{Snapshots: 8, Every: 300 * time.Millisecond, Allocs: true}.Run(func(i int) {
		for round := 0; round < 70; round++ {
			for _, d := range f.docs {
				c.count(d)
			}
		}
	})
}
