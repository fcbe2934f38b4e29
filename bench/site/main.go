// Command site measures what a site of invented reports costs, and what the same reports cost as a site of Hugo. hugo.sh runs it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/waidian/waidian/internal/invented"
)

var (
	waidian  = flag.String("waidian", "", "the program")
	hugo     = flag.String("hugo", "", "the program Hugo; \"none\": this program is measured alone")
	papermod = flag.String("papermod", "", "folder of the theme PaperMod; empty: a smaller theme")
	n        = flag.Int("n", 10000, "reports")
	dir      = flag.String("dir", "", "folder for all that is made")
)

func main() {
	log.SetFlags(0)
	flag.Parse()
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

// site is a site of one of the programs.
type site struct {
	name  string
	out   string // folder of its files
	build []string
}

func run() error {
	data, blog := filepath.Join(*dir, "data"), filepath.Join(*dir, "hugo")
	ours := site{"waidian", filepath.Join(data, "site"), []string{*waidian, "--data", data, "build"}}
	theirs := sitesOfHugo(blog)
	given := export
	if len(theirs) == 0 {
		given = func(data, blog string) error { return nil }
	} else if err := layOut(blog); err != nil {
		return err
	}
	if err := bring(data, 0, *n, invented.Days); err != nil {
		return err
	}
	if err := given(data, blog); err != nil {
		return err
	}
	fmt.Printf("%d reports, load %s before\n", *n, load())
	fmt.Println("| site | build | CPU s | wall s | peak MB | files | MB |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- |")
	if err := errors.Join(os.RemoveAll(ours.out), os.Remove(ours.out+".ledger")); err != nil {
		return err
	}
	for _, what := range []string{"from nothing", "nothing changed"} {
		if err := ours.measure(what); err != nil {
			return err
		}
	}
	for _, s := range theirs {
		if err := s.measure("from nothing"); err != nil {
			return err
		}
	}
	for _, more := range []struct {
		what           string
		from, to, days int
	}{{"one more", *n, *n + 1, invented.Days}, {"20 more of four weeks", *n + 1, *n + 21, invented.Days}, {"20 more of one day", *n + 21, *n + 41, 1}} {
		if err := ours.again(data, more.from, more.to, more.days); err != nil {
			return err
		}
		if err := ours.measure(more.what); err != nil {
			return err
		}
	}
	if err := given(data, blog); err != nil {
		return err
	}
	for _, s := range theirs { // Hugo builds all of a site each time: one more build says it for any change
		if err := s.measure("41 more"); err != nil {
			return err
		}
	}
	fmt.Printf("load %s after\n", load())
	return nil
}

// sitesOfHugo are the same reports as Hugo builds them: with links to the neighbours of each report, which the pages of waidian have and the example of PaperMod
// turns on, and without. None if HUGO is none.
func sitesOfHugo(blog string) (out []site) {
	if *hugo == "none" {
		return nil
	}
	build := []string{*hugo, "--source", blog, "--quiet", "--cacheDir", filepath.Join(*dir, "cache")}
	if *papermod == "" {
		return []site{{"Hugo, least theme", filepath.Join(blog, "public"), build}}
	}
	without := append(slices.Clip(build), "--config", filepath.Join(blog, "hugo.toml")+","+filepath.Join(blog, alone), "--destination", "alone")
	return []site{{"Hugo, PaperMod", filepath.Join(blog, "public"), build}, {"Hugo, PaperMod without neighbours", filepath.Join(blog, "alone"), without}}
}

// again imports articles, which builds the site, and puts that back as it was without them.
func (s site) again(data string, from, to, days int) error {
	back, err := invented.Keep(s.out)
	if err != nil {
		return err
	}
	if err := bring(data, from, to, days); err != nil {
		return err
	}
	return back()
}

// bring imports invented articles.
func bring(data string, from, to, days int) error {
	name := data + ".jsonl"
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := errors.Join(invented.Write(f, from, to, days), f.Close()); err != nil {
		return err
	}
	return quiet(exec.Command(*waidian, "--data", data, "import", name))
}

// export writes all reports as the content of a site of Hugo.
func export(data, blog string) error {
	return quiet(exec.Command(*waidian, "--data", data, "export", "--format", "markdown", "--out", filepath.Join(blog, "content", "posts")))
}

// quiet runs a command, whose output is shown if it fails.
func quiet(c *exec.Cmd) error {
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", c, err, out)
	}
	return nil
}

// measure builds a site and prints what that took.
func (s site) measure(what string) error {
	c := exec.Command(s.build[0], s.build[1:]...)
	start := time.Now()
	if err := quiet(c); err != nil {
		return err
	}
	wall := time.Since(start)
	p := c.ProcessState
	peak := "?"
	if u, ok := p.SysUsage().(*syscall.Rusage); ok {
		peak = strconv.FormatInt(u.Maxrss>>10, 10) // kilobytes on Linux
	}
	files, bytes, err := size(s.out)
	if err != nil {
		return err
	}
	fmt.Printf("| %s | %s | %.2f | %.2f | %s | %d | %.0f |\n", s.name, what, (p.UserTime() + p.SystemTime()).Seconds(), wall.Seconds(), peak, files, float64(bytes)/1e6)
	return nil
}

// size counts the files below a folder and their bytes.
func size(folder string) (files int, bytes int64, err error) {
	err = filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		files++
		bytes += st.Size()
		return nil
	})
	return files, bytes, err
}

// load is how busy the machine was in the last minute; "?" where it does not say.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil || len(b) < 4 {
		return "?"
	}
	return string(b[:4])
}
