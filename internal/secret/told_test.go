package secret_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/internal/secret"
	"pgregory.net/rapid"
)

// hiding is what a run hides that was told one name.
func hiding(names ...string) secret.Patterns {
	var known secret.Known
	known.Tell(names...)
	return known.Patterns()
}

func TestWhatIsToldIsMaskedInEveryNotation(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", `{"GroupName":"a","Group":1} Groups=2`, `{"GroupName":"a","Group":1} Groups=2`},
		{"a member", `{"a":1,"GroupId":"7","b":2}`, `{"a":1,"GroupId":"masked","b":2}`},
		{"in other letters", `{"groupid":"7"}`, `{"groupid":"masked"}`},
		{"with blanks", "{ \"GroupId\" :\n \"7\" }", "{ \"GroupId\" :\n \"masked\" }"},
		{"an empty member", `{"GroupId":"","b":""}`, `{"GroupId":"","b":""}`},
		{"a quotation mark in it", `{"GroupId":"7\"8","b":""}`, `{"GroupId":"masked","b":""}`},
		{"a backslash at its end", `{"GroupId":"7\\","b":"c"}`, `{"GroupId":"masked","b":"c"}`},
		{"a number", `{"GroupId":-10.5e3,"b":1}`, `{"GroupId":-99.9e9,"b":1}`},
		{"booleans", `[{"GroupId":true},{"GroupId":false},{"GroupId":null}]`, `[{"GroupId":null},{"GroupId":null },{"GroupId":null}]`},
		{"a list", `{"GroupId":["7",8,["9"]],"b":"c"}`, `{"GroupId":["masked",9,["masked"]],"b":"c"}`},
		{"an object", `{"GroupId":{"a":"7","b":{"c":8}},"d":"e"}`, `{"GroupId":{"a":"masked","b":{"c":9}},"d":"e"}`},
		{"cut", `{"GroupId":"7`, `{"GroupId":"masked`},
		{"cut in a list", `{"GroupId":["7","8`, `{"GroupId":["masked","masked`},
		{"in a string of JSON", `{"info":"got {\"GroupId\":\"7\",\"n\":8}","b":"c"}`, `{"info":"got {\"GroupId\":\"masked\",\"n\":8}","b":"c"}`},
		{"a quotation mark in one in a string", `{"info":"{\"GroupId\":\"7\\\"8\",\"n\":9}"}`, `{"info":"{\"GroupId\":\"masked\",\"n\":9}"}`},
		{"in a string of a string", `{"x":"{\"y\":\"{\\\"GroupId\\\":\\\"7\\\",\\\"n\\\":8}\"}"}`, `{"x":"{\"y\":\"{\\\"GroupId\\\":\\\"masked\\\",\\\"n\\\":8}\"}"}`},
		{"cut in a string", `{"info":"{\"GroupId\":\"7","b":"c"}`, `{"info":"{\"GroupId\":\"masked","b":"c"}`},
		{"a dict of Python", `{'GroupId': '7', 'b': None}`, `{'GroupId': 'masked', 'b': None}`},
		{"a name that is a value", `{"a":"GroupId","b":"7"}`, `{"a":"GroupId","b":"7"}`},
		{"a parameter", "/im?a=1&GroupId=7&b=2 HTTP/1.1", "/im?a=1&GroupId=masked&b=2 HTTP/1.1"},
		{"a parameter in quotes", "--query 'GroupId=a b' -v", "--query 'GroupId=masked' -v"},
		{"a value in quotes", `--set GroupId="a b" -v`, `--set GroupId=masked -v`},
		{"a step of a path", "--set MsgBody.0.GroupId=7", "--set MsgBody.0.GroupId=masked"},
		{"a field", "POST / HTTP/1.1\r\nGroupId: 7 8\r\nHost: h", "POST / HTTP/1.1\r\nGroupId: masked\r\nHost: h"},
		{"a field in a string", `"wire":"POST / HTTP/1.1\r\nGroupId: 7 8\r\nHost: h"`, `"wire":"POST / HTTP/1.1\r\nGroupId: masked\r\nHost: h"`},
		{"a field of curl -v", "> GroupId: 7\n> A: b", "> GroupId: masked\n> A: b"},
		{"a field in a shell's quotes", "-H 'GroupId: 7 8' -d x", "-H 'GroupId: masked' -d x"},
		{"a finding", `/GroupId: got "7", want a number`, `/GroupId: got masked, want a number`},
		{"a finding below it", `/GroupId/0/a: got 7`, `/GroupId/0/a: got masked`},
		{"a difference", `body /GroupId: was "7", now "8"`, `body /GroupId: was masked`},
		{"a new member", `header GroupId: new 7`, `header GroupId: new masked`},
		{"another message", `/GroupId: is missing`, `/GroupId: is missing`},
		{"a parameter that a finding names", `got the GroupId "7", want 8`, `got the GroupId "masked", want 8`},
		{"a URL", "see http://h/x/GroupId/7?a=1, and more", "see http://h/x/GroupId/masked?a=1, and more"},
		{"a request line", "POST /GroupId/7?a=1 HTTP/1.1", "POST /GroupId/masked?a=1 HTTP/1.1"},
		{"a pointer", "at /MsgBody/GroupId/Text", "at /MsgBody/GroupId/Text"},
		{"masked", `{"GroupId":"masked"} GroupId=masked`, `{"GroupId":"masked"} GroupId=masked`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := hiding("GroupId").Mask(c.text); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			p := secret.Policy{Told: []string{"other", "groupid"}}
			if got := p.Mask(c.text); got != c.want {
				t.Errorf("by a policy: got  %s\nwant %s", got, c.want)
			}
			if got := p.Body([]byte(c.text), "body"); len(got) != len(c.text) {
				t.Errorf("got a body of %d bytes, want %d: %s", len(got), len(c.text), got)
			}
		})
	}
}

func TestMessagesLoseWhatTheyQuote(t *testing.T) {
	for message, want := range map[string]string{
		`got the string "7, want", want Integer`: `got masked, want Integer`,
		`got an array`:                           `got masked`,
		`"a" and "b\"c" differ`:                  `"masked" and "masked" differ`,
		`nothing "`:                              `nothing "`,
	} {
		t.Run(message, func(t *testing.T) {
			if got := secret.Quoted(message); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestURLsInNotesLoseTheirSecrets(t *testing.T) {
	for note, want := range map[string]string{
		`two URLs, "http://mina:pw@h/im?key=k&a=1" and 'http://h?token=t'`: `two URLs, "http://mina:masked@h/im?key=masked&a=1" and 'http://h?token=masked'`,
		"--token: the token is empty":                                      "--token: the token is empty",
		"use http:// or https://":                                          "use http:// or https://",
		"key=k stays, since it is no URL":                                  "key=k stays, since it is no URL",
	} {
		t.Run(note, func(t *testing.T) {
			if got := secret.Note(note); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// TestMembersThatAreToldAreMaskedWherever in a packet they are, whatever they hold, and the packet stays JSON.
func TestMembersThatAreToldAreMaskedWherever(t *testing.T) {
	const canary = "Zq8cAnary"
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.String().Draw(t, "before") + canary + rapid.String().Draw(t, "behind")
		var packet any = map[string]any{"a": rapid.String().Draw(t, "a"), "From_Account": value, "z": 1.5}
		for range rapid.IntRange(0, 4).Draw(t, "depth") {
			switch rapid.IntRange(0, 3).Draw(t, "wrap") {
			case 0:
				packet = []any{packet, true}
			case 1:
				packet = map[string]any{"x": packet, "y": "\\\""}
			case 2:
				packet = map[string]any{"From_Account": packet}
			case 3:
				text, err := json.Marshal(packet)
				if err != nil {
					t.Fatal(err)
				}
				packet = map[string]any{"ErrorInfo": "got " + string(text)}
			}
		}
		body, err := json.Marshal(packet)
		if err != nil {
			t.Fatal(err)
		}
		p := secret.Policy{Told: []string{"from_account"}}
		masked := p.Body(body, "body")
		if strings.Contains(string(masked), canary) || len(masked) != len(body) || !json.Valid(masked) {
			t.Fatalf("%s\nbecame %s", body, masked)
		}
		if shown := hiding("From_Account").Mask(string(body)); strings.Contains(shown, canary) || !json.Valid([]byte(shown)) {
			t.Fatalf("%s\nis shown as %s", body, shown)
		}
		p.LearnMembers(body)
		if told := p.Mask("sorry, " + value + "!"); strings.Contains(told, canary) {
			t.Fatalf("%s\nwas learned, and %q is let through", body, told)
		}
	})
}

func FuzzWhatIsToldIsMasked(f *testing.F) {
	f.Add([]byte(`{"a":{"a":[1,"\"a\":'2'"]}} a=1&a: 2`), "a")
	f.Add([]byte("> a: 1\r\nPOST /a/b http://h/a/b \\\"a\\\":\\\"b"), "a")
	f.Add([]byte(`" " `), `"`)
	f.Add([]byte(`":"`), `"`)
	f.Add([]byte(`["A ","b"]`), "A")
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		p := secret.Policy{Told: []string{name}}
		masked := p.Body(text, "body")
		if len(masked) != len(text) || json.Valid(text) != json.Valid(masked) && json.Valid(text) {
			t.Fatalf("%q became %q", text, masked)
		}
		hiding(name).Mask(string(text))
	})
}

// TestHostileTextsAreSearchedInLinearTime: a mebibyte takes some hundredths of a second, and would take minutes if each
// name were looked for to the end.
func TestHostileTextsAreSearchedInLinearTime(t *testing.T) {
	pieces := []string{
		`"a":[`, `{"a":`, `"a":"`, `\"a\":\"`, `a="`, `a='x`, `'a=`, `"a" `, `a: got `, `://a/`, " POST /a/", `\\\\"a`,
	}
	for _, piece := range pieces {
		t.Run(piece, func(t *testing.T) {
			text := []byte(strings.Repeat(piece, 1<<20/len(piece)))
			start := time.Now()
			hiding("a").Spans(text)
			secret.Names{"a"}.InMembers(text)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func ExampleNames() {
	p := secret.Policy{Told: []string{"tenant", "From_Account"}}
	fmt.Println(p.URL("http://h/tenant/7/im?Tenant=8", "url"))
	fmt.Println(string(p.Body([]byte(`{"From_Account":"mina.li","GroupId":"g"}`), "body")))
	// Output:
	// http://h/tenant/masked/im?Tenant=masked
	// {"From_Account":"maskedx","GroupId":"g"}
}
