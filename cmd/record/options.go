package record

import (
	"crypto/tls"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// server is what the flags ask of the server; nothing is opened yet.
func (o *options) server(a *cli.App) (record.Options, error) {
	options := record.Options{Stop: o.count, Limits: record.Limits{Head: int(o.maxHeader), Body: int64(o.maxBody)}}
	token, err := o.token.Read(a)
	if err != nil {
		return options, err
	}
	a.Out.Tell(o.maskHeader...)
	a.Out.Learn(a.Out.Told().InURL(o.forward)...)
	a.Out.Learn(a.Out.Told().InURL(o.shadow)...)
	options.Hide = a.Redaction()
	options.Hide.KeepSign = o.keepSign
	if o.check {
		options.Check = &lint.Options{Token: token, SDKAppID: o.sdkAppID}
	}
	if options.TLS, err = o.tls(a); err != nil {
		return options, err
	}
	if options.Reply, err = o.replyPacket(a); err != nil {
		return options, err
	}
	return options, o.forwarding(a, &options)
}

// mostHeader bounds --max-header: a head of several megabytes is an attack or a mistake.
const mostHeader = 16 << 20

// accept refuses arguments, flags that contradict each other, and values that nothing can be made of.
func (o *options) accept(args []string) error {
	hint := ""
	if len(args) > 0 && cli.IsURL(args[0]) {
		hint = "the backend to pass callbacks on to: --forward " + safe.Quote(args[0])
	}
	switch {
	case len(args) > 0:
		return cli.Usage(hint, "record takes no arguments, got %q", args[0])
	case o.forward != "" && o.reply != "":
		return cli.Usage("", "--forward and --reply both decide the answer; want one of them")
	case o.shadow != "" && o.forward == "":
		return cli.Usage("give the backend that answers: --forward URL",
			"--shadow compares with the answers of --forward")
	case (o.cert == "") != (o.key == ""):
		return cli.Usage("", "--tls-cert and --tls-key go together")
	case o.output == cli.StdoutPath:
		return cli.Usage("for a line of JSON on standard output: --format ndjson", "--output wants a file, got -")
	}
	for _, name := range o.maskHeader {
		if err := webhook.CheckHeader([]webhook.HeaderField{{Name: name}}); err != nil {
			return cli.Usage("", "--mask-header: %w", err)
		}
	}
	return nil
}

func (o *options) tls(a *cli.App) (*tls.Config, error) {
	if o.cert == "" {
		return nil, nil
	}
	pair, err := a.KeyPair("--"+certFlag, o.cert, "--"+keyFlag, o.key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// replyPacket reads --reply: JSON, or a file that holds it.
func (o *options) replyPacket(a *cli.App) ([]byte, error) {
	if o.reply == "" {
		return nil, nil
	}
	packet := []byte(o.reply)
	if !strings.HasPrefix(strings.TrimLeft(o.reply, " \t\r\n"), "{") {
		var err error
		if packet, err = a.ReadFile("--"+replyFlag, o.reply, cli.MostText); err != nil {
			return nil, err
		}
	}
	if _, err := jsontree.Parse(packet); err != nil {
		return nil, cli.Usage(`want a response packet such as {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`,
			"--reply: %w", err)
	}
	return packet, nil
}

func (o *options) forwarding(a *cli.App, options *record.Options) error {
	if o.forward == "" {
		return nil
	}
	var err error
	if options.Forward, err = webhook.ParseEndpoint(o.forward); err != nil {
		return cli.Usage("", "--forward: %w", err)
	}
	o.http.MaxResponse = 16 << 20
	if options.Client, err = o.http.Client(a); err != nil || o.shadow == "" {
		return err
	}
	if options.Shadow, err = webhook.ParseEndpoint(o.shadow); err != nil {
		return cli.Usage("", "--%s: %w", shadowFlag, err)
	}
	o.http.MaxResponse = 1 << 20 // many are held at once
	options.ShadowClient, err = o.http.Client(a)
	return err
}
