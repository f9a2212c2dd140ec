// Command tenantlog serves tenants, each with a logger of its own.
package main

import (
	"fmt"
	"io"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"example.com/faults/internal/catalog"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type tenant struct {
	name string
	log  *zap.Logger
}

type gateway struct {
	base     *zap.Logger
	products *catalog.Catalog
	tenants  map[string]*tenant
}

func baseLogger(w io.Writer) *zap.Logger {
	enc := zapcore.NewJSONEncoder(zap.NewProductionEncoderConfig())
	return zap.New(zapcore.NewCore(enc, zapcore.AddSync(w), zap.InfoLevel))
}

// sampled answers a logger that drops most of what repeats.
func sampled(base *zap.Logger, name string) *zap.Logger {
	limit := zap.WrapCore(func(c zapcore.Core) zapcore.Core {
		return zapcore.NewSamplerWithOptions(c, time.Second, 100, 100) // FAULT
	})
	return base.WithOptions(limit).With(zap.String("tenant", name))
}

func (g *gateway) tenant(name string) *tenant {
	t, ok := g.tenants[name]
	if !ok {
		t = &tenant{name: name, log: sampled(g.base, name)}
		g.tenants[name] = t
	}
	return t
}

func (g *gateway) handle(n int) {
	t := g.tenant(fmt.Sprintf("tenant-%d", n/40))
	size := len(page.Render(g.products.At(n), t.name))
	t.log.Info("page served", zap.Int("size", size), zap.Int("n", n))
}

func main() {
	g := &gateway{base: baseLogger(io.Discard), products: catalog.Load(15000), tenants: make(map[string]*tenant)}
	recorder.Plan{Snapshots: 10, Every: 300 * time.Millisecond}.Run(func(i int) {
		for n := 0; n < 320; n++ {
			g.handle(i*320 + n)
		}
	})
}
