package flags

import (
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
	Token       Token
	ClientIP    string
	Platform    string
	order       string
	extra       []string
	Signing     string
	RequestTime string
	Header      []string
	SignsItself bool // the verb signs its cases itself, so that help shows no flags for it

	urlFlag, appFlag, clientIPFlag, platformFlag *pflag.Flag
}

// DefaultSDKAppID is the application where none is named.
const DefaultSDKAppID = 1400000000

// Bind declares the flags.
func (t *Target) Bind(c *cobra.Command) {
	g := NewGroup(c, "Target")
	t.urlFlag = g.String(&t.URL, "url", "",
		"callback URL of the backend: http://, https://, HOST:PORT/path, :PORT/path or unix:/socket:/path: `URL`",
		Short("u"), NotRepeated)
	t.appFlag = g.Uint64(&t.sdkAppID, "sdk-app-id", DefaultSDKAppID, "SdkAppid of your application: `N`", ChangesBytes)
	g.Token(&t.Token, TokenUsage)

	g = NewGroup(c, "Query")
	t.clientIPFlag = g.String(&t.ClientIP, "client-ip", "",
		"ClientIP; empty sends none (default: one of 203.0.113.0/24): `IP`", ChangesBytes)
	t.platformFlag = g.Add(&EnumValue{Value: &t.Platform, Choices: platforms(), Open: true}, "platform",
		"OptPlatform; empty sends none (default Android; RESTAPI for an administrator): `TEXT`", ChangesBytes)
	g.Enum(&t.order, "query-order", webhook.OrderDocumented.String(), "order of the query parameters", orders(),
		ChangesBytes)
	g.List(&t.extra, "query", "add a query parameter", "NAME=VALUE", ChangesBytes, MaskedAfter("="))

	g = NewGroup(c, "Signing")
	traits := []Trait{ChangesBytes}
	if t.SignsItself {
		traits = append(traits, Hidden)
	}
	g.Enum(&t.Signing, "sign", webhook.SignAuto.String(), "sign correctly, not at all, or with a mistake", signings(),
		traits...)
	g.String(&t.RequestTime, "request-time", "now",
		"RequestTime: now, a Unix time in seconds, or an offset such as -90s: `TIME`", traits...)
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
		list = append(list, Choice{o.String(), o.Doc()})
	}
	return list
}

func signings() []Choice {
	var list []Choice
	for _, s := range webhook.SigningModes() {
		list = append(list, Choice{s.String(), s.Doc()})
	}
	return list
}

// urlHint is for a missing URL.
const urlHint = "give one as an argument (localhost:8080/im), with -u or as TIMHOOK_URL; to look around " +
	"without a backend: timhook demo"

// Resolve reads everything that the flags name; url is one that stood among the arguments.
func (t *Target) Resolve(a *cli.App, url string) (webhook.Target, error) {
	t.hide(a, url)
	target, err := t.signer(a)
	if err != nil {
		return target, err
	}
	if url == "" {
		url = t.URL
	} else if IsTyped(t.urlFlag) {
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
			return target, cli.Usage("", "--query: want NAME=VALUE, got no = with a name in front")
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
	if from := t.urlFlag.Annotations[sourceAnnotation]; from != nil {
		return from[0] + ": "
	}
	return ""
}

// signer reads the flags that make a signature.
func (t *Target) signer(a *cli.App) (target webhook.Target, err error) {
	if target.Token, err = t.Token.Read(a); err != nil {
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

// SDKAppIDGiven is true where the application is given and not the preset one, by a flag, the environment or the
// configuration.
func (t *Target) SDKAppIDGiven() bool { return t.appFlag.Changed }

// AddressFlag is a flag that fixes a query parameter for all callbacks.
type AddressFlag struct {
	Flag      *pflag.Flag
	Parameter string
}

// AddressFlags are those of ClientIP and OptPlatform.
func (t *Target) AddressFlags() []AddressFlag {
	return []AddressFlag{{t.clientIPFlag, "ClientIP"}, {t.platformFlag, "OptPlatform"}}
}

// GivenClientIP is the ClientIP that is given, for all callbacks; nil: each has its own.
func (t *Target) GivenClientIP() *string { return given(t.clientIPFlag, &t.ClientIP) }

// GivenPlatform is the OptPlatform that is given, for all callbacks; nil: each has its own.
func (t *Target) GivenPlatform() *string { return given(t.platformFlag, &t.Platform) }

func given(f *pflag.Flag, text *string) *string {
	if !f.Changed {
		return nil
	}
	return text
}
