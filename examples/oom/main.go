// Command oom is a small log-ingestion and report service with a memory leak.
//
// It reads batches of gzip-compressed JSON lines, indexes every record and
// renders a report after each batch. The index never evicts anything, so the
// process grows until the operating system refuses it more memory. A heap
// profile is written every few batches; the last one before the crash shows
// where the memory went. See record.sh.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"time"
)

// Record is one parsed log line.
type Record struct {
	Time    time.Time         `json:"time"`
	Service string            `json:"service"`
	Level   string            `json:"level"`
	Message string            `json:"message"`
	Attrs   map[string]string `json:"attrs"`
}

// Entry is what the index keeps of a record, among it the whole raw line.
type Entry struct {
	Time    time.Time
	Level   string
	Message string
	Raw     string
	Tags    []string
}

// Index finds entries by service and by user. Nothing is ever removed.
type Index struct {
	entries   []Entry          // every record seen since the start
	byService map[string][]int // positions in entries
	byUser    map[string][]int
}

func newIndex() *Index {
	return &Index{byService: map[string][]int{}, byUser: map[string][]int{}}
}

// Add stores a record. This is the leak: entries only grows, and each time
// append outgrows the array, the old and the new copy are alive together.
func (ix *Index) Add(rec Record, line []byte) {
	pos := len(ix.entries)
	ix.entries = append(ix.entries, Entry{
		Time:    rec.Time,
		Level:   rec.Level,
		Message: rec.Message,
		Raw:     string(line), // second copy of what rec already says
		Tags:    tagsOf(rec),
	})
	ix.byService[rec.Service] = append(ix.byService[rec.Service], pos)
	user := rec.Attrs["user"]
	ix.byUser[user] = append(ix.byUser[user], pos)
}

// tagsOf builds the search tags of a record.
func tagsOf(rec Record) []string {
	tags := []string{strings.ToLower(rec.Level)}
	for _, key := range slices.Sorted(maps.Keys(rec.Attrs)) {
		tags = append(tags, fmt.Sprintf("%s=%s", key, rec.Attrs[key]))
	}
	return tags
}

// ingest decompresses one batch and adds its lines to the index.
func ingest(ix *Index, batch []byte) error {
	zr, err := gzip.NewReader(bytes.NewReader(batch))
	if err != nil {
		return err
	}
	defer zr.Close()
	return eachLine(zr, func(line []byte) error {
		rec, err := parse(line)
		if err != nil {
			return err
		}
		ix.Add(rec, line)
		return nil
	})
}

func eachLine(r io.Reader, fn func([]byte) error) error {
	sc := bufio.NewScanner(r)
	for sc.Scan() {
		if err := fn(clean(sc.Bytes())); err != nil {
			return err
		}
	}
	return sc.Err()
}

// clean trims a line, by way of two needless copies.
func clean(line []byte) []byte {
	return []byte(strings.TrimSpace(string(line)))
}

func parse(line []byte) (Record, error) {
	var rec Record
	err := json.Unmarshal(line, &rec)
	return rec, err
}

// report renders the newest errors of each service.
func report(ix *Index, perService int) string {
	var sb strings.Builder
	for _, service := range slices.Sorted(maps.Keys(ix.byService)) {
		sb.WriteString(section(ix, service, perService))
	}
	return sb.String()
}

func section(ix *Index, service string, n int) string {
	text := fmt.Sprintf("== %s: %d records\n", service, len(ix.byService[service]))
	for _, pos := range slices.Backward(ix.byService[service]) {
		if n == 0 {
			break
		}
		if e := &ix.entries[pos]; e.Level == "ERROR" {
			// += copies the whole text for every line.
			text += fmt.Sprintf("%s %s [%s]\n", e.Time.Format(time.RFC3339), e.Message, strings.Join(e.Tags, ","))
			n--
		}
	}
	return text
}

// writeHeapProfile replaces the file at path, so that a crash in the middle
// of writing leaves the previous profile in place.
func writeHeapProfile(path string) error {
	runtime.GC() // a heap profile is as of the last collection
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.WriteHeapProfile(f); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}

func run(batches, size, every int, profile string) error {
	src, ix := newSource(1), newIndex()
	history := make([]string, 0, batches) // old reports are kept as well
	for i := range batches {
		batch, err := src.next(size)
		if err != nil {
			return err
		}
		if err := ingest(ix, batch); err != nil {
			return fmt.Errorf("batch %d: %w", i, err)
		}
		history = append(history, report(ix, 100))
		if i%every == 0 {
			if err := writeHeapProfile(profile); err != nil {
				return err
			}
			log.Printf("batch %d: %d entries, %d reports", i, len(ix.entries), len(history))
		}
	}
	return nil
}

func main() {
	batches := flag.Int("batches", 10_000, "stop after this many batches")
	size := flag.Int("size", 4000, "records per batch")
	every := flag.Int("every", 10, "write the heap profile every so many batches")
	profile := flag.String("profile", "mem_profile.pb.gz", "heap profile to write")
	flag.Parse()
	log.SetFlags(log.LUTC | log.Ltime)

	if err := run(*batches, *size, *every, *profile); err != nil {
		log.Fatal(err)
	}
}

func init() {
	// One sample per 64 KiB instead of 512 KiB: a more detailed profile.
	runtime.MemProfileRate = 64 << 10
}
