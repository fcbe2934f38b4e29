package config

import (
	"cmp"
	"regexp"
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

// Secret names a key of the file whose value has a password or a token in it; empty: there is none.
func (c Config) Secret() string {
	in := func(name, value string) string {
		if hidden(value) == value {
			return ""
		}
		return name
	}
	found := cmp.Or(in("[desk] database", c.Desk.Database), in("[fetch] proxy", c.Fetch.Proxy),
		in("[digest] endpoint", c.Digest.Endpoint), in("[digest] judge_endpoint", c.Digest.JudgeEndpoint),
		in("[story] embeddings", c.Story.Embeddings), in("[alert] webhook", c.Alert.Webhook))
	for _, f := range c.Digest.Fallback {
		found = cmp.Or(found, in("an endpoint of [[digest.fallback]]", f.Endpoint))
	}
	for _, x := range c.Push {
		found = cmp.Or(found, in("the url of push "+x.Name, x.URL), in("the proxy of push "+x.Name, x.Proxy))
	}
	for _, s := range c.Source {
		found = cmp.Or(found, in("the url of source "+s.ID, s.URL), in("the proxy of source "+s.ID, s.Proxy))
	}
	return found
}
