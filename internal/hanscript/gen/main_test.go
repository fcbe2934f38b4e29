package main

import (
	"bytes"
	"compress/flate"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestTables: the tables in the program are made from the dictionaries that lie beside them.
func TestTables(t *testing.T) {
	for _, m := range made {
		want, err := tableText("..", m.from...)
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join("..", "tables", m.table))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(flate.NewReader(bytes.NewReader(data)))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("table %s is not what its dictionaries say: run go generate ./internal/hanscript", m.table)
		}
	}
}
