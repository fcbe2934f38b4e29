package cli

import (
	"os"
	"time"

	"github.com/waidian/waidian/internal/atomically"
)

const (
	saveHosts   = 5 * time.Minute // longest time between two writes of what is known of the hosts
	restBetween = time.Second     // shortest: many hosts may ask to be left alone at the same time
)

// hostMemory keeps what the desk knows of hosts (robots.txt, back-off, delays) in a file: it is written when a host was promised
// something, and every few minutes, so that a desk that is killed forgets no promise.
type hostMemory struct {
	name string
	wake chan struct{} // holds one: there is a promise that is not in the file yet
	stop chan struct{}
	over chan struct{}
}

func newHostMemory(name string) *hostMemory {
	return &hostMemory{name: name, wake: make(chan struct{}, 1), stop: make(chan struct{}), over: make(chan struct{})}
}

// promised says that there is something new to keep. It does not wait.
func (m *hostMemory) promised() {
	select {
	case m.wake <- struct{}{}:
	default: // the next write has it too
	}
}

// keep writes what save returns, until end is called.
func (m *hostMemory) keep(save func() ([]byte, error), failed func(error)) {
	defer close(m.over)
	for {
		timer := time.NewTimer(saveHosts) // of real time: it bounds what a kill can take
		select {
		case <-m.wake:
		case <-timer.C:
		case <-m.stop:
		}
		timer.Stop()
		if err := m.write(save); err != nil {
			failed(err)
		}
		rest := time.NewTimer(restBetween)
		select {
		case <-rest.C:
		case <-m.stop:
			rest.Stop()
			return
		}
	}
}

// end writes a last time and waits for keep.
func (m *hostMemory) end(save func() ([]byte, error)) error {
	close(m.stop)
	<-m.over
	return m.write(save)
}

func (m *hostMemory) write(save func() ([]byte, error)) error {
	b, err := save()
	if err == nil {
		_, err = atomically.Write(m.name, b)
	}
	return err
}

// rememberHosts loads what the last desk knew of hosts, and keeps it up to date until the parts are closed, unless the database has what
// several processes know. Without the file the hosts are asked again.
func (a *app) rememberHosts(p *parts, m *hostMemory) {
	if b, err := os.ReadFile(m.name); err == nil {
		if err := p.fetch.Load(b); err != nil {
			a.warn("%s: %v: each host is asked for its robots.txt again", m.name, err)
		}
	}
	if p.member != nil {
		return // the database has what is learnt from now on
	}
	said := ""
	go m.keep(p.fetch.Save, func(err error) {
		if said != err.Error() { // the same fault, say a full disk, is told once
			said = err.Error()
			a.log.Error("remember what hosts have asked for", "err", err)
		}
	})
	p.closers = append(p.closers, func() error { return m.end(p.fetch.Save) })
}
