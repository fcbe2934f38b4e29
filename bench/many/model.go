package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

// model is an OpenAI-compatible endpoint that digests the invented reports, and counts for which it was asked how often. mu guards the map.
type model struct {
	mu    sync.Mutex
	asked map[string]int // by headline
}

func newModel() *model { return &model{asked: map[string]int{}} }

var (
	headline = regexp.MustCompile(`(?m)Headline: (.+)$`)
	crew     = regexp.MustCompile(`(?m)^\[(\d+)\] .*the crew of (\d+) went`)
)

// ServeHTTP answers with a digest of three sentences, which say how many were of each crew.
func (m *model) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Messages []struct{ Role, Content string }
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil || json.Unmarshal(body, &q) != nil || len(q.Messages) == 0 {
		http.Error(w, "no chat", http.StatusBadRequest)
		return
	}
	asked := q.Messages[len(q.Messages)-1].Content
	title, crews := headline.FindStringSubmatch(asked), crew.FindAllStringSubmatch(asked, 3)
	if title == nil || len(crews) < 3 {
		http.Error(w, "no report", http.StatusBadRequest)
		return
	}
	m.mu.Lock()
	m.asked[strings.TrimSpace(title[1])]++
	m.mu.Unlock()
	time.Sleep(*slow)
	var sentences []string
	for i, c := range crews {
		sentences = append(sentences, fmt.Sprintf(`{"text":"%s船有船员%s人。","evidence":[%s]}`, []string{"第一艘", "另一艘", "还有一艘"}[i], c[2], c[1]))
	}
	content := `{"title":"港口来船","summary":[` + strings.Join(sentences, ",") + `],"names":[]}`
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"id": "1", "object": "chat.completion", "model": "many", "usage": map[string]int{"prompt_tokens": len(asked) / 4, "completion_tokens": 40},
		"choices": []any{map[string]any{"index": 0, "finish_reason": "stop", "message": map[string]string{"role": "assistant", "content": content}}},
	})
}

// count is for how many reports it was asked, and how often after the first time of each.
func (m *model) count() (reports, again int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, n := range m.asked {
		again += n - 1
	}
	return len(m.asked), again
}
