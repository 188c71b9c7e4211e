package flags

// ForeignVerbs are verbs of other tools.
func ForeignVerbs() []Foreign {
	return []Foreign{
		{
			Names: "events, callbacks, webhooks, webhook_endpoints, resources, topics, api",
			Here:  []string{"list callbacks"},
		},
		{Names: "variants, cases, checks, fixtures, samples, search", Here: []string{"list variants"}},
		{Names: "run, spec, conformance, contract, suite", Here: []string{"test"}},
		{Names: "validate, judge, parse, cat, verify-schema", Here: []string{"lint"}},
		{Names: "forward, tunnel, proxy, intercept, logs, tail, connect", Here: []string{"record --forward URL"}},
		{Names: "bench, benchmark, stress, perf", Here: []string{"load"}},
		{Names: "mock, stub, server, start", Here: []string{"serve"}},
		{Names: "curl, export", Here: []string{"generate --as curl"}},
		{Names: "convert, render", Here: []string{"report RUN.ndjson --to KIND=FILE"}},
		{Names: "fuzz", Here: []string{"test --examples N"}},
		{Names: "docs, describe, why, show, info, view", Here: []string{"explain"}},
		{Names: "minify, reduce", Here: []string{"shrink"}},
		{Names: "retry, rerun, again", Here: []string{"replay --failed"}},
		{Names: "new, setup, scaffold, bootstrap, workflow", Here: []string{"init"}},
		{Names: "stats, plot, summary", Here: []string{"report RUN.ndjson"}},
		{Names: "open, browse, dashboard, web", Here: []string{"test --report html=FILE"}},
		{Names: "status, ping, health, check-health, diagnose", Here: []string{"doctor"}},
		{Names: "watch", Here: []string{"test --watch"}},
		{Names: "call, post, invoke, push, emit", Here: []string{"send"}},
		{Names: "webhook, hook", Why: "timhook send fires callbacks; " +
			"timhook record --forward URL passes on those of Chat"},
		{Names: "login, logout, auth, account, whoami", Why: "there is no account; --token env:NAME signs"},
		{Names: "secret, token, keys", Why: "--token env:NAME or file:PATH is the token of Chat's console; " +
			"timhook sign shows what it makes"},
		{Names: "config, configure, settings, env, alias, variable, profile", Why: "timhook.yaml holds the settings: " +
			"docs/ci.md; timhook schema config is its schema"},
		{Names: "update, upgrade, install, extension, plugin, extensions", Why: "timhook never looks for updates and " +
			"has no extensions; timhook version prints what this one is"},
		{Names: "exit-codes, exit-code, environment, reference", Why: "timhook help VERB has flags and examples; " +
			"exit codes and variables are in docs/ci.md"},
		{Names: "cloud, archive, pause, scale, gist, cache, issue, pr, repo", Why: "there is nothing like it; " +
			"timhook help lists the verbs"},
	}
}
