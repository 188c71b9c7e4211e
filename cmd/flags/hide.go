package flags

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/secret"
)

// hide keeps the secrets of the target out of all output, the refusal of a flag included.
func (t *Target) hide(a *cli.App, url string) {
	told := a.Out.Told()
	a.Out.Learn(slices.Concat(told.InURL(url), told.InURL(t.URL))...)
	for _, q := range t.extra {
		name, value, _ := strings.Cut(q, "=")
		a.Out.Learn(told.InField(name, value)...)
	}
	for _, h := range t.Header {
		name, value, found := strings.Cut(h, ":")
		if !found { // the mistake that is quoted
			name, value, _ = strings.Cut(h, " ")
		}
		a.Out.Learn(told.InGivenField(name, strings.TrimSpace(value))...)
	}
}

// hideProxies keeps the passwords of proxies out of all output, whatever is sent through them.
func hideProxies(a *cli.App) {
	for _, variable := range proxyVariables() {
		a.Out.Learn(secret.InProxy(a.Environment(variable))...)
	}
}

func proxyVariables() (names []string) {
	for _, name := range []string{"http_proxy", "https_proxy", "all_proxy"} {
		names = append(names, name, strings.ToUpper(name))
	}
	return names
}

// ProxiesSet are the variables of the environment that name a proxy.
func ProxiesSet(a *cli.App) (names []string) {
	for _, name := range proxyVariables() {
		if a.Environment(name) != "" {
			names = append(names, name)
		}
	}
	return names
}
