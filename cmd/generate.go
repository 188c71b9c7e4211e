package cmd

import (
	"bytes"
	"io"
	"time"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
)

func (a *app) generate() *cobra.Command {
	var (
		target targetFlags
		packet packetFlags
		form   string
		output string
		count  int
	)
	c := &cobra.Command{
		Use:     "generate CALLBACK[/VARIANT]... [URL]",
		Aliases: []string{"gen"},
		Short:   "print requests without sending them",
		Long: `Print the requests of callbacks without sending them. Without --as these are the packets alone;
curl, http, har and ndjson need the URL to which the requests will go and hold the real Sign.`,
		Example: `  timhook generate send/eventtime-string --seed 7 --now 2026-01-02T03:04:05Z
  timhook generate bot --layout pretty
  timhook generate all --as curl -u :8080/im --token env:IM_TOKEN
  timhook generate 'send/elem-*' --as har -u https://www.example.com/im -o elements.har`,
		ValidArgsFunction: completeCallbacks,
	}
	c.RunE = func(*cobra.Command, []string) error {
		names, url, err := arguments(c.Flags().Args())
		if err != nil {
			return err
		}
		if count < 1 {
			return usage("", "-n %d: want 1 or more", count)
		}
		choices, err := choose(names, packet.variant)
		if err != nil {
			return err
		}
		if form == "json" && url == "" && target.url == "" {
			url = "http://127.0.0.1" // a packet alone goes nowhere
		}
		t, err := target.resolve(a, url)
		if err != nil {
			return err
		}
		packets, params, err := packet.build(a, choices, count)
		if err != nil {
			return err
		}
		target.address(packets, c.Flags())
		var requests []*webhook.Request
		for _, planned := range conformance.Plan(packets, t) {
			signed := t
			signed.Signing = planned.Signing
			requests = append(requests, signed.Request(conformance.CallbackOf(planned.Packet), time.Now()))
		}
		if !packet.flags("seed") && packet.body == "" {
			a.note("seed %d", params.Seed)
		}
		return a.writeRequests(form, output, requests, params.Now)
	}
	target.bind(c)
	g := flagGroup(c, "HTTP")
	g.flags.StringArrayVarP(&target.header, "header", "H", nil, "set a header field `'Name: value'`, remove one with 'Name:', repeatable")
	g.done()
	packet.bind(c)
	g = flagGroup(c, "Output")
	var forms []choice
	for _, f := range report.RequestFormats() {
		forms = append(forms, choice{f.Name, f.Doc})
	}
	g.enum(&form, "as", "json", "form of the requests", forms)
	g.flags.IntVarP(&count, "count", "n", 1, "`N` of each, with other people and texts each time")
	g.flags.StringVarP(&output, "output", "o", "", "write to `FILE`")
	g.done()
	return c
}

func (a *app) writeRequests(form, output string, requests []*webhook.Request, at time.Time) error {
	for _, f := range report.RequestFormats() {
		if f.Name != form {
			continue
		}
		if output != "" {
			return a.writeFile(output, func(w io.Writer) error { return f.Write(w, requests, at) })
		}
		var buf bytes.Buffer
		if err := f.Write(&buf, requests, at); err != nil {
			return err
		}
		_, err := a.out.Write(buf.Bytes())
		return err
	}
	return nil
}
