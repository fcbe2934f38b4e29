package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/text"
)

// model asks the endpoint for its list of models, and then the model itself for a sentence.
func (doctorCmd) model(ctx context.Context, a *app, c config.Config) finding {
	f := finding{what: "model", mild: true, note: c.Digest.Model + " at " + llm.Bare(c.Digest.Endpoint)}
	if c.Digest.Endpoint == "" {
		f.err = errors.New("none: digests are extracts in the report's own language")
		f.do = "set [digest] endpoint and model, e.g. http://127.0.0.1:11434/v1 for Ollama"
		return f
	}
	f.do = "start the model server, or correct [digest] endpoint; until it answers, reports are published with extracts"
	end := llm.Endpoint{BaseURL: c.Digest.Endpoint, Model: c.Digest.Model, Key: llm.Key(a.Getenv(c.Digest.KeyEnv)), Timeout: modelPatience}
	list, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	has, err := llm.Models(list, a.client(), end)
	f.err = err
	switch {
	case errors.Is(err, llm.ErrKeyRefused):
		f.do = "put the key into the environment variable " + c.Digest.KeyEnv
	case errors.Is(err, llm.ErrSilent):
	case len(has) > 0 && !slices.Contains(has, c.Digest.Model) && !slices.Contains(has, c.Digest.Model+":latest"):
		f.err = fmt.Errorf("the endpoint has no model %s", c.Digest.Model)
		f.do = "set [digest] model to one that it has: " + shown(strings.Join(has[:min(len(has), 12)], ", "))
	default: // a server without a list of models may have the model
		f.tryModel(ctx, a, c.Digest, end)
	}
	return f
}

// modelPatience is how long doctor waits for a model; one on a small machine is loaded first.
const modelPatience = time.Minute

// trialSentence is what doctor asks the model to render.
const trialSentence = "The harbour office said on Tuesday that 340 passengers wait for the ferry to Northport."

// mostTrial bounds the answer to doctor's question, in tokens; one that is cut off at it was an answer.
const mostTrial = 160

// tryModel asks the model for one sentence in the language of the digests: that a server has it does not say that it answers.
func (f *finding) tryModel(ctx context.Context, a *app, c config.Digest, end llm.Endpoint) {
	client := llm.New(llm.Options{Endpoints: []llm.Endpoint{end}, HTTP: a.client(), Now: a.Now, Patience: time.Millisecond})
	ans, err := client.Complete(ctx, llm.Request{
		System: "Render the sentence in the language " + c.Language + ". Answer with the rendering alone.", User: trialSentence, MaxTokens: mostTrial,
	})
	came := fmt.Sprintf("%q", shown(shortened(ans.Text, mostOfReport)))
	switch {
	case errors.Is(err, llm.ErrCut):
		came, err = fmt.Sprintf("more than the %d tokens asked for", mostTrial), nil
	case errors.Is(err, llm.ErrEmpty):
		came, err = "an empty text", nil
	case errors.Is(err, llm.ErrDeclined):
		came, err = "a refusal", nil
	}
	if f.err = err; err == nil {
		f.note += fmt.Sprintf(" answers within %s: %s (%s)", (ans.Took + 99*time.Millisecond).Truncate(100*time.Millisecond), came, paidFor(ans, llm.Prices{In: c.PriceIn, Out: c.PriceOut}))
	}
	var e *llm.Error
	switch {
	case errors.As(err, &e) && (e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden):
		f.do = "put a valid key into the environment variable that [digest] key_env names"
	case errors.As(err, &e) && e.Hint() != "":
		f.do = e.Hint()
	}
}

// paidFor is what an answer cost, in tokens and, where prices are set, in money.
func paidFor(ans llm.Answer, p llm.Prices) string {
	out := fmt.Sprintf("%s in, %d out", text.Count(ans.Usage.In, "token", "tokens"), ans.Usage.Out)
	if ans.Guessed {
		out = "about " + out
	}
	if p == (llm.Prices{}) {
		return out + "; no price is set"
	}
	return out + fmt.Sprintf(", cost %.6f", llm.Cost(ans.Usage, p))
}
