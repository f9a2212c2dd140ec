// Command check compares every expected.json with the program and its
// recordings: go run ./internal/check, in the directory of the programs.
//
// With -fix it first writes file, line and the list of recordings anew, as
// record.sh and changes of the sources make necessary.
//
// It says what does not fit, and prints for each program what its snapshots
// show: total in use first → last and the functions where most of the growth
// is, leaf and first frame of the program.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/google/pprof/profile"
)

type expected struct {
	Title        string   `json:"title"`
	Kind         string   `json:"kind"`
	AlsoKinds    []string `json:"alsoAcceptedKinds,omitempty"`
	IsHealthy    bool     `json:"isHealthy"`
	Shows        *string  `json:"shows"`
	Function     *string  `json:"function"`
	File         *string  `json:"file"`
	Line         *int     `json:"line"`
	AlsoAccepted []string `json:"alsoAccepted"`
	Files        files    `json:"files"`
}

type files struct {
	Snapshots          []string `json:"snapshots,omitempty"`
	GoroutineSnapshots []string `json:"goroutineSnapshots,omitempty"`
	HeapDebug1         string   `json:"heapDebug1,omitempty"`
	Goroutines         string   `json:"goroutines,omitempty"`
	GoroutinesDebug2   string   `json:"goroutinesDebug2,omitempty"`
	GoroutineLeak      string   `json:"goroutineLeak,omitempty"`
	Allocs             string   `json:"allocs,omitempty"`
	Log                string   `json:"log,omitempty"`
	ExitStatus         string   `json:"exitStatus,omitempty"`
	GCTrace            string   `json:"gctrace,omitempty"`
	Status             string   `json:"status,omitempty"`
}

var (
	wrong int
	fix   bool
)

func complain(format string, args ...any) {
	wrong++
	fmt.Printf("WRONG "+format+"\n", args...)
}

func main() {
	labels := flag.Bool("labels", false, "also print the block sizes at the leaf that grew most")
	flag.BoolVar(&fix, "fix", false, "write file, line and the list of recordings anew")
	flag.Parse()
	names := flag.Args()
	if len(names) == 0 {
		dirs, _ := filepath.Glob("*/main.go")
		for _, d := range dirs {
			names = append(names, filepath.Dir(d))
		}
	}
	for _, name := range names {
		check(name, *labels)
	}
	fmt.Printf("%d programs, %d wrong\n", len(names), wrong)
	if wrong > 0 {
		os.Exit(1)
	}
}

func check(name string, labels bool) {
	var e expected
	data, err := os.ReadFile(filepath.Join(name, "expected.json"))
	if err != nil {
		complain("%s: %v", name, err)
		return
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		complain("%s: %v", name, err)
		return
	}
	file, line := faultLine(name)
	if fix {
		if file != "" {
			e.File, e.Line = &file, &line
		}
		e.Files = recordings(name)
		if err := write(filepath.Join(name, "expected.json"), &e); err != nil {
			complain("%s: %v", name, err)
		}
	}
	if e.IsHealthy != (file == "") {
		complain("%s: healthy %v, but the FAULT is in %q", name, e.IsHealthy, file)
	}
	if !e.IsHealthy && (e.File == nil || *e.File != file || *e.Line != line) {
		complain("%s: the FAULT is in %s:%d", name, file, line)
	}
	size := int64(0)
	filepath.Walk(filepath.Join(name, "recorded"), func(_ string, i os.FileInfo, err error) error {
		if err == nil && !i.IsDir() {
			size += i.Size()
		}
		return nil
	})
	if size > 150_000 {
		complain("%s: %d bytes recorded", name, size)
	}
	f := e.Files
	for _, p := range append(append(f.Snapshots, f.GoroutineSnapshots...), f.HeapDebug1, f.Goroutines, f.GoroutinesDebug2, f.Allocs, f.Log, f.ExitStatus, f.GCTrace, f.Status) {
		if p == "" {
			continue
		}
		if _, err := os.Stat(filepath.Join(name, p)); err != nil {
			complain("%s: %v", name, err)
		}
	}
	fmt.Printf("## %s (%s, %d bytes)\n", name, e.Kind, size)
	if have, said := fmt.Sprint(recordings(name)), fmt.Sprint(f); have != said {
		complain("%s: other recordings are listed than there are (-fix)", name)
	}
	seen := map[string]bool{}
	var first, last *profile.Profile
	for i, p := range f.Snapshots {
		prof := read(filepath.Join(name, p))
		if prof == nil {
			return
		}
		if i == 0 {
			first = prof
		}
		last = prof
		note(seen, prof)
	}
	for _, p := range []string{f.Allocs, f.Goroutines} {
		if p != "" {
			if prof := read(filepath.Join(name, p)); prof != nil {
				note(seen, prof)
				if p == f.Allocs {
					show("alloc_space", prof, 1, nil, 3, labels)
				} else {
					show("goroutines", prof, 0, nil, 3, false)
				}
			}
		}
	}
	if last != nil {
		show("inuse_space growth", last, 3, first, 4, labels)
	}
	text := ""
	for _, p := range []string{f.Log, f.GoroutinesDebug2} {
		if p != "" {
			text += readText(filepath.Join(name, p))
		}
	}
	if e.IsHealthy {
		return
	}
	var where []string
	for _, fn := range append([]string{*e.Function}, e.AlsoAccepted...) {
		if seen[fn] {
			where = append(where, fn+" in profiles")
		} else if strings.Contains(text, fn+"(") {
			where = append(where, fn+" in texts")
		} else {
			where = append(where, fn+" NOWHERE")
		}
	}
	fmt.Printf("   expected: %s\n", strings.Join(where, "; "))
}

// recordings lists what is in the directory of the recordings.
func recordings(name string) (f files) {
	many := func(pattern string) (list []string) {
		found, _ := filepath.Glob(filepath.Join(name, "recorded", pattern))
		for _, p := range found {
			list = append(list, "recorded/"+filepath.Base(p))
		}
		return list
	}
	one := func(file string) string {
		for _, p := range append(many(file), many(file+".gz")...) {
			return p
		}
		return ""
	}
	f.Snapshots = many("heap.[0-9][0-9].pb.gz")
	f.GoroutineSnapshots = many("goroutine.[0-9][0-9].pb.gz")
	f.HeapDebug1 = one("heap.debug1.txt")
	f.Goroutines = one("goroutine.pb.gz")
	f.GoroutinesDebug2 = one("goroutine.debug2.txt")
	f.GoroutineLeak = one("goroutineleak.pb.gz")
	f.Allocs = one("allocs.pb.gz")
	f.Log = one("crash.log")
	f.ExitStatus = one("exit-status.txt")
	f.GCTrace = one("gctrace.txt")
	f.Status = one("status.txt")
	return f
}

func write(path string, e *expected) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(e); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

func faultLine(name string) (string, int) {
	files, _ := filepath.Glob(filepath.Join(name, "*.go"))
	found, at := "", 0
	for _, f := range files {
		r, err := os.Open(f)
		if err != nil {
			continue
		}
		s := bufio.NewScanner(r)
		for n := 1; s.Scan(); n++ {
			if strings.HasSuffix(s.Text(), "// FAULT") {
				if found != "" {
					complain("%s: two FAULT lines", name)
				}
				found, at = filepath.Base(f), n
			}
		}
		r.Close()
	}
	return found, at
}

func read(path string) *profile.Profile {
	r, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer r.Close()
	p, err := profile.Parse(r)
	if err != nil {
		complain("%s: %v", path, err)
		return nil
	}
	return p
}

func readText(path string) string {
	r, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer r.Close()
	var in io.Reader = r
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(r); err != nil {
			return ""
		}
	}
	b, _ := io.ReadAll(in)
	return string(b)
}

func note(seen map[string]bool, p *profile.Profile) {
	for _, f := range p.Function {
		seen[f.Name] = true
	}
}

// names answers the function names of a sample, leaf first.
func names(s *profile.Sample) []string {
	var list []string
	for _, l := range s.Location {
		for _, ln := range l.Line {
			list = append(list, ln.Function.Name)
		}
	}
	return list
}

func isOurs(fn string) bool {
	return strings.HasPrefix(fn, "main.") || strings.HasPrefix(fn, "example.com/faults/internal/") && !strings.Contains(fn, "/recorder.")
}

func show(title string, p *profile.Profile, index int, base *profile.Profile, top int, labels bool) {
	type key struct{ leaf, ours string }
	sum, sizes := map[key]int64{}, map[key]map[int64]int64{}
	total, before := int64(0), int64(0)
	add := func(p *profile.Profile, sign int64) {
		for _, s := range p.Sample {
			if index >= len(s.Value) || s.Value[index] == 0 {
				continue
			}
			n := names(s)
			k := key{n[0], "-"}
			for _, f := range n {
				if isOurs(f) {
					k.ours = f
					break
				}
			}
			v := s.Value[index]
			sum[k] += sign * v
			if sign > 0 {
				total += v
			} else {
				before += v
			}
			for _, b := range s.NumLabel["bytes"] {
				if sizes[k] == nil {
					sizes[k] = map[int64]int64{}
				}
				sizes[k][b] += sign * v
			}
		}
	}
	add(p, 1)
	if base != nil {
		add(base, -1)
		fmt.Printf("   %s: %s → %s\n", title, count(before), count(total))
	} else {
		fmt.Printf("   %s: %s\n", title, count(total))
	}
	var keys []key
	for k := range sum {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if sum[keys[i]] != sum[keys[j]] {
			return sum[keys[i]] > sum[keys[j]]
		}
		return keys[i].leaf+keys[i].ours < keys[j].leaf+keys[j].ours
	})
	for i, k := range keys {
		if i == top || sum[k] <= 0 {
			break
		}
		fmt.Printf("      %8s  %s  ←  %s\n", count(sum[k]), k.leaf, k.ours)
		if labels && i == 0 {
			var list []int64
			for b := range sizes[k] {
				if sizes[k][b] != 0 {
					list = append(list, b)
				}
			}
			sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
			fmt.Print("                bytes:")
			for _, b := range list {
				fmt.Printf(" %d(%s)", b, count(sizes[k][b]))
			}
			fmt.Println()
		}
	}
}

func count(v int64) string {
	switch {
	case v >= 10<<20:
		return fmt.Sprintf("%.1fM", float64(v)/(1<<20))
	case v >= 10<<10:
		return fmt.Sprintf("%dk", v>>10)
	}
	return fmt.Sprint(v)
}
