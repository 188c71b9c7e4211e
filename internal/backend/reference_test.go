package backend_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/signer"
)

const command = "Group.CallbackAfterSendMsg"

func packet(seq int) string {
	return fmt.Sprintf(`{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#2J4SZEAEL","MsgSeq":%d,"Random":1,"OnlineOnlyFlag":0}`, seq)
}

func TestOrdinaryCallbacksAreAccepted(t *testing.T) {
	h := backend.Reference(backend.Options{})
	for _, c := range chat.All() {
		for range 2 {
			w := post(h, plainQuery(c.Name), c.Sample)
			wantAllowed(t, c, []byte(c.Sample), w)
			if len(c.Answer.Fields) == 0 && w.Body.String() != okay {
				t.Errorf("%s: got %s, want the three fields", c.Name, w.Body)
			}
		}
	}
}

// The catalogue of variants says what a right backend does; this one has to do it.
func TestEveryVariantIsAnsweredAsTheCatalogueSays(t *testing.T) {
	count := 0
	for _, c := range chat.All() {
		for i := range c.Variants() {
			v := &c.Variants()[i]
			if v.Expect == payloads.ExpectRefuse || v.Expect == payloads.ExpectInfo {
				continue
			}
			packets, err := c.Build(v, payloads.Params{Seed: 1, Now: time.Unix(1762851903, 0)})
			if err != nil {
				t.Fatal(err)
			}
			h := backend.Reference(backend.Options{SDKAppID: appID})
			for _, p := range packets {
				count++
				w := post(h, plainQuery(p.Command.Name), string(p.Body))
				if w.Code >= 500 {
					t.Errorf("%s: got %d %s, want %v", p.Name(), w.Code, w.Body, v.Expect)
				}
				if v.Expect.Accepts() {
					wantAllowed(t, p.Command, p.Body, w)
				}
			}
		}
	}
	if count < 50 {
		t.Errorf("got %d packets, want those of all variants", count)
	}
}

func TestRequestsAreRefusedInOrderAndWithTheirStatus(t *testing.T) {
	now := time.Now().Unix()
	signed := func(sign string, at int64) string {
		return fmt.Sprintf("%s&Sign=%s&RequestTime=%d", plainQuery(command), sign, at)
	}
	right := signer.Sign(token, now)
	h := backend.Reference(backend.Options{SDKAppID: appID, Token: token, MaxBody: 1000})
	for _, c := range []struct {
		name, method, query, body string
		status                    int
	}{
		{"right", "POST", signed(right, now), packet(1), 200},
		{"GET", "GET", signed(right, now), "", 405},
		{"HEAD", "HEAD", signed(right, now), "", 405},
		{"PUT", "PUT", signed(right, now), packet(1), 405},
		{"at the size cap", "POST", signed(right, now), packet(1) + strings.Repeat(" ", 1000-len(packet(1))), 200},
		{"above the size cap", "POST", signed(right, now), packet(1) + strings.Repeat(" ", 1001-len(packet(1))), 413},
		{"unsigned", "POST", plainQuery(command), packet(1), 403},
		{"empty sign", "POST", signed("", now), packet(1), 403},
		{"wrong sign", "POST", signed(signer.Sign("other", now), now), packet(1), 403},
		{"another time's sign", "POST", signed(right, now+1), packet(1), 403},
		{"cut sign", "POST", signed(right[:63], now), packet(1), 403},
		{"old", "POST", signed(signer.Sign(token, now-3600), now-3600), packet(1), 403},
		{"ahead", "POST", signed(signer.Sign(token, now+3600), now+3600), packet(1), 403},
		{"sign twice", "POST", signed(right, now) + "&Sign=" + right, packet(1), 403},
		{"time twice", "POST", signed(right, now) + fmt.Sprint("&RequestTime=", now), packet(1), 403},
		{"foreign application", "POST", strings.Replace(signed(right, now), "1400187352", "1400187353", 1), packet(1), 403},
		{"two commands", "POST", strings.Replace(signed(right, now), command, "Bot.OnGroupMessage", 1), packet(1), 400},
		{"unknown command", "POST", strings.Replace(signed(right, now), command, "Group.CallbackAfterTeleport", 1), packet(1), 200},
		{"no command in the query", "POST", strings.Replace(signed(right, now), "CallbackCommand", "X", 1), packet(1), 200},
		{"no command in the packet", "POST", signed(right, now), "{}", 200},
		{"broken escape elsewhere", "POST", "ClientIP=%zz&" + signed(right, now), packet(1), 200},
		{"semicolon elsewhere", "POST", "a;b&" + signed(right, now), packet(1), 200},
		{"empty", "POST", signed(right, now), "", 400},
		{"blank", "POST", signed(right, now), "  ", 400},
		{"malformed", "POST", signed(right, now), packet(1)[1:], 400},
		{"comments", "POST", signed(right, now), packet(1) + "// done", 400},
		{"trailing comma", "POST", signed(right, now), packet(1) + ",", 400},
		{"array", "POST", signed(right, now), "[" + packet(1) + "]", 400},
		{"string", "POST", signed(right, now), `"x"`, 400},
		{"null", "POST", signed(right, now), "null", 400},
		{"NaN", "POST", signed(right, now), `{"MsgSeq":NaN}`, 400},
		{"form", "POST", signed(right, now), "a=b&c=d", 400},
		{"GBK", "POST", signed(right, now), "{\"Text\":\"\xB3\xC9\"}", 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := serve(h, c.method, c.query, c.body)
			if w.Code != c.status {
				t.Errorf("got %d %s, want %d", w.Code, w.Body, c.status)
			}
			if c.status != 200 {
				wantRefusal(t, w.Body.Bytes())
			}
			if allow := w.Header().Get("Allow"); (allow == "POST") != (c.status == 405) {
				t.Errorf("got Allow %q under %d", allow, w.Code)
			}
		})
	}
}

func wantRefusal(t *testing.T, body []byte) {
	t.Helper()
	var answer struct {
		ActionStatus, ErrorInfo string
		ErrorCode               int
	}
	if err := json.Unmarshal(body, &answer); err != nil || answer.ActionStatus != "FAIL" || answer.ErrorCode == 0 || answer.ErrorInfo == "" {
		t.Errorf("got %s (%v), want FAIL with a reason and a code", body, err)
	}
}

func TestSdkAppidIsTakenInItsExactSpellingOnly(t *testing.T) {
	for query, want := range map[string]int{
		"SdkAppid=1400187352":                     200,
		"SdkAppid=1400187353":                     403,
		"":                                        403,
		"SdkAppid=":                               403,
		"SdkAppid=abc":                            403,
		"SdkAppid=01400187352":                    403,
		"SdkAppid=%201400187352":                  403,
		"SdkAppid=+1400187352":                    403,
		"SdkAppid=%2B1400187352":                  403,
		"SdkAppid=1400187352.0":                   403,
		"SdkAppid=1400187352&SdkAppid=1":          403,
		"SdkAppid=1&SdkAppid=1400187352":          403,
		"SdkAppid=1400187352&SdkAppid=1400187352": 403,
		"sdkappid=1400187352":                     403,
		"SDKAppID=1400187352":                     403,
		"SdkAppid=18446744074973896024":           403, // the right one modulo 2^64
	} {
		t.Run(strconv.Quote(query), func(t *testing.T) {
			if w := post(backend.Reference(backend.Options{SDKAppID: appID}), query, packet(1)); w.Code != want {
				t.Errorf("got %d, want %d", w.Code, want)
			}
		})
	}
	anyone := backend.Reference(backend.Options{})
	if w := post(anyone, "SdkAppid=7", packet(1)); w.Code != 200 {
		t.Errorf("any application: got %d, want 200", w.Code)
	}
	if w := post(anyone, "SdkAppid=0", packet(1)); w.Code != 403 {
		t.Errorf("application 0, which there is not: got %d, want 403", w.Code)
	}
	if w := post(anyone, "SdkAppid=", packet(1)); w.Code != 403 {
		t.Errorf("no application where any will do: got %d, want 403", w.Code)
	}
}

func TestTheWindowIsAMinuteEitherWay(t *testing.T) {
	h := backend.Reference(backend.Options{Token: token})
	for offset, want := range map[int64]int{-65: 403, -55: 200, 0: 200, 55: 200, 65: 403} {
		t.Run(fmt.Sprint(offset, " s"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				at := time.Now().Unix() + offset
				query := fmt.Sprintf("%s&Sign=%s&RequestTime=%d", plainQuery(command), signer.Sign(token, at), at)
				if w := post(h, query, packet(1)); w.Code != want {
					t.Errorf("got %d, want %d", w.Code, want)
				}
			})
		})
	}
}

func TestNothingOfTheRequestComesBack(t *testing.T) {
	h := backend.Reference(backend.Options{SDKAppID: appID, Token: token})
	const canary = "canary4711"
	for _, method := range []string{"POST", "GET", canary} {
		for _, query := range []string{canary, "SdkAppid=" + canary, "CallbackCommand=" + canary + "&SdkAppid=1400187352", "Sign=" + canary + "&RequestTime=" + canary} {
			t.Run(method+" "+query, func(t *testing.T) {
				w := serve(h, method, query, `{"CallbackCommand":"`+canary+`"}`)
				if text := fmt.Sprint(w.Header(), w.Body); strings.Contains(text, canary) || strings.Contains(text, token) {
					t.Errorf("the answer holds what was sent: %s", text)
				}
			})
		}
	}
}

func TestEventsSayWhatBecameOfEachRequest(t *testing.T) {
	var got events
	h := backend.Reference(backend.Options{Log: got.log})
	post(h, plainQuery(command), packet(7))
	post(h, plainQuery(command), packet(7))
	post(h, plainQuery("Group.CallbackAfterTeleport"), `{}`)
	post(h, plainQuery(command), `[]`)
	want := []struct {
		outcome backend.EventOutcome
		command string
		status  int
		bytes   int
	}{
		{backend.Accepted, command, 200, len(packet(7))},
		{backend.Duplicate, command, 200, len(packet(7))},
		{backend.Ignored, "Group.CallbackAfterTeleport", 200, 2},
		{backend.Refused, command, 400, 2},
	}
	if len(got.all) != len(want) {
		t.Fatalf("got %d events, want %d", len(got.all), len(want))
	}
	for i, w := range want {
		e := got.all[i]
		if e.Outcome != w.outcome || e.Command != w.command || e.Status != w.status || e.Bytes != w.bytes || e.Time.IsZero() || e.RemoteAddr == "" {
			t.Errorf("event %d: got %+v, want %+v", i, e, w)
		}
		if (e.Reason == "") != (w.outcome == backend.Accepted) {
			t.Errorf("event %d: got the reason %q for %v", i, e.Reason, e.Outcome)
		}
	}
}

func FuzzReferenceAnswersWhateverComes(f *testing.F) {
	for _, c := range chat.All() {
		f.Add(plainQuery(c.Name), []byte(c.Sample))
	}
	f.Add("SdkAppid=1", []byte(`{"CallbackCommand":"Group.CallbackAfterRecallMsg","GroupId":"g","MsgSeqList":[1,"2",{"MsgSeq":3},null]}`))
	f.Fuzz(func(t *testing.T, query string, packet []byte) {
		w := post(backend.Reference(backend.Options{}), query, string(packet))
		if w.Code >= 500 {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
		if w.Code == http.StatusOK {
			wantOK(t, w.Body.Bytes(), 0)
		}
	})
}
