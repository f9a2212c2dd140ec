// Command server is asked once for a table of a size that a stranger chose;
// net/http recovers the panic, and the program lives on.
package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
)

type cell struct{ value, style uint64 }

func table(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.URL.Query().Get("rows"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	cells := make([]cell, n) // FAILS handler
	fmt.Fprintln(w, len(cells))
}

func main() {
	server := httptest.NewServer(http.HandlerFunc(table))
	defer server.Close()
	for _, rows := range []string{"10", "-1"} {
		response, err := http.Get(server.URL + "/?rows=" + rows)
		if err != nil {
			fmt.Fprintln(os.Stderr, "client:", err)
			continue
		}
		io.Copy(os.Stderr, response.Body)
		response.Body.Close()
	}
	fmt.Fprintln(os.Stderr, "still serving")
}
