package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/demo/newsroom"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/owned"
	"github.com/waidian/waidian/internal/server"
	"github.com/waidian/waidian/internal/text"
)

type demoCmd struct {
	Listen string `help:"Address to serve the site on; without it 127.0.0.1:8080, or any free port if that is taken." placeholder:"ADDR"`
	Once   bool   `help:"End when the site has been built."`
}

func (demoCmd) Help() string {
	return `Starts a web server with invented outlets and a model that answers from recordings, both on
this machine, and works with them as run does with real ones: three rounds within four hours
by the clock of the demo. It needs neither a key nor a network. Without --data it works in a
new temporary folder. Of a file named with -c it takes [archive] alone.

Example:  waidian demo --once --data /tmp/waidian-demo`
}

func (cmd *demoCmd) Run(ctx context.Context, a *app) error {
	g, ctx := errgroup.WithContext(ctx)
	ctx, done := context.WithCancel(ctx)
	g.Go(func() error {
		defer done()
		return cmd.run(ctx, a, g)
	})
	return g.Wait()
}

// run runs the demo; its servers end with ctx.
func (cmd *demoCmd) run(ctx context.Context, a *app, g *errgroup.Group) error {
	press, model := newsroom.New(newsroom.Options{}), newsroom.Model()
	site, address, err := cmd.listen()
	if err != nil {
		return err
	}
	data := a.flags.Data
	if data == "" {
		if data, err = os.MkdirTemp("", "waidian-demo-"); err != nil {
			return fmt.Errorf("make data folder: %w", err)
		}
	}
	outlets, err := listenNear(outletsPort(data))
	if err != nil {
		return err
	}
	endpoint, err := listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	g.Go(func() error { return server.Serve(ctx, outlets, press) })
	g.Go(func() error { return server.Serve(ctx, endpoint, model) })

	show := newProgress(a, false) // made before a.Now becomes the clock of the demo, which jumps
	defer show.end()
	clock := &clock{now: a.Now, at: newsroom.Start(), since: a.Now()}
	a.Now = clock.Now
	port := outlets.Addr().(*net.TCPAddr).Port
	c := demoConfig(data, address, port, endpoint.Addr())
	if a.flags.Config != "" { // of an operator's file the demo takes where the archive is kept
		own, err := a.loadConfig()
		if err != nil {
			return err
		}
		c.Archive = own.Archive
	}
	if err := a.writeDemoConfig(c); err != nil {
		return err
	}
	p, err := a.openParts(ctx, c, working)
	if err != nil {
		return err
	}
	defer p.Close()
	p.desk.Events = show.event

	show.line(fmt.Sprintf("invented outlets on http://127.0.0.1:%d, a recorded model on http://%s/v1, data in %s",
		port, endpoint.Addr(), data))
	if err := rounds(ctx, p.desk, press, clock, show); err != nil {
		return err
	}
	show.end()
	if ctx.Err() != nil {
		return nil
	}
	built := filepath.Join(siteDir(c), "index.html")
	fmt.Fprintf(a.Stdout, "%s read, %s, %.1f s\n", text.Count(show.counts.Read, "article", "articles"), text.Count(show.counts.Digested, "digest", "digests"), show.counts.Seconds)
	if cmd.Once {
		fmt.Fprintf(a.Stdout, "site built: %s\n", built)
		return nil
	}
	if err := demoReader(ctx, a, p, address); err != nil {
		return err
	}
	if err := demoOperator(ctx, a, p, address); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "site: http://%s/   (Ctrl-C ends)\n", address)
	return a.goOn(ctx, p, site, show)
}

// goOn works and serves as run does, until ctx ends.
func (a *app) goOn(ctx context.Context, p *parts, l net.Listener, show *progress) error {
	again := newReloads(a, p, addresses{site: l.Addr()}, show, new(eventCounts))
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return p.desk.Run(ctx) })
	g.Go(func() error { return again.run(ctx) })
	g.Go(func() error { return server.Serve(ctx, l, again) })
	return g.Wait()
}

// writeDemoConfig writes the configuration of the demo into its data folder, where the room changes it as an operator's. The file names the
// folder that it is in, so that it holds from wherever it is read, and when the folder has been moved.
func (a *app) writeDemoConfig(c config.Config) error {
	written := c
	written.Desk.Data = "."
	var text bytes.Buffer
	if err := config.Print(&text, written); err != nil {
		return err
	}
	if err := owned.MkdirAll(c.Desk.Data, 0o755); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	a.flags.Config = filepath.Join(c.Desk.Data, configFile)
	if _, err := atomically.Write(a.flags.Config, text.Bytes()); err != nil {
		return fmt.Errorf("write configuration: %w", err)
	}
	return nil
}

// demoOperator adds an operator, so that the room can be tried on the demo, where nobody else reaches it.
func demoOperator(ctx context.Context, a *app, p *parts, address string) error {
	const name, password = "demo", "waidian-demo"
	if !server.Loopback(address) {
		return nil
	}
	if _, _, err := a.addOperator(ctx, p, name, password); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "operator's room: %s, name %s, password %s\n", roomAddress(p.config.Site.URL), name, password)
	return nil
}

// demoReader adds a reader, so that an app can be tried on the demo, where nobody else reaches it.
func demoReader(ctx context.Context, a *app, p *parts, address string) error {
	const name, password = "demo", "waidian-demo"
	if !server.Loopback(address) {
		return nil
	}
	_, fever, err := a.addReader(ctx, p, name, password, true)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "for an app: Google Reader API (FreshRSS) at http://%s/api/, name %s, password %s\n", address, name, password)
	fmt.Fprintf(a.Stdout, "for an older app: Fever API at http://%s/api/fever/, name %s, password %s\n", address, name, fever)
	return nil
}

// rounds works one round on each of the two editions of the newsroom, and one more an hour later: what the second
// edition has taken away is looked for twice before the site says so.
func rounds(ctx context.Context, d *desk.Desk, press *newsroom.Newsroom, clock *clock, show *progress) error {
	show.line("first round: " + clock.Now().Format("2006-01-02 15:04"))
	if _, err := d.Collect(ctx, true, ""); err != nil {
		return err
	}
	press.Edition(2)
	clock.jump(newsroom.Second())
	show.line("second round: " + clock.Now().Format("2006-01-02 15:04"))
	if _, err := d.Collect(ctx, true, ""); err != nil {
		return err
	}
	clock.jump(newsroom.Third())
	show.line("third round: " + clock.Now().Format("2006-01-02 15:04"))
	_, err := d.Collect(ctx, true, "")
	return err
}

// listen takes the address of the site before any work is done. With --once the site is not
// served, and no address is taken.
func (cmd *demoCmd) listen() (l net.Listener, address string, err error) {
	switch {
	case cmd.Once:
		return nil, cmp.Or(cmd.Listen, "127.0.0.1:8080"), nil
	case cmd.Listen == "":
		l, err = listenNear(8080)
	default:
		l, err = listen(cmd.Listen)
	}
	if err != nil {
		return nil, "", err
	}
	return l, l.Addr().String(), nil
}

// demoConfig is what an operator would write who watches these outlets with this model.
func demoConfig(data, listen string, port int, endpoint net.Addr) config.Config {
	c := config.Default()
	c.Site.URL = "http://" + listen
	c.Site.Scripts = true
	c.Site.Editions = newsroom.Editions()
	c.Site.Notice = "演示：这里的媒体、人物和报道都是虚构的。Demo: outlets, people and reports are invented."
	c.Desk.Data = data
	c.Fetch.Pace = 0
	c.Fetch.AllowPrivate = []string{netip.MustParsePrefix("127.0.0.0/8").String()}
	c.Digest.Endpoint = "http://" + endpoint.String() + "/v1"
	c.Digest.Model = newsroom.ModelName
	c.Digest.Writers = 4
	c.Beat.Keywords = newsroom.Beat()
	c.Topic = config.Topics()
	c.Reader, c.Room = new(config.DefaultReader()), new(config.DefaultRoom())
	for _, s := range newsroom.Sources(port) {
		c.Source = append(c.Source, sourceOf(s))
	}
	return c
}

// sourceOf is a source as the configuration names it.
func sourceOf(s news.Source) config.Source {
	return config.Source{
		ID: string(s.ID), Name: s.Name, Outlet: s.Outlet, House: s.House, URL: s.URL, Kind: string(s.Kind), Lang: s.Lang, Country: s.Country,
		Rights: string(s.Rights), Selector: s.Selector, Whole: s.Whole, Keywords: s.Beat.Include,
		Exclude: s.Beat.Exclude, Why: s.Why, ShowURL: s.ShowURL,
	}
}

// outletsPort is the port of the outlets of the demo that worked in that folder before, whose reports have addresses there; without one,
// the port of every demo.
func outletsPort(data string) int {
	const usual = 8089
	text, err := os.ReadFile(filepath.Join(data, configFile))
	if err != nil {
		return usual
	}
	c, err := config.Parse(configFile, text)
	if err != nil || len(c.Source) == 0 {
		return usual
	}
	u, err := url.Parse(c.Source[0].URL)
	if err != nil {
		return usual
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		return usual
	}
	return port
}

// listenNear listens on that loopback port, so that addresses are the same in each demo, or
// on any free port if it is taken.
func listenNear(port int) (net.Listener, error) {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return listen("127.0.0.1:0")
	}
	return l, nil
}

// clock is the demo's time: it starts at a given moment, runs as fast as the clock of the outside, and
// jumps between rounds.
type clock struct {
	now   func() time.Time // of the outside
	at    time.Time        // of the demo at since
	since time.Time
}

func (c *clock) Now() time.Time { return c.at.Add(c.now().Sub(c.since)) }

func (c *clock) jump(to time.Time) { c.at, c.since = to, c.now() }
