// Command archiver packs what tenants upload.
package main

import (
	"bytes"
	"fmt"
	"time"

	"github.com/klauspost/compress/zstd"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type upload struct {
	tenant string
	packed bytes.Buffer
	enc    *zstd.Encoder
}

type archiver struct {
	products *catalog.Catalog
	uploads  map[string]*upload
	stored   int
}

func (a *archiver) open(tenant string) (*upload, error) {
	u := &upload{tenant: tenant}
	enc, err := zstd.NewWriter(&u.packed, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(256<<10)) // FAULT
	if err != nil {
		return nil, err
	}
	u.enc = enc
	a.uploads[tenant] = u
	return u, nil
}

func (a *archiver) finish(u *upload) error {
	if err := u.enc.Close(); err != nil {
		return err
	}
	a.stored += u.packed.Len()
	u.packed = bytes.Buffer{}
	return nil
}

func (a *archiver) pack(tenant string, n int) error {
	u, err := a.open(tenant)
	if err != nil {
		return err
	}
	for i := 0; i < 60; i++ {
		if _, err := u.enc.Write(page.Render(a.products.At(n+i), tenant)); err != nil {
			return err
		}
	}
	return a.finish(u)
}

func main() {
	a := &archiver{products: catalog.Load(12000), uploads: make(map[string]*upload)}
	recorder.Plan{Snapshots: 8, Every: 350 * time.Millisecond, Allocs: true}.Run(func(i int) {
		for n := 0; n < 6; n++ {
			if err := a.pack(fmt.Sprintf("tenant-%d/upload-%d", n, i), i*10+n); err != nil {
				panic(err)
			}
		}
	})
}
