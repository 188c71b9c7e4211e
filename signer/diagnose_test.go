package signer_test

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/timhook/timhook/signer"
)

func TestDiagnoseRecognisesEachMistake(t *testing.T) {
	sum, err := hex.DecodeString(goodSum)
	if err != nil {
		t.Fatal(err)
	}
	const odd = "p@ss/word+1="
	for _, tc := range []struct{ name, token, sign, at, want string }{
		{
			"time before token", token, "a64f2b8e7e9fa8201ce6c22fae4045be6c122ebdfc2119716a33387c0b94d9ee", at,
			"RequestTime followed by the token",
		},
		{
			"HMAC", token, "f2dbf82e362ffe43f2cf35b863f4a46accac152cbb5da723895dff9be87c4d42", at,
			"the HMAC-SHA256 with the token as the key",
		},
		{"MD5", token, "79c955f03f3666f81be61f597976d0fd", at, "the MD5"},
		{
			"leading zero", token, "562ec4bc148a2ca71d3d66d72c34b4bd4725a4acebbea2378572dbe7b9dce2d3", at,
			"RequestTime with a leading zero",
		},
		{"leading zero sent and not hashed", token, goodSum, "0" + at, "without its leading zero"},
		{"upper case", token, strings.ToUpper(goodSum), at, "lower case"},
		{
			"upper case of a near miss", token, strings.ToUpper(signer.SignText(token, at+"\n")), at,
			"a line end after it",
		},
		{"a blank after Sign", token, goodSum + " ", at, "blanks around it"},
		{"base64", token, base64.StdEncoding.EncodeToString(sum), at, "base64"},
		{"milliseconds hashed", token, signer.Sign(token, 1741000000123), at, "in milliseconds, 1741000000123"},
		{"milliseconds sent", token, goodSum, at + "123", "RequestTime is in milliseconds"},
		{"token with a blank", token, signer.SignText(token+" ", at), at, "the token with a blank after it"},
		{"token with a newline", token, signer.SignText(token+"\n", at), at, "the token with a line end after it"},
		{"given token with a blank", token + " ", goodSum, at, "is the token that was given too long?"},
		{
			"empty token", token, "7782e126c0f328671e755f05de2b145a8b8bb5421a9a9323a4434bc86d161f08", at,
			"the token was empty",
		},
		{"no time", token, signer.SignText(token, ""), at, "the token alone"},
		{"separator", token, signer.SignText(token, "&"+at), at, `with "&" between them`},
		{
			"separator, time first", token, signer.SignText("", at+":"+token), at,
			`RequestTime and the token with ":" between them`,
		},
		{"names", token, signer.SignText("", "Token="+token+"&RequestTime="+at), at, "with their names"},
		{
			"names, sorted", token, signer.SignText("", "RequestTime="+at+"&Token="+token), at,
			"with their names; want their values alone, the token first",
		},
		{
			"twice", token, signer.SignText("", signer.SignText(token, at)), at,
			"the SHA-256 of the SHA-256 in hexadecimal",
		},
		{"SHA-1", token, hexOf(sha1.Sum([]byte(token + at))), at, "it is the SHA-1;"},
		{"SHA-384", token, hexOf(sha512.Sum384([]byte(token + at))), at, "it is the SHA-384;"},
		{"SHA-224", token, hexOf(sha256.Sum224([]byte(token + at))), at, "it is the SHA-224;"},
		{
			"MD5 of the time first", token, hexOf(md5.Sum([]byte(at + token))), at,
			"the MD5 of RequestTime followed by the token",
		},
		{"SHA-1 in base64", token, base64Of(sha1.Sum([]byte(token + at))), at, "it is the SHA-1;"},
		{"URL-encoded token", odd, signer.SignText("p%40ss%2Fword%2B1%3D", at), at, "the URL-encoded token"},
		{"URL-decoded token", "a%2Bb", signer.SignText("a+b", at), at, "after URL-decoding"},
		{"a second later", token, signer.Sign(token, 1741000001), at, "RequestTime 1741000001, +1 s"},
		{"61 s later", token, "be42e1740044a9e8c5210ed033a619b3de0d323f40a9a593ee0834c9abb336e7", at, "+61 s"},
		{"120 s before", token, signer.Sign(token, 1740999880), at, "-120 s"},
		{"cut off", token, goodSum[:63], at, "it has 63 characters, want 64"},
		{"no digits", token, strings.Repeat("z", 64), at, "want hexadecimal digits"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := signer.Diagnose(tc.token, tc.sign, tc.at)
			if !strings.Contains(got, tc.want) {
				t.Errorf("got %q, want it to say %q", got, tc.want)
			}
			if strings.Contains(got, tc.token) {
				t.Errorf("%q holds the token", got)
			}
		})
	}
}

func hexOf[sum [16]byte | [20]byte | [28]byte | [48]byte](s sum) string { return fmt.Sprintf("%x", s) }

func base64Of(sum [20]byte) string { return base64.StdEncoding.EncodeToString(sum[:]) }

// A number in hexadecimal has no leading zeros, and %x of a single byte none either.
func TestDiagnoseRecognisesLostZeros(t *testing.T) {
	tried := 0
	for seconds := int64(1741000000); seconds < 1741000400; seconds++ {
		text := fmt.Sprint(seconds)
		right := signer.Sign(token, seconds)
		if right[0] != '0' {
			continue
		}
		tried++
		var bytewise strings.Builder
		sum, err := hex.DecodeString(right)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range sum {
			fmt.Fprintf(&bytewise, "%x", b)
		}
		for sign, want := range map[string]string{
			strings.TrimLeft(right, "0"): "leading zeros", bytewise.String(): "zero",
		} {
			if got := signer.Diagnose(token, sign, text); !strings.Contains(got, want) || !strings.Contains(got, "64 digits") {
				t.Errorf("%s for %s: got %q, want %s", sign, right, got, want)
			}
		}
	}
	if tried < 10 {
		t.Errorf("%d Signs began with a zero, want 10 or more", tried)
	}
}

func TestDiagnoseIsSilentWhereNothingIsKnown(t *testing.T) {
	for _, tc := range []struct{ name, token, sign, at string }{
		{"a Sign that matches", token, goodSum, at},
		{"another token", "xxxyyy", goodSum, at},
		{"121 s later", token, signer.Sign(token, 1741000121), at},
		{"a time that is no number", token, goodSum, "noon"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := signer.Diagnose(tc.token, tc.sign, tc.at); got != "" {
				t.Errorf("got %q, want nothing", got)
			}
		})
	}
}

func TestDiagnoseNeverExplainsARightSign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		token, text := rapid.String().Draw(t, "token"), rapid.String().Draw(t, "requestTime")
		if got := signer.Diagnose(token, signer.SignText(token, text), text); got != "" {
			t.Fatalf("got %q, want nothing", got)
		}
	})
}

func FuzzDiagnose(f *testing.F) {
	f.Add(token, goodSum, at)
	f.Add("", "", "")
	f.Add("%", "====", "-9223372036854775808")
	f.Add(token, goodSum, "9223372036854775807")
	f.Fuzz(func(t *testing.T, token, sign, requestTime string) {
		if got := signer.Diagnose(token, sign, requestTime); got != "" && sign == signer.SignText(token, requestTime) {
			t.Errorf("a right Sign is explained: %q", got)
		}
	})
}
