// Command recurse descends a document that contains itself.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

type item struct {
	name     string
	children []*item
}

func (i *item) depth() int { // FAILS one
	deepest := 0
	for _, child := range i.children {
		if d := child.depth(); d > deepest {
			deepest = d
		}
	}
	return deepest + 1
}

func even(n uint) bool {
	if n == 0 {
		return true
	}
	return odd(n + 1)
}

func odd(n uint) bool { // FAILS two
	if n == 0 {
		return false
	}
	return even(n + 1)
}

type account struct{ Owner string }

// MarshalJSON calls itself through json.Marshal.
func (a account) MarshalJSON() ([]byte, error) {
	return json.Marshal(a) // FAILS json
}

func main() {
	switch os.Args[1] {
	case "one":
		root := &item{name: "root"}
		root.children = append(root.children, root)
		fmt.Println(root.depth())
	case "two":
		fmt.Println(even(1))
	case "json":
		text, err := json.Marshal(account{"ann"})
		fmt.Println(text, err)
	}
}
