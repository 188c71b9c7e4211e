package secret_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/secret"
	"pgregory.net/rapid"
)

const hook = "9f8e7d6c5b4a3f2e1d0c"

func TestSecretsInURLsAreMaskedAndOthersStay(t *testing.T) {
	for _, c := range []struct{ name, url, want string }{
		{"nothing", "", ""},
		{"an ordinary URL", "http://127.0.0.1:8080/im", "http://127.0.0.1:8080/im"},
		{"a version", "https://www.example.com/im/callback/v2", "https://www.example.com/im/callback/v2"},
		{"words with hyphens", "/webhooks/tencent-im-2026/after-send-msg-v10", "/webhooks/tencent-im-2026/after-send-msg-v10"},
		{"words in one", "/groupCallbackAfterSendMsgV2", "/groupCallbackAfterSendMsgV2"},
		{"a word of a secret's", "/oauth/callback2", "/oauth/callback2"},
		{"an application", "/apps/1400000001/im", "/apps/1400000001/im"},
		{"a long number", "/apps/14000000011400000001/im", "/apps/14000000011400000001/im"},
		{"a random host", "https://" + hook + ".example.com/im", "https://" + hook + ".example.com/im"},
		{"a random host alone", "https://" + hook + ".example.com", "https://" + hook + ".example.com"},
		{"a random segment", "https://h/hook/" + hook + "/im?a=1", "https://h/hook/masked/im?a=1"},
		{"base64 in a path", "/T00/aB3-cD4_eF5gH6iJ7kL8mN9oP0", "/T00/masked"},
		{"a UUID", "/hook/123e4567-e89b-12d3-a456-426614174000", "/hook/masked"},
		{"behind a name", "/token/abc12345/im", "/token/masked/im"},
		{"too short behind a name", "/token/abc1234/im", "/token/abc1234/im"},
		{"a matrix parameter", "/im;key=" + hook + "?a=1", "/im;key=masked?a=1"},
		{"behind a random segment", "/" + hook + ";a=b", "/masked;a=b"},
		{"a password", "http://mina:opensesame@h/im", "http://mina:masked@h/im"},
		{"a socket", "unix:/run/app.sock:/hook/" + hook, "unix:/run/app.sock:/hook/masked"},
		{"a parameter", "/im?api_key=abc&a=b&Sign=12", "/im?api_key=masked&a=b&Sign=masked"},
		{"a parameter without a value", "/im?key=&token", "/im?key=&token"},
		{"an escaped name", "/im?k%65y=abc", "/im?k%65y=masked"},
		{"a random value of another parameter", "/im?id=" + hook, "/im?id=" + hook},
		{"a path in a parameter", "/im?to=/hook/" + hook, "/im?to=/hook/" + hook},
		{"masked within", "/u0041maskedBase64/token/123masked", "/u0041maskedBase64/token/123masked"},
		{"masked", "http://mina:masked@h/im?key=masked&Sign=masked", "http://mina:masked@h/im?key=masked&Sign=masked"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := secret.Policy{}
			if got := p.URL(c.url, "url"); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if (c.url == c.want) != (p.Masked == nil) {
				t.Errorf("noted %q", p.Masked)
			}
			for _, s := range secret.InURL(c.want) {
				if s != "12" {
					t.Errorf("%q is left", s)
				}
			}
		})
	}
}

func TestSecretsOfAURLAreLearnedAsTheyStandAndUnescaped(t *testing.T) {
	got := secret.InURL("http://mina:open%20sesame@h/hook/" + hook + "?key=a%2Fb&id=1&Sign=ab&token=")
	if want := []string{"open%20sesame", "open sesame", hook, "a%2Fb", "a/b"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := secret.InQuery("to=/" + hook + "&pwd=x"); !slices.Equal(got, []string{"x"}) {
		t.Errorf("got %q of a query, want x", got)
	}
}

// TestMaskingAURLTwiceIsMaskingItOnce, and nothing that was found is left.
func TestMaskingAURLTwiceIsMaskingItOnce(t *testing.T) {
	texts := rapid.StringMatching(`(http://)?([a-z]{0,2}:?[a-z]{0,2}@?h)?((/|;|\?|&|=|%3D|%26|#|:)(Sign|key|k%65y|token|a|masked|[0-9a-f]{16,20}|abc12345)?){0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		url := texts.Draw(t, "url")
		once := new(secret.Policy).URL(url, "")
		if twice := new(secret.Policy).URL(once, ""); twice != once {
			t.Fatalf("%q became %q and then %q", url, once, twice)
		}
		if strings.Count(once, "/") > strings.Count(url, "/") {
			t.Fatalf("%q became %q", url, once)
		}
	})
}
