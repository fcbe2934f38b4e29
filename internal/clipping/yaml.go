package clipping

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// readYAML reads front matter. What is no YAML is read as far as lenient can: programs that show posts are as patient.
func readYAML(src string) (map[string]any, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(src), &doc); err == nil {
		if len(doc.Content) == 0 { // nothing but remarks
			return map[string]any{}, nil
		}
		if m, ok := plainYAML(doc.Content[0], 0).(map[string]any); ok {
			return m, nil
		}
	}
	return lenient(src)
}

// deepestYAML bounds the levels that are read: nothing of a report lies deeper.
const deepestYAML = 6

// plainYAML is a value as strings, lists and maps: a number, a date and a word stay as they are written. An alias is not followed, so that
// nothing grows.
func plainYAML(n *yaml.Node, depth int) any {
	switch {
	case depth > deepestYAML:
	case n.Kind == yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plainYAML(n.Content[i+1], depth+1)
		}
		return m
	case n.Kind == yaml.SequenceNode:
		return yamlList(n, depth)
	case n.Kind == yaml.ScalarNode && n.Tag != "!!null":
		return strings.TrimSpace(n.Value)
	}
	return ""
}

// yamlList is a list. A list in a list is taken as its items, but one item alone, "[[a link]]", as Obsidian writes it.
func yamlList(n *yaml.Node, depth int) []any {
	out := []any{}
	for _, c := range n.Content {
		switch v := plainYAML(c, depth+1).(type) {
		case []any:
			out = append(out, v...)
		case string:
			if v != "" {
				out = append(out, v)
			}
		default:
			out = append(out, v)
		}
	}
	return out
}
