package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/metrics"
	"github.com/waidian/waidian/internal/store"
)

// processStatus is a process at work on a desk that several processes share. Times are by the clock of the database.
type processStatus struct {
	ID      int64     `json:"id"`
	Place   string    `json:"place"` // HOST:FOLDER (process PID)
	Roles   []string  `json:"roles"`
	Version string    `json:"version"`
	Since   time.Time `json:"since"`
	Seen    time.Time `json:"seen"`                      // when it last said that it is at work
	Late    bool      `json:"late,omitempty"`            // it has not for so long that another may take over its work
	Leads   bool      `json:"leads,omitempty"`           // stories, the site, alarms and messages are its to do
	Sources int       `json:"sources"`                   // that it polls just now
	Hosts   int       `json:"hosts"`                     // that it may ask, or keeps while it is alone
	Tasks   int       `json:"tasks"`                     // under way
	Unlike  []string  `json:"settings_unlike,omitempty"` // tables in which it has other settings than the configuration of this command
	Apart   bool      `json:"folder_apart,omitempty"`    // what it captures is not in the data folder of this command

	now time.Time // of the clock of the database
}

// processesOf are the processes at work on a desk; none where one process at a time is the desk.
func processesOf(tx *store.Tx, p *parts) ([]processStatus, error) {
	if !p.db.Shared() {
		return nil, nil
	}
	now, err := tx.Clock()
	if err != nil {
		return nil, err
	}
	list, err := tx.AtWork()
	out := make([]processStatus, len(list))
	for i, w := range list {
		out[i] = processStatus{
			ID: w.ID, Place: w.Place, Roles: strings.Split(w.Roles, ","), Version: w.Version, Since: w.Since.UTC(), Seen: w.Seen.UTC(), Late: w.Until.Before(now),
			Leads: len(w.Duties) > 0, Sources: w.Sources, Hosts: w.Hosts, Tasks: w.Tasks, now: now,
			Unlike: config.Unlike(w.Settings, config.Fingerprint(p.config)),
		}
		if w.Archive != "" && p.archive != nil {
			here, e := p.archive.Marked(w.Archive)
			out[i].Apart = e == nil && !here
		}
	}
	return out, err
}

// strays says how processes at work, that are not late, and this command work on one desk as if on two.
func strays(list []processStatus, configuration, folder string) (lines []string) {
	for _, p := range list {
		if len(p.Unlike) > 0 && !p.Late {
			lines = append(lines, fmt.Sprintf("%s goes by other settings than %s: they differ in %s; give both one file, or waidian reload if it has changed since",
				p.Place, configuration, strings.Join(p.Unlike, ", ")))
		}
	}
	for _, p := range list {
		if p.Apart && !p.Late {
			lines = append(lines, fmt.Sprintf("what %s captures is not in %s: name its data folder with --data or [desk] data", p.Place, folder))
		}
	}
	return lines
}

// strays are the lines about the processes at work on the desk of this command.
func (a *app) strays(tx *store.Tx, p *parts) ([]string, error) {
	list, err := processesOf(tx, p)
	return strays(list, a.configName(), absolute(p.config.Desk.Data)), err
}

// undone are the roles that no process has, while some are at work. Readers can be answered without one: by serve, or any web server.
func undone(list []processStatus) (none []desk.Role) {
	if len(list) == 0 {
		return nil
	}
	for _, role := range desk.AllRoles() {
		does := func(p processStatus) bool { return !p.Late && slices.Contains(p.Roles, string(role)) }
		if role != desk.RoleServe && !slices.ContainsFunc(list, does) {
			none = append(none, role)
		}
	}
	return none
}

// noneDoes says that no process has a role, and what to do.
func noneDoes(role desk.Role) string {
	return fmt.Sprintf("no process at work has the role %s: start one with it (waidian run --roles %[1]s)", role)
}

// processes looks whether the processes at work and this command have one configuration and one folder. It has nothing to say if they have.
func (doctorCmd) processes(ctx context.Context, a *app, c config.Config, db *store.DB) (out []finding) {
	dir, err := archive.Open(archiveDir(c), archive.Options{ReadOnly: true})
	var lines []string
	if err == nil {
		err = db.View(ctx, func(tx *store.Tx) (err error) {
			lines, err = a.strays(tx, &parts{config: c, db: db, archive: dir})
			return err
		})
	}
	for _, line := range lines {
		out = append(out, finding{what: "processes", err: errors.New(line), do: "processes of one desk need one configuration and one data folder (doc/deploy.md, Several processes)"})
	}
	if err != nil {
		out = append(out, finding{what: "processes", err: err, do: "see whether the archive can be read"})
	}
	return out
}

func printProcesses(w io.Writer, list []processStatus) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintln(w, "PROCESS\tROLES\tSINCE\tSEEN\tPOLLS\tHOSTS\tTASKS\tLEADS\tVERSION")
	for _, p := range list {
		leads := ""
		switch {
		case p.Late:
			leads = "late"
		case p.Leads:
			leads = "yes"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\t%s\n", shown(p.Place), strings.Join(p.Roles, ","), ago(p.now, &p.Since), ago(p.now, &p.Seen), p.Sources, p.Hosts, p.Tasks, leads, shown(p.Version))
	}
	fmt.Fprintln(w)
}

// processFigures count the processes at work by role.
func processFigures(tx *store.Tx, p *parts) ([]metrics.Family, error) {
	list, err := processesOf(tx, p)
	if err != nil || !p.db.Shared() {
		return nil, err
	}
	at := metrics.Family{Name: "waidian_processes", Help: "processes at work on the desk that have a role; one that is late is none", Type: metrics.Gauge}
	for _, role := range desk.AllRoles() {
		n := 0
		for _, x := range list {
			if !x.Late && slices.Contains(x.Roles, string(role)) {
				n++
			}
		}
		at.Samples = append(at.Samples, metrics.Of(float64(n), "role", string(role)))
	}
	return []metrics.Family{at}, nil
}

// targetInfo names the process that counts, as OpenTelemetry has it for Prometheus: one series a process.
func targetInfo(p *parts) metrics.Family {
	return one("target_info", "always 1; the labels name the process that answers: host and process number, and its roles", 1,
		"service_name", "waidian", "service_instance_id", processName(), "host_name", hostname(), "service_version", Version, "waidian_roles", p.roles.String())
}
