package flags

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/webhook"
)

// Target say where callbacks go, for which application, and how they are signed.
type Target struct {
	URL         string
	sdkAppID    uint64
	Token       string
	ClientIP    string
	Platform    string
	order       string
	extra       []string
	Signing     string
	RequestTime string
	Header      []string
	flags       *pflag.FlagSet
}

const DefaultSDKAppID = 1400000000

const TokenUsage = "the console's authentication token; also file:PATH, or - for standard input: `env:NAME`"

func (t *Target) Bind(c *cobra.Command) {
	t.flags = c.Flags()
	g := NewGroup(c, "Target")
	g.Flags.StringVarP(&t.URL, "url", "u", "", "the backend's callback URL, as http://, https://, unix:/socket:/path or :8080/path: `URL`")
	g.Flags.Uint64Var(&t.sdkAppID, "sdk-app-id", DefaultSDKAppID, "SdkAppid of the application: `N`")
	g.Flags.StringVar(&t.Token, "token", "", TokenUsage)
	g.Done()

	g = NewGroup(c, "Query")
	g.Flags.StringVar(&t.ClientIP, "client-ip", "", "ClientIP; empty leaves it out (default: one of 203.0.113.0/24): `IP`")
	g.openEnum(&t.Platform, "platform", "OptPlatform; empty leaves it out (default Android, RESTAPI when an administrator acts)", "TEXT", platforms())
	g.Enum(&t.order, "query-order", webhook.OrderDocumented.String(), "order of the parameters", orders())
	g.Flags.Var(&ListValue{Values: &t.extra}, "query", "add a parameter; repeatable: `NAME=VALUE`")
	g.Done()

	g = NewGroup(c, "Signing")
	g.Enum(&t.Signing, "sign", webhook.SignAuto.String(), "sign rightly, not at all, or wrongly on purpose", signings())
	g.Flags.StringVar(&t.RequestTime, "request-time", "now", "RequestTime: now, a Unix time in seconds, or a distance such as -90s: `TIME`")
	g.Done()
}

func platforms() []Choice {
	return []Choice{
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

func orders() []Choice {
	var list []Choice
	for _, o := range webhook.QueryOrders() {
		list = append(list, Choice{o.Name, o.Doc})
	}
	return list
}

func signings() []Choice {
	var list []Choice
	for _, s := range webhook.SigningModes() {
		list = append(list, Choice{s.Name, s.Doc})
	}
	return list
}

// urlHint stands wherever a URL is missing.
const urlHint = "give one as an argument (http://127.0.0.1:8080/im), with -u or as TIMHOOK_URL; to look around without a backend: timhook demo"

// Resolve reads everything that the flags name; url is one that stood among the arguments.
func (t *Target) Resolve(a *cli.App, url string) (webhook.Target, error) {
	target, err := t.signer(a)
	if err != nil {
		return target, err
	}
	if url == "" {
		url = t.URL
	} else if IsGiven(t.flags, "url") {
		return target, cli.Usage("", "two URLs, one among the arguments and one with -u; want one")
	}
	if url == "" {
		return target, cli.Usage(urlHint, "no URL")
	}
	if target.URL, err = webhook.ParseEndpoint(url); err != nil {
		return target, cli.Usage("", "%s%w", t.urlFrom(), err)
	}
	target.SDKAppID = t.sdkAppID
	if target.Order, err = webhook.ParseQueryOrder(t.order); err != nil {
		return target, cli.Usage("", "--query-order: %w", err)
	}
	for _, q := range t.extra {
		name, value, found := strings.Cut(q, "=")
		if !found || name == "" {
			return target, cli.Usage("", "--query %s: want NAME=VALUE", q)
		}
		target.Extra = append(target.Extra, webhook.Param{Name: name, Value: value})
	}
	for _, h := range t.Header {
		if err := target.SetHeader(h); err != nil {
			return target, cli.Usage("", "-H: %w", err)
		}
	}
	return target, nil
}

// urlFrom names the variable that a wrong URL was read from.
func (t *Target) urlFrom() string {
	if from := t.flags.Lookup("url").Annotations[environmentAnnotation]; from != nil {
		return from[0] + ": "
	}
	return ""
}

// signer reads the flags that make a signature.
func (t *Target) signer(a *cli.App) (target webhook.Target, err error) {
	if target.Token, err = Token(a, t.flags, t.Token); err != nil {
		return target, err
	}
	if target.Signing, err = webhook.ParseSigning(t.Signing); err != nil {
		return target, cli.Usage("", "--sign: %w", err)
	}
	if target.At, err = webhook.ParseRequestTime(t.RequestTime); err != nil {
		return target, cli.Usage("", "--request-time: %w", err)
	}
	return target, nil
}

// Token reads the token from where the flag says and hides it from all output.
func Token(a *cli.App, flags *pflag.FlagSet, flag string) (string, error) {
	token := flag
	switch name, isEnv := strings.CutPrefix(flag, "env:"); {
	case flag == "":
		return "", nil
	case isEnv:
		if token = a.Environment(name); token == "" {
			return "", cli.Usage("", "--token env:%s: the variable is not set", name)
		}
	case strings.HasPrefix(flag, "file:"):
		data, err := os.ReadFile(filepath.Clean(strings.TrimPrefix(flag, "file:")))
		if err != nil {
			return "", cli.Usage("", "--token: %w", err)
		}
		token = strings.TrimRight(string(data), "\r\n")
	case flag == "-":
		in, err := a.Stdin("--token")
		if err != nil {
			return "", err
		}
		line, _ := bufio.NewReader(in).ReadString('\n')
		token = strings.TrimRight(line, "\r\n")
	case IsGiven(flags, "token"):
		a.Note("warning: a token on the command line is seen by others on this machine; use --token env:NAME or file:PATH")
	}
	if token == "" {
		return "", cli.Usage("", "--token: the token is empty")
	}
	a.Secrets = append(a.Secrets, token)
	if !(a.Out.Hide(token) && a.Err.Hide(token)) {
		a.Note("warning: a token of fewer than 6 bytes cannot be hidden in outputs")
	}
	return token, nil
}

const TokenHint = "give it with --token env:NAME or --token file:PATH"
