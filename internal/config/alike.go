package config

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Fingerprint is made of the settings that all processes at work on one desk must have alike: a short hash of each table, without what
// may be each machine's own (where its folders are, how it reaches the database, how much it does at the same time). What is as it is in an empty
// configuration has no part in it, so that programs agree of which one has a key that the other does not know.
func Fingerprint(c Config) string {
	v, usual := reflect.ValueOf(shared(c)), reflect.ValueOf(shared(Default()))
	var parts []string
	for i := range v.NumField() {
		if equal(v.Field(i), usual.Field(i)) {
			continue
		}
		b, err := json.Marshal(set(v.Field(i), usual.Field(i)))
		if err != nil {
			panic(fmt.Sprintf("config: a table is not JSON: %v", err)) // a bug: it has plain values alone
		}
		sum := sha256.Sum256(b)
		parts = append(parts, v.Type().Field(i).Tag.Get("toml")+":"+hex.EncodeToString(sum[:8]))
	}
	return strings.Join(parts, " ")
}

// shared is a configuration without what each machine may have of its own.
func shared(c Config) Config {
	c.Desk.Data, c.Desk.Database, c.Desk.DatabaseEnv, c.Desk.Fetchers = "", "", "", 0
	c.Site.Out, c.Digest.Writers, c.Archive.Cache = "", 0, 0
	if c.Digest.Glossary != "" {
		c.Digest.Glossary = "one"
	}
	return c
}

func equal(a, b reflect.Value) bool { return reflect.DeepEqual(a.Interface(), b.Interface()) }

// set is a value without the keys that have their usual value.
func set(v, usual reflect.Value) any {
	switch v.Kind() {
	case reflect.Struct:
		keys := map[string]any{}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !equal(v.Field(i), usual.Field(i)) {
				keys[f.Name] = set(v.Field(i), usual.Field(i))
			}
		}
		return keys
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = set(v.Index(i), reflect.Zero(v.Type().Elem()))
		}
		return list
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return []any{set(v.Elem(), reflect.Zero(v.Type().Elem()))} // a table that is there and empty is not one that is not
	default:
		return v.Interface()
	}
}

// Unlike are the tables in which the settings of two fingerprints differ, as [site]. Tables that only one of them knows differ.
func Unlike(a, b string) (tables []string) {
	has, other := strings.Fields(a), strings.Fields(b)
	for _, list := range [][2][]string{{has, other}, {other, has}} {
		for _, part := range list[0] {
			name, _, _ := strings.Cut(part, ":")
			if table := "[" + name + "]"; !slices.Contains(list[1], part) && !slices.Contains(tables, table) {
				tables = append(tables, table)
			}
		}
	}
	return tables
}
