package cmd

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

const tokenHint = "give it with --token env:NAME or --token file:PATH"

func (a *app) sign() *cobra.Command {
	var token, requestTime string
	var asJSON bool
	c := &cobra.Command{
		Use:   "sign",
		Short: "print the signed part of a callback's query for a token and a time",
		Long: `Print Sign and RequestTime as Chat adds them to the query: Sign is the SHA-256 of the token followed by
RequestTime, in lower-case hexadecimal (Webhook Overview, 1047/34354).`,
		Example: `  timhook sign --token env:IM_TOKEN
  timhook sign --token file:token.txt --request-time 1741000000
  curl -d @packet.json "http://127.0.0.1:8080/im?SdkAppid=1400000001&$(timhook sign --token env:IM_TOKEN)"`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			secret, err := a.token(c.Flags(), token)
			if err != nil {
				return err
			}
			if secret == "" {
				return usage(tokenHint, "no token")
			}
			at, err := webhook.ParseRequestTime(requestTime)
			if err != nil {
				return usage("", "--request-time: %w", err)
			}
			seconds := at.At(time.Now())
			if asJSON {
				return json.NewEncoder(a.out).Encode(map[string]any{"Sign": signer.Sign(secret, seconds), "RequestTime": seconds})
			}
			_, err = fmt.Fprintf(a.out, "Sign=%s&RequestTime=%d\n", signer.Sign(secret, seconds), seconds)
			return err
		},
	}
	c.Flags().StringVar(&token, "token", "", tokenUsage)
	c.Flags().StringVar(&requestTime, "request-time", "now", "now, a Unix time in seconds, or a distance such as -90s: `TIME`")
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return c
}

func (a *app) verify() *cobra.Command {
	var token, at string
	c := &cobra.Command{
		Use:   "verify URL|FILE[#N]|-",
		Short: "check the Sign and RequestTime of a callback's URL, or of captured ones, and say which is wrong",
		Long: `Check the Sign and RequestTime of a callback's URL and say which is wrong, and what was done wrong if that is a
known mistake. URL may be a request line as logs hold it (POST /im?… HTTP/1.1), or the query alone.

FILE is a capture or whatever else lint reads: all its callbacks are checked, each as of when it came, or FILE#N alone.
A Sign that was masked when it was captured cannot be checked; record --keep-sign keeps it.`,
		Example: `  timhook verify --token env:IM_TOKEN 'https://www.example.com/im?SdkAppid=1400000001&Sign=…&RequestTime=1741000000'
  timhook verify --token env:IM_TOKEN --at 1741000000 '?Sign=…&RequestTime=1741000000'
  timhook verify --token env:IM_TOKEN calls.ndjson
  timhook verify --token env:IM_TOKEN calls.ndjson#17`,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return usage("", "want one URL, in quotes since it holds &, or one capture")
			}
			secret, err := a.token(c.Flags(), token)
			if err != nil {
				return err
			}
			if secret == "" {
				return usage(tokenHint, "no token")
			}
			now, err := parseTime("--at", at)
			if err != nil {
				return err
			}
			if namesCapture(args[0]) {
				return a.runVerifyCapture(c.Context(), &verification{app: a, token: secret, now: now, fixed: at != ""}, args[0])
			}
			return a.runVerify(secret, args[0], now)
		},
	}
	c.Flags().StringVar(&token, "token", "", tokenUsage)
	c.Flags().StringVar(&at, "at", "", "judge as of this time, RFC 3339 or Unix seconds (default: when a captured one came, or now): `TIME`")
	return c
}
