package flags

import "slices"

// ForeignFlags are flags of curl, stripe, schemathesis, hurl, pytest, jest, k6, vegeta, wrk and hey.
func ForeignFlags() []Foreign { return slices.Concat(ofRequests(), ofRuns()) }

// ofRequests are flags about what is sent, and what is written about it.
func ofRequests() []Foreign {
	return []Foreign{
		{
			Names: "junit, junit-xml, junitxml, report-junit, report-junit-path",
			Here:  []string{"--report junit=FILE"},
		},
		{Names: "html, report-html", Here: []string{"--report html=FILE"}},
		{Names: "tap, report-tap", Here: []string{"--report tap=FILE"}},
		{Names: "sarif, har, markdown, summary-export, report-har", Here: []string{"--report KIND=FILE"}},
		{
			Names: "json, report-json, reporter, reporters, print-json, jq, error-format",
			Here:  []string{"--format json", "--report json=FILE"},
		},
		{
			Names: "d, data, data-raw, data-binary, raw, payload, file",
			Here:  []string{"--body FILE, - for standard input, or --set PATH=VALUE for one value"},
		},
		{Names: "override, variable, F, form", Here: []string{"--set PATH=VALUE"}},
		{Names: "X, request, method", Why: "Chat always sends POST; timhook test --run 'neg-method-*' sends other " +
			"methods"},
		{Names: "L, location", Why: "Chat follows no redirect"},
		{Names: "A, user-agent", Here: []string{"--header 'User-Agent: …'"}},
		{Names: "cookie, b", Here: []string{"--header 'Cookie: …'"}},
		{Names: "user, auth, bearer", Here: []string{"--header 'Authorization: …'"}},
		{Names: "m, timeout-ms, request-timeout", Here: []string{"--timeout TIME"}},
		{
			Names: "skip-verify, no-verify, insecure-skip-verify, insecure-skip-tls-verify, request-tls-verify, " +
				"tls-verify",
			Here: []string{"--insecure, or -k"},
		},
		{Names: "secret, signing-secret, webhook-secret", Here: []string{"--token env:NAME"}},
		{Names: "app-id, appid, sdkappid", Here: []string{"--sdk-app-id N"}},
		{Names: "endpoint, base-url, target, webhook-url, host", Here: []string{"--url URL", "--forward URL"}},
		{Names: "port, addr, address, bind", Here: []string{"--listen HOST:PORT", "--url :PORT"}},
		{Names: "forward-to, proxy-to", Here: []string{"--forward URL"}},
	}
}

// ofRuns are flags about how often, how fast, and which cases.
func ofRuns() []Foreign {
	return []Foreign{
		{
			Names: "repeat, iterations, i, number, requests, times, limit",
			Here:  []string{"--count N", "--repeat N", "--loop N"},
		},
		{Names: "count", Here: []string{"--repeat N"}},
		{
			Names: "fail-fast, x, bail, exitfirst, maxfail, stop-on-first-failure, abort-on-fail",
			Here:  []string{"--max-failures 1"},
		},
		{
			Names: "only, filter, grep, g, include, tests, test-name-pattern, K, include-name, include-path, glob",
			Here: []string{
				"--run PATTERN", "--filter PATTERN", "--variant GLOB, or CALLBACK/VARIANT as an argument",
			},
		},
		{Names: "run", Here: []string{"--filter PATTERN", "--variant GLOB, or CALLBACK/VARIANT as an argument"}},
		{Names: "exclude, ignore-tests, exclude-name, exclude-path", Here: []string{"--skip PATTERN"}},
		{
			Names: "include-tag, exclude-tag, phases, checks",
			Here:  []string{"--tag TAG, such as core or 'not transport'"},
		},
		{Names: "lf, rerun, only-failures", Here: []string{
			"--last-failed, those of the last run",
			"--failed, those of the last run",
		}},
		{Names: "max-examples, hypothesis-max-examples, fuzz", Here: []string{"--examples N"}},
		{
			Names: "workers, vus, parallel, concurrency, threads, c, t, P",
			Here:  []string{"--connections N", "--jobs N"},
		},
		{Names: "connections", Here: []string{"--jobs N"}},
		{Names: "jobs", Here: []string{"--connections N"}},
		{Names: "rps, R, r, qps, delay, rate-limit", Here: []string{"--rate N/s", "--rate RATE"}},
		{Names: "stage, stages", Here: []string{"--rate FROM..TO/s, which rises evenly"}},
		{Names: "z, time", Here: []string{"--duration TIME"}},
		{Names: "threshold, thresholds, max-response-time", Here: []string{"--budget EXPR, such as 'p95<300ms'"}},
		{Names: "output-dir, out", Here: []string{"--output FILE, or -o"}},
		{Names: "silent, s", Here: []string{"--quiet, or -q"}},
		{Names: "debug, trace, http-debug, very-verbose", Here: []string{"--verbose, or -vv for every byte"}},
		{Names: "events", Here: []string{"--callbacks LIST"}},
		{Names: "no-color, no-colour", Here: []string{"--color never, or NO_COLOR=1"}},
		{Names: "curl", Here: []string{"--print curl"}},
		{Names: "type", Here: []string{"--to KIND=FILE", "--format NAME"}},
		{Names: "no-connection-reuse, disable-keepalive", Here: []string{"--no-keepalive, for a connection each"}},
		{Names: "wait-for-schema, wait-for, healthcheck", Here: []string{"--wait TIME"}},
		{Names: "from-entry, to-entry, entry", Why: "FILE#3 is the third entry of a file: timhook replay FILE#3"},
		{Names: "continue-on-error, continue-on-failure, keep-going", Why: "a run goes on after a failure; " +
			"timhook test --max-failures 1 ends it"},
		{Names: "retry-interval, request-retries, retries", Why: "an answer that comes at the second try is a " +
			"failure to Chat; timhook send --retry N sends again as Chat does"},
		{Names: "proxy", Why: "HTTP_PROXY, HTTPS_PROXY and NO_PROXY count; a loopback address gets no proxy"},
		{Names: "load-from-webhooks-api, api-key, account, project-name, org", Why: "there is no account; " +
			"timhook list callbacks shows what can be sent"},
		{Names: "env, e, variables-file, env-file", Why: "each flag has a variable, such as TIMHOOK_URL; " +
			"timhook.yaml holds settings, and profiles of them"},
		{Names: "web, open", Here: []string{"--report html=FILE"}},
		{Names: "no-thresholds, no-summary", Why: "without --budget there is no limit; --quiet shortens the report"},
	}
}
