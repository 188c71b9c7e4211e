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
	told := secret.Names{"hook", "Seg7", "/slashed", "tenant"}
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
		{"behind a name", "https://h/hook/" + hook + "/im?a=1", "https://h/hook/masked/im?a=1"},
		{"behind what is not told", "/tenants/" + hook + "/token/abc12345/im", "/tenants/" + hook + "/token/abc12345/im"},
		{"a short segment", "/im/hook/7", "/im/hook/masked"},
		{"in capitals", "/HOOK/a/b", "/HOOK/masked/b"},
		{"an escaped name", "/h%6fok/a/b", "/h%6fok/masked/b"},
		{"the last segment", "/im/hook", "/im/masked"},
		{"the last but for a slash", "/im/hook/", "/im/hook/"},
		{"named itself", "/x/Seg7/im", "/x/masked/masked"},
		{"a path that is told", "/x/slashed/7/y", "/x/slashed/masked/y"},
		{"a matrix parameter", "/im;key=" + hook + "?a=1", "/im;key=masked?a=1"},
		{"with a matrix parameter", "/hook/" + hook + ";a=b", "/hook/masked;a=b"},
		{"a password", "http://mina:opensesame@h/im", "http://mina:masked@h/im"},
		{"a socket", "unix:/run/app.sock:/hook/" + hook, "unix:/run/app.sock:/hook/masked"},
		{"a parameter", "/im?api_key=abc&a=b&Sign=12", "/im?api_key=masked&a=b&Sign=masked"},
		{"a parameter without a value", "/im?key=&token", "/im?key=&token"},
		{"an escaped name of a parameter", "/im?k%65y=abc", "/im?k%65y=masked"},
		{"a parameter that is told", "/im?a=1&Tenant=7&b=2", "/im?a=1&Tenant=masked&b=2"},
		{"a random value of another parameter", "/im?id=" + hook, "/im?id=" + hook},
		{"a path in a parameter", "/im?to=/hook/" + hook, "/im?to=/hook/" + hook},
		{"masked within", "/u0041maskedBase64/token/123masked", "/u0041maskedBase64/token/123masked"},
		{"masked", "http://mina:masked@h/im?key=masked&Sign=masked", "http://mina:masked@h/im?key=masked&Sign=masked"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := secret.Policy{Told: told}
			if got := p.URL(c.url, "url"); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if (c.url == c.want) != (p.Masked == nil) {
				t.Errorf("noted %q", p.Masked)
			}
			for _, s := range told.InURL(c.want) {
				if s != "12" {
					t.Errorf("%q is left", s)
				}
			}
		})
	}
}

func TestSecretsOfAURLAreLearnedAsTheyStandAndUnescaped(t *testing.T) {
	got := secret.Names{"hook"}.InURL("http://mina:open%20sesame@h/hook/" + hook + "?key=a%2Fb&id=1&Sign=ab&token=")
	if want := []string{"open%20sesame", "open sesame", hook, "a%2Fb", "a/b"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := secret.Names(nil).InQuery("to=/" + hook + "&pwd=x"); !slices.Equal(got, []string{"x"}) {
		t.Errorf("got %q of a query, want x", got)
	}
}

func TestTheFirstSegmentIsMaskedBehindASlash(t *testing.T) {
	for url, want := range map[string]string{
		"http://h/7/im": "http://h/masked/im", "/7": "/masked", "http://h": "http://h", "7/im": "7/im",
	} {
		t.Run(url, func(t *testing.T) {
			if got := (&secret.Policy{Told: []string{"/"}}).URL(url, ""); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// TestMaskingAURLTwiceIsMaskingItOnce, and nothing that was found is left.
func TestMaskingAURLTwiceIsMaskingItOnce(t *testing.T) {
	texts := rapid.StringMatching(`(http://)?([a-z]{0,2}:?[a-z]{0,2}@?h)?((/|;|\?|&|=|%3D|%26|#|:)(Sign|key|k%65y|token|a|masked|[0-9a-f]{16,20}|abc12345)?){0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		url := texts.Draw(t, "url")
		told := secret.Policy{Told: []string{"a", "/"}}
		once := told.URL(url, "")
		if twice := told.URL(once, ""); twice != once {
			t.Fatalf("%q became %q and then %q", url, once, twice)
		}
		if strings.Count(once, "/") > strings.Count(url, "/") {
			t.Fatalf("%q became %q", url, once)
		}
	})
}
