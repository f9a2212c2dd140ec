// Command crashes dies of everything but memory.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"sync"
	"time"
)

type order struct {
	id    int
	buyer *buyer
}

type buyer struct{ name string }

func (o *order) label() string {
	return fmt.Sprint(o.id, " ", o.buyer.name) // FAILS nil
}

func charge(o *order) error {
	return fmt.Errorf("order %d: %w", o.id, errors.New("card declined"))
}

func process(o *order) {
	if err := charge(o); err != nil {
		panic(err) // FAILS panic
	}
}

func processAgain(o *order) {
	defer func() {
		if r := recover(); r != nil {
			log.Printf("recovered: %v", r)
			panic(fmt.Sprint("giving up: ", r)) // FAILS repanic
		}
	}()
	process(o)
}

type stock struct {
	amounts map[string]int
}

func (s *stock) take(name string) {
	for {
		s.amounts[name]-- // FAILS mapwrites
	}
}

func waitForever() {
	var wait sync.WaitGroup
	wait.Add(1)
	wait.Wait() // FAILS deadlock
}

func serve() {
	for {
		time.Sleep(time.Hour) // FAILS quit
	}
}

func worker(jobs chan int) {
	for range jobs {
	}
}

func main() {
	switch os.Args[1] {
	case "panic":
		process(&order{id: 17})
	case "repanic":
		processAgain(&order{id: 17})
	case "nil":
		fmt.Println((&order{id: 17}).label())
	case "mapwrites":
		s := &stock{map[string]int{"bolt": 1 << 40}}
		go s.take("bolt")
		go s.take("bolt")
		s.take("nut")
	case "deadlock":
		waitForever()
	case "quit":
		jobs := make(chan int)
		for i := 0; i < 3; i++ {
			go worker(jobs)
		}
		go func() {
			var mutex sync.Mutex
			mutex.Lock()
			mutex.Lock()
		}()
		serve()
	case "fatal":
		log.Fatal("out of memory budget for tenant 7: refusing new sessions")
	case "index":
		prices := []int{1, 2, 3}
		fmt.Println(prices[len(os.Args)+3]) // FAILS index
	case "unlock":
		var mutex sync.Mutex
		mutex.Unlock() // FAILS unlock
	case "sleep":
		time.Sleep(20 * time.Second)
	}
}
