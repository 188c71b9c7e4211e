package webhook_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

const (
	token = "k7Qd2mXz9TnB4vRw"
	sign  = "d79d7ad8337e3eea30903913c9785fbe05222dbfa6580fa5700ffb5665dfed40" // with token at 1741000000
)

var (
	now      = time.Unix(1741000000, 999)
	callback = webhook.Callback{Command: "Group.CallbackAfterSendMsg", ClientIP: "203.0.113.24", OptPlatform: "Android", Body: []byte("{}")}
)

func TestQueryStandsInTheOrderAskedFor(t *testing.T) {
	const plain = "SdkAppid=1400187352&CallbackCommand=Group.CallbackAfterSendMsg&contenttype=json&ClientIP=203.0.113.24&OptPlatform=Android"
	for _, tc := range []struct {
		name, url string
		target    webhook.Target
		edit      func(*webhook.Callback)
		want      string
	}{
		{name: "documented", url: "http://h/im", want: "/im?" + plain},
		{name: "documented, root", url: "http://h", want: "/?" + plain},
		{
			name: "the request line of the signature's example", url: "http://h/im/hook", target: webhook.Target{Token: token},
			want: "/im/hook?" + plain + "&Sign=" + sign + "&RequestTime=1741000000",
		},
		{
			name: "customer's parameters come first, byte for byte", url: "http://h/im?token=a%2fb+c&&x;y=%zz&", target: webhook.Target{Token: token},
			want: "/im?token=a%2fb+c&&x;y=%zz&&" + plain + "&Sign=" + sign + "&RequestTime=1741000000",
		},
		{
			name: "further parameters come before Sign", url: "http://h/im",
			target: webhook.Target{Token: token, Extra: []webhook.Param{{Name: "RequestId", Value: "a/b c"}, {Raw: "a=%zz"}}},
			want:   "/im?" + plain + "&RequestId=a%2Fb%20c&a=%zz&Sign=" + sign + "&RequestTime=1741000000",
		},
		{
			name: "sorted", url: "http://h/im", target: webhook.Target{Order: webhook.OrderSorted, Extra: []webhook.Param{{Name: "RequestId", Value: "7"}}},
			want: "/im?CallbackCommand=Group.CallbackAfterSendMsg&ClientIP=203.0.113.24&OptPlatform=Android&RequestId=7&SdkAppid=1400187352&contenttype=json",
		},
		{
			name: "sorted, signed, with the customer's parameters", url: "http://h/im?token=x&appId=1&&B=2&B=1", target: webhook.Target{Order: webhook.OrderSorted, Token: token},
			want: "/im?B=2&B=1&CallbackCommand=Group.CallbackAfterSendMsg&ClientIP=203.0.113.24&OptPlatform=Android&RequestTime=1741000000&SdkAppid=1400187352&Sign=" + sign +
				"&appId=1&contenttype=json&token=x",
		},
		{
			name: "IPv6 keeps its colons", url: "http://h/im", edit: func(c *webhook.Callback) { c.ClientIP = "2001:db8::7" },
			want: "/im?" + strings.Replace(plain, "203.0.113.24", "2001:db8::7", 1),
		},
		{
			name: "everything else is escaped", url: "http://h/im", edit: func(c *webhook.Callback) { c.OptPlatform = "a b&c=d%é+~/?#" },
			want: "/im?" + strings.Replace(plain, "Android", "a%20b%26c%3Dd%25%C3%A9%2B~%2F%3F%23", 1),
		},
		{
			name: "what is empty is left out", url: "http://h/im", edit: func(c *webhook.Callback) { c.ClientIP, c.OptPlatform = "", "" },
			want: "/im?SdkAppid=1400187352&CallbackCommand=Group.CallbackAfterSendMsg&contenttype=json",
		},
		{
			name: "the page's own order, in which what it lacks and the user gives comes last", url: "http://h/im?a=1&z=2",
			edit: func(c *webhook.Callback) {
				c.Order = []string{"SdkAppid", "CallbackCommand", "OptPlatform", "contenttype"}
			},
			target: webhook.Target{Extra: []webhook.Param{{Name: "RequestId", Value: "7"}}},
			want: "/im?a=1&z=2&SdkAppid=1400187352&CallbackCommand=Group.CallbackAfterSendMsg&OptPlatform=Android" +
				"&contenttype=json&ClientIP=203.0.113.24&RequestId=7",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.target.URL, tc.target.SDKAppID = endpoint(t, tc.url), 1400187352
			c := callback
			if tc.edit != nil {
				tc.edit(&c)
			}
			r := tc.target.Request(c, now)
			if diff := cmp.Diff(tc.want, r.RequestTarget()); diff != "" {
				t.Errorf("request target (-want +got):\n%s", diff)
			}
			if got := r.URL(); got != "http://h"+tc.want {
				t.Errorf("URL: got %s, want http://h%s", got, tc.want)
			}
		})
	}
}

func TestExactlyUnreservedCharactersAndColonsStand(t *testing.T) {
	const stand = "-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
	for c := range 256 {
		b := string([]byte{byte(c)})
		want := fmt.Sprintf("%%%02X", c)
		if strings.Contains(stand, b) {
			want = b
		}
		target := webhook.Target{URL: endpoint(t, "http://h"), Extra: []webhook.Param{{Name: "x" + b, Value: b + "y" + b}}}
		if got := target.Request(webhook.Callback{}, now).RequestTarget(); !strings.HasSuffix(got, "&x"+want+"="+want+"y"+want) {
			t.Errorf("byte %#x: got %s, want it as %s", c, got, want)
		}
	}
}

func TestSortingKeepsTheOrderOfEqualNames(t *testing.T) {
	target := webhook.Target{URL: endpoint(t, "http://h"), Order: webhook.OrderSorted}
	var want [3][]string
	for i := range 60 {
		p := webhook.Param{Name: string(rune('a' + i*7%3)), Value: strconv.Itoa(i)}
		want[i*7%3] = append(want[i*7%3], p.Name+"="+p.Value)
		target.Extra = append(target.Extra, p)
	}
	got := target.Request(webhook.Callback{}, now).RequestTarget()
	if !strings.HasSuffix(got, "&"+strings.Join(slices.Concat(want[0], want[1], want[2]), "&")+"&contenttype=json") {
		t.Errorf("got %s", got)
	}
}

func TestSigningSignsOrFailsToAsAsked(t *testing.T) {
	for _, tc := range []struct {
		signing   webhook.Signing
		token, at string
		want      error // of signer.Verify
	}{
		{webhook.SignAuto, token, "now", nil},
		{webhook.SignAuto, token, "1741000030", nil},
		{webhook.SignAuto, token, "-55s", nil},
		{webhook.SignAuto, token, "-1h", signer.ErrStale},
		{webhook.SignAuto, "", "now", signer.ErrNoSign},
		{webhook.SignOff, token, "now", signer.ErrNoSign},
		{webhook.SignMissing, token, "now", signer.ErrNoSign},
		{webhook.SignMissing, "", "now", signer.ErrNoSign},
		{webhook.SignWrong, token, "now", signer.ErrMismatch},
		{webhook.SignWrong, "", "now", signer.ErrMismatch},
		{webhook.SignStale, token, "now", signer.ErrStale},
		{webhook.SignStale, token, "+90s", nil},
		{webhook.SignFuture, token, "now", signer.ErrFuture},
	} {
		t.Run(tc.signing.String()+" "+tc.at, func(t *testing.T) {
			at, err := webhook.ParseRequestTime(tc.at)
			if err != nil {
				t.Fatal(err)
			}
			r := webhook.Target{URL: endpoint(t, "http://h"), Token: tc.token, Signing: tc.signing, At: at}.Request(callback, now)
			values := map[string]string{}
			for _, p := range r.Query {
				values[p.Name] = p.Value
			}
			if err := signer.Verify(token, values["Sign"], values["RequestTime"], now); err != tc.want && !strings.HasPrefix(err.Error(), tc.want.Error()) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
			_, timed := values["RequestTime"]
			if want := tc.signing != webhook.SignOff && (tc.signing != webhook.SignAuto || tc.token != ""); timed != want {
				t.Errorf("RequestTime there: %v, want %v", timed, want)
			}
		})
	}
}

func TestAWrongSignDiffersInItsLastDigitOnly(t *testing.T) {
	for _, at := range []int64{1741000000, 1741000001, 1741000002} { // the first ends in 0
		t.Run(strconv.FormatInt(at, 10), func(t *testing.T) {
			right := signer.Sign(token, at)
			r := webhook.Target{URL: endpoint(t, "http://h"), Token: token, Signing: webhook.SignWrong, At: webhook.RequestTime{Fixed: true, Unix: at}}.Request(callback, now)
			got := r.Query[len(r.Query)-2].Value
			if len(got) != signer.Size || got[:63] != right[:63] || got[63] == right[63] || strings.Trim(got, "0123456789abcdef") != "" {
				t.Errorf("got %s, want %s with another last digit", got, right)
			}
		})
	}
}

func TestNamesOfModesAndOrdersReadBack(t *testing.T) {
	if n := len(webhook.SigningModes()); n != 6 {
		t.Errorf("got %d ways to sign, want 6", n)
	}
	for i, mode := range webhook.SigningModes() {
		got, err := webhook.ParseSigning(mode.String())
		if err != nil || got != mode || int(got) != i || mode.Doc() == "" {
			t.Errorf("%s: got %v, %v", mode, got, err)
		}
	}
	for _, order := range webhook.QueryOrders() {
		if got, err := webhook.ParseQueryOrder(order.String()); err != nil || got != order || order.Doc() == "" {
			t.Errorf("%s: got %v, %v", order, got, err)
		}
	}
	if _, err := webhook.ParseSigning("Auto"); err == nil || err.Error() != `signing: got "Auto", want auto, off, missing, wrong, stale or future` {
		t.Errorf("got %v", err)
	}
	if _, err := webhook.ParseQueryOrder(""); err == nil || err.Error() != `query order: got "", want documented or sorted` {
		t.Errorf("got %v", err)
	}
	if got := webhook.Signing(99).String() + webhook.QueryOrder(99).String(); got != "Signing(99)QueryOrder(99)" {
		t.Errorf("unknown values: got %s", got)
	}
}

func TestRequestTimesReadBack(t *testing.T) {
	for text, want := range map[string]int64{
		"now": 1741000000, "0": 0, "1669872112": 1669872112, "-90s": 1740999910, "+1h": 1741003600, "-1500ms": 1740999999,
	} {
		t.Run(text, func(t *testing.T) {
			at, err := webhook.ParseRequestTime(text)
			if err != nil || at.At(now) != want {
				t.Errorf("got %d, %v, want %d", at.At(now), err, want)
			}
			if again, err := webhook.ParseRequestTime(at.String()); err != nil || again != at {
				t.Errorf("reads back as %v from %q, %v", again, at.String(), err)
			}
		})
	}
	if at := (webhook.RequestTime{Fixed: true, Unix: 100, Offset: -10 * time.Second}); at.At(now) != 90 || at.String() != "90" {
		t.Errorf("offset to a fixed time: got %d, %s", at.At(now), at)
	}
	for _, text := range []string{"", "Now", "90s", "-90", "+90", "1.5", "1741000000s", "99999999999999999999", "-", "yesterday"} {
		t.Run(strconv.Quote(text), func(t *testing.T) {
			if at, err := webhook.ParseRequestTime(text); err == nil || !strings.HasPrefix(err.Error(), "request time: got ") {
				t.Errorf("got %+v, %v, want an error", at, err)
			}
		})
	}
}
