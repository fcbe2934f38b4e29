package config

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// What is secret in an address or in a list of settings of PostgreSQL.
var secrets = []struct {
	at    *regexp.Regexp
	shown string
}{
	{regexp.MustCompile(`(://[^/?#\s":@]*):[^/?#\s"]*@`), "$1:…@"},                                                      // user:password@
	{regexp.MustCompile(`(https?://)[^/?#\s":]+@`), "$1…@"},                                                             // token@
	{regexp.MustCompile(`(?i)([?&][^=&"\s]*(?:key|token|secret|auth|sig|pass|pwd|session)[^=&"\s]*=)[^&#"\s]+`), "$1…"}, // ?api_key=
	{regexp.MustCompile(`(?i)(^|[\s"])((?:ssl)?password\s*=\s*)('[^']*'|[^\s"]+)`), "$1$2…"},                            // of PostgreSQL
}

// hidden is a value with dots for what is secret in it.
func hidden(value string) string {
	for _, s := range secrets {
		value = s.at.ReplaceAllString(value, s.shown)
	}
	return value
}

// hiddenPath is the address of a receiver of messages with dots for all that follows its host: whoever knows it can send there.
func hiddenPath(address string) string {
	address = hidden(address)
	scheme, rest, is := strings.Cut(address, "://")
	if !is {
		return hiddenWhole(address)
	}
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end] + "/" + hiddenWhole(strings.TrimPrefix(rest[end:], "/"))
	}
	return scheme + "://" + rest
}

func hiddenWhole(s string) string {
	if s == "" {
		return ""
	}
	return "…"
}

// withoutTopics are channels with dots for the topics of ntfy: whoever knows one reads what is sent there, and can send there.
func withoutTopics(list []Push) []Push {
	list = slices.Clone(list)
	for i := range list {
		if list[i].Kind == PushNtfy {
			list[i].To = hiddenWhole(list[i].To)
		}
	}
	return list
}

// Secret names a key of the file whose value has what is printed as dots in it; empty: there is none.
func (c Config) Secret() string {
	in := func(name, value string) string {
		if hidden(value) == value {
			return ""
		}
		return name
	}
	path := func(name, address string) string {
		if hiddenPath(address) == address {
			return ""
		}
		return name
	}
	topic := func(p Push) string {
		if p.Kind != PushNtfy || p.To == "" {
			return ""
		}
		return "the topic of push " + p.Name
	}
	found := cmp.Or(in("[desk] database", c.Desk.Database), in("[fetch] proxy", c.Fetch.Proxy),
		in("[digest] endpoint", c.Digest.Endpoint), in("[digest] judge_endpoint", c.Digest.JudgeEndpoint),
		in("[story] embeddings", c.Story.Embeddings), path("[alert] webhook", c.Alert.Webhook),
		in("[publish] git", c.Publish.Git), in("[publish] rsync", c.Publish.Rsync))
	for _, f := range c.Digest.Fallback {
		found = cmp.Or(found, in("an endpoint of [[digest.fallback]]", f.Endpoint))
	}
	for _, x := range c.Push {
		found = cmp.Or(found, path("the url of push "+x.Name, x.URL), topic(x), in("the proxy of push "+x.Name, x.Proxy))
	}
	for _, s := range c.Source {
		found = cmp.Or(found, in("the url of source "+s.ID, s.URL), in("the proxy of source "+s.ID, s.Proxy))
	}
	return found
}

// SecretEnv is the setting by which what is secret in a key that Secret names can be in an environment variable instead; empty: there is none.
func SecretEnv(secret string) string {
	of := map[string]string{
		"[desk] database": "database_env", "[fetch] proxy": `proxy = "env"`, "[digest] endpoint": "key_env", "[digest] judge_endpoint": "judge_key_env",
		"an endpoint of [[digest.fallback]]": "key_env", "[story] embeddings": "embeddings_key_env", "[alert] webhook": "webhook_env",
	}
	switch {
	case strings.HasPrefix(secret, "the url of push "):
		return "url_env"
	case strings.HasPrefix(secret, "the proxy of source "):
		return `proxy = "env"`
	}
	return of[secret]
}
