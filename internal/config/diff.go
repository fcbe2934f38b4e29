package config

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A key with the tag restart is read when a desk starts, and not again while it works.

// Changes names the keys in which two configurations differ: those that a desk at work takes up, with what they are now if they
// are true or false, and those that wait until it starts again.
func Changes(was, now Config) (live, restart []string) {
	a, b := reflect.ValueOf(was), reflect.ValueOf(now)
	for i := range a.NumField() {
		f := a.Type().Field(i)
		name := f.Tag.Get("toml")
		switch {
		case name == "source":
			live = append(live, sourceChanges(was.Source, now.Source)...)
		case f.Type.Kind() == reflect.Pointer && !a.Field(i).IsNil() && !b.Field(i).IsNil():
			l, r := tableChanges(name+".", a.Field(i).Elem(), b.Field(i).Elem())
			live, restart = append(live, l...), append(restart, r...)
		case f.Type.Kind() == reflect.Slice || f.Type.Kind() == reflect.Pointer:
			if !same(a.Field(i), b.Field(i)) {
				live = append(live, name)
			}
		default:
			l, r := tableChanges(name+".", a.Field(i), b.Field(i))
			live, restart = append(live, l...), append(restart, r...)
		}
	}
	return live, restart
}

func tableChanges(prefix string, a, b reflect.Value) (live, restart []string) {
	for i := range a.NumField() {
		f := a.Type().Field(i)
		if same(a.Field(i), b.Field(i)) {
			continue
		}
		key := prefix + f.Tag.Get("toml")
		if waits(f) {
			restart = append(restart, key)
		} else {
			if y := b.Field(i); y.Kind() == reflect.Bool {
				key += " = " + strconv.FormatBool(y.Bool())
			}
			live = append(live, key)
		}
	}
	return live, restart
}

func same(a, b reflect.Value) bool {
	if a.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0 {
		return true
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

func waits(f reflect.StructField) bool {
	_, tagged := f.Tag.Lookup("restart")
	return tagged
}

// sourceChanges names the sources that came and went, and what has changed of the others.
func sourceChanges(was, now []Source) (out []string) {
	for _, s := range now {
		i := slices.IndexFunc(was, func(x Source) bool { return x.ID == s.ID })
		if i < 0 {
			out = append(out, "source "+s.ID+" added")
			continue
		}
		if keys, _ := tableChanges("", reflect.ValueOf(was[i]), reflect.ValueOf(s)); len(keys) > 0 {
			out = append(out, "source "+s.ID+": "+strings.Join(keys, ", "))
		}
	}
	for _, s := range was {
		if !slices.ContainsFunc(now, func(x Source) bool { return x.ID == s.ID }) {
			out = append(out, "source "+s.ID+" removed")
		}
	}
	return out
}

// AtWork is the configuration now as a desk takes it up that works by was: keys that wait until it
// starts again have their values of before.
func AtWork(was, now Config) Config {
	a, b := reflect.ValueOf(was), reflect.ValueOf(&now).Elem()
	for i := range a.NumField() {
		if a.Field(i).Kind() != reflect.Struct {
			continue
		}
		for j := range a.Field(i).NumField() {
			if waits(a.Field(i).Type().Field(j)) {
				b.Field(i).Field(j).Set(a.Field(i).Field(j))
			}
		}
	}
	return now
}
