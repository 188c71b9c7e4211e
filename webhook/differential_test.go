package webhook_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/timhook/timhook/webhook"
)

// reading is what a client makes of an answer.
type reading struct {
	Proto   string
	Status  int
	Header  http.Header
	Body    string
	Interim []int
}

// net/http's client hides these from its caller, or moves them elsewhere.
var moved = []string{"Transfer-Encoding", "Connection", "Trailer"}

func TestAnswersReadAsNetHTTPReadsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		answer := genAnswer(t)
		ours, theirs := readOurs(t, answer), readNetHTTP(t, answer)
		if diff := cmp.Diff(theirs, ours); diff != "" {
			t.Fatalf("of %q\n(-net/http +ours):\n%s", answer, diff)
		}
	})
}

// oneAnswer returns a dialer to a backend that answers once with the given bytes, cut into pieces
// of changing size, and closes.
func oneAnswer(answer []byte) func(context.Context, string, string) (net.Conn, error) {
	dial, _ := scripted(func(c net.Conn) {
		if !readRequest(c) {
			return
		}
		for size := 1; len(answer) > 0; size = size*3%101 + 1 {
			n := min(size, len(answer))
			if _, err := c.Write(answer[:n]); err != nil {
				return
			}
			answer = answer[n:]
		}
	})
	return dial
}

func readOurs(t *rapid.T, answer []byte) reading {
	client := &webhook.Client{Dial: oneAnswer(answer), Timeout: time.Minute}
	defer client.Close()
	e := &webhook.Endpoint{Scheme: "http", Host: "h", Network: "tcp", Addr: "h:80", Path: "/"}
	x := client.Send(context.Background(), webhook.Target{URL: e}.Request(webhook.Callback{Command: "x"}, time.Now()))
	if x.Failure != nil {
		t.Fatalf("of %q: %v", answer, x.Failure)
	}
	if !bytes.Equal(x.Raw, answer) {
		t.Fatalf("Raw: got %q, want %q", x.Raw, answer)
	}
	header := http.Header{}
	for _, f := range x.Header {
		header.Add(textproto.CanonicalMIMEHeaderKey(f.Name), f.Value)
	}
	for _, name := range moved {
		header.Del(name)
	}
	return reading{x.Proto, x.Status, header, string(x.Body), make([]int, x.Interim)}
}

func readNetHTTP(t *rapid.T, answer []byte) reading {
	transport := &http.Transport{DialContext: oneAnswer(answer), DisableCompression: true}
	defer transport.CloseIdleConnections()
	var interim []int
	ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{
		Got1xxResponse: func(int, textproto.MIMEHeader) error {
			interim = append(interim, 0)
			return nil
		},
	})
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://h/", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatalf("net/http, of %q: %v", answer, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("net/http, body of %q: %v", answer, err)
	}
	for _, name := range moved {
		resp.Header.Del(name)
	}
	for _, values := range resp.Header {
		for i := range values {
			values[i] = strings.TrimRight(values[i], " ") // net/http leaves the blank before an empty continuation
		}
	}
	if interim == nil {
		interim = []int{}
	}
	return reading{resp.Proto, resp.StatusCode, resp.Header, string(body), interim}
}

// genAnswer draws a well-formed answer: interim answers, odd but legal header fields, and a body
// framed in one of the ways that HTTP has.
func genAnswer(t *rapid.T) []byte {
	var b bytes.Buffer
	for range rapid.IntRange(0, 3).Draw(t, "interim") {
		fmt.Fprintf(&b, "HTTP/1.1 %d Interim\r\n%s\r\n",
			rapid.SampledFrom([]int{100, 102, 103, 199}).Draw(t, "interim status"), genFields(t))
	}
	framing := rapid.SampledFrom([]string{"length", "chunked", "close", "1.0", "1.0 length"}).Draw(t, "framing")
	proto := "HTTP/1.1"
	if strings.HasPrefix(framing, "1.0") {
		proto = "HTTP/1.0"
	}
	status := rapid.SampledFrom([]int{200, 201, 204, 299, 301, 304, 400, 404, 500, 503, 599, 999}).Draw(t, "status")
	reason := rapid.SampledFrom([]string{" OK", "", " ", " Not  So Good é"}).Draw(t, "reason")
	fmt.Fprintf(&b, "%s %d%s\r\n%s", proto, status, reason, genFields(t))
	if status == 204 || status == 304 {
		b.WriteString("\r\n")
		return b.Bytes()
	}
	body := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "body")
	field := func(name string) string { return genCase(t, name) + ":" + genBlank(t) }
	switch framing {
	case "length", "1.0 length":
		fmt.Fprintf(&b, "%s%d%s\r\n\r\n%s", field("Content-Length"), len(body), genBlank(t), body)
	case "chunked":
		fmt.Fprintf(&b, "%s%s\r\n\r\n", field("Transfer-Encoding"), genCase(t, "chunked"))
		writeChunks(t, &b, body)
	case "close":
		fmt.Fprintf(&b, "%s%s\r\n\r\n%s", field("Connection"), genCase(t, "close"), body)
	case "1.0":
		fmt.Fprintf(&b, "\r\n%s", body)
	}
	return b.Bytes()
}

// writeChunks writes body in chunks with extensions, sizes of either case, and a trailer.
func writeChunks(t *rapid.T, b *bytes.Buffer, body []byte) {
	extension := rapid.SampledFrom([]string{"", "", ";a", ";a=b", `;a="b c"`})
	for len(body) > 0 {
		n := rapid.IntRange(1, len(body)).Draw(t, "chunk")
		size := genCase(t, fmt.Sprintf("%x", n))
		zeros := strings.Repeat("0", rapid.IntRange(0, 2).Draw(t, "zeros"))
		fmt.Fprintf(b, "%s%s%s\r\n%s\r\n", zeros, size, extension.Draw(t, "extension"), body[:n])
		body = body[n:]
	}
	fmt.Fprintf(b, "0%s\r\n", extension.Draw(t, "last extension"))
	for range rapid.IntRange(0, 2).Draw(t, "trailer") {
		b.WriteString("X-Trailer: t\r\n")
	}
	b.WriteString("\r\n")
}

// genFields draws header fields of odd case and white space: empty, repeated, folded, long.
func genFields(t *rapid.T) string {
	name := rapid.StringMatching("X-[A-Za-z0-9!#$%&'*+.^_`|~-]{0,8}")
	value := rapid.StringMatching(`([!-~é]([ -~é\t]{0,20}[!-~é])?)?`)
	var b strings.Builder
	for range rapid.IntRange(0, 5).Draw(t, "fields") {
		b.WriteString(rapid.OneOf(name, rapid.SampledFrom([]string{"server", "DATE", "Set-cookie", "x-same"})).Draw(t, "name"))
		b.WriteString(":" + genBlank(t) + value.Draw(t, "value") + genBlank(t))
		if rapid.IntRange(0, 4).Draw(t, "fold") == 0 {
			b.WriteString("\r\n" + rapid.SampledFrom([]string{" ", "\t", "  \t"}).Draw(t, "indent") + value.Draw(t, "folded"))
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

func genBlank(t *rapid.T) string {
	return rapid.SampledFrom([]string{" ", " ", "", "\t", "  \t "}).Draw(t, "blank")
}

// genCase changes the case of some letters.
func genCase(t *rapid.T, s string) string {
	switch rapid.IntRange(0, 3).Draw(t, "case") {
	case 0:
		return strings.ToUpper(s)
	case 1:
		return strings.ToLower(s)
	}
	return s
}
