// Command dictionary answers whether words exist; the table is read at start.
package main

import (
	"fmt"
	"strings"
	"time"

	"example.com/faults/internal/recorder"
)

type entry struct {
	word    string
	meaning string
	forms   []string
}

type dictionary struct {
	words map[string]*entry
}

func spell(n int) string {
	var b strings.Builder
	for n > 0 {
		b.WriteString([]string{"ba", "de", "ki", "lo", "mu", "ra", "so", "ti"}[n%8])
		n /= 8
	}
	return b.String()
}

func load(n int) *dictionary {
	d := &dictionary{words: make(map[string]*entry)}
	for i := 1; i <= n; i++ {
		w := spell(i)
		d.words[w] = &entry{word: w, meaning: fmt.Sprintf("the %dth of all things, %s", i, strings.Repeat("well known ", 10)), forms: []string{w + "s", w + "ing"}}
	}
	return d
}

func (d *dictionary) check(text string) (unknown int) {
	for _, w := range strings.Fields(text) {
		if d.words[strings.ToLower(w)] == nil {
			unknown++
		}
	}
	return unknown
}

func main() {
	d := load(120000)
	recorder.Plan{Snapshots: 9, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 1; n < 6000; n++ {
			d.check(spell(n+i) + " " + spell(n*7) + " xyzzy")
		}
	})
}
