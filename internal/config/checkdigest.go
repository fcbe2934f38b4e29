package config

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/news"
)

func (c *checker) digest(d Digest) {
	if _, err := language.Parse(d.Language); err != nil {
		c.add("digest.language", fmt.Sprintf("language %q is not the tag of a language", d.Language), "like zh-Hans, en, de")
	}
	c.endpoint("digest.endpoint", d.Endpoint)
	c.oneOf("digest.way", d.Way, "auto", string(news.AsWhole), string(news.BySentences))
	c.oneOf("digest.unfit", d.Unfit, "extract", "use")
	c.oneOf("digest.review", d.Review, "off", "hold")
	if d.Endpoint != "" && d.Model == "" {
		c.add("digest.endpoint", "there is an endpoint, but no model", "set model to the name that the endpoint knows")
	}
	if d.JudgeEndpoint != "" && (!WebAddress(d.JudgeEndpoint) || d.JudgeModel == "") {
		c.add("digest.judge_endpoint", "the second model needs a web address and a name", "like http://127.0.0.1:11434/v1, and judge_model")
	}
	for i, f := range d.Fallback {
		at := fmt.Sprintf("digest.fallback.%d", i)
		if !WebAddress(f.Endpoint) || f.Model == "" {
			c.add(at, fmt.Sprintf("fallback %d needs a web address and a model", i+1), `like endpoint = "http://127.0.0.1:11434/v1"`)
		} else {
			c.endpoint(at+".endpoint", f.Endpoint)
		}
		c.variable(at+".key_env", f.KeyEnv)
		c.within(window(at+".context", f.Context), amount(at+".price_in", f.PriceIn), amount(at+".price_out", f.PriceOut))
	}
	c.alone(d)
	c.variable("digest.key_env", d.KeyEnv)
	c.variable("digest.judge_key_env", d.JudgeKeyEnv)
	c.within(span("digest.timeout", d.Timeout, time.Second, 24*time.Hour), span("digest.silence", d.Silence, time.Second, 24*time.Hour), number("digest.writers", d.Writers, 1, 1024),
		window("digest.context", d.Context))
}

func (c *checker) story(s Story) {
	switch {
	case s.Embeddings == "":
		if s.Model != "" {
			c.add("story.embeddings_model", "embeddings_model without embeddings says nothing", "set embeddings to the base URL of its server")
		}
	case !WebAddress(s.Embeddings):
		c.add("story.embeddings", fmt.Sprintf("embeddings %q is not a web address", s.Embeddings), "like http://127.0.0.1:8080/v1")
	case strings.HasSuffix(strings.TrimRight(s.Embeddings, "/"), "/embeddings"):
		c.add("story.embeddings", "embeddings is the address of one request, not the base URL", "it usually ends with /v1")
	case s.Model == "":
		c.add("story.embeddings", "there is an endpoint for embeddings, but no model", "set embeddings_model to the name that the endpoint knows")
	}
	if len(s.Prefix) > 200 {
		c.add("story.embeddings_prefix", "embeddings_prefix is longer than 200 bytes", "write what the model's documentation says comes before a text")
	}
	c.variable("story.embeddings_key_env", s.KeyEnv)
}

// window are the bounds of a context window: below 1,024 tokens no report fits beside the request.
func window(path string, n int) bounds {
	if n == 0 {
		return number(path, n, 0, 1)
	}
	if n < 0 {
		return number(path, n, 0, 0)
	}
	return number(path, n, 1024, 100_000_000)
}

// endpoint notes what is wrong with the base URL of a server of models, if one is set.
func (c *checker) endpoint(path, address string) {
	switch {
	case address == "":
	case !WebAddress(address):
		c.add(path, fmt.Sprintf("endpoint %q is not a web address", address), "like http://127.0.0.1:11434/v1")
	case strings.HasSuffix(strings.TrimRight(address, "/"), "/completions"):
		c.add(path, "endpoint is the address of one request, not the base URL", "it usually ends with /v1")
	}
}

// alone notes the keys that say nothing without another.
func (c *checker) alone(d Digest) {
	for _, k := range []struct {
		path, need, hint string
		set              bool
	}{
		{"digest.model", "endpoint", "set endpoint to the base URL of its server, or leave model out: digests are extracts",
			d.Model != "" && d.Endpoint == ""},
		{"digest.judge_model", "judge_endpoint", "set judge_endpoint to the base URL of its server", d.JudgeModel != "" && d.JudgeEndpoint == ""},
		{"digest.judge_endpoint", "endpoint", "the second model compares what the first one has written",
			d.JudgeEndpoint != "" && d.Endpoint == ""},
		{"digest.fallback.0", "endpoint", "a further model is asked only after the first", len(d.Fallback) > 0 && d.Endpoint == ""},
		{"digest.translate", "endpoint", "a model translates", d.Translate && d.Endpoint == ""},
		{"digest.titles_only", "endpoint", "a model writes the headlines", d.TitlesOnly && d.Endpoint == ""},
	} {
		if k.set {
			name := strings.TrimSuffix(last(k.path), "0")
			if name == "" {
				name = "fallback"
			}
			c.add(k.path, fmt.Sprintf("%s without %s says nothing", name, k.need), k.hint)
		}
	}
}

// variableForm is the form of the name of an environment variable.
var variableForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// variable notes a name of an environment variable that cannot be one. The value is not shown: it may be the key itself.
func (c *checker) variable(path, name string) {
	if name != "" && !variableForm.MatchString(name) {
		c.add(path, last(path)+" is not the name of an environment variable",
			"write the name here, and the key itself into the environment, never into this file")
	}
}

func (c *checker) budget(d Digest) {
	c.within(
		amount("digest.price_in", d.PriceIn), amount("digest.price_out", d.PriceOut),
		amount("digest.judge_price_in", d.JudgePriceIn), amount("digest.judge_price_out", d.JudgePriceOut),
		amount("digest.day_cost", d.DayCost), amount("digest.month_cost", d.MonthCost),
		number("digest.day_tokens", d.DayTokens, 0, math.MaxInt), number("digest.month_tokens", d.MonthTokens, 0, math.MaxInt),
		number("digest.story_calls_per_day", d.StoryCalls, 0, math.MaxInt),
	)
	if (d.DayCost > 0 || d.MonthCost > 0) && d.PriceIn == 0 && d.PriceOut == 0 {
		c.at["digest.cost"] = max(c.at["digest.day_cost"], c.at["digest.month_cost"])
		c.add("digest.cost", "a budget in money needs prices", "set price_in and price_out, or limit day_tokens instead")
	}
}

// idForm is the form of the identifiers of sources and topics.
var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

const idHint = "an identifier has lower-case letters, digits and hyphens, 64 at most"
