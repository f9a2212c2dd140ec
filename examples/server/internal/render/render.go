// Package render turns products into HTML, aligned text and gzip files.
package render

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"example.com/server/internal/store"
)

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"euro":  euro,
	"upper": strings.ToUpper,
}).Parse(`<!doctype html>
<title>{{.Title}}</title>
<h1>{{.Title}}</h1>
{{range .Products}}<article id="p{{.ID}}">
  <h2>{{.Name | upper}}</h2>
  <p class="price">{{euro .Price}}</p>
  <ul>{{range .Tags}}<li>{{.}}</li>{{end}}</ul>
  <p>{{.Text}}</p>
</article>
{{end}}`))

func euro(cents int) string {
	return fmt.Sprintf("%d.%02d EUR", cents/100, cents%100)
}

// HTML renders a page of products.
func HTML(title string, products []store.Product) ([]byte, error) {
	var buf bytes.Buffer
	err := page.Execute(&buf, map[string]any{"Title": title, "Products": products})
	return buf.Bytes(), err
}

// Text renders a price list in aligned columns.
func Text(w io.Writer, products []store.Product) error {
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	for _, p := range products {
		fmt.Fprintf(tw, "%d\t%s\t%s\t%s\n", p.ID, p.Name, euro(p.Price), strings.Join(p.Tags, ","))
	}
	return tw.Flush()
}

// Export writes the products as gzip-compressed CSV.
func Export(w io.Writer, products []store.Product) error {
	zw := gzip.NewWriter(w)
	cw := csv.NewWriter(zw)
	for _, p := range products {
		row := []string{strconv.Itoa(p.ID), p.Name, euro(p.Price), strings.Join(p.Tags, " "), p.Text}
		if err := cw.Write(row); err != nil {
			return err
		}
	}
	cw.Flush()
	if err := cw.Error(); err != nil {
		return err
	}
	return zw.Close()
}
