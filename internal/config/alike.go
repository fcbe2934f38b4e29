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
// may be each machine's own (where its folders are, how it reaches the database, how much it does at the same time).
func Fingerprint(c Config) string {
	c.Desk.Data, c.Desk.Database, c.Desk.DatabaseEnv, c.Desk.Fetchers = "", "", "", 0
	c.Site.Out, c.Digest.Writers, c.Archive.Cache = "", 0, 0
	if c.Digest.Glossary != "" {
		c.Digest.Glossary = "one"
	}
	v := reflect.ValueOf(c)
	parts := make([]string, v.NumField())
	for i := range parts {
		b, err := json.Marshal(v.Field(i).Interface())
		if err != nil {
			panic(fmt.Sprintf("config: a table is not JSON: %v", err)) // a bug: it has plain values alone
		}
		sum := sha256.Sum256(b)
		parts[i] = v.Type().Field(i).Tag.Get("toml") + ":" + hex.EncodeToString(sum[:8])
	}
	return strings.Join(parts, " ")
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
