package httptext_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/httptext"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// TestClientsOfThisMachine reads what the clients print here, and compares it with what came to a server.
func TestClientsOfThisMachine(t *testing.T) {
	const body = `{"CallbackCommand":"Bot.OnGroupMessage","Text":"你好 {{a}} \u2028 'x' $y","List":[1,2]}`
	type delivery struct{ query, body string }
	came := make(chan delivery, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		came <- delivery{r.URL.RawQuery, string(sent)}
		_, _ = io.WriteString(w, ok)
	}))
	defer server.Close()
	address := server.URL + target
	for _, test := range []struct {
		name    string
		command []string
		isShown bool // the body of the request
	}{
		{"curl -v", []string{"curl", "-v", "--data-binary", body, address}, false},
		{"curl -s -v -i", []string{"curl", "-s", "-v", "-i", "--data-binary", body, address}, false},
		{"curl --trace", []string{"curl", "-s", "--trace", "-", "--trace-time", "--data-binary", body, address}, true},
		{"curl --trace-ascii", []string{"curl", "--trace-ascii", "-", "--data-binary", body, address}, false},
		{"wget -d", []string{"wget", "-d", "-O-", "--post-data", body, address}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			path, err := exec.LookPath(test.command[0])
			if err != nil {
				t.Skip("it is not installed")
			}
			command := exec.CommandContext(t.Context(), path, test.command[1:]...)
			command.Env = []string{"HOME=" + t.TempDir(), "LC_ALL=C.UTF-8", "no_proxy=*"}
			printed, err := command.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, printed)
			}
			want := <-came
			if !httptext.Begins(printed) {
				t.Fatalf("not known by its beginning:\n%s", printed)
			}
			reader := httptext.NewReader(scan.NewSource(strings.NewReader(string(printed)), 1<<20), httptext.Options{})
			found, err := reader.Next()
			if err != nil || found.Err != nil || found.Record.Answer == nil {
				t.Fatalf("got %v, %v, %v of\n%s", found, err, found.Err, printed)
			}
			request, answer := found.Record.Request, found.Record.Answer
			if request.Query != want.query || request.Method != "POST" || string(answer.Body) != ok || answer.Status != 200 {
				t.Errorf("got %s ?%s -> %d %s of\n%s", request.Method, request.Query, answer.Status, answer.Body, printed)
			}
			switch isHidden := slices.Contains(found.Hidden, "body"); {
			case isHidden == test.isShown:
				t.Errorf("the body is hidden: %v, of\n%s", isHidden, printed)
			case test.isShown && string(request.Body) != want.body:
				t.Errorf("got the body %q, and %q came to the server", request.Body, want.body)
			}
			if found, err := reader.Next(); err == nil {
				t.Errorf("got another message, %v, of\n%s", found, printed)
			}
		})
	}
}
