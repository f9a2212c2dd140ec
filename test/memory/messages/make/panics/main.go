// Command panics asks for sizes that no memory has.
package main

import (
	"bytes"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unsafe"
)

type record struct {
	key   [16]byte
	value uint64
}

// length reads a length field that a stranger wrote.
func length(field string) int {
	n, err := strconv.ParseInt(field, 10, 64)
	if err != nil {
		panic(err)
	}
	return int(n)
}

func table(n int) []record                { return make([]record, n) }                                               // FAILS makeslice-len
func tableFor(n int) []record             { return make([]record, 0, n) }                                            // FAILS makeslice-cap
func room(rows []int, n int) []int        { return append(rows, make([]int, n)...) }                                 // FAILS growslice
func grown(rows []record, n int) []record { return slices.Grow(rows, n) }                                            // FAILS slices-grow
func viaReflect(n int) any                { return reflect.MakeSlice(reflect.TypeOf([]record{}), n, n).Interface() } // FAILS reflect
func ruler(n int) string                  { return strings.Repeat("-=", n) }                                         // FAILS repeat
func queue(n int) chan record             { return make(chan record, n) }                                            // FAILS makechan
func view(p *byte, n int) []byte          { return unsafe.Slice(p, n) }                                              // FAILS unsafe-slice

func buffer(n int) *bytes.Buffer {
	var out bytes.Buffer
	out.WriteString("header")
	out.Grow(n) // FAILS buffer
	return &out
}

func builder(n int) string {
	var out strings.Builder
	out.Grow(n) // FAILS builder-grow
	return out.String()
}

func main() {
	big := length("1152921504606846976")
	if strconv.IntSize == 32 {
		big = length("2147483647")
	}
	switch os.Args[1] {
	case "makeslice-len":
		table(length("-1"))
	case "makeslice-len-big":
		table(big)
	case "makeslice-cap":
		tableFor(big)
	case "growslice":
		room([]int{1, 2, 3}, big*4)
	case "growslice-len":
		room(make([]int, 3), int(^uint(0)>>1))
	case "slices-grow":
		grown(make([]record, 4), big)
	case "reflect":
		viaReflect(big)
	case "repeat":
		ruler(int(^uint(0)>>2) + 1)
	case "repeat-negative":
		ruler(length("-7"))
	case "makechan":
		queue(big)
	case "buffer":
		buffer(int(^uint(0) >> 1))
	case "buffer-negative":
		buffer(length("-5"))
	case "builder-grow":
		builder(int(^uint(0) >> 1))
	case "builder-negative":
		builder(-1)
	case "unsafe-slice":
		view(new(byte), -1)
	}
}
