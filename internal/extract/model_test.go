package extract

import (
	"math"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestModelFile reads the model that ships, and writes it again as TestTrain does.
func TestModelFile(t *testing.T) {
	m := learned()
	if len(m.one.trees) == 0 || len(m.two.trees) == 0 {
		t.Fatalf("%d and %d trees", len(m.one.trees), len(m.two.trees))
	}
	if string(m.text()) != modelText {
		t.Error("the model that was read is not the one in model.txt")
	}
}

// TestFeaturesOfModel holds that the model is asked with as many features as it may name.
func TestFeaturesOfModel(t *testing.T) {
	doc, err := html.Parse(strings.NewReader("<h1>Herring</h1><p>The harbour was full of herring on Tuesday.</p>"))
	if err != nil {
		t.Fatal(err)
	}
	c := newPage(doc, "https://a.example/1", Options{}).measure()
	if n := len(c.blocks[0].f); n != numFirstFeatures {
		t.Errorf("%d features in the first round, want %d", n, numFirstFeatures)
	}
	c.second()
	if n := len(c.blocks[0].f); n != numFeatures {
		t.Errorf("%d features in the second round, want %d", n, numFeatures)
	}
}

func TestParseModel(t *testing.T) {
	const good = "stage one bias -1.5 trees 1\n3>0.5 168>-2\n0 0.25 0 -1\nstage two bias 0 trees 1\n196>1\n-0.5 0.5\n"
	m, err := parseModel(modelHead + good)
	if err != nil {
		t.Fatal(err)
	}
	f := make([]float32, numFirstFeatures)
	for _, c := range []struct{ first, last, logOdds float64 }{
		{0, -3, -1.5}, {1, -3, -1.5 + 0.25}, {0, 0, -1.5}, {1, 0, -1.5 - 1},
		{0.5, -2, -1.5}, // what equals the cut is below it
	} {
		f[3], f[168] = float32(c.first), float32(c.last)
		if got, want := m.one.prob(f), 1/(1+math.Exp(-c.logOdds)); got != want {
			t.Errorf("prob of %v and %v = %v, want %v", c.first, c.last, got, want)
		}
	}
	for _, c := range []struct{ name, old, now, want string }{
		{"no head", "# The trees", "# Trees", "does not begin"},
		{"another stage", "stage two", "stage six", "line 6: not the head of stage two"},
		{"no bias", "bias 0", "bias nil", "line 6: not a number"},
		{"no trees", "trees 1\n196", "trees 0\n196", "line 6: not a number of trees"},
		{"too many trees", "trees 1\n196", "trees 99999\n196", "line 6: not a number of trees"},
		{"one tree less", "trees 1\n196", "trees 2\n196", "line 9: the file ends too early"},
		{"no question", "196>1", "", `line 7: not a question, or one too many: ""`},
		{"no cut", "196>1", "194", "line 7: not a question"},
		{"a feature of nobody", "196>1", "197>1", "line 7: not a question"},
		{"a feature of the second round", "168>-2", "169>-2", "line 4: not a question"},
		{"six questions", "3>0.5 168>-2", "1>0 2>0 3>0 4>0 5>0 6>0", "line 4: not a question, or one too many"},
		{"an endless cut", "196>1", "194>+Inf", "line 7: not a number"},
		{"a leaf that is none", "-0.5 0.5", "NaN 0.5", "line 8: not a number"},
		{"a leaf too large", "-0.5 0.5", "1e39 0.5", "line 8: not a number"},
		{"a leaf less", "-0.5 0.5", "0.5", "line 8: 1 leaves and not 2"},
		{"a leaf more", "-0.5 0.5", "0 1 2", "line 8: more than 2 leaves"},
		{"text behind", "-0.5 0.5\n", "-0.5 0.5\n\n", "line 9: text after the last tree"},
	} {
		bad := strings.Replace(modelHead+good, c.old, c.now, 1)
		if bad == modelHead+good {
			t.Fatalf("%s: nothing is wrong", c.name)
		}
		if _, err := parseModel(bad); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if _, err := parseModel(strings.TrimSuffix(modelHead+good, "\n")); err == nil {
		t.Error("a file without its last line break is a model")
	}
}
