package cmd

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

func sign(a *cli.App) *cobra.Command {
	var token flags.Token
	var requestTime string
	var asJSON bool
	c := &cobra.Command{
		Use:   "sign",
		Short: "print Sign and RequestTime for a token",
		Long: `Print Sign and RequestTime as Chat adds them to the query: Sign is the SHA-256 of the token followed by
RequestTime, in lower-case hexadecimal (Webhook Overview, 1047/34354).`,
		Example: `  timhook sign --token env:IM_TOKEN
  timhook sign --token file:token.txt --request-time 1741000000
  curl -d @packet.json "http://127.0.0.1:8080/im?SdkAppid=1400000001&$(timhook sign --token env:IM_TOKEN)"`,
		Args: flags.NoArguments,
		RunE: func(*cobra.Command, []string) error {
			secret, err := token.Require(a)
			if err != nil {
				return err
			}
			at, err := webhook.ParseRequestTime(requestTime)
			if err != nil {
				return cli.Usage("", "--request-time: %w", err)
			}
			seconds := at.At(time.Now())
			if asJSON {
				return json.NewEncoder(a.Out).Encode(map[string]any{
					"Sign":        signer.Sign(secret, seconds),
					"RequestTime": seconds,
				})
			}
			_, err = fmt.Fprintf(a.Out, "Sign=%s&RequestTime=%d\n", signer.Sign(secret, seconds), seconds)
			return err
		},
	}
	g := flags.NewGroup(flags.ReadsSettings(c), "")
	g.Token(&token, flags.TokenUsage)
	g.String(&requestTime, "request-time", "now", "now, a Unix time in seconds, or an offset such as -90s: `TIME`")
	g.Bool(&asJSON, "json", "print JSON")
	return c
}
