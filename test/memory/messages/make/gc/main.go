// Command gc allocates in three ways, to be watched with GODEBUG=gctrace=1.
package main

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

type session struct {
	user  string
	cart  [60]uint64
	notes []byte
}

var sessions []*session
var sink []byte

func open(i int) *session {
	return &session{user: fmt.Sprintf("user-%d", i), notes: make([]byte, 512)}
}

func churn(n int) {
	for i := 0; i < n; i++ {
		sink = make([]byte, 4096)
	}
}

func main() {
	mode := os.Args[1]
	for round := 0; round < 40; round++ {
		switch mode {
		case "leak":
			for i := 0; i < 1500; i++ {
				sessions = append(sessions, open(i))
			}
			churn(800)
		case "steady", "lines":
			if round == 0 {
				for i := 0; i < 8000; i++ {
					sessions = append(sessions, open(i))
				}
			}
			churn(4000)
		case "forced":
			churn(500)
			if round%5 == 4 {
				runtime.GC()
			}
			if round > 20 {
				return
			}
		case "spiral": // under GOMEMLIMIT
			for i := 0; i < 2500; i++ {
				sessions = append(sessions, open(i))
				churn(2)
			}
			if round > 26 {
				return
			}
		}
		if mode == "lines" {
			fmt.Fprintf(os.Stderr, "2026/11/23 10:%02d:%02d served %d requests, 0 errors\n", round/60, round%60, round*4000)
		}
		if mode != "spiral" {
			time.Sleep(4 * time.Millisecond)
		}
	}
}
