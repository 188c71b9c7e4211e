package lint_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/webhook/capture/read"
)

// A place is right when what stands there in the input is what the problem is about.
func TestAProblemsPlaceIsWhereItStandsInTheInput(t *testing.T) {
	e := captured(sendPacket)
	for _, change := range []func(*read.Entry){
		body(`"hi"`, `"é \u0041 \"quoted\" 你好"`), // before what follows, so that bytes and characters differ
		body(`"MsgSeq":123`, `"MsgSeq":"seven"`), body(`"EventTime":1741000000417`, `"EventTime":"never"`), answer(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"zero"}`),
	} {
		change(e)
	}
	line, err := e.AppendLine(nil)
	if err != nil {
		t.Fatal(err)
	}
	packet := string(e.Request.Body)
	indented := strings.Replace(strings.ReplaceAll(packet, `,"`, ",\n  \""), `"OnlineOnlyFlag"`, "// \xff a comment\n\"OnlineOnlyFlag\"", 1)
	message := fmt.Sprintf("POST /im?%s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", e.Request.Query, len(packet), packet)
	for name, text := range map[string]string{
		"a capture": string(line) + string(line), "a packet": packet, "a packet with comments": "\n" + indented, "packets on lines": packet + "\n" + packet + "\n", "a message": message,
	} {
		t.Run(name, func(t *testing.T) {
			want := map[string]string{"/MsgSeq": `"seven"`, "/EventTime": `"never"`, "/ErrorCode": `"zero"`}
			if name == "a capture" { // where a body is a string
				want = map[string]string{"/MsgSeq": `\"seven\"`, "/EventTime": `\"never\"`, "/ErrorCode": `\"zero\"`}
			}
			lines := bytes.SplitAfter([]byte(text), []byte("\n"))
			met := 0
			for e, err := range read.Entries([]read.Input{{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}}, read.ReadOptions{}) {
				if err != nil {
					t.Fatalf("%v", err)
				}
				for _, p := range lint.Entry(e, lint.Options{}) {
					if p.Path == "" {
						continue
					}
					met++
					if at := string(lines[p.Place.Line-1][p.Place.Column-1:]); want[p.Path] == "" || !strings.HasPrefix(at, want[p.Path]) {
						t.Errorf("%s at %d:%d is %.20q, want %s", p.Text(), p.Place.Line, p.Place.Column, at, want[p.Path])
					}
				}
			}
			if met < 2 {
				t.Errorf("found %d problems with a path, want at least 2", met)
			}
		})
	}
}
