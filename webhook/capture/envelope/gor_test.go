package envelope_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/envelope"
	"github.com/timhook/timhook/webhook/capture/scan"
	"pgregory.net/rapid"
)

const monkeys = "\n🐵🙈🙉\n"

func gorPart(kind int, id, message string) string {
	return fmt.Sprintf("%d %s 1767580296123456789 0\n%s%s", kind, id, message, monkeys)
}

func gorRequest(id, body string) string {
	const head = "POST /im?%s HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
	return gorPart(1, id, fmt.Sprintf(head, wanted, len(body), body))
}

// readGor reads the whole text.
func readGor(t interface{ Fatalf(string, ...any) }, text string) []scan.Found {
	r := envelope.NewGorReader(scan.NewSource(strings.NewReader(text), 1<<20))
	var list []scan.Found
	for {
		f, err := r.Next()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("%v", err)
		}
		list = append(list, f)
	}
}

func TestRequestsOfGorAreReadWithTheAnswersBehindThem(t *testing.T) {
	text := gorRequest("aaaaaaaaaaaa", packet) +
		gorPart(2, "aaaaaaaaaaaa", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK") +
		gorPart(3, "aaaaaaaaaaaa", "HTTP/1.1 500 No\r\n\r\n") +
		gorRequest("bbbbbbbbbbbb", "{}") +
		gorPart(1, "cccccccccccc",
			"POST /im?"+wanted+" HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
	if !envelope.IsGor([]byte(text)) {
		t.Error("it is not known")
	}
	list := readGor(t, text)
	if len(list) != 3 {
		t.Fatalf("got %d requests, want 3", len(list))
	}
	first := list[0].Record
	if string(first.Request.Body) != packet || first.Request.Query != wanted || first.Request.URL != "http://h/im" {
		t.Errorf("got %+v", first.Request)
	}
	if first.Answer == nil || first.Answer.Status != 200 || string(first.Answer.Body) != "OK" || first.Start.Year() != 2026 {
		t.Errorf("got the answer %+v at %v", first.Answer, first.Start)
	}
	if at := list[0].Place(false, 1); at.Line != 6 || at.Column != 2 {
		t.Errorf("the body is at %v, want line 6", at)
	}
	if list[1].Record.Answer != nil || string(list[2].Record.Request.Body) != "{}" || list[2].Line != 26 {
		t.Errorf("got %+v and %+v", list[1], list[2])
	}
}

func TestTheAnswerOfAnotherRequestIsNotTaken(t *testing.T) {
	list := readGor(t, gorRequest("aaaaaaaaaaaa", "{}")+gorPart(2, "bbbbbbbbbbbb", "HTTP/1.1 500 No\r\n\r\n"))
	if len(list) != 1 || list[0].Record.Answer != nil {
		t.Errorf("got %+v, want a request without an answer", list)
	}
}

func TestABodyThatGorHasCutIsNotTheWholeOne(t *testing.T) {
	for body, cut := range map[string]bool{`{"CallbackCommand":"x"`: true, `{"CallbackCommand":"x"}`: false} {
		text := gorPart(1, "aaaaaaaaaaaa", "POST /im?"+wanted+" HTTP/1.1\r\nContent-Length: 999\r\n\r\n"+body)
		if got := readGor(t, text)[0].Record.Request; got.Truncated != cut || string(got.Body) != body {
			t.Errorf("%s: truncated %v, want %v", body, got.Truncated, cut)
		}
	}
}

func TestGorWithoutAHeadLine(t *testing.T) {
	list := readGor(t, "POST / HTTP/1.1\n\n"+monkeys+gorRequest("aaaaaaaaaaaa", packet))
	if len(list) != 2 || list[0].Err == nil || string(list[1].Record.Request.Body) != packet {
		t.Errorf("got %+v, want an error and a request", list)
	}
	for _, other := range []string{"", "1 x", "1 aaaaaaaaaaaa 5\nPOST", packet} {
		if envelope.IsGor([]byte(other)) {
			t.Errorf("%q is taken for a text of gor", other)
		}
	}
}

func TestAnyBodyComesBackFromGor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := string(anyPacket(t))
		list := readGor(t, gorRequest("aaaaaaaaaaaa", body)+gorRequest("aaaaaaaaaaab", body))
		if len(list) != 2 || string(list[0].Record.Request.Body) != body || string(list[1].Record.Request.Body) != body {
			t.Fatalf("got %+v, want %q twice", list, body)
		}
	})
}

func FuzzGor(f *testing.F) {
	f.Add(gorRequest("aaaaaaaaaaaa", packet) + gorPart(2, "aaaaaaaaaaaa", "HTTP/1.1 200 OK\r\n\r\nOK"))
	f.Add("2 aaaaaaaaaaaa 1767580296123456789\n")
	f.Fuzz(func(t *testing.T, text string) {
		envelope.IsGor([]byte(text))
		for _, x := range readGor(t, text) {
			if x.Line < 1 {
				t.Fatalf("got %+v", x)
			}
		}
	})
}
