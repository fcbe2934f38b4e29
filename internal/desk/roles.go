package desk

import (
	"fmt"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/store"
)

// Role is a part of the work of a desk, to which a process may be kept where several work on one.
type Role string

// The roles.
const (
	RoleGather  Role = "gather"  // polls sources, fetches pages and reads them
	RoleDigest  Role = "digest"  // asks models for digests of reports and of stories
	RolePublish Role = "publish" // may lead: stories, editions, the site, alarms, messages to readers
	RoleServe   Role = "serve"   // answers readers
)

// Roles are those of a process; none: all of them.
type Roles []Role

// AllRoles are all there are, in the order of the work.
func AllRoles() Roles { return Roles{RoleGather, RoleDigest, RolePublish, RoleServe} }

// ParseRoles reads a list with commas; an empty one is all roles.
func ParseRoles(list string) (Roles, error) {
	var out Roles
	for name := range strings.SplitSeq(list, ",") {
		r := Role(strings.TrimSpace(name))
		switch {
		case r == "":
		case !slices.Contains(AllRoles(), r):
			return nil, fmt.Errorf("there is no role %q", string(r))
		case !slices.Contains(out, r):
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return AllRoles(), nil
	}
	return slices.DeleteFunc(AllRoles(), func(r Role) bool { return !slices.Contains(out, r) }), nil
}

// Has reports whether a role is one of these.
func (r Roles) Has(role Role) bool { return len(r) == 0 || slices.Contains(r, role) }

// Captures reports whether a process of these roles needs the archive: one that only digests reads texts in the store, and one that only serves
// the built site.
func (r Roles) Captures() bool { return r.Has(RoleGather) || r.Has(RolePublish) }

// kinds are the kinds of tasks that a process of these roles does.
func (r Roles) kinds() (kinds []store.Kind) {
	for _, x := range []struct {
		role  Role
		kinds []store.Kind
	}{
		{RoleGather, []store.Kind{store.Fetch, store.Read}},
		{RoleDigest, []store.Kind{store.Digest, store.Story}},
		{RolePublish, []store.Kind{store.Announce, store.Cosign}},
	} {
		if r.Has(x.role) {
			kinds = append(kinds, x.kinds...)
		}
	}
	return kinds
}

// String is the list with commas.
func (r Roles) String() string {
	if len(r) == 0 {
		r = AllRoles()
	}
	names := make([]string, len(r))
	for i, role := range r {
		names[i] = string(role)
	}
	return strings.Join(names, ",")
}
