package secret_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/secret"
)

// TestASignIsMaskedBehindItsName in whatever prints a table, by each of the ways to mask a text.
func TestASignIsMaskedBehindItsName(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"JSON", `{"Sign":"@","a":1}`, `{"Sign":"masked","a":1}`},
		{"JSON with blanks", `{"Sign" : "@"}`, `{"Sign" : "masked"}`},
		{"JSON over two lines", "{\"Sign\":\n\t\"@\"}", "{\"Sign\":\n\t\"masked\"}"},
		{"a list of JSON", `{"Sign":["@"]}`, `{"Sign":["masked"]}`},
		{"JSON in JSON", `"{\"Sign\":\"@\"}"`, `"{\"Sign\":\"masked\"}"`},
		{"JSON twice in JSON", `"\"{\\\"Sign\\\":\\\"@\\\"}\""`, `"\"{\\\"Sign\\\":\\\"masked\\\"}\""`},
		{"a name with escapes", `{"\u0053ign":"@"}`, `{"\u0053ign":"masked"}`},
		{"an escaped query", "%26Sign%3D@%26a", "%26Sign%3Dmasked%26a"},
		{"a query in HTML", "&amp;Sign&#61;@&amp;", "&amp;Sign&#61;masked&amp;"},
		{"Python", `{'Sign': '@'}`, `{'Sign': 'masked'}`},
		{"bytes of Python", `{b'Sign': [b'@']}`, `{b'Sign': [b'masked']}`},
		{"Ruby", `{"Sign"=>"@"}`, `{"Sign"=>"masked"}`},
		{"Ruby's symbols", `{:sign=>"@", sign: "@"}`, `{:sign=>"masked", sign: "masked"}`},
		{"print_r", "[Sign] => @\n", "[Sign] => masked\n"},
		{"var_dump", "[\"Sign\"]=>\n  string(64) \"@\"\n", "[\"Sign\"]=>\n  string(64) \"masked\"\n"},
		{"a map of Go", "map[Sign:[@] a:[b]]", "map[Sign:[masked] a:[b]]"},
		{"Java", "{Sign=@, a=b}", "{Sign=masked, a=b}"},
		{"a header field", "X-Sign: @\r\n", "X-Sign: masked\r\n"},
		{"capitals", "SIGN=@", "SIGN=masked"},
		{"a list of Signs", "Sign=@&Sign=@", "Sign=masked&Sign=masked"},
		{"another word", "Design=@", "Design=@"},
		{"too short", `{"Sign":"0123456789abcdef"}`, `{"Sign":"0123456789abcdef"}`},
		{"no hexadecimal", `{"Sign":"` + strings.Repeat("xyz", 20) + `"}`, `{"Sign":"` + strings.Repeat("xyz", 20) + `"}`},
		{"glued to more", `{"Sign":"@x"}`, `{"Sign":"@x"}`},
		{"glued to its name", "Sign@", "Sign@"},
		{"too far away", "Sign" + strings.Repeat(".", 30) + "@", "Sign" + strings.Repeat(".", 30) + "@"},
		{"another member", `{"Sign":"","MsgKey":"@"}`, `{"Sign":"","MsgKey":"@"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.ReplaceAll(c.text, "@", sign)
			want := strings.ReplaceAll(c.want, "@", sign)
			if got := new(secret.Policy).Mask(text); got != want {
				t.Errorf("a policy made %s, want %s", got, want)
			}
			if got := secret.NewKnown().Patterns().Mask(text); got != want {
				t.Errorf("a writer made %s, want %s", got, want)
			}
			if got := secret.NewKnown().Tokens().Mask(text); got != text {
				t.Errorf("a writer of requests made %s, want it as it is", got)
			}
			if got := (&secret.Policy{KeepSign: true}).Mask(text); got != text {
				t.Errorf("got %s, want it kept", got)
			}
			body := string(new(secret.Policy).Body([]byte(text), "body"))
			if len(body) != len(text) || (body == text) != (want == text) {
				t.Errorf("a body became %s", body)
			}
		})
	}
}

// TestTheSignOfAPacketIsMaskedWhereverItIsQuoted, with its name or not.
func TestTheSignOfAPacketIsMaskedWhereverItIsQuoted(t *testing.T) {
	packet := []byte(`{"CallbackCommand":"x","Sign":"` + sign + `"}`)
	p := secret.Policy{}
	p.LearnMembers(packet)
	if got := p.Mask("no such signature: " + sign); got != "no such signature: masked" {
		t.Errorf("got %q", got)
	}
	kept := secret.Policy{KeepSign: true}
	kept.LearnMembers(packet)
	if got := kept.Mask(sign); got != sign {
		t.Errorf("got %q, want it kept", got)
	}
}
