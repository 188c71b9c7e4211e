package signer_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/timhook/timhook/signer"
)

const (
	token   = "k7Qd2mXz9TnB4vRw"
	at      = "1741000000"
	goodSum = "d79d7ad8337e3eea30903913c9785fbe05222dbfa6580fa5700ffb5665dfed40"
)

var now = time.Unix(1741000000, 0)

func TestVerifyAcceptsKnownVectors(t *testing.T) {
	for _, v := range vectors {
		if v.token == "" {
			continue
		}
		t.Run(v.name, func(t *testing.T) {
			text := strconv.FormatInt(v.requestTime, 10)
			if err := signer.Verify(v.token, v.sign, text, time.Unix(v.requestTime, 0)); err != nil {
				t.Errorf("got %v, want no error", err)
			}
		})
	}
}

func TestVerifyRefusesNearMisses(t *testing.T) {
	last := strings.TrimSuffix(goodSum, "0") + "1"
	for _, tc := range []struct {
		name, token, sign, at string
		want                  error
	}{
		{
			"time before token", token, "a64f2b8e7e9fa8201ce6c22fae4045be6c122ebfdc2119716a33387c0b94d9ee", at,
			signer.ErrMismatch,
		},
		{"HMAC", token, "f2dbf82e362ffe43f2cf35b863f4a46accac152cbb5da723895dff9be87c4d42", at, signer.ErrMismatch},
		{"MD5", token, "79c955f03f3666f81be61f597976d0fd", at, signer.ErrMismatch},
		{
			"hash of a time with a leading zero", token,
			"562ec4bc148a2ca71d3d66d72c34b4bd4725a4acebbea2378572dbe7b9dce2d3", at, signer.ErrMismatch,
		},
		{"the sign of another token", "xxxyyy", goodSum, at, signer.ErrMismatch},
		{
			"the published sign with the misprinted token", "xxxyyy",
			"17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061", "1669872112", signer.ErrMismatch,
		},
		{"the sign of another time", token, goodSum, "1741000001", signer.ErrMismatch},
		{"last digit changed", token, last, at, signer.ErrMismatch},
		{"first 63 digits", token, goodSum[:63], at, signer.ErrMismatch},
		{"first 32 digits", token, goodSum[:32], at, signer.ErrMismatch},
		{"a digit more", token, goodSum + "0", at, signer.ErrMismatch},
		{"upper case", token, strings.ToUpper(goodSum), at, signer.ErrMismatch},
		{"a blank more", token, goodSum + " ", at, signer.ErrMismatch},
		{"no sign", token, "", at, signer.ErrNoSign},
		{"no time", token, goodSum, "", signer.ErrNoRequestTime},
		{
			"no token, signed with none", "", "7782e126c0f328671e755f05de2b145a8b8bb5421a9a9323a4434bc86d161f08", at,
			signer.ErrNoToken,
		},
		{"no token and nothing else", "", "", "", signer.ErrNoToken},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if err := signer.Verify(tc.token, tc.sign, tc.at, now); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

// A RequestTime that is no number is refused even with the Sign that belongs to it.
func TestVerifyRefusesTimesThatAreNoDecimalNumbers(t *testing.T) {
	for _, text := range []string{
		"abc", "-1", "+1741000000", " 1741000000", "1741000000 ", "1741000000.0", "1_741_000_000", "0x67c58b40",
		"1e9", "１７４１", "\x00", "9223372036854775808", strings.Repeat("9", 30), "-9223372036854775809",
	} {
		t.Run(strconv.Quote(text), func(t *testing.T) {
			err := signer.Verify(token, signer.SignText(token, text), text, now)
			if !errors.Is(err, signer.ErrRequestTime) {
				t.Errorf("got %v, want %v", err, signer.ErrRequestTime)
			}
		})
	}
}

func TestVerifyToleratesALeadingZeroThatWasSigned(t *testing.T) {
	if err := signer.Verify(token, signer.SignText(token, "0"+at), "0"+at, now); err != nil {
		t.Errorf("got %v, want no error", err)
	}
}

func TestVerifyAcceptsAMinuteEitherWay(t *testing.T) {
	for _, tc := range []struct {
		offset time.Duration // of now from RequestTime
		want   error
	}{
		{0, nil},
		{55 * time.Second, nil},
		{59 * time.Second, nil},
		{60 * time.Second, nil},
		{60*time.Second + 1, signer.ErrStale},
		{60*time.Second + 999*time.Millisecond, signer.ErrStale},
		{61 * time.Second, signer.ErrStale},
		{time.Hour, signer.ErrStale},
		{-59 * time.Second, nil},
		{-60 * time.Second, nil},
		{-60*time.Second + 1, nil},
		{-60*time.Second - 1, signer.ErrFuture},
		{-61 * time.Second, signer.ErrFuture},
		{-time.Hour, signer.ErrFuture},
	} {
		t.Run(tc.offset.String(), func(t *testing.T) {
			if err := signer.Verify(token, goodSum, at, now.Add(tc.offset)); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

func TestVerifyJudgesDistantTimesWithoutOverflow(t *testing.T) {
	for text, want := range map[string]error{
		"0":                   signer.ErrStale,
		"1741000000000":       signer.ErrFuture, // milliseconds
		"9223372036854775807": signer.ErrFuture,
	} {
		t.Run(text, func(t *testing.T) {
			if err := signer.Verify(token, signer.SignText(token, text), text, now); !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		})
	}
}

// Whoever cannot sign learns nothing about the clock.
func TestVerifyReportsAMismatchBeforeTheTime(t *testing.T) {
	if err := signer.Verify(token, "0", at, now.Add(time.Hour)); !errors.Is(err, signer.ErrMismatch) {
		t.Errorf("got %v, want %v", err, signer.ErrMismatch)
	}
}

func TestVerifyAcceptsWhatSignMakesWithinTheWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		token := rapid.StringN(1, -1, 300).Draw(t, "token")
		unix := rapid.Int64Range(0, 1<<33).Draw(t, "requestTime")
		offset := rapid.Int64Range(-200, 200).Draw(t, "offset")
		err := signer.Verify(token, signer.Sign(token, unix), strconv.FormatInt(unix, 10), time.Unix(unix+offset, 0))
		switch {
		case offset > 60 && !errors.Is(err, signer.ErrStale),
			offset < -60 && !errors.Is(err, signer.ErrFuture),
			-60 <= offset && offset <= 60 && err != nil:
			t.Fatalf("RequestTime %d s before now: got %v", offset, err)
		}
	})
}

func FuzzVerify(f *testing.F) {
	f.Add(token, goodSum, at, int64(1741000000))
	f.Add("", "", "", int64(0))
	f.Add(token, goodSum, "-1", int64(-1<<63))
	f.Add(token, goodSum, "9223372036854775807", int64(1<<62))
	f.Fuzz(func(t *testing.T, token, sign, requestTime string, unix int64) {
		err := signer.Verify(token, sign, requestTime, time.Unix(unix, 0))
		if err == nil && (token == "" || sign != signer.SignText(token, requestTime)) {
			t.Errorf("Verify(%q, %q, %q) accepts a wrong Sign", token, sign, requestTime)
		}
	})
}
