package bench

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/waidian/waidian/internal/config"
)

// composed is compose.yaml, as the reference library reads it with those profiles.
func composed(t *testing.T, profiles ...string) *types.Project {
	t.Helper()
	o, err := cli.NewProjectOptions([]string{"../compose.yaml"}, cli.WithProfiles(profiles), cli.WithInterpolation(true))
	if err != nil {
		t.Fatal(err)
	}
	p, err := o.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestCompose: each profile has its services, nothing listens where others reach it, and the desk finds what is started beside it.
func TestCompose(t *testing.T) {
	for _, x := range []struct{ profiles, services []string }{
		{nil, []string{"desk"}},
		{[]string{"postgres"}, []string{"desk", "postgres"}},
		{[]string{"llama"}, []string{"desk", "llama"}},
		{[]string{"postgres", "llama"}, []string{"desk", "llama", "postgres"}},
	} {
		p := composed(t, x.profiles...)
		if got := p.ServiceNames(); !slices.Equal(got, x.services) {
			t.Errorf("with the profiles %q: the services %q", x.profiles, got)
		}
		for name, s := range p.Services {
			for _, port := range s.Ports {
				if port.HostIP != "127.0.0.1" {
					t.Errorf("%s listens at %q", name, port.HostIP)
				}
			}
			for _, v := range s.Volumes {
				if _, known := p.Volumes[v.Source]; v.Type == types.VolumeTypeVolume && !known {
					t.Errorf("%s has the volume %s, which is not declared", name, v.Source)
				}
			}
		}
	}
	all := composed(t, "postgres", "llama")
	desk, base := all.Services["desk"], all.Services["postgres"]
	if desk.NetworkMode != "host" || len(desk.Command) > 0 || len(desk.Entrypoint) > 0 || desk.User != "" {
		t.Errorf("the desk is not run as its image says: %+v", desk)
	}
	if desk.StopGracePeriod == nil || time.Duration(*desk.StopGracePeriod) < 10*time.Second {
		t.Errorf("the desk has %v to end", desk.StopGracePeriod)
	}
	if !slices.Equal(base.Command, []string{"postgres", "-c", "listen_addresses="}) || base.NetworkMode != "none" {
		t.Errorf("the database listens to a network: %q, %s", base.Command, base.NetworkMode)
	}
	address := *desk.Environment["WAIDIAN_DATABASE"]
	if !config.DatabaseAddress(address) {
		t.Errorf("%s is no address of a database", address)
	}
	_, socket, _ := strings.Cut(address, "?host=")
	if source(desk, socket) != source(base, "/var/run/postgresql") || source(desk, socket) == "" {
		t.Errorf("desk and database do not share the folder %s", socket)
	}
	if source(desk, imageVolume(t)) != "desk" {
		t.Errorf("what the desk keeps is not in the volume of its own")
	}
}

// source is what a service has mounted in a folder; empty: nothing.
func source(s types.ServiceConfig, folder string) string {
	for _, v := range s.Volumes {
		if v.Target == folder {
			return v.Source
		}
	}
	return ""
}

// imageVolume is the folder that the image's desk works in.
func imageVolume(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(b)) {
		if folder, ok := strings.CutPrefix(l, "VOLUME "); ok {
			return strings.TrimSpace(folder)
		}
	}
	t.Fatal("the image has no volume")
	return ""
}
