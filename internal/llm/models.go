package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// longestList bounds a list of models, in bytes.
const longestList = 4 << 20

// Errors of Models, by what the operator can do about them.
var (
	ErrSilent     = errors.New("the endpoint does not answer")
	ErrKeyRefused = errors.New("the endpoint refuses the key")
	ErrNoModels   = errors.New("the endpoint has no list of models")
)

// Models asks an endpoint for the names of its models. They are none if the answer is not a list of models,
// which some servers do not have. It follows no redirect.
func Models(ctx context.Context, hc *http.Client, e Endpoint) ([]string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(e.BaseURL, "/")+"/models", nil)
	if err != nil {
		return nil, err
	}
	if e.Key != "" {
		req.Header.Set("Authorization", "Bearer "+string(e.Key))
	}
	res, err := straight(hc).Do(req)
	if err != nil {
		return nil, ErrSilent // the cause names the address, with any password in it
	}
	defer res.Body.Close()
	switch s := res.StatusCode; {
	case s/100 == 3:
		return nil, fmt.Errorf("the endpoint answers %s, and a key follows no redirect", res.Status)
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		return nil, fmt.Errorf("%w: %s", ErrKeyRefused, res.Status)
	case s == http.StatusNotFound:
		return nil, fmt.Errorf("%w: %s", ErrNoModels, res.Status)
	case s >= http.StatusInternalServerError:
		return nil, fmt.Errorf("the endpoint answers %s", res.Status)
	}
	var list struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if json.NewDecoder(io.LimitReader(res.Body, longestList)).Decode(&list) != nil {
		return nil, nil
	}
	var names []string
	for _, m := range list.Data {
		names = append(names, m.ID)
	}
	return names, nil
}
