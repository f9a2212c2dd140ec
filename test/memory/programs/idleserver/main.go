// Command idleserver answers devices that connect, ask once and stay.
package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type device struct {
	conn net.Conn
}

type api struct {
	products *catalog.Catalog
}

// ServeHTTP answers the page of one product.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var n int
	fmt.Sscanf(r.URL.Path, "/product/%d", &n)
	w.Write(page.Render(a.products.At(n), r.RemoteAddr))
}

func serve(ln net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second} // no IdleTimeout, no limit of connections
	return srv.Serve(ln)                                                // FAULT
}

// ask sends one request and leaves the connection open, as the devices do.
func (d *device) ask(scratch *bufio.Reader, n int) error {
	fmt.Fprintf(d.conn, "GET /product/%d HTTP/1.1\r\nHost: shop\r\n\r\n", n)
	scratch.Reset(d.conn)
	resp, err := http.ReadResponse(scratch, nil)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func main() {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go serve(ln, &api{catalog.Load(12000)})
	scratch := bufio.NewReader(nil)
	fleet := make([]device, 0, 4000)
	recorder.Plan{Snapshots: 10, Every: 350 * time.Millisecond, GoroutineN: true, Uneven: true}.Run(func(i int) {
		for n := 0; n < 120; n++ {
			conn, err := net.Dial("tcp", ln.Addr().String())
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			fleet = append(fleet, device{conn})
			fleet[len(fleet)-1].ask(scratch, i*120+n)
		}
	})
}
