// Command steadychurn evaluates expressions: much garbage, little that lives.
package main

import (
	"strconv"
	"time"

	"example.com/faults/internal/recorder"
)

type expr interface{ eval(env map[string]int) int }

type number int

type variable string

type binary struct {
	op          byte
	left, right expr
}

func (n number) eval(map[string]int) int { return int(n) }

func (v variable) eval(env map[string]int) int { return env[string(v)] }

func (b *binary) eval(env map[string]int) int {
	l, r := b.left.eval(env), b.right.eval(env)
	if b.op == '+' {
		return l + r
	}
	return l * r
}

// grow builds a tree; it lives as long as one evaluation.
func grow(depth, seed int) expr {
	if depth == 0 {
		if seed%2 == 0 {
			return number(seed)
		}
		return variable("x" + strconv.Itoa(seed%10))
	}
	return &binary{op: "+*"[seed%2], left: grow(depth-1, seed*3+1), right: grow(depth-1, seed*5+2)}
}

func main() {
	env := make(map[string]int)
	for i := 0; i < 10; i++ {
		env["x"+strconv.Itoa(i)] = i
	}
	sum := 0
	recorder.Plan{Snapshots: 9, Every: 250 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 200; n++ {
			sum += grow(11, n).eval(env)
		}
	})
}
