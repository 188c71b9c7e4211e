package request_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/request"
)

// k6Answer is what k6's http.post returns, with the body in base64; nil: none.
type k6Answer struct {
	Status    int               `json:"status"`
	ErrorCode int               `json:"error_code"`
	Headers   map[string]string `json:"headers"`
	Body      *string           `json:"body"`
	Timings   struct {
		Duration  float64 `json:"duration"`
		Receiving float64 `json:"receiving"` // 0: not a byte came
	} `json:"timings"`
	Throws string `json:"throws,omitempty"`
}

// answered is an answer under status 200.
func answered(body string) k6Answer {
	encoded := base64.StdEncoding.EncodeToString([]byte(body))
	a := k6Answer{Status: 200, Body: &encoded, Headers: map[string]string{"Content-Type": "application/json"}}
	a.Timings.Duration, a.Timings.Receiving = 1.5, 0.5
	return a
}

// k6Run is how a script is run: what Date.now says, what the environment holds and what the backend answers.
type k6Run struct {
	Env     map[string]string `json:"env"`
	Now     int64             `json:"now"`
	Answers []k6Answer        `json:"answers"`
}

// k6Exchange is one iteration of a script.
type k6Exchange struct {
	URL    string
	Body   []byte
	Params struct {
		Headers, Tags      map[string]string
		Timeout, Redirects int
		ResponseType       string
		ResponseCallback   *struct{ Statuses []int }
	}
	Verdicts map[string]bool
	Tags     map[string]string
	Samples  map[string]struct {
		Value float64
		Tags  map[string]string
	}
}

type k6Result struct {
	Error   string
	Options struct {
		Scenarios map[string]struct {
			Executor, TimeUnit, Duration string
			Rate, PreAllocatedVUs        int
			MaxVUs                       int
		}
		Thresholds map[string][]string
		UserAgent  *string
	}
	Exchanges []k6Exchange
}

// underNode runs a script with stand-ins for k6's modules. It skips the test where there is no Node.
func underNode(t testing.TB, k request.K6, run k6Run) k6Result {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed here")
	}
	dir := t.TempDir()
	modules := filepath.Join(dir, "node_modules", "k6")
	const manifest = `{"name":"k6","type":"module","exports":{".":"./stub.js","./*":"./stub.js"}}`
	if err := os.MkdirAll(modules, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{
		filepath.Join(dir, "script.mjs"):       scriptOf(t, k),
		filepath.Join(dir, "run.mjs"):          entriesIn(t, "testdata/k6/run.mjs"),
		filepath.Join(modules, "stub.js"):      entriesIn(t, "testdata/k6/stub.js"),
		filepath.Join(modules, "package.json"): manifest,
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if run.Env == nil {
		run.Env = map[string]string{}
	}
	if run.Answers == nil {
		run.Answers = []k6Answer{}
	}
	input, err := json.Marshal(run)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, filepath.Join(dir, "run.mjs"))
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(input)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	var result k6Result
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return result
}

// exchanges are those of a script that has to run through.
func exchanges(t testing.TB, k request.K6, run k6Run) []k6Exchange {
	t.Helper()
	result := underNode(t, k, run)
	if result.Error != "" || len(result.Exchanges) != len(run.Answers) {
		t.Fatalf("got %d exchanges and the error %q, want %d and none", len(result.Exchanges), result.Error,
			len(run.Answers))
	}
	return result.Exchanges
}

func scriptOf(t testing.TB, k request.K6) string {
	t.Helper()
	var b strings.Builder
	if err := k.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func entriesIn(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
