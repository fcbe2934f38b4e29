package llm

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// Window asks an endpoint for the size of the context window of its model, in tokens; 0: it does not tell. vLLM has it in its
// list of models as max_model_len, OpenRouter as context_length, llama.cpp as meta.n_ctx.
func Window(ctx context.Context, hc *http.Client, e Endpoint) int {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(e.BaseURL, "/")+"/models", nil)
	if err != nil {
		return 0
	}
	if e.Key != "" {
		req.Header.Set("Authorization", "Bearer "+string(e.Key))
	}
	res, err := straight(hc).Do(req)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	var list struct {
		Data []struct {
			ID      string `json:"id"`
			Most    int    `json:"max_model_len"`
			Context int    `json:"context_length"`
			Meta    struct {
				Context int `json:"n_ctx"`
			} `json:"meta"`
		} `json:"data"`
	}
	if res.StatusCode != http.StatusOK || json.NewDecoder(io.LimitReader(res.Body, longestList)).Decode(&list) != nil {
		return 0
	}
	for _, m := range list.Data {
		if m.ID == e.Model {
			return min(max(m.Most, m.Context, m.Meta.Context, 0), maxUsage)
		}
	}
	return 0
}
