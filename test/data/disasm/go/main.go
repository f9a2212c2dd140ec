package main

import (
	"fmt"
	"os"
	"runtime/pprof"
	"sort"
	"strings"
)

type node struct {
	left, right *node
	key         int
}

func (n *node) insert(k int) *node {
	if n == nil {
		return &node{key: k}
	}
	if k < n.key {
		n.left = n.left.insert(k)
	} else {
		n.right = n.right.insert(k)
	}
	return n
}

func mix(x uint64) uint64 {
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	return x
}

//go:noinline
func hashLoop(n int) uint64 {
	h := uint64(88172645463325252)
	for i := 0; i < n; i++ {
		h = mix(h)
	}
	return h
}

//go:noinline
func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

//go:noinline
func words(n int) []string {
	var out []string
	for i := 0; i < n; i++ {
		out = append(out, strings.Repeat("w", i%97)+fmt.Sprint(i))
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

func main() {
	f, _ := os.Create(os.Args[1])
	pprof.StartCPUProfile(f)
	var root *node
	x := uint64(1)
	for i := 0; i < 4; i++ {
		for k := 0; k < 60000; k++ {
			x = mix(x)
			root = root.insert(int(x % 1000000))
		}
		fmt.Fprintln(os.Stderr, hashLoop(30000000), fib(33), len(words(60000)))
	}
	pprof.StopCPUProfile()
	f.Close()
}
