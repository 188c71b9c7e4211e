package signer_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/timhook/timhook/signer"
)

// vectors are Tencent's published example (Webhook Overview, 1047/34354) and others recomputed
// with sha256sum.
var vectors = []struct {
	name, token string
	requestTime int64
	sign        string
}{
	{
		"the published example", "xxxxyyyy", 1669872112,
		"17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061",
	},
	{
		"the token of older pages", "xxxyyy", 1669872112,
		"e78a85473bed2cdc8d6fa8c4d5a4ba4735fd64156e15a99516b9890293e135de",
	},
	{
		"an ordinary token", "k7Qd2mXz9TnB4vRw", 1741000000,
		"d79d7ad8337e3eea30903913c9785fbe05222dbfa6580fa5700ffb5665dfed40",
	},
	{"61 s later", "k7Qd2mXz9TnB4vRw", 1741000061, "be42e1740044a9e8c5210ed033a619b3de0d323f40a9a593ee0834c9abb336e7"},
	{
		"a token that a URL would escape", "p@ss/word+1=", 1741000000,
		"a67fb6207e1c7fa86ceb0f0cc2bb89bd1e93cd5f47ae107fb31a22e401ad8cab",
	},
	{"a token outside ASCII", "令牌", 1741000000, "5745574957f6376ee3ff9c5273f14d44ec722a81bb7fbd425bdee2c19f6eaacf"},
	{
		"the longest token", strings.Repeat("a", 128), 1741000000,
		"caf04e44ae83fc73a2b134e4131aa52c3f8cf3793ddd3c96da88955fdede66da",
	},
	{"no token", "", 1741000000, "7782e126c0f328671e755f05de2b145a8b8bb5421a9a9323a4434bc86d161f08"},
}

func TestSignAgreesWithKnownVectors(t *testing.T) {
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) {
			if got := signer.Sign(v.token, v.requestTime); got != v.sign {
				t.Errorf("Sign: got %s, want %s", got, v.sign)
			}
			if got := signer.SignText(v.token, strconv.FormatInt(v.requestTime, 10)); got != v.sign {
				t.Errorf("SignText: got %s, want %s", got, v.sign)
			}
			if got := string(signer.AppendSign([]byte("Sign="), v.token, v.requestTime)); got != "Sign="+v.sign {
				t.Errorf("AppendSign: got %s, want Sign=%s", got, v.sign)
			}
		})
	}
}

func TestSignTextHashesTheTextAsItStands(t *testing.T) {
	const want = "562ec4bc148a2ca71d3d66d72c34b4bd4725a4acebbea2378572dbe7b9dce2d3"
	if got := signer.SignText("k7Qd2mXz9TnB4vRw", "01741000000"); got != want {
		t.Errorf("with a leading zero: got %s, want %s", got, want)
	}
	if signer.SignText("k", "-1") != signer.Sign("k", -1) {
		t.Error("-1: SignText and Sign differ")
	}
	if signer.SignText("ab", "c") != signer.SignText("a", "bc") {
		t.Error("token and time are joined with something between them")
	}
}

func TestSigningForLoadAllocatesNothing(t *testing.T) {
	token := strings.Repeat("k", 128)
	dst := make([]byte, 0, signer.Size)
	allocs := testing.AllocsPerRun(100, func() { signer.AppendSign(dst, token, 1741000000) })
	if allocs != 0 {
		t.Errorf("got %v allocations, want 0", allocs)
	}
}

func BenchmarkAppendSign(b *testing.B) {
	dst := make([]byte, 0, signer.Size)
	b.ReportAllocs()
	for b.Loop() {
		dst = signer.AppendSign(dst[:0], "k7Qd2mXz9TnB4vRw", 1741000000)
	}
}
