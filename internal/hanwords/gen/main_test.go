package main

import (
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	got, err := read(strings.NewReader("天津 500 ns\n鐵路 2 n\n鐵路線 40 n\n铁路线 3 n\n罕 1 n\n罕词 2 n\n很长很长的词语 9 i\nT恤 90 n\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]word{"天津": {500, true}, "铁路线": {43, false}, "罕": {1, false}}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
	for w, have := range want {
		if got[w] != have {
			t.Errorf("%s: got %v, want %v", w, got[w], have)
		}
	}
	for _, bad := range []string{"天津 500", "天津 many ns"} {
		if _, err := read(strings.NewReader(bad)); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestPack(t *testing.T) {
	a, err := pack(map[string]word{"天津": {500, true}, "天": {900, false}})
	if err != nil || len(a) == 0 {
		t.Fatal(len(a), err)
	}
}
