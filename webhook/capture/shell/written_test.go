package shell_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOneTextMakesSeveralCalls in their order, each with what the script has done before it.
func TestOneTextMakesSeveralCalls(t *testing.T) {
	const form = "|Content-Type: application/x-www-form-urlencoded|Content-Length: "
	files := map[string]string{"old.json": "old"}
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{
			"next", "curl -s h -d a --next -X PUT i -d b -: j",
			[]string{"POST http://h/|Host: h" + form + "1|a", "PUT http://i/|Host: i" + form + "1|b", "GET http://j/|Host: j|"},
		},
		{
			"cmd, and then sh", "curl ^\"h^\" -d b\ncurl 'i' -d 'c'\n",
			[]string{"POST http://h/|Host: h" + form + "1|b", "POST http://i/|Host: i" + form + "1|c"},
		},
		{
			"a fault in one of them", "curl h --next --unknown i",
			[]string{
				"GET http://h/|Host: h|",
				"error curl itself refuses the option --unknown, which it does not know",
			},
		},
		{
			"a file that the script writes", "cat <<'E' > ./a.json\n{}\nE\nprintf '%s' '[]' >>a.json 2>/dev/null\n" +
				"curl h --data-binary @a.json",
			[]string{"POST http://h/|Host: h" + form + "5|{}\n[]"},
		},
		{
			"a file that is written anew", "echo new > old.json; curl h -d @old.json",
			[]string{"POST http://h/|Host: h" + form + "3|new"},
		},
		{
			"errors that are written", "echo new 2> old.json; curl h -d @old.json",
			[]string{"POST http://h/|Host: h" + form + "3|old"},
		},
		{
			"a file of another command", "jq . old.json > a.json\ncurl i > b.json\ncurl h -d @a.json\ncurl h -d @b.json",
			[]string{
				"GET http://i/|Host: i|",
				"error --data @a.json reads a file that a command of the script writes, which is not run",
				"error --data @b.json reads a file that a command of the script writes, which is not run",
			},
		},
		{
			"a word of another shell", "ssh h 'curl h; curl i' && bash -c \"curl 'j'\"",
			[]string{"GET http://h/|Host: h|", "GET http://i/|Host: i|", "GET http://j/|Host: j|"},
		},
		{
			"behind a fault", "curl h -d 'a\ncurl i -d \"a\n$ curl j\nprintf a | curl k -d @-",
			[]string{
				"error a text in single quotes: it is not closed before line 2",
				"error a text in double quotes: it is not closed before line 3",
				"GET http://j/|Host: j|",
				"POST http://k/|Host: k" + form + "1|a",
			},
		},
		{
			"an apostrophe", `curl h -d '{"a":"it's"}'`,
			[]string{"error a text in double quotes: the text ends before it does; an apostrophe in single quotes ends them, " +
				`write '\'' for it`},
		},
		{
			"curl's own variables", "curl h --variable a=b --expand-data '{{a}}'",
			[]string{"error curl's --expand-data puts variables of curl in; write what they stand for"},
		},
		{
			"what no line says", "xargs curl h -d '{}'\nwget h\nfoo --data '{\"CallbackCommand\": 1}'",
			[]string{
				`error got the command "xargs", want curl`,
				`error got the command "wget", want curl; give what wget --debug prints of the request, or write the line for curl`,
				`error got the command "foo", want curl`,
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			list, err := script{text: test.text, files: files}.calls()
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, call := range list {
				got = append(got, callText(call))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s\n(-want +got):\n%s", test.text, diff)
			}
		})
	}
}

// TestSignsOfWordProcessorsAreNamedWithTheirPlace outside of quotes; within, they are text.
func TestSignsOfWordProcessorsAreNamedWithTheirPlace(t *testing.T) {
	for _, test := range []struct{ sign, want string }{
		{"‘", "curly quotes (U+2018) where a shell wants '"},
		{"”", "curly quotes (U+201D) where a shell wants \""},
		{"＂", "full-width quotes (U+FF02) where a shell wants \""},
		{"\u00a0", "a no-break space (U+00A0) where a shell wants a blank"},
		{"\u3000", "a full-width space (U+3000) where a shell wants a blank"},
		{"\u200b", "a zero-width space (U+200B) where a shell wants nothing"},
		{"—", "a dash (U+2014) where a shell wants --"},
		{"＆", "a full-width & (U+FF06) where a shell wants &"},
	} {
		t.Run(test.sign, func(t *testing.T) {
			text := "curl h \\\n  " + test.sign + "d a"
			if got, want := callOf(text), "error column 3: "+test.want; got != want {
				t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
			}
			text = "curl h -d '" + test.sign + "' -H \"A: " + test.sign + "\" # " + test.sign + "\necho " + test.sign
			if got := callOf(text); !strings.HasSuffix(got, "|"+test.sign) {
				t.Errorf("%s\ngot %s, want it read", text, got)
			}
		})
	}
	if got := callOf("curl http://h/a–b -d a—b"); !strings.HasSuffix(got, "|a—b") {
		t.Errorf("got %s, want dashes within words read", got)
	}
}
