//go:build unix

package e2e_test

import "encoding/base64"

// proxyRows send through a proxy that wants a password and quotes it, and to a backend that does.
func proxyRows() []canaryRow {
	through := []string{"http_proxy=http://mina:$PROXY$@$HOST$"}
	far := "http://callbacks.example/hook/$PATH$?access_token=$OWN$"
	basic := "Authorization: Basic " +
		base64.StdEncoding.EncodeToString([]byte("mina:"+secretCanaries()["BASIC"].value))
	rows := []canaryRow{
		{
			verb: "send", form: "through a proxy", env: through, written: "saved.ndjson",
			args: append(with("send", "send", "-vv", "--save", "saved.ndjson", "--report", "json=out"), "-u", far),
		},
		{
			verb: "test", form: "through a proxy", env: through,
			args: append(with("test", "--run", "send/eventtime-*", "-vv"), "-u", far),
		},
		{
			verb: "replay", form: "through a proxy", env: through,
			args: append(with("replay", "raw.http", "-vv", "--report", "html=out"), "-u", far),
		},
		{
			verb: "load", form: "through a proxy", env: through,
			args: append(with("load", "send", "-n", "3", "--progress", "plain"), "-u", far),
		},
		{
			verb: "send", form: "through a proxy that is gone", unsent: true,
			env:  []string{"http_proxy=http://mina:$PROXY$@127.0.0.1:1"},
			args: append(with("send", "send", "-vv", "--report", "json=out"), "-u", far),
		},
	}
	for verb, args := range map[string][]string{
		"send": {"send", "-vv", "--save", "saved.ndjson"}, "test": {"--run", "send/eventtime-*", "-vv"},
		"replay": {"raw.http", "-vv", "--report", "html=out"}, "load": {"send", "-n", "3"},
	} {
		rows = append(rows, canaryRow{
			verb: verb, form: "a password in Basic", args: without(verb, append(args, "-u", "$URL$/im", "-H", basic)...),
		})
	}
	return rows
}

// rawRows have a backend that quotes what it was sent in every place of its answer, and not only in a packet.
func rawRows() []canaryRow {
	var rows []canaryRow
	for verb, args := range map[string][]string{
		"send": {"send"}, "test": {"--run", "send/eventtime-*"}, "replay": {"raw.http"},
	} {
		args = append(args, "-H", "X-Raw: 1")
		rows = append(rows, canaryRow{verb: verb, form: "a raw answer, -vv", args: with(verb, append(args, "-vv")...)})
		for _, kind := range []string{"json", "ndjson", "html", "markdown", "junit", "har", "github", "tap", "sarif"} {
			rows = append(rows, canaryRow{
				verb: verb, form: "a raw answer in " + kind, args: with(verb, append(args, "--report", kind+"=out")...),
			})
		}
	}
	return append(rows,
		canaryRow{
			verb: "send", form: "a raw answer, --save", written: "saved.ndjson",
			args: with("send", "send", "-H", "X-Raw: 1", "--save", "saved.ndjson"),
		},
		canaryRow{verb: "load", form: "a raw answer", args: with("load", "send", "-n", "3", "-H", "X-Raw: 1")},
		canaryRow{
			verb: "shrink", form: "a raw answer",
			args: with("shrink", "raw.http", "--max-tries", "5", "-H", "X-Raw: 1"),
		})
}

// pastedRows have a credential where none belongs: an argument, the value of a flag, a variable, the configuration.
func pastedRows() []canaryRow {
	var rows []canaryRow
	add := func(verb, form string, args ...string) {
		rows = append(rows, canaryRow{verb: verb, form: form, args: append([]string{verb}, args...)})
	}
	pasted := map[string]string{
		"a key": "$PASTED$", "a header field": "X-Key: $KEY$", "without its colon": "X-Key $KEY$",
		"without its quotes": "Authorization:", "a parameter": "access_token=$PARAM$", "a user": "mina:$PASSWORD$@h",
		"a URL": "http://mina:$PASSWORD$@127.0.0.1:1/im", "a scheme": "Bearer $BEARER$", "a flag": "--$PASTED$",
		"a flag with a value": "--tokn=$PASTED$", "a case": "send/$PASTED$", "a list": "@$PASTED$",
	}
	verbs := []string{
		"send", "test", "replay", "lint", "diff", "compare", "verify", "shrink", "load", "generate", "list", "explain", "sign", "serve",
		"record", "report", "completion", "schema", "help", "version", "demo",
	}
	for form, text := range pasted {
		for _, verb := range verbs {
			add(verb, "pasted: "+form, text, "$PASTED$")
		}
	}
	for _, flag := range []string{
		"format", "report", "timeout", "sign", "seed", "now", "sdk-app-id", "resolve", "cacert", "config", "set",
		"query", "header", "run", "variant", "lang", "platform", "request-time", "token", "print", "fail-on", "color",
	} {
		for _, form := range []string{"a key", "a header field", "a user"} {
			add("send", "pasted: --"+flag+" "+form, "send", "-u", "$DEAD$/im", "--"+flag+"="+pasted[form], "--report", "x=y=z")
		}
	}
	for i := range rows {
		rows[i].anyEnd = true
	}
	for _, config := range []string{
		"tokn: $PASTED$", "format: $PASTED$", "timeout: $PASTED$", "$PASTED$", "$PASTED$: 1", "query: {key: $PASTED$",
		"qury: {key: $PASTED$}", "profiles: {ci: {tokn: $PASTED$}}", "known-failing: [$PASTED$]", "- $PASTED$",
		"send: {heder: {X-Anything: $PASTED$}}", "token: '$PASTED$", "url: htp://mina:$PASTED$@h/im",
	} {
		rows = append(rows, canaryRow{
			verb: "test", form: "pasted: " + config, config: config + "\n", anyEnd: true,
			args: []string{"test", "--run", "send/eventtime-string", "-u", "$URL$/im", "-v"},
		})
	}
	for _, variable := range []string{"FORMAT", "TIMEOUT", "HEADER", "QUERY", "REPORT", "SET", "SEED", "TOKN"} {
		rows = append(rows, canaryRow{
			verb: "send", form: "pasted: TIMHOOK_" + variable, env: []string{"TIMHOOK_" + variable + "=$PASTED$"},
			args: []string{"send", "send", "-u", "$URL$/im", "-v"}, anyEnd: true,
		})
	}
	for i := range rows {
		rows[i].unsent = true
	}
	return rows
}
