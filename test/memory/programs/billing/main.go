// Command billing looks invoices up in a database.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"example.com/faults/internal/catalog"
	_ "example.com/faults/internal/fakedb"
	"example.com/faults/internal/page"
	"example.com/faults/internal/recorder"
)

type invoice struct {
	ID   int64
	Name string
}

type store struct {
	db *sql.DB
}

// newest answers the newest invoice of a customer.
func (s *store) newest(ctx context.Context, customer int) (invoice, error) {
	var v invoice
	rows, err := s.db.QueryContext(ctx, "SELECT id, name FROM invoices WHERE customer = ? ORDER BY id DESC", customer) // FAULT
	if err != nil {
		return v, err
	}
	if rows.Next() {
		err = rows.Scan(&v.ID, &v.Name)
	}
	return v, err
}

// all reads every invoice of a customer.
func (s *store) all(ctx context.Context, customer int) ([]invoice, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT id, name FROM invoices WHERE customer = ?", customer)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []invoice
	for rows.Next() {
		var v invoice
		if err := rows.Scan(&v.ID, &v.Name); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

func statement(ctx context.Context, s *store, products *catalog.Catalog, customer int) (string, error) {
	list, err := s.all(ctx, customer)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d invoices, %d bytes", len(list), page.Serve(products, customer, 3)), nil
}

func main() {
	db, err := sql.Open("fakedb", "billing")
	if err != nil {
		panic(err)
	}
	s := &store{db}
	products := catalog.Load(10000)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	recorder.Plan{Snapshots: 9, Every: 300 * time.Millisecond, GoroutineN: true}.Run(func(i int) {
		for n := 0; n < 600; n++ {
			if n%4 == 0 {
				s.newest(ctx, n)
			}
			statement(ctx, s, products, n)
		}
	})
}
