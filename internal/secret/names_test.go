package secret_test

import (
	"testing"

	"github.com/timhook/timhook/internal/secret"
)

func TestNamesOfSecretsAreKnown(t *testing.T) {
	for name, want := range map[string]bool{
		"Authorization": true, "proxy-authorization": true, "Cookie": true, "Set-Cookie": true, "WWW-Authenticate": true, "X-Auth-Token": true,
		"X-Api-Key": true, "X-Key": true, "key": true, "api_key": true, "apikey": true, "apiKey": true, "keyId": true, "api_keys": true, "KEY1": true,
		"access_token": true, "client-secret": true, "password": true, "passwd": true, "passphrase": true, "pass": true, "pwd": true,
		"session": true, "PHPSESSID": true, "jwt": true, "usersig": true, "Sign": true, "X-Sign": true, "X-Hub-Signature-256": true, "Authorization ": true,
		"accesskeyid": true, "X-XSRF": true, "_csrf": true, "passcode": true, "bearer": true, "x-hmac-sha256": true, "jsapi_ticket": true,
		"app_secret": true, "AppSecret": true, "authcode": true, "x-sign": true, "appsign": true, "secretKey": true, "SecretId": true,
		"credentials": true, "oauth": true, "authorize": true,

		"ticketing": false, "keyidentifier": false,
		"": false, "SdkAppid": false, "CallbackCommand": false, "contenttype": false, "ClientIP": false, "OptPlatform": false, "RequestTime": false,
		"Host": false, "Content-Type": false, "Content-Length": false, "User-Agent": false, "X-Request-Id": false, "traceparent": false, "X-Note": false,
		":authority": false, "author": false, "keyword": false, "Keyboard": false, "signal": false, "signed": false, "compass_x": true, "passage": false,
		"From_Account": false, "MsgSeq": false, "inside": false, "K": false,
	} {
		t.Run(name, func(t *testing.T) {
			if got := secret.Named(name); got != want {
				t.Errorf("got %t, want %t", got, want)
			}
		})
	}
}

// BenchmarkNamed is what recording pays for each header field and each parameter.
func BenchmarkNamed(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		secret.Named("X-Forwarded-Proto")
	}
}
