package report_test

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/why"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
)

// echoing is a run whose backend gives an echo of the Sign in everything that it can say.
func echoing(t testing.TB, echo func(sign, address string) string, offset int) (r *conformance.Report, sign string) {
	t.Helper()
	sign = reporttest.SignOf(t, reporttest.Outcome(t, judge.Pass, "x").Exchange.Request)
	said := echo(sign, reporttest.Outcome(t, judge.Pass, "x").Exchange.Request.URL())
	r = reporttest.Model(t, said)
	for i := range r.Results {
		x := r.Results[i].Exchange
		if x == nil {
			continue
		}
		x.Header = append(x.Header, webhook.HeaderField{Name: "X-Echo", Value: said},
			webhook.HeaderField{Name: said, Value: "1"})
		for j := range r.Results[i].Judgement.Findings {
			r.Results[i].Judgement.Findings[j].Offset = offset
		}
	}
	// What the command line and the catalogue say is no echo.
	plain := reporttest.Model(t, "plain")
	r.Backend, r.Command, r.Version = plain.Backend, plain.Command, plain.Version
	for i := range r.Results {
		if x := r.Results[i].Exchange; x != nil {
			x.Request, x.Sent = plain.Results[i].Exchange.Request, plain.Results[i].Exchange.Sent
		}
		r.Results[i].Packet, r.Results[i].Note, r.Results[i].Skip = plain.Results[i].Packet, "", plain.Results[i].Skip
		for j := range r.Results[i].Judgement.Findings {
			r.Results[i].Judgement.Findings[j].Check = plain.Results[i].Judgement.Findings[j].Check
		}
	}
	return r, sign
}

var base64Runs = regexp.MustCompile(`[A-Za-z0-9+/]{24,}=*`)

// plainly is a text with what its base64 holds behind it.
func plainly(text string) string {
	for _, run := range base64Runs.FindAllString(text, -1) {
		if decoded, err := base64.StdEncoding.DecodeString(run); err == nil {
			text += "\n" + string(decoded)
		}
	}
	return strings.ToLower(text)
}

func TestNoFormatLetsAnEchoedSignThrough(t *testing.T) {
	for name, echo := range map[string]func(sign, address string) string{
		"the URL":          func(_, address string) string { return address },
		"the URL, escaped": func(_, address string) string { return url.QueryEscape(address) },
		"Sign=":            func(sign, _ string) string { return "Sign=" + sign },
		"alone":            func(sign, _ string) string { return sign },
		"upper case":       func(sign, _ string) string { return strings.ToUpper(sign) },
		"another name": func(sign, _ string) string {
			return `x-sign: ` + strings.ToUpper(sign[:32]) + sign[32:] + `; SIGN=` + sign
		},
		"where it is cut":    func(sign, _ string) string { return strings.Repeat("y", 360) + sign + sign[:40] },
		"in what is no text": func(sign, _ string) string { return "\xff" + sign },
	} {
		t.Run(name, func(t *testing.T) {
			for _, w := range writers(t) {
				r, sign := echoing(t, echo, 60)
				got := plainly(written(t, w, r))
				for at := 0; at+16 <= len(sign); at++ {
					if i := strings.Index(got, sign[at:at+16]); i >= 0 {
						t.Errorf("%s, %s: a piece of Sign is left: %.300s", w.name, name, got[max(0, i-100):])
						break
					}
				}
			}
		})
	}
}

// A Sign before the place moves the caret, and one under it takes it whole.
func TestTheCaretStaysUnderItsBytesBehindAMaskedSign(t *testing.T) {
	request := reporttest.Outcome(t, judge.Pass, "x").Exchange.Request
	sign := strings.ToUpper(reporttest.SignOf(t, request))
	body := `{"ActionStatus":"` + sign + `","ErrorCode":"0"}`
	for _, c := range []struct{ at, want string }{{`"0"`, `"0"`}, {sign[20:30], secret.Mask}, {`ErrorCode`, `ErrorCode`}} {
		t.Run(c.at, func(t *testing.T) {
			r := reporttest.Outcome(t, judge.Fail, "x", judge.Finding{
				Check: reporttest.HostileCheck("x"), Level: payloads.Must,
				Offset: strings.Index(body, c.at), Length: len(c.at), Got: sign, Want: "x",
			})
			r.Exchange.Body = []byte(body)
			f := report.NewDocument(&conformance.Report{Results: []conformance.Result{r}}).Findings[0]
			if got := f.Sample.Answer.Body[f.Caret.Offset : f.Caret.Offset+f.Caret.Length]; got != c.want {
				t.Errorf("the caret is under %q, want %q", got, c.want)
			}
			if f.Got != secret.Mask {
				t.Errorf("got %q, want the Sign masked", f.Got)
			}
		})
	}
}

func TestTheWireIsShownWithoutCredentials(t *testing.T) {
	r := reporttest.Outcome(t, judge.Pass, "plain")
	head := "POST http://proxy-authorization.example/:x HTTP/1.1\r\nHost: a\r\nproxy-authorization: Basic aHVudGVyMg==\r\nAuthorization:hunter2\r\nCookie: a=hunter2\nX-Note: seen\r\n\r\n"
	r.Exchange.Sent = []byte(head + "Cookie: of the body")
	r.Exchange.Raw = []byte("HTTP/1.1 100 Continue\r\nSet-Cookie: hunter2\r\n\r\nHTTP/1.1 200 OK\r\nSet-Cookie: hunter2\r\n\r\nCookie: of the answer")
	var buf bytes.Buffer
	report.Text{W: &buf, Verbose: 2}.Case(why.NewCase(r))
	got := buf.String()
	if strings.Contains(got, "hunter2") || strings.Contains(got, "aHVudGVyMg") {
		t.Errorf("a credential is left:\n%s", got)
	}
	for _, want := range []string{
		"> POST http://proxy-authorization.example/:x HTTP/1.1\n", "> proxy-authorization: masked\n", "> Authorization:masked\n", "> Cookie: masked\n", "> X-Note: seen\n",
		"> Cookie: of the body\n", "< HTTP/1.1 200 OK\n", "< Cookie: of the answer\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the text lacks %q:\n%s", want, got)
		}
	}
	if n := strings.Count(got, "< Set-Cookie: masked\n"); n != 2 {
		t.Errorf("got %d masked cookies of the answers, want 2:\n%s", n, got)
	}
}

func TestSecretHeaderFieldsStayOutOfEveryReport(t *testing.T) {
	const hidden = "top-secret-1"
	r := reporttest.Outcome(t, judge.Fail, "x", reporttest.Found(reporttest.HostileCheck("x"), payloads.Must, "x", 0))
	r.Exchange.Request.Header = append(r.Exchange.Request.Header,
		webhook.HeaderField{Name: "Authorization", Value: "Bearer " + hidden},
		webhook.HeaderField{Name: "Cookie", Value: "id=" + hidden},
		webhook.HeaderField{Name: "X-Api-Key", Value: hidden})
	r.Exchange.Header = []webhook.HeaderField{{Name: "Set-Cookie", Value: "id=" + hidden}}
	d := report.NewDocument(&conformance.Report{Results: []conformance.Result{r}})
	for _, f := range report.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			if strings.Contains(formatted(t, f.Name, d), "top-secret") {
				t.Error("it holds a header field that is there to hold a secret")
			}
		})
	}
}
