//go:build unix

package e2e_test

import (
	"slices"

	"github.com/timhook/timhook/report"
	comparereport "github.com/timhook/timhook/report/compare"
	loadreport "github.com/timhook/timhook/report/load"
	"github.com/timhook/timhook/report/request"
)

// canaryRow is one run with secrets of the user's in its command line, its settings, its input or what comes to it.
type canaryRow struct {
	verb, form string
	args       []string
	env        []string
	config     string   // of timhook.yaml
	prepare    []string // a run before it, in the same folder and held to the same
	written    string   // a file that it has to write
	asked      string   // the output that holds the request which the row asks for: "stdout" or a file
	bare       bool     // and of the request, it holds the packet only
	anyEnd     bool     // it may be refused or not
	usage      bool     // it is a mistake, which is told with exit code 2
	unsent     bool     // nothing goes to the backend
}

func (r canaryRow) name() string { return r.verb + "/" + r.form }

// secretFlags put a secret in every place of a request, and tell those that no name gives away. $URL$ is the backend,
// and others are canaries.
func secretFlags() []string {
	return append(toldFlags(),
		"-u", "$URL$/hook/$PATH$?access_token=$OWN$", "--token", "env:SECRET_TOKEN",
		"-H", "X-Api-Key: $APIKEY$", "-H", "X-Key: $KEY$", "-H", "Authorization: Bearer $BEARER$",
		"-H", "Cookie: lang=zh; sid=$COOKIE$", "--query", "key=$PARAM$",
		"-H", "X-Tenant: $TENANT$", "--query", "customer=$CUSTOMER$", "-H", "X-Room: $SHORT$", "-H", "X-Anything: $PLAIN$",
		"--query", "room=$SHORT$",
	)
}

// toldFlags tell what is secret and has no name of a secret.
func toldFlags() []string {
	var told []string
	for _, name := range []string{"hook", "x-tenant", "customer", "GroupId", "X-Room", "room"} {
		told = append(told, "--mask", name)
	}
	return told
}

// with is a command line of the verb with secrets in it.
func with(verb string, args ...string) []string {
	return slices.Concat([]string{verb}, args, secretFlags())
}

// without is a command line of the verb without them.
func without(verb string, args ...string) []string {
	return slices.Concat([]string{verb}, toldFlags(), args)
}

func canaryRows() []canaryRow {
	return slices.Concat(reportRows(), textRows(), replayRows(), fileRows(), settingRows(), askedRows(),
		receivingRows(), offlineRows(), oddRows(), mistakenRows(), pastedRows(), proxyRows(), rawRows())
}

// reportRows are every verb that judges, in each kind of report: as results, as a file beside them, and from a
// finished run.
func reportRows() []canaryRow {
	var rows []canaryRow
	both := func(verb, kind string, args ...string) {
		rows = append(rows,
			canaryRow{verb: verb, form: kind + "=-", args: with(verb, append(args, "--report", kind+"=-")...)},
			canaryRow{verb: verb, form: kind + "=FILE", args: with(verb, append(args, "--report", kind+"=out")...)})
	}
	for kind := range report.Formats().Docs() {
		both("send", kind, "send")
		both("test", kind, "--run", "send/eventtime-*")
		both("replay", kind, "raw.http")
		rows = append(rows, canaryRow{
			verb: "report", form: kind, args: without("report", "run.ndjson", "--to", kind+"=out"),
			prepare: with("send", "send", "--report", "ndjson=run.ndjson"),
		})
	}
	for kind := range comparereport.Formats().Docs() {
		rows = append(rows, canaryRow{
			verb: "compare", form: kind, args: without("compare", "run.ndjson", "run.ndjson", "--report", kind+"=out"),
			prepare: with("send", "send", "--report", "ndjson=run.ndjson"),
		})
	}
	for kind := range loadreport.Formats().Docs() {
		both("load", kind, "send", "-n", "3", "--rate", "50/s", "--progress", "plain")
	}
	return rows
}

// textRows are what people look at.
func textRows() []canaryRow {
	workflow := []string{"GITHUB_ACTIONS=true", "GITHUB_STEP_SUMMARY=summary.md"}
	dead := "$DEAD$/hook/$PATH$?access_token=$OWN$"
	return []canaryRow{
		{verb: "send", form: "-v", args: with("send", "send", "-v")},
		{verb: "send", form: "-vv", args: with("send", "send", "-vv")},
		{verb: "send", form: "-q", args: with("send", "send", "-q")},
		{verb: "send", form: "in colour", args: with("send", "send", "--color", "always", "-vv")},
		{verb: "send", form: "--twice", args: with("send", "send", "--twice", "-v")},
		{verb: "send", form: "--sign wrong", args: with("send", "send", "--sign", "wrong", "-vv")},
		{verb: "send", form: "in a workflow", args: with("send", "send"), env: workflow},
		{verb: "send", form: "no backend", args: append(with("send", "send", "-v"), "-u", dead), unsent: true},
		{verb: "test", form: "-v", args: with("test", "--run", "send/eventtime-*", "-v")},
		{verb: "test", form: "-vv", args: with("test", "--run", "send/eventtime-*", "-vv")},
		{verb: "test", form: "in a workflow", args: with("test", "--run", "send/eventtime-*"), env: workflow},
		{verb: "test", form: "tampers", args: with("test", "--run", "neg-sign-*", "-vv", "--sdk-app-id", "1400000000")},
		{verb: "load", form: "text", args: with("load", "send", "-n", "3", "--progress", "plain")},
		{verb: "load", form: "ndjson", args: with("load", "send", "-n", "3", "--format", "ndjson")},
		{verb: "load", form: "--find", args: with("load", "send", "--find", "--rate", "20/s", "--duration", "1s")},
		{verb: "shrink", form: "text", args: with("shrink", "send/baseline-minimal", "--max-tries", "5")},
		{verb: "shrink", form: "json", args: with("shrink", "raw.http", "--max-tries", "5", "--format", "json")},
		{verb: "shrink", form: "-o", args: with("shrink", "raw.http", "--max-tries", "5", "-o", "small.json")},
		{verb: "shrink", form: "archive", args: with("shrink", "a.har", "--max-tries", "5")},
		{verb: "shrink", form: "archive alone", args: without("shrink", "a.har", "$URL$/im", "--max-tries", "5")},
		{verb: "demo", form: "text", args: without("demo"), unsent: true},
	}
}

// replayRows send again what others have captured, which holds secrets of its own.
func replayRows() []canaryRow {
	alone := func(file string, args ...string) []string {
		return without("replay", append([]string{file, "$URL$/im"}, args...)...)
	}
	rows := []canaryRow{
		{form: "-v", args: with("replay", "raw.http", "-v")},
		{form: "-vv", args: with("replay", "raw.http", "-vv")},
		{form: "--as-captured", args: alone("raw.http", "--as-captured", "--save", "saved.ndjson")},
		{form: "--as-captured archive", args: alone("a.har", "--as-captured", "-vv")},
		{form: "archive", args: alone("a.har", "-vv", "--save", "saved.ndjson", "--report", "json=out")},
		{form: "--diff", args: with("replay", "a.har", "--diff", "-v")},
		{form: "--diff archive", args: alone("a.har", "--diff", "--report", "json=out")},
		{form: "--failed", args: with("replay", "--failed", "-vv"), prepare: with("replay", "raw.http")},
		{
			form: "of what was saved", args: with("replay", "saved.ndjson", "-vv"),
			prepare: with("send", "send", "--save", "saved.ndjson"),
		},
		{
			form: "of a run", args: with("replay", "run.ndjson", "-vv"),
			prepare: with("send", "send", "--report", "ndjson=run.ndjson"),
		},
	}
	for i := range rows {
		rows[i].verb = "replay"
	}
	return rows
}

// fileRows are what is kept for later.
func fileRows() []canaryRow {
	dead := "$DEAD$/hook/$PATH$?access_token=$OWN$"
	return []canaryRow{
		{
			verb: "send", form: "--save", args: with("send", "send", "--save", "saved.ndjson"),
			written: "saved.ndjson",
		},
		{
			verb: "send", form: "--save, no backend", unsent: true,
			args: append(with("send", "send", "--save", "saved.ndjson"), "-u", dead),
		},
		{verb: "send", form: "-o", args: with("send", "send", "-o", "out.txt")},
		{verb: "send", form: "-o json", args: with("send", "send", "-o", "out.json", "--format", "json")},
		{
			verb: "test", form: "-o html",
			args: with("test", "--run", "send/eventtime-*", "-o", "out.html", "--format", "html"),
		},
		{
			verb: "test", form: ".timhook", args: with("test", "--run", "send/eventtime-*", "--last-failed"),
			prepare: with("test", "--run", "send/eventtime-*"),
		},
		{
			verb: "replay", form: "--save", args: with("replay", "raw.http", "--save", "saved.ndjson"),
			written: "saved.ndjson",
		},
		{
			verb: "replay", form: "of what failed", written: ".timhook/replay-failed.ndjson",
			prepare: with("send", "send", "--save", "saved.ndjson"), args: with("replay", "saved.ndjson"),
		},
		{
			verb: "load", form: "-o markdown",
			args: with("load", "send", "-n", "3", "-o", "out.md", "--format", "markdown"),
		},
	}
}

// settingRows have their secrets in the environment and in timhook.yaml.
func settingRows() []canaryRow {
	return []canaryRow{
		{verb: "send", form: "environment", args: without("send", "send", "-vv"), env: []string{
			"TIMHOOK_URL=$URL$/hook/$PATH$?access_token=$OWN$", "TIMHOOK_TOKEN=$TOKEN$",
			"TIMHOOK_HEADER=X-Api-Key: $APIKEY$", "TIMHOOK_QUERY=key=$PARAM$",
		}},
		{
			verb: "send", form: "configuration", args: without("send", "send", "-vv", "--save", "saved.ndjson"),
			config: "url: $URL$/hook/$PATH$?access_token=$OWN$\ntoken: env:SECRET_TOKEN\n" +
				"header: ['X-Api-Key: $APIKEY$']\nquery: ['key=$PARAM$']\n",
		},
		{
			verb: "send", form: "a misspelt setting", args: without("send", "send"),
			config: "headr: ['X-Api-Key: $APIKEY$']\n", usage: true, unsent: true,
		},
		{
			verb: "send", form: "a misspelt URL", args: without("send", "send"),
			config: "urll: http://mina:$PASSWORD$@h/hook/$PATH$?access_token=$OWN$\n", usage: true, unsent: true,
		},
		{
			verb: "send", form: "a token in clear", args: without("send", "send"),
			config: "token: '$TOKEN$'\n", usage: true, unsent: true,
		},
	}
}

// askedRows print requests, since they are asked to. The token is in none of them.
func askedRows() []canaryRow {
	var rows []canaryRow
	for as := range request.Formats().Docs() {
		row := canaryRow{verb: "generate", form: as, bare: as == "json", unsent: true}
		row.args, row.asked = with("generate", "send", "--as", as), "stdout"
		rows = append(rows, row)
		row.args, row.asked, row.form = append(row.args, "-o", "out"), "out", as+" -o"
		rows = append(rows, row)
	}
	sending := map[string][]string{"send": {"send"}, "test": {"--run", "send/eventtime-string"}, "replay": {"raw.http"}}
	for _, form := range []string{"curl", "curl=portable", "http", "json"} {
		for verb, args := range sending {
			rows = append(rows, canaryRow{
				verb: verb, form: "--print " + form, asked: "stdout", bare: form == "json",
				args: with(verb, append(args, "--print", form, "--report", "json=out.json")...),
			})
		}
	}
	for verb, args := range map[string][]string{"send": {"send"}, "replay": {"raw.http"}, "load": {"send"}} {
		row := canaryRow{verb: verb, form: "--dry-run", unsent: true}
		row.args, row.asked = with(verb, append(args, "--dry-run")...), "stdout"
		rows = append(rows, row)
		row.args, row.asked, row.form = append(row.args, "-o", "out"), "out", "--dry-run -o"
		rows = append(rows, row)
	}
	return append(rows,
		canaryRow{
			verb: "test", form: "--dry-run", unsent: true, args: with("test", append(sending["test"], "--dry-run")...),
		},
		canaryRow{verb: "sign", form: "text", args: without("sign", "--token", "env:SECRET_TOKEN"), unsent: true})
}

// receivingRows take what others send, and may pass it on.
func receivingRows() []canaryRow {
	rows := []canaryRow{
		{verb: "serve", form: "text", args: without("serve", "--token", "env:SECRET_TOKEN"), unsent: true},
		{verb: "serve", form: "--fault", args: without("serve", "--fault", "code-string"), unsent: true},
	}
	for _, form := range []string{"text", "ndjson"} {
		args := without("record", "--format", form, "-o", "calls.ndjson", "-v")
		dead := append(args, "--mask-header", "X-Odd", "--forward", "$DEAD$/hook/$PATH$")
		rows = append(rows,
			canaryRow{verb: "record", form: form, args: append(args, "--token", "env:SECRET_TOKEN"), unsent: true},
			canaryRow{
				verb: "record", form: form + " --forward",
				args: append(args, "--forward", "$URL$/hook/$PATH$?access_token=$OWN$"),
			},
			canaryRow{verb: "record", form: form + " --forward, no backend", args: dead, unsent: true})
	}
	return rows
}

// offlineRows look at captures that others have made, which hold everything in clear.
func offlineRows() []canaryRow {
	var rows []canaryRow
	for _, form := range []string{"text", "json", "ndjson", "github", "sarif"} {
		for _, file := range []string{"raw.http", "a.har"} {
			rows = append(rows, canaryRow{
				verb: "lint", form: form + " " + file, unsent: true,
				args: without("lint", file, "--format", form, "--level", "may", "--token", "env:SECRET_TOKEN"),
			})
		}
	}
	for _, form := range []string{"text", "json"} {
		args := without("diff", "a.har", "b.har", "--format", form)
		rows = append(rows,
			canaryRow{verb: "diff", form: form, args: args, unsent: true},
			canaryRow{
				verb: "diff", form: form + " of everything", unsent: true,
				args: append(args, "--headers", "--requests", "--spelling", "--latency"),
			})
	}
	for form, input := range map[string]string{
		"URL":     "http://mina:$PASSWORD$@h/hook/$PATH$?access_token=$OWN$&Sign=$SIGN$&RequestTime=1741000000",
		"message": "raw.http", "archive": "a.har",
	} {
		args := without("verify", "--token", "env:SECRET_TOKEN", input)
		rows = append(rows, canaryRow{verb: "verify", form: form, args: args, unsent: true})
	}
	return rows
}

// mistakenRows are command lines that are refused, with the mistake beside a secret.
func mistakenRows() []canaryRow {
	password, bare := "http://mina:$PASSWORD$@127.0.0.1/im", "h/hook/$PATH$?access_token=$OWN$"
	rows := []canaryRow{
		{verb: "record", form: "a password in the URL", args: without("record", "--forward", password)},
		{
			verb: "record", form: "a password in the URL of the shadow",
			args: without("record", "--forward", ":1/im", "--shadow", password),
		},
		{
			verb: "send", form: "a password in --link-template",
			args: without("send", "send", ":1/im", "--link-template", password+"/{case}"),
		},
		{
			verb: "send", form: "a key in --link-template",
			args: without("send", "send", ":1/im", "--link-template", "https://h/?access_token=$OWN$&c={case}"),
		},
		{verb: "record", form: "a URL without a scheme", args: without("record", "--forward", bare)},
	}
	for verb, args := range map[string][]string{
		"send": {"send"}, "test": {}, "replay": {"raw.http"}, "load": {"send"}, "shrink": {"send"},
		"generate": {"send", "--as", "curl"},
	} {
		rows = append(rows,
			canaryRow{verb: verb, form: "a password in the URL", args: without(verb, append(args, "-u", password)...)},
			canaryRow{verb: verb, form: "a URL without a scheme", args: without(verb, append(args, "-u", bare)...)},
			canaryRow{verb: verb, form: "an unknown flag", args: with(verb, append(args, "--no-such-flag")...)},
			canaryRow{verb: verb, form: "a bad header", args: with(verb, append(args, "-H", "X-Api-Key $APIKEY$")...)})
	}
	for i := range rows {
		rows[i].usage, rows[i].unsent = true, true
	}
	return rows
}
