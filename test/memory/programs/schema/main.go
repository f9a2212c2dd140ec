// Command schema resolves the references of a JSON schema.
package main

import (
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type node struct {
	name  string
	ref   string
	props map[string]*node
}

type document struct {
	defs map[string]*node
}

type resolver struct {
	doc   *document
	depth int
}

func (r *resolver) size(n *node) int {
	if n.ref != "" {
		return r.follow(n.ref)
	}
	total := 1
	for _, p := range n.props {
		total += r.size(p)
	}
	return total
}

func (r *resolver) follow(ref string) int {
	r.depth++
	return 1 + r.size(r.doc.defs[ref]) // FAULT
}

func parse() *document {
	person := &node{name: "person", props: map[string]*node{
		"name":   {name: "name"},
		"parent": {name: "parent", ref: "person"},
	}}
	return &document{defs: map[string]*node{"person": person, "order": {name: "order", ref: "person"}}}
}

func main() {
	products := catalog.Load(10000)
	recorder.Plan{Snapshots: 3, Every: 200 * time.Millisecond}.Run(func(i int) { page.Serve(products, i, 1000) })
	r := &resolver{doc: parse()}
	println("size of the schema:", r.size(r.doc.defs["order"]))
}
