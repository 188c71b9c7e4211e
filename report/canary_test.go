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

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// canaries are tokens, from an ordinary one to one that is spelt in another way everywhere.
func canaries() []string {
	return []string{"k7Qd2mXz9TnB4vRw", "k7Q d2m", "k7\"Qd<2&m'X+z%9=é/你\\T:n,B\n4v\u202eRw", "%41%42%43?a=b"}
}

// piece says that a part of the token is left, long enough to tell.
func piece(text, token string) string {
	for i := 0; i+shortestPiece <= len(token); i++ {
		if strings.Contains(text, token[i:i+shortestPiece]) {
			return token[i : i+shortestPiece]
		}
	}
	return ""
}

const shortestPiece = 6

// spelt is every spelling of the token of which a piece is left in a text.
func spelt(text, token string) []string {
	var list []string
	for _, s := range spellings() {
		if p := piece(text, s.of(token)); p != "" {
			list = append(list, fmt.Sprintf("%s: %q", s.name, p))
		}
	}
	return list
}

func TestNoFormatLetsAnyPieceOfTheTokenThrough(t *testing.T) {
	for _, token := range canaries() {
		for _, w := range writers(t) {
			for _, around := range []string{"%s", "\xff%s", strings.Repeat("x", 390) + "%s", strings.Repeat("x", 24) + "%s" + strings.Repeat("y", 90)} {
				r := model(t, fmt.Sprintf(around, token))
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
				if left := spelt(buf.String(), token); left != nil {
					t.Errorf("%s of %.40q: pieces of %q are left: %s", w.name, around, token, left)
				}
				if !strings.Contains(buf.String(), secret.Mask) {
					t.Errorf("%s: nothing was masked", w.name)
				}
			}
		}
	}
}

func TestSecretsThatOverlapAreHiddenWhole(t *testing.T) {
	for _, w := range writers(t) {
		var buf bytes.Buffer
		redactor := safe.NewRedactor(&buf)
		for _, secret := range []string{"abcdef", "defghi", "QQQQQQ"} {
			redactor.Hide(secret)
		}
		if err := w.write(redactor, model(t, "<abcdefghi> <QQQQQQQQ>")); err != nil {
			t.Fatal(err)
		}
		if got := html.UnescapeString(buf.String()); strings.Contains(got, "ghi") || strings.Contains(got, "QQ") || !strings.Contains(got, "<masked> <masked>") {
			t.Errorf("%s: a piece is left: %.300s", w.name, got)
		}
	}
}

// A body that is no text is written in base64, which has to stay one that can be decoded.
func TestTheTokenIsHiddenInBodiesThatAreNoText(t *testing.T) {
	token := canaries()[0]
	r := &conformance.Report{Results: []conformance.Result{outcome(t, judge.Pass, "\xff"+token)}}
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
	for _, token := range canaries() {
		for _, f := range request.Formats() {
			for _, body := range []string{`{"Text":"` + token + `"}`, "\xff" + token, "\n" + token} {
				var buf bytes.Buffer
				redactor := safe.NewRedactor(&buf)
				redactor.Hide(token)
				request := outcome(t, judge.Pass, "x").Exchange.Request
				request.SetBody([]byte(body))
				request.SetHeader("X-Token", token)
				if err := f.Write(redactor, []*webhook.Request{request}, time.Unix(0, 0)); err != nil {
					t.Fatal(err)
				}
				if err := redactor.Flush(); err != nil {
					t.Fatal(err)
				}
				if left := spelt(buf.String(), token); left != nil {
					t.Errorf("%s: pieces of %q are left: %s in %s", f.Name, token, left, buf.String())
				}
			}
		}
	}
}
