package flags

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
)

// Foreign are names that other tools have for something, and what it is called here.
type Foreign struct {
	Names string   // with commas between them; of flags without dashes
	Here  []string // the first that the verb has counts
	Why   string   // there is nothing like it, and this is why
}

func (f Foreign) has(name string) bool { return slices.Contains(strings.Split(f.Names, ", "), name) }

// ForeignFlags are flags of curl, stripe, schemathesis, hurl, pytest, jest, k6, vegeta, wrk and hey.
func ForeignFlags() []Foreign {
	return []Foreign{
		{Names: "junit, junit-xml, junitxml, report-junit", Here: []string{"--report junit=FILE"}},
		{Names: "html, report-html", Here: []string{"--report html=FILE"}},
		{Names: "tap, report-tap", Here: []string{"--report tap=FILE"}},
		{Names: "sarif, har, markdown", Here: []string{"--report KIND=FILE"}},
		{Names: "json, report-json, reporter, reporters", Here: []string{"--format json"}},
		{
			Names: "d, data, data-raw, data-binary, raw, payload, file",
			Here:  []string{"--body FILE, - for standard input, or --set PATH=VALUE for one value"},
		},
		{Names: "override, variable, F, form", Here: []string{"--set PATH=VALUE"}},
		{Names: "X, request, method", Why: "Chat always sends POST; timhook test --run 'neg-method-*' sends other " +
			"methods"},
		{Names: "L, location", Why: "Chat follows no redirect"},
		{Names: "A, user-agent", Here: []string{"--header 'User-Agent: …'"}},
		{Names: "m, timeout-ms, max-time", Here: []string{"--timeout TIME"}},
		{Names: "skip-verify, no-verify, insecure-skip-verify", Here: []string{"--insecure, or -k"}},
		{Names: "secret, signing-secret, webhook-secret", Here: []string{"--token env:NAME"}},
		{Names: "app-id, appid, sdkappid", Here: []string{"--sdk-app-id N"}},
		{Names: "endpoint, base-url, target, webhook-url, host", Here: []string{"--url URL", "--forward URL"}},
		{Names: "port, addr, address, bind", Here: []string{"--listen HOST:PORT", "--url :PORT"}},
		{Names: "forward-to, load-from-webhooks-api, proxy-to", Here: []string{"--forward URL"}},
		{Names: "repeat, iterations, number, requests, times", Here: []string{"--count N", "--repeat N", "--loop N"}},
		{Names: "count", Here: []string{"--repeat N"}},
		{Names: "fail-fast, x, bail, exitfirst, maxfail, stop-on-first-failure", Here: []string{"--max-failures 1"}},
		{Names: "only, filter, grep, g, include, tests, test-name-pattern, K", Here: []string{
			"--run PATTERN", "--filter PATTERN", "--variant GLOB, or CALLBACK/VARIANT as an argument",
		}},
		{Names: "run", Here: []string{"--filter PATTERN", "--variant GLOB, or CALLBACK/VARIANT as an argument"}},
		{Names: "exclude, ignore-tests", Here: []string{"--skip PATTERN"}},
		{Names: "lf, rerun, only-failures", Here: []string{
			"--last-failed, those of the last run",
			"--failed, those of the last run",
		}},
		{Names: "max-examples, hypothesis-max-examples, fuzz", Here: []string{"--examples N"}},
		{Names: "workers, vus, parallel, concurrency, threads, c, t, P", Here: []string{"--connections N", "--jobs N"}},
		{Names: "connections", Here: []string{"--jobs N"}},
		{Names: "jobs", Here: []string{"--connections N"}},
		{Names: "rps, R, r, qps", Here: []string{"--rate N/s", "--rate RATE"}},
		{Names: "z, time", Here: []string{"--duration TIME"}},
		{Names: "threshold, thresholds, max-response-time", Here: []string{"--budget EXPR, such as 'p95<300ms'"}},
		{Names: "output-dir, out", Here: []string{"--output FILE, or -o"}},
		{Names: "silent, s", Here: []string{"--quiet, or -q"}},
		{Names: "debug, trace", Here: []string{"--verbose, or -vv for every byte"}},
		{Names: "events", Here: []string{"--callbacks LIST"}},
	}
}

// ForeignVerbs are verbs of other tools.
func ForeignVerbs() []Foreign {
	return []Foreign{
		{Names: "events, callbacks", Here: []string{"list callbacks"}},
		{Names: "variants, cases, checks", Here: []string{"list variants"}},
		{Names: "run, spec, conformance, contract, suite", Here: []string{"test"}},
		{Names: "validate, judge, parse", Here: []string{"lint"}},
		{Names: "forward, tunnel, proxy, intercept", Here: []string{"record --forward URL"}},
		{Names: "bench, benchmark, stress, perf", Here: []string{"load"}},
		{Names: "mock, stub, server, start", Here: []string{"serve"}},
		{Names: "curl, export", Here: []string{"generate --as curl"}},
		{Names: "convert, render", Here: []string{"report RUN.ndjson --to KIND=FILE"}},
		{Names: "fuzz", Here: []string{"test --examples N"}},
		{Names: "docs, describe, why", Here: []string{"explain"}},
		{Names: "minify, reduce", Here: []string{"shrink"}},
		{Names: "webhook, call, post, invoke, push, emit", Here: []string{"send"}},
	}
}

// foreignFlag is the hint for a flag of another tool; empty: it is none.
func foreignFlag(a *cli.App, c *cobra.Command, name string) string {
	MakeAllFlags(a, c.Root())
	elsewhere := ""
	for _, f := range ForeignFlags() {
		if !f.has(name) {
			continue
		}
		if f.Why != "" {
			return f.Why
		}
		for _, here := range f.Here {
			if c.Flags().Lookup(FlagIn(here)) != nil {
				return "use " + here
			}
			if owners := verbsWith(c.Root(), FlagIn(here)); elsewhere == "" && len(owners) > 0 {
				elsewhere = c.CommandPath() + " has nothing like it; timhook " + owners[0] + " has " + here
			}
		}
	}
	return elsewhere
}

// FlagIn is the name of the flag that a text mentions, empty where it mentions none.
func FlagIn(text string) string {
	_, name, found := strings.Cut(text, "--")
	if end := strings.IndexAny(name, " ,="); found && end >= 0 {
		name = name[:end]
	}
	return name
}

// foreignVerb is the hint for a verb of another tool; empty: it is none.
func foreignVerb(name string) string {
	for _, f := range ForeignVerbs() {
		if f.has(name) {
			return "use timhook " + f.Here[0]
		}
	}
	return ""
}
