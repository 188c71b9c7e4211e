package webhook_test

import (
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook"
)

func TestHeaderKeepsSpellingAndOrderOfTheWire(t *testing.T) {
	const answer = "HTTP/1.1 200 All  Good\r\nx-b: 1\r\nX-A:2\r\nSET-COOKIE: a\r\nset-cookie:\t b \r\nempty:\r\nContent-Length: 2\r\n\r\nok"
	synctest.Test(t, func(t *testing.T) {
		dial, _ := scripted(answers(answer))
		x := send(t, &webhook.Client{Dial: dial, NoKeepAlive: true}, request(t, "http://backend.example"))
		want := []webhook.HeaderField{{Name: "x-b", Value: "1"}, {Name: "X-A", Value: "2"}, {Name: "SET-COOKIE", Value: "a"}, {Name: "set-cookie", Value: "b"}, {Name: "empty", Value: ""}, {Name: "Content-Length", Value: "2"}}
		if diff := cmp.Diff(want, x.Header); diff != "" {
			t.Errorf("header (-want +got):\n%s", diff)
		}
		if x.Proto != "HTTP/1.1" || x.Reason != "All  Good" {
			t.Errorf("got %q %q, want HTTP/1.1 and the reason as it stands", x.Proto, x.Reason)
		}
		if got := x.Get("Set-Cookie"); got != "a" {
			t.Errorf("Get: got %q, want the first", got)
		}
		if diff := cmp.Diff([]string{"a", "b"}, x.Values("sEt-cookie")); diff != "" {
			t.Errorf("Values (-want +got):\n%s", diff)
		}
		if x.Get("none") != "" || x.Values("none") != nil {
			t.Error("got a value of a field that is not there")
		}
		if string(x.Raw) != answer || x.Framing != nil {
			t.Errorf("got %q, framing %q; want the answer as it came and no complaint", x.Raw, x.Framing)
		}
	})
}

func TestFramingThatIsToleratedIsReported(t *testing.T) {
	for _, tc := range []struct {
		name, answer string
		want         []string
	}{
		{
			"LF line ends", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
			[]string{"a line of the head ends in LF without CR"},
		},
		{
			"the same length twice", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\ncontent-length: 2\r\n\r\nok",
			[]string{"Content-Length is there 2 times"},
		},
		{
			"length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
			[]string{"both Content-Length and Transfer-Encoding say where the body ends"},
		},
		{
			"a folded field", "HTTP/1.1 200 OK\r\nA: b\r\n  c\r\nContent-Length: 2\r\n\r\nok",
			[]string{`header field "A" is folded over several lines`},
		},
		{
			"a blank before the colon", "HTTP/1.1 200 OK\r\nA : b\r\nContent-Length: 2\r\n\r\nok",
			[]string{`the name of header field "A " holds white space`},
		},
		{
			"another version", "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
			[]string{`the answer calls itself "HTTP/2.0"`},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dial, _ := scripted(answers(tc.answer))
				x := send(t, &webhook.Client{Dial: dial, NoKeepAlive: true}, request(t, "http://backend.example"))
				if x.Failure != nil || string(x.Body) != "ok" {
					t.Fatalf("got %q, failure %v, want ok", x.Body, x.Failure)
				}
				if diff := cmp.Diff(tc.want, x.Framing); diff != "" {
					t.Errorf("framing (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestFoldedFieldsAreUnfolded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, _ := scripted(answers("HTTP/1.1 200 OK\r\nA:\r\n b\r\n\t c \r\nContent-Length: 0\r\n\r\n"))
		x := send(t, &webhook.Client{Dial: dial, NoKeepAlive: true}, request(t, "http://backend.example"))
		if got := x.Get("A"); got != "b c" {
			t.Errorf("got %q, want %q (failure: %v)", got, "b c", x.Failure)
		}
	})
}

// The answer to HEAD has the length of a body that does not come.
func TestAnswersToOtherMethodsEndWhereTheyShould(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, dials := scripted(always("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"))
		c := &webhook.Client{Dial: dial}
		defer c.Close()
		r := request(t, "http://backend.example")
		r.Method = "HEAD"
		r.SetBody(nil)
		for range 2 {
			if x := send(t, c, r); x.Failure != nil || x.Body != nil || x.Get("Content-Length") != "50" {
				t.Errorf("got body %q, failure %v, want neither", x.Body, x.Failure)
			}
		}
		if n := dials.Load(); n != 1 {
			t.Errorf("got %d connections, want 1", n)
		}
	})
}
