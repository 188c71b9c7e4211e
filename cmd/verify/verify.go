// Package verify is the verb that checks the signatures of callbacks.
package verify

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
)

// options is everything that the verb takes.
type options struct {
	what     string // a URL, a request line, a query or a capture
	token    flags.Token
	at       string
	progress string
}

const atFlag = "at"

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:   "verify URL|FILE[#N]|-",
		Short: "check Sign and RequestTime of a URL or a capture",
		Long: `Check Sign and RequestTime of a callback's URL. A wrong Sign is compared with common mistakes, such as
HMAC, MD5 or the wrong order, and the mistake is named. URL may be a request line, a line of an access log, the
query alone, or an object into which a framework has merged the query; \u0026 and &amp; in it are read as &. Of
several lines each is checked.

FILE is a capture or any other input of lint: each of its callbacks is checked at the time when it arrived. Where
that is not known, RequestTime is compared with no clock unless --at gives one. FILE#N is one of them. A masked
Sign cannot be checked; record --keep-sign keeps it.`,
		Example: "  timhook verify --token env:IM_TOKEN calls.ndjson\n" +
			"  timhook verify --token env:IM_TOKEN calls.ndjson#17\n" +
			"  timhook verify --token env:IM_TOKEN --at 1669872112 " +
			"'?Sign=17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061&RequestTime=1669872112'",
		ValidArgsFunction: flags.CompleteFiles,
		RunE:              flags.Run(a, &o, o.accept, run),
	}
	return flags.WithFlags(a, flags.ReadsSettings(c), func() {
		g := flags.NewGroup(c, "")
		g.Token(&o.token, flags.TokenUsage)
		g.String(&o.at, atFlag, "",
			"the time to check at, RFC 3339 or Unix seconds (default: now, or when a captured callback arrived): "+
				"`TIME`")
		g.Progress(&o.progress)
	})
}

// accept reads the arguments.
func (o *options) accept(args []string) error {
	if len(args) != 1 || args[0] == "" {
		return cli.Usage("", "want one URL, in quotes since it holds &, or one capture")
	}
	o.what = args[0]
	return nil
}

func run(ctx context.Context, a *cli.App, o *options) error {
	token, err := o.token.Require(a)
	if err != nil {
		return err
	}
	now, err := cli.ParseTime("--"+atFlag, o.at)
	if err != nil {
		return err
	}
	if namesCapture(o.what) {
		at := clock{now: now, fixed: o.at != "", ofFile: true}
		v := &verification{app: a, mode: o.progress, token: token, clock: at}
		return v.capture(ctx, o.what)
	}
	return pasted(a, token, o.what, clock{now: now, fixed: o.at != ""})
}
