package secret_test

import (
	"encoding/base64"
	"slices"
	"testing"

	"github.com/timhook/timhook/internal/secret"
)

// TestOfGivenFieldsWhatLooksLikeAKeyIsSecret: their names are the user's own and tell nothing.
func TestOfGivenFieldsWhatLooksLikeAKeyIsSecret(t *testing.T) {
	for _, c := range []struct {
		name, value string
		want        []string
	}{
		{"X-Env", "dev", nil},
		{"X-Env", "production", nil},
		{"X-Env", "pre-production", nil},
		{"X-Flag", "true", nil},
		{"X-App", "1400000000", nil},
		{"X-Date", "2026-01-02", nil},
		{"X-Time", "2026-01-02T03:04:05+08:00", nil},
		{"X-Version", "v10.20.30", nil},
		{"X-Path", "/callbacks/tencent/v2", nil},
		{"X-Odd", "$HOME `id` $(id)", nil},
		{"X-Odd", `*?[a]{b,c}~!#&;|<>`, nil},
		{"X-Note", "two words", nil},
		{"X-Anything", "q7Ydk2mX", []string{"q7Ydk2mX"}},
		{"X-Anything", "q7Ydk2m", nil},
		{"X-Anything", " q7Ydk2mX ", []string{"q7Ydk2mX"}},
		{"X-Anything", "correcthorsebattery", []string{"correcthorsebattery"}},
		{"X-Anything", "1234567890123456789012345678", []string{"1234567890123456789012345678"}},
		{"X-Anything", "Custom q7Ydk2mX", []string{"q7Ydk2mX", "Custom q7Ydk2mX"}},
		{"X-Anything", `user=mina, code="q7Ydk2mX"`, []string{"q7Ydk2mX", `user=mina, code="q7Ydk2mX"`}},
		{"X-Anything", "q7Ydk2mXzQ==", []string{"q7Ydk2mXzQ=="}},
		{"Host", "q7ydk2mx.example.com", nil},
		{"Content-Type", "application/json; charset=utf-8", nil},
		{"Accept-Language", "zh-Hans-CN-1996", nil},
		{"User-Agent", "timhook-0.1.0-of-mine", nil},
		{"Referer", "https://h/im?access_token=q7Ydk2mX", []string{"q7Ydk2mX"}},
		{"X-Auth", "Token q7Ydk2mX", []string{"q7Ydk2mX", "Token q7Ydk2mX"}},
		{"X-Auth", "short", []string{"short"}},
		{"Authorization", "Bearer q7Ydk2mX", []string{"q7Ydk2mX"}},
		{
			"Authorization", `Digest username="mina", response="q7Ydk2mX"`,
			[]string{"q7Ydk2mX", `username="mina", response="q7Ydk2mX"`},
		},
		{"Authorization", "Basic bWluYTpxN1lkazJtWA", []string{"mina:q7Ydk2mX", "q7Ydk2mX", "bWluYTpxN1lkazJtWA"}},
		{"Authorization", "Basic bWluYTpxN1lkazJtWA==", []string{"mina:q7Ydk2mX", "q7Ydk2mX", "bWluYTpxN1lkazJtWA=="}},
		{"X-Anything", "Basic bWluYTpvcGVuc2VzYW1l", []string{"mina:opensesame", "opensesame", "bWluYTpvcGVuc2VzYW1l", "Basic bWluYTpvcGVuc2VzYW1l"}},
		{"Authorization", "Basic not/base64!", []string{"not/base64!"}},
	} {
		t.Run(c.name+": "+c.value, func(t *testing.T) {
			if got := secret.Names(nil).InGivenField(c.name, c.value); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestOfProxiesThePasswordAndWhatIsMadeOfItAreSecret: a proxy may quote the Proxy-Authorization that it was sent.
func TestOfProxiesThePasswordAndWhatIsMadeOfItAreSecret(t *testing.T) {
	basic := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	for _, c := range []struct {
		proxy string
		want  []string
	}{
		{"", nil},
		{"http://proxy:8080", nil},
		{"proxy:8080", nil},
		{"http://mina@proxy:8080", nil},
		{"http://mina:open-sesame@proxy", []string{"open-sesame", "mina:open-sesame", basic("mina:open-sesame")}},
		{"mina:open-sesame@proxy:80", []string{"open-sesame", basic("mina:open-sesame")}},
		{"socks5://mina:a@b@proxy", []string{"a@b", basic("mina:a@b")}},
		{"http://mina:p%40ss+w%3Ard@proxy", []string{"p%40ss+w%3Ard", "p@ss+w:rd", basic("mina:p@ss+w:rd")}},
		{"http://mina:100%@proxy", []string{"100%", basic("mina:100%")}},
		{"http://q7Ydk2mXz@proxy", []string{"q7Ydk2mXz", basic("q7Ydk2mXz:")}},
		{"http://q7Ydk2mXz:@proxy", []string{"q7Ydk2mXz", basic("q7Ydk2mXz:")}},
	} {
		t.Run(c.proxy, func(t *testing.T) {
			got := secret.InProxy(c.proxy)
			for _, want := range c.want {
				if !slices.Contains(got, want) {
					t.Errorf("got %q, want %q among them", got, want)
				}
			}
			if (got == nil) != (c.want == nil) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
