//go:build unix

package e2e_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// oddInputs are captures as people have them, each with something that draws a note or a refusal, and with a secret in
// every place that such a capture has.
func oddInputs() map[string]string {
	const body = `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"g","MsgSeq":"x"}`
	const fields = "-H 'Authorization: Bearer $BEARER$' -H 'X-Key: $KEYWORD$' -H 'Cookie: sid=$COOKIEWORD$' "
	const to = "http://mina:$PASSWORD$@127.0.0.1:1/hook/$PATH$?CallbackCommand=Group.CallbackAfterSendMsg" +
		"&access_token=$OWN$"
	curl, data, target := "curl "+fields, " -d '"+body+"' ", "'"+to+"'"
	head := "POST /hook/$PATH$?CallbackCommand=Group.CallbackAfterSendMsg&access_token=$OWN$ HTTP/1.1\r\nHost: h\r\n" +
		"Authorization: Bearer $BEARER$\r\nX-Api-Key: $APIKEY$\r\nCookie: sid=$COOKIE$\r\n"
	archive := `{"log":{"version":"1.2","entries":[{"startedDateTime":"x","time":null,"request":{"method":"post",` +
		`"url":"` + to + `","headers":[{"name":"X-Api-Key","value":"$KEYWORD$"},{"name":"X-N","value":7},` +
		`{"name":"Cookie","value":"sid=$COOKIEWORD$"}],"postData":{"text":"` + strings.ReplaceAll(body, `"`, `\"`) +
		`"}},"response":{"status":"200","headers":[{"name":"Set-Cookie","value":"sid=$COOKIEWORD$"}],` +
		`"content":{"text":"!","encoding":"base64"}}}]}}`
	inputs := map[string]string{
		"unquoted.sh": curl + data + to,
		"unclosed.sh": "curl -H 'X-Key: $KEYWORD$" + data + target,
		"blank.sh":    curl + "\\ \n" + data + target,
		"curly.sh":    "curl -H “X-Key: $KEYWORD$”" + data + target,
		"variable.sh": "KEY=$KEYWORD$\ncurl -H \"X-Key: $KEY\" -H \"X-Other: $HOME\"" + data + target,
		"bearer.sh":   "curl --oauth2-bearer $BEARER$ -b 'sid=$COOKIEWORD$'" + data + target,
		"scheme.sh":   curl + data + strings.Replace(target, "http:", "htp:", 1),
		"two-urls.sh": curl + data + target + " " + target,
		"get.sh":      curl + target,
		"iwr.ps1": "Invoke-WebRequest -Uri " + target + " -Headers @{'X-Key'='$KEYWORD$'} -Method POST -Body '" +
			body + "'",
		"length.http": head + "Content-Length: 9999\r\n\r\n" + body,
		"proto.http":  strings.Replace(head, "HTTP/1.1", "HTP/1.1", 1) + "\r\n" + body,
		"cut.http":    head + "\r\n" + body[:len(body)-5],
		"verbose.txt": "> " + strings.ReplaceAll(head, "\r\n", "\r\n> ") + "\r\n" + body +
			"\r\n< HTTP/1.1 200 OK\r\n< Set-Cookie: sid=$COOKIE$\r\n< \r\n{}",
		"access.log": `1.2.3.4 - - [26/Nov/2026:10:00:00 +0000] "POST ` +
			`/im?CallbackCommand=C2C.CallbackAfterSendMsg&access_token=$OWN$&Sign=$SIGN$ HTTP/1.1" 200 5`,
		"app.log": "2026-11-26 10:00:00 INFO key=$KEYWORD$ Authorization: Bearer $BEARER$ body=" + body,
		"dict.log": "{'headers': {'X-Key': '$KEYWORD$'}, " +
			"'body': {'CallbackCommand': 'Group.CallbackAfterSendMsg'}}",
		"odd.har": archive,
		"cut.har": archive[:len(archive)-200],
		"lambda.json": `{"version":"2.0","headers":{"x-key":"$KEYWORD$"},"rawQueryString":` +
			`"access_token=$OWN$","cookies":["sid=$COOKIEWORD$"],"requestContext":{"http":{"method":"POST","path":` +
			`"/hook/$PATH$"}},"body":"{","isBase64Encoded":false}`,
		"postman.json": `{"info":{"schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},` +
			`"item":[{"request":{"method":"POST","header":[{"key":"X-Key","value":"$KEYWORD$"}],"body":{"mode":` +
			`"raw","raw":"{"},"url":{"raw":"` + to + `"}}}]}`,
	}
	words := strings.NewReplacer( // in a shell's quotes and in JSON
		"$KEYWORD$", url.QueryEscape(secretCanaries()["KEY"].value),
		"$COOKIEWORD$", url.QueryEscape(secretCanaries()["COOKIE"].value))
	for name, text := range inputs {
		inputs[name] = withCanaries(words.Replace(text)) + "\n"
	}
	return inputs
}

// oddRows look at them with every verb that reads.
func oddRows() []canaryRow {
	names := slices.Sorted(maps.Keys(oddInputs()))
	rows := []canaryRow{
		{verb: "diff", form: "of odd inputs", args: without("diff", "raw.http", "odd.har", "--headers", "--requests")},
		{verb: "lint", form: "odd inputs in JSON", args: append(without("lint", "--format", "json"), names...)},
		{verb: "lint", form: "odd inputs for GitHub", args: append(without("lint", "--format", "github"), names...)},
	}
	for _, name := range names {
		for verb, args := range map[string][]string{
			"lint": {"-v"}, "replay": {"-vv", "-u", "$URL$/hook/$PATH$"}, "verify": {"--token", "env:SECRET_TOKEN"},
			"shrink": {"-u", "$URL$/hook/$PATH$"},
		} {
			rows = append(rows, canaryRow{
				verb: verb, form: fmt.Sprintf("odd %s", name), args: without(verb, append(args, name)...),
			})
		}
	}
	for i := range rows {
		rows[i].unsent, rows[i].anyEnd = true, true
	}
	return rows
}
