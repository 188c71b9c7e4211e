package shell_test

import (
	"errors"
	"flag"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/scan"
	"github.com/timhook/timhook/webhook/capture/shell"
)

// script is a text of shell lines with the files that lie beside it.
type script struct {
	text  string
	files map[string]string
	most  int64 // bytes of a line; 0: 1 MiB
}

// calls are what the script calls. The last error is nil at the text's end.
func (s script) calls() (list []*scan.Found, err error) {
	if s.most == 0 {
		s.most = 1 << 20
	}
	lines := shell.NewScript(scan.NewSource(strings.NewReader(s.text), s.most))
	if s.files != nil {
		lines.Beside = func(name string) ([]byte, error) {
			text, found := s.files[name]
			if !found {
				return nil, fs.ErrNotExist
			}
			return []byte(text), nil
		}
	}
	for len(list) <= len(s.text) { // more cannot be in it
		call, err := lines.Next()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return list, err
		}
		list = append(list, call)
	}
	return list, errors.New("there is no end of calls")
}

// only is the one call of a script.
func only(t *testing.T, s script) *scan.Found {
	t.Helper()
	list, err := s.calls()
	if err != nil || len(list) != 1 {
		t.Fatalf("%s\ngot %d calls and error %v, want one call", s.text, len(list), err)
	}
	return list[0]
}

// callText is a call in a line: request line, header fields and body, or the error.
func callText(call *scan.Found) string {
	if call.Err != nil {
		return "error " + call.Err.Error()
	}
	r := call.Record.Request
	text := r.Method + " " + r.URL
	if r.Query != "" {
		text += "?" + r.Query
	}
	if r.Proto != "" {
		text += " " + r.Proto
	}
	for _, f := range r.Header {
		text += "|" + f.Name + ": " + f.Value
	}
	return text + "|" + string(r.Body)
}

func callOf(text string) string {
	list, err := script{text: text}.calls()
	if err != nil || len(list) == 0 {
		return "nothing"
	}
	return callText(list[0])
}

var update = flag.Bool("update", false, "rewrite the golden file")
