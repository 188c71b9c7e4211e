package e2e_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A callback is one literal and its line in the list: this one has no group and no sender, a list of objects, a time in
// seconds and an object.
const newCallback = `package user

import "github.com/timhook/timhook/payloads"

func afterThings() *payloads.Command {
	const name = "Thing.CallbackAfterThings"
	return &payloads.Command{
		Name: name, Short: "things",
		Title:  "things have happened",
		URL:    "https://www.tencentcloud.com/document/product/1047/34354",
		Page:   "After Things (1047/34354)",
		Sample: ` + "`" + `{"CallbackCommand":"Thing.CallbackAfterThings","Things":[{"Key":"a","Count":1}],"At":1490686222,` +
	`"Box":{"Colour":"red"}}` + "`" + `,
		Request: []payloads.Field{
			payloads.CommandField(name),
			payloads.Part("Things", payloads.Array(payloads.Object(
				payloads.Part("Key", payloads.Text(20), "name of the thing"),
				payloads.Part("Count", payloads.Integer(0, 9), "how many"),
			), 1, 3), "the things").Of("", payloads.IsKey),
			payloads.Part("At", payloads.Integer(0, 0), "when, in seconds since 1970-01-01 UTC").Of("", payloads.IsSeconds),
			payloads.Part("Box", payloads.Object(payloads.Part("Colour", payloads.OneOf("red", "blue"), "of the box")), "what they lie in"),
		},
	}
}
`

// withNewCallback is the program with the callback, built from a copy of its sources.
func withNewCallback(t *testing.T) string {
	t.Helper()
	list, err := exec.Command("git", "ls-files", ":!docs", ":!bench").Output() // what is embedded too
	if err != nil {
		t.Skipf("no list of the sources without git: %v", err)
	}
	root := t.TempDir()
	for name := range strings.Lines(string(list)) {
		name = strings.TrimSpace(name)
		if strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata/") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "payloads/chat/user/user.go" {
			const last = "stateChange(),\n"
			if strings.Count(string(source), last) != 1 {
				t.Fatalf("%s does not end its list with %q", name, last)
			}
			source = bytes.Replace(source, []byte(last), []byte(strings.TrimSuffix(last, "\n")+" afterThings(),\n"), 1)
		}
		copyTo(t, filepath.Join(root, name), source)
	}
	copyTo(t, filepath.Join(root, "payloads", "chat", "user", "things.go"), []byte(newCallback))
	program := filepath.Join(root, "timhook.out")
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-o", program, ".")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func copyTo(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// What a callback needs follows from its literal, in every verb.
func TestANewCallbackIsOneLiteral(t *testing.T) {
	if testing.Short() || raceDetector() {
		t.Skip("builds the program again, without the race detector")
	}
	program := withNewCallback(t)
	run := func(stdin string, args ...string) (string, error) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		c := exec.CommandContext(ctx, program, args...)
		c.Stdin, c.Dir = strings.NewReader(stdin), t.TempDir()
		var out, errs strings.Builder
		c.Stdout, c.Stderr = &out, &errs
		if err := c.Run(); err != nil {
			return out.String() + errs.String(), err
		}
		return out.String(), nil
	}
	packet := `{"CallbackCommand":"Thing.CallbackAfterThings","Things":[{"Key":"a","Count":10}],"At":1490686222,"Box":{}}`
	for _, c := range []struct {
		name, stdin string
		args        []string
		fails       bool
		want        []string
	}{
		{"is listed", "", []string{"list", "callbacks"}, false, []string{"things", "Thing.CallbackAfterThings"}},
		{
			"has edge cases of its own", "",
			[]string{"list", "variants"},
			false,
			[]string{
				"baseline-minimal", "field-unknown-nested", "field-absent-things", "field-long-things", "field-empty-things",
				"field-low-at", "field-type-box", "field-null-box",
			},
		},
		{
			"has tampers", "",
			[]string{"list", "cases", "--callbacks", "all"},
			false,
			[]string{"Things/neg-json-huge-number", "Things/body-pretty"},
		},
		{"is explained", "", []string{"explain", "things"}, false, []string{"At  Integer", "Array of Object, 1..3 entries"}},
		{"is completed", "", []string{"__complete", "send", "th"}, false, []string{"things"}},
		{"is linted", packet, []string{"lint", "-"}, true, []string{"Count", "10", "Colour", "is missing"}},
		{"is near to its misspelling", "", []string{"send", "thigns", "--dry-run"}, true, []string{"things"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := run(c.stdin, c.args...)
			if (err != nil) != c.fails {
				t.Errorf("%v: got %v, want a failure: %v\n%s", c.args, err, c.fails, out)
			}
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("%v: want %q in\n%s", c.args, want, out)
				}
			}
		})
	}
	t.Run("is generated, and what is generated is clean", func(t *testing.T) {
		packets, err := run("", "generate", "things", "-n", "200")
		if err != nil {
			t.Fatal(packets)
		}
		if out, err := run(packets, "lint", "-"); err != nil {
			t.Error(out)
		}
	})
	t.Run("is played against the reference backend", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		serve := exec.CommandContext(ctx, program, "serve", "--listen", "127.0.0.1:0")
		served, err := serve.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := serve.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() { cancel(); _ = serve.Wait() }()
		url := urlIn(t, served)
		if out, err := run("", "test", url, "--callbacks", "things"); err != nil {
			t.Error(out)
		}
	})
}

// urlIn is the first URL that a server prints.
func urlIn(t *testing.T, r io.Reader) string {
	t.Helper()
	text := make([]byte, 0, 4096)
	for buf := make([]byte, 512); len(text) < 4096; {
		n, err := r.Read(buf)
		text = append(text, buf[:n]...)
		if _, rest, found := strings.Cut(string(text), "http://"); found && strings.ContainsAny(rest, "; \n") {
			end := strings.IndexAny(rest, "; \n")
			return "http://" + rest[:end]
		}
		if err != nil {
			break
		}
	}
	t.Fatalf("no URL in %q", text)
	return ""
}
