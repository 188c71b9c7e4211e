package cmd

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/webhook"
)

// targetFlags say where callbacks go, for which application, and how they are signed.
type targetFlags struct {
	url         string
	sdkAppID    uint64
	token       string
	clientIP    string
	platform    string
	order       string
	extra       []string
	signing     string
	requestTime string
	header      []string
	flags       *pflag.FlagSet
}

const defaultSDKAppID = 1400000000

const tokenUsage = "the console's authentication token; also file:PATH, or - for standard input: `env:NAME`"

func (t *targetFlags) bind(c *cobra.Command) {
	t.flags = c.Flags()
	g := flagGroup(c, "Target")
	g.flags.StringVarP(&t.url, "url", "u", "", "the backend's callback URL, as http://, https://, unix:/socket:/path or :8080/path: `URL`")
	g.flags.Uint64Var(&t.sdkAppID, "sdk-app-id", defaultSDKAppID, "SdkAppid of the application: `N`")
	g.flags.StringVar(&t.token, "token", "", tokenUsage)
	g.done()

	g = flagGroup(c, "Query")
	g.flags.StringVar(&t.clientIP, "client-ip", "", "ClientIP; empty leaves it out (default: one of 203.0.113.0/24): `IP`")
	g.openEnum(&t.platform, "platform", "OptPlatform; empty leaves it out (default Android, RESTAPI when an administrator acts)", "TEXT", platforms())
	g.enum(&t.order, "query-order", webhook.OrderDocumented.String(), "order of the parameters", orders())
	g.flags.Var(&listValue{values: &t.extra}, "query", "add a parameter; repeatable: `NAME=VALUE`")
	g.done()

	g = flagGroup(c, "Signing")
	g.enum(&t.signing, "sign", webhook.SignAuto.String(), "sign rightly, not at all, or wrongly on purpose", signings())
	g.flags.StringVar(&t.requestTime, "request-time", "now", "RequestTime: now, a Unix time in seconds, or a distance such as -90s: `TIME`")
	g.done()
}

func platforms() []choice {
	return []choice{
		{"RESTAPI", "the REST API, no client"},
		{"Web", "Web SDK"},
		{"Android", ""},
		{"iOS", ""},
		{"Windows", ""},
		{"Mac", "as the Chinese page and SDKs spell it"},
		{"macOS", "as the English page spells it"},
		{"iPad", ""},
		{"Unknown", "device type not known"},
	}
}

func orders() []choice {
	var list []choice
	for _, o := range webhook.QueryOrders() {
		list = append(list, choice{o.Name, o.Doc})
	}
	return list
}

func signings() []choice {
	var list []choice
	for _, s := range webhook.SigningModes() {
		list = append(list, choice{s.Name, s.Doc})
	}
	return list
}

// urlHint stands wherever a URL is missing.
const urlHint = "give one as an argument (http://127.0.0.1:8080/im), with -u or as TIMHOOK_URL; to look around without a backend: timhook demo"

// resolve reads everything that the flags name; url is one that stood among the arguments.
func (t *targetFlags) resolve(a *app, url string) (webhook.Target, error) {
	target, err := t.signer(a)
	if err != nil {
		return target, err
	}
	if url == "" {
		url = t.url
	} else if isGiven(t.flags, "url") {
		return target, usage("", "two URLs, one among the arguments and one with -u; want one")
	}
	if url == "" {
		return target, usage(urlHint, "no URL")
	}
	if target.URL, err = webhook.ParseEndpoint(url); err != nil {
		return target, usage("", "%s%w", t.urlFrom(), err)
	}
	target.SDKAppID = t.sdkAppID
	if target.Order, err = webhook.ParseQueryOrder(t.order); err != nil {
		return target, usage("", "--query-order: %w", err)
	}
	for _, q := range t.extra {
		name, value, found := strings.Cut(q, "=")
		if !found || name == "" {
			return target, usage("", "--query %s: want NAME=VALUE", q)
		}
		target.Extra = append(target.Extra, webhook.Param{Name: name, Value: value})
	}
	for _, h := range t.header {
		if err := target.SetHeader(h); err != nil {
			return target, usage("", "-H: %w", err)
		}
	}
	return target, nil
}

// urlFrom names the variable that a wrong URL was read from.
func (t *targetFlags) urlFrom() string {
	if from := t.flags.Lookup("url").Annotations[environmentAnnotation]; from != nil {
		return from[0] + ": "
	}
	return ""
}

// signer reads the flags that make a signature.
func (t *targetFlags) signer(a *app) (target webhook.Target, err error) {
	if target.Token, err = a.token(t.flags, t.token); err != nil {
		return target, err
	}
	if target.Signing, err = webhook.ParseSigning(t.signing); err != nil {
		return target, usage("", "--sign: %w", err)
	}
	if target.At, err = webhook.ParseRequestTime(t.requestTime); err != nil {
		return target, usage("", "--request-time: %w", err)
	}
	return target, nil
}

// token reads the token from where the flag says and hides it from all output.
func (a *app) token(flags *pflag.FlagSet, flag string) (string, error) {
	token := flag
	switch name, isEnv := strings.CutPrefix(flag, "env:"); {
	case flag == "":
		return "", nil
	case isEnv:
		if token = a.environment(name); token == "" {
			return "", usage("", "--token env:%s: the variable is not set", name)
		}
	case strings.HasPrefix(flag, "file:"):
		data, err := os.ReadFile(filepath.Clean(strings.TrimPrefix(flag, "file:")))
		if err != nil {
			return "", usage("", "--token: %w", err)
		}
		token = strings.TrimRight(string(data), "\r\n")
	case flag == "-":
		in, err := a.stdin("--token")
		if err != nil {
			return "", err
		}
		line, _ := bufio.NewReader(in).ReadString('\n')
		token = strings.TrimRight(line, "\r\n")
	case isGiven(flags, "token"):
		a.note("warning: a token on the command line is seen by others on this machine; use --token env:NAME or file:PATH")
	}
	if token == "" {
		return "", usage("", "--token: the token is empty")
	}
	a.secrets = append(a.secrets, token)
	if !(a.out.Hide(token) && a.err.Hide(token)) {
		a.note("warning: a token of fewer than 6 bytes cannot be hidden in outputs")
	}
	return token, nil
}

// isURL takes any scheme, so that a wrong one is refused as a URL and not as an unknown callback.
func isURL(s string) bool {
	return strings.Contains(s, "://") || strings.HasPrefix(s, "unix:") || strings.HasPrefix(s, ":")
}
