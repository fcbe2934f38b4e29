package llm

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"time"
)

// Bounds on embeddings.
const (
	embedTimeout = 2 * time.Minute // of one call, if Endpoint.Timeout is zero
	mostNumbers  = 4096            // of one embedding
)

// Embedder asks an endpoint for embeddings, over the protocol of "Create embeddings" in OpenAI's API reference. It is safe for
// concurrent use.
type Embedder struct {
	e      *endpoint
	prefix string
}

// NewEmbedder returns an embedder of an endpoint; requests go to BaseURL/embeddings. Each text is sent with the prefix before it, which some models
// were trained with. Of o only HTTP and Now count.
func NewEmbedder(end Endpoint, prefix string, o Options) *Embedder {
	if end.Timeout <= 0 {
		end.Timeout = embedTimeout
	}
	o.Endpoints = []Endpoint{end}
	return &Embedder{New(o).endpoints[0], prefix}
}

// Name names the model with its prefix: vectors of another name are not compared with these.
func (m *Embedder) Name() string {
	if m.prefix == "" {
		return m.e.Model
	}
	return fmt.Sprintf("%s %q", m.e.Model, m.prefix)
}

// Embed returns an embedding of each text, all of one length; nil of a text that the server refuses. The error is an *Error, or that of
// ctx. After one that has to do with the server nothing is sent for a while: the same error comes again.
func (m *Embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	if err := m.resting(); err != nil {
		return nil, err
	}
	out, err := m.ask(ctx, texts)
	var kind *Error
	if errors.As(err, &kind) && (kind.Kind == ErrNever || kind.Kind == ErrTooLong || kind.Kind == ErrDeclined) {
		return m.embedHalves(ctx, texts)
	}
	if err != nil && ctx.Err() != nil {
		return nil, fmt.Errorf("ask %s at %s: %w", m.e.Model, m.e.name, ctx.Err())
	}
	m.e.settle(kind)
	return out, err
}

// embedHalves asks for the halves of what was refused, to find the text that it was refused for.
func (m *Embedder) embedHalves(ctx context.Context, texts []string) ([][]float32, error) {
	if len(texts) == 1 {
		return [][]float32{nil}, nil
	}
	var out [][]float32
	for half := range slices.Chunk(texts, (len(texts)+1)/2) {
		got, err := m.Embed(ctx, half)
		if err != nil {
			return nil, err
		}
		out = append(out, got...)
	}
	return out, nil
}

// resting is the error for which the endpoint rests; nil: it does not.
func (m *Embedder) resting() error {
	m.e.mu.Lock()
	defer m.e.mu.Unlock()
	if m.e.halt != nil && m.e.now().Before(m.e.halt.Until) {
		return m.e.halt
	}
	return nil
}

type wireEmbed struct {
	Model    string   `json:"model"`
	Input    []string `json:"input"`
	Encoding string   `json:"encoding_format"`
}

type wireEmbedded struct {
	Data []struct {
		Index     *int      `json:"index"`
		Embedding []float32 `json:"embedding"`
	} `json:"data"`
}

// ask sends one request and reads its answer.
func (m *Embedder) ask(ctx context.Context, texts []string) ([][]float32, error) {
	e := m.e
	w := wireEmbed{Model: e.Model, Encoding: "float"}
	for _, t := range texts {
		w.Input = append(w.Input, m.prefix+t)
	}
	body, err := json.Marshal(w)
	if err != nil {
		return nil, err
	}
	call, cancel := context.WithTimeout(ctx, e.Timeout)
	defer cancel()
	hr, err := http.NewRequestWithContext(call, http.MethodPost, e.BaseURL+"/embeddings", bytes.NewReader(body))
	if err != nil {
		return nil, e.fault(ErrPaused, 0, "its address is none")
	}
	hr.Header.Set("Content-Type", "application/json")
	hr.Header.Set("Accept", "application/json")
	if e.Key != "" {
		hr.Header.Set("Authorization", "Bearer "+string(e.Key))
	}
	watch := &watch{}
	resp, err := e.http.Do(hr)
	if err != nil {
		return nil, e.fault(ErrLater, 0, e.reason(err, watch)).after(err, e.now())
	}
	defer resp.Body.Close()
	answer, err := take(unpacked(resp), watch)
	switch {
	case resp.StatusCode/100 != 2:
		return nil, e.refusal(resp, answer, Request{User: fmt.Sprint(texts)})
	case err != nil:
		return nil, e.fault(ErrLater, resp.StatusCode, "answer broke off: "+e.reason(err, watch)).after(err, e.now())
	case len(answer) > maxBody:
		return nil, e.fault(ErrPaused, 0, fmt.Sprintf("an answer longer than %d MiB", maxBody>>20))
	}
	return m.read(answer, len(texts))
}

// read reads the embeddings of so many texts.
func (m *Embedder) read(answer []byte, texts int) ([][]float32, error) {
	var got wireEmbedded
	if err := json.Unmarshal(answer, &got); err != nil || len(got.Data) != texts {
		return nil, m.e.fault(ErrPaused, 0, cmp.Or(readProblem(answer).Message, fmt.Sprintf("not the embeddings of %d texts", texts)))
	}
	out := make([][]float32, texts)
	for i, d := range got.Data {
		at := i
		if d.Index != nil {
			at = *d.Index
		}
		if at < 0 || at >= texts || out[at] != nil || len(d.Embedding) == 0 || len(d.Embedding) > mostNumbers || len(d.Embedding) != len(got.Data[0].Embedding) {
			return nil, m.e.fault(ErrPaused, 0, fmt.Sprintf("not the embeddings of %d texts", texts))
		}
		out[at] = d.Embedding
	}
	for i, v := range out {
		if slices.ContainsFunc(v, func(x float32) bool { return math.IsInf(float64(x), 0) }) {
			out[i] = nil
		}
	}
	return out, nil
}
