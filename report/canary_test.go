package report_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

func TestNoFormatLetsAnyPieceOfTheTokenThrough(t *testing.T) {
	for _, token := range reporttest.Canaries() {
		for _, w := range writers(t) {
			t.Run(w.name, func(t *testing.T) {
				for _, around := range []string{"%s", "\xff%s", strings.Repeat("x", 390) + "%s", strings.Repeat("x", 24) + "%s" + strings.Repeat("y", 90)} {
					r := reporttest.Model(t, fmt.Sprintf(around, token))
					for i := range r.Results { // places before, in and behind the token
						for j := range r.Results[i].Judgement.Findings {
							r.Results[i].Judgement.Findings[j].Offset = 25 + 11*i + j
						}
					}
					var buf bytes.Buffer
					redactor := safe.NewRedactor(&buf)
					redactor.Hide(token)
					if err := w.write(redactor, r); err != nil {
						t.Fatal(err)
					}
					if err := redactor.Flush(); err != nil {
						t.Fatal(err)
					}
					if left := reporttest.Spelt(buf.String(), token); left != nil {
						t.Errorf("%s of %.40q: pieces of %q are left: %s", w.name, around, token, left)
					}
					if w.name != "badge" && !strings.Contains(buf.String(), secret.Mask) { // it has no text of the run
						t.Errorf("nothing was masked")
					}
				}
			})
		}
	}
}

func TestSecretsThatOverlapAreHiddenWhole(t *testing.T) {
	for _, w := range writers(t) {
		t.Run(w.name, func(t *testing.T) {
			var buf bytes.Buffer
			redactor := safe.NewRedactor(&buf)
			for _, secret := range []string{"abcdef", "defghi", "QQQQQQ"} {
				redactor.Hide(secret)
			}
			if err := w.write(redactor, reporttest.Model(t, "<abcdefghi> <QQQQQQQQ>")); err != nil {
				t.Fatal(err)
			}
			got := html.UnescapeString(buf.String())
			isMasked := w.name == "badge" || strings.Contains(got, "<masked> <masked>")
			if strings.Contains(got, "ghi") || strings.Contains(got, "QQ") || !isMasked {
				t.Errorf("a piece is left: %.300s", got)
			}
		})
	}
}

// A body that is no text is written in base64, which has to stay one that can be decoded.
func TestTheTokenIsHiddenInBodiesThatAreNoText(t *testing.T) {
	token := reporttest.Canaries()[0]
	r := &conformance.Report{Results: []conformance.Result{reporttest.Outcome(t, judge.Pass, "\xff"+token)}}
	var buf bytes.Buffer
	redactor := safe.NewRedactor(&buf)
	redactor.Hide(token)
	if err := named(t, "json").write(redactor, r); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Cases []struct {
			Exchanges []struct{ Answer struct{ BodyBase64 string } }
		}
	}
	if err := json.Unmarshal(buf.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	body, err := base64.StdEncoding.DecodeString(got.Cases[0].Exchanges[0].Answer.BodyBase64)
	if want := "{\"ActionStatus\":\"FAIL\",\"ErrorInfo\":\"\xffmasked\"}"; err != nil || string(body) != want {
		t.Errorf("got %q, %v, want %q", body, err, want)
	}
}

func TestRequestFormatsHideTheToken(t *testing.T) {
	for _, token := range reporttest.Canaries() {
		for _, f := range request.Formats() {
			t.Run(f.Name, func(t *testing.T) {
				for _, body := range []string{`{"Text":"` + token + `"}`, "\xff" + token, "\n" + token} {
					var buf bytes.Buffer
					redactor := safe.NewRedactor(&buf)
					redactor.Hide(token)
					request := reporttest.Outcome(t, judge.Pass, "x").Exchange.Request
					request.SetBody([]byte(body))
					request.SetHeader("X-Token", token)
					if err := f.Write(redactor, []*webhook.Request{request}, time.Unix(0, 0)); err != nil {
						t.Fatal(err)
					}
					if err := redactor.Flush(); err != nil {
						t.Fatal(err)
					}
					if left := reporttest.Spelt(buf.String(), token); left != nil {
						t.Errorf("pieces of %q are left: %s in %s", token, left, buf.String())
					}
				}
			})
		}
	}
}
