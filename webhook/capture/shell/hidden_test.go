package shell_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// unknown is how a note ends about what only a shell knows.
const unknown = ", which only a shell knows; it is not judged"

func TestWhatOnlyAShellKnowsIsNamedAndTheRestIsRead(t *testing.T) {
	const form = "|Content-Type: application/x-www-form-urlencoded"
	for _, test := range []struct {
		name, text, want string
		hidden, notes    []string
	}{
		{
			"the URL", `curl "$URL" -d {}`, "POST " + form + "|Content-Length: 2|{}",
			[]string{"url", "query"},
			[]string{"the URL holds $URL" + unknown},
		},
		{
			"the host", `curl "http://$HOST:$PORT/im?a=1" -d {}`, "POST ?a=1" + form + "|Content-Length: 2|{}",
			[]string{"url"},
			[]string{"the URL holds $HOST, $PORT" + unknown},
		},
		{
			"the beginning of the URL", `curl $BASE/im?a=1`, "GET ?a=1|",
			[]string{"url"},
			[]string{"the URL holds $BASE" + unknown},
		},
		{
			"what follows the URL", `curl "$URL&a=1"`, "GET ?a=1|",
			[]string{"url", "query"},
			[]string{"the URL holds $URL" + unknown},
		},
		{
			"a parameter", `curl "http://h/im?SdkAppid=$APP&a=1&b=x${Y}z"`, "GET http://h/im?a=1|Host: h|",
			[]string{"query SdkAppid", "query b"},
			[]string{"the query's SdkAppid holds $APP" + unknown, "the query's b holds ${Y}" + unknown},
		},
		{
			"a part of the query", `curl "http://h/im?a=1&$REST"`, "GET http://h/im?a=1|Host: h|",
			[]string{"query"},
			[]string{"the query holds $REST" + unknown},
		},
		{
			"the query by itself", `curl h --url-query "a=$A" --url-query b`, "GET http://h/?b|Host: h|",
			[]string{"query a"},
			[]string{"the query's a holds $A" + unknown},
		},
		{
			"the signature", `curl "http://h/im?a=1&Sign=$SIGN&RequestTime=$(date +%s)"`, "GET http://h/im?a=1|Host: h|",
			[]string{"query Sign", "query RequestTime"},
			nil,
		},
		{
			"the signature of timhook", `curl "$TIMHOOK_URL&SdkAppid=1&$(timhook sign --token env:T)"`, "GET ?SdkAppid=1|",
			[]string{"query Sign", "query RequestTime", "url"},
			nil,
		},
		{
			"a header field", `curl h -H "X-Key: $KEY" -H 'A: $b'`, "GET http://h/|Host: h|A: $b|",
			[]string{"header X-Key"},
			[]string{"the header field X-Key holds $KEY" + unknown},
		},
		{
			"a name of the header", `curl h -H "$FIELD"`, "GET http://h/|Host: h|",
			[]string{"header"},
			[]string{"the header holds $FIELD" + unknown},
		},
		{
			"credentials", `curl h -u "me:$PASSWORD"`, "GET http://h/|Host: h|",
			[]string{"header Authorization"},
			[]string{"the header field Authorization holds $PASSWORD" + unknown},
		},
		{
			"a part of the body", `curl h -d "{\"GroupId\":\"$GROUP\"}"`,
			"POST http://h/|Host: h" + form + `|{"GroupId":"$GROUP"}`,
			[]string{"body"},
			[]string{"the body holds $GROUP" + unknown},
		},
		{
			"a body of another command", "curl h -d \"$(jq -n '{a:1}')\"",
			"POST http://h/|Host: h" + form + `|$(jq -n '{a:1}')`,
			[]string{"body"},
			[]string{"the body holds $(jq -n '{a:1}')" + unknown},
		},
		{
			"a part of a here document", "curl h --json @- <<E\n{\"a\":\"$A\"}\nE",
			"POST http://h/|Host: h|Content-Type: application/json|Accept: application/json|{\"a\":\"$A\"}\n",
			[]string{"body"},
			[]string{"the body holds $A" + unknown},
		},
		{
			"what printf prints", `printf '%s' "$BODY" | curl h -d @-`, "POST http://h/|Host: h" + form + "|$BODY",
			[]string{"body"},
			[]string{"the body holds $BODY" + unknown},
		},
		{
			"what other commands print", "cat a.json | jq -c . | curl h --json @-",
			"POST http://h/|Host: h|Content-Type: application/json|Accept: application/json|what cat | jq prints",
			[]string{"body"},
			[]string{"the body holds what cat | jq prints" + unknown},
		},
		{
			"cmd", `curl "http://%HOST%/im?a=%20" -H "X-Key: %KEY%"`, "GET ?a=%20|",
			[]string{"header X-Key", "url"},
			[]string{
				"read as a line of Windows' cmd", "the header field X-Key holds %KEY%" + unknown,
				"the URL holds %HOST%" + unknown,
			},
		},
		{
			"PowerShell", `curl.exe 'http://h/im' -H "X-Key: $env:KEY" -d $body`, "POST http://h/im|Host: h" + form + "|$body",
			[]string{"header X-Key", "body"},
			[]string{"the header field X-Key holds $env:KEY" + unknown, "the body holds $body" + unknown},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			call := only(t, script{text: test.text})
			if diff := cmp.Diff(test.want, callText(call)); diff != "" {
				t.Errorf("%s\n(-want +got):\n%s", test.text, diff)
			}
			if diff := cmp.Diff(test.hidden, call.Hidden); diff != "" {
				t.Errorf("%s\nhidden (-want +got):\n%s", test.text, diff)
			}
			if diff := cmp.Diff(test.notes, call.Notes); diff != "" {
				t.Errorf("%s\nnotes (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// TestAScriptsVariablesHaveTheirValues where it sets them on a line before.
func TestAScriptsVariablesHaveTheirValues(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"quoted", "U='http://h/im?a=1&b'\ncurl \"$U\"", "GET http://h/im?a=1&b|Host: h|"},
		{"exported", "export H=h P=9\ncurl http://${H}:$P/", "GET http://h:9/|Host: h:9|"},
		{"of each other", "H=h\nB=\"http://$H\"; U=$B/im\ncurl \"$U?a\"", "GET http://h/im?a|Host: h|"},
		{"a default", "curl \"http://${H:-h}/${P-im}?a=\"${Q:='b'}", "GET http://h/im?a=b|Host: h|"},
		{"a default of its own", "H=${H:-h}\ncurl http://$H", "GET http://h/|Host: h|"},
		{"set, not the default", "H=i\ncurl http://${H:-h}", "GET http://i/|Host: i|"},
		{"empty, and so the default", "H=\ncurl http://${H:-h}${H-x}", "GET http://h/|Host: h|"},
		{"the later value", "H=a\nH=b\ncurl $H", "GET http://b/|Host: b|"},
		{"added to", "U=http://h/\nU+=im\ncurl $U", "GET http://h/im|Host: h|"},
		{"several words", "O='-X PUT -H A:b'\ncurl $O h", "PUT http://h/|Host: h|A: b|"},
		{"one word in quotes", "O='-XP T'\ncurl \"$O\" h", "P T http://h/|Host: h|"},
		{"an empty one is no word", "O=\ncurl $O h $O", "GET http://h/|Host: h|"},
		{"curl itself", "CURL='curl -s'\n$CURL h", "GET http://h/|Host: h|"},
		{"of printed text", "B=$(printf '%s-' a b)\ncurl h/$B", "GET http://h/a-b-|Host: h|"},
		{"for one command alone", "H=a\nH=b true\ncurl $H", "GET http://a/|Host: a|"},
		{"cmd's", "@echo off\r\nset \"U=http://h/im?a&b\"\r\ncurl \"%U%\"\r\n", "GET http://h/im?a&b|Host: h|"},
		{"cmd's without quotes", "set U=http://h/im?a^&b\r\ncurl \"%u%\"\r\n", "GET http://h/im?a&b|Host: h|"},
		{"PowerShell's", "$u = 'http://h/im'\r\ncurl.exe \"${U}?a=1\"\r\n", "GET http://h/im?a=1|Host: h|"},
	} {
		t.Run(test.name, func(t *testing.T) {
			call := only(t, script{text: test.text})
			if diff := cmp.Diff(test.want, callText(call)); diff != "" || len(call.Hidden) > 0 {
				t.Errorf("%s\nhidden: %q (-want +got):\n%s", test.text, call.Hidden, diff)
			}
		})
	}
}

// TestAVariableOfSeveralValuesIsNoneThatIsKnown in branches and loops.
func TestAVariableOfSeveralValuesIsNoneThatIsKnown(t *testing.T) {
	for _, text := range []string{
		"if true; then\n  H=a\nelse\n  H=b\nfi\ncurl $H",
		"H=a\nwhile true; do H=b; done\ncurl $H",
		"for H in a b; do\ncurl $H\ndone",
		"read -r H\ncurl $H",
		"H=(a b)\ncurl $H",
		"H=$(hostname)\ncurl $H",
	} {
		t.Run(text, func(t *testing.T) {
			want := []string{"url", "query"}
			if call := only(t, script{text: text}); !cmp.Equal(want, call.Hidden) {
				t.Errorf("got %q hidden in %s, want %q", call.Hidden, callText(call), want)
			}
		})
	}
}
