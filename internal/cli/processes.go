package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

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
	Seen    time.Time `json:"seen"`            // when it last said that it is at work
	Late    bool      `json:"late,omitempty"`  // it has not for so long that another may take over its work
	Leads   bool      `json:"leads,omitempty"` // stories, the site, alarms and messages are its to do
	Sources int       `json:"sources"`         // that it polls just now
	Hosts   int       `json:"hosts"`           // that it may ask, or keeps while it is alone
	Tasks   int       `json:"tasks"`           // under way

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
		}
	}
	return out, err
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
