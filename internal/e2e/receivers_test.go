//go:build e2e && unix

package e2e_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/examples/receivers"
	"github.com/timhook/timhook/signer"
)

// TestReceiversEndToEnd writes the receiver of each language with init, and plays the suite to it: of all callbacks,
// or of one of each kind of answer. It
// holds 1,000 random signatures to the signer and the receiver to the vectors, and plays some cases to the receiver
// broken in three ways.
func TestReceiversEndToEnd(t *testing.T) {
	w := newWorkshop(t)
	for _, r := range receivers.All() {
		t.Run(r.Language, func(t *testing.T) {
			t.Parallel()
			if r.Language == "flask" {
				if err := exec.Command("python3", "-c", "import flask").Run(); err != nil {
					t.Skipf("Flask is not installed here: %v", err)
				}
				r.Build = nil // which would install it
			}
			dir := filepath.Join(t.TempDir(), "receiver")
			if err := runTool(".", w.timhook, "init", "--lang", r.Language, dir); err != nil {
				t.Fatal(err)
			}
			t.Run("right", func(t *testing.T) {
				address := w.receiver(t, r, dir, e2eToken, e2eSDKAppID)
				callbacks := "all"
				if r.Language != "node" && os.Getenv("TIMHOOK_TEST_RECEIVERS") == "" { // all of them take minutes
					callbacks = "state,before-send,before-create,before-invite,friend-request,bot-signal,send-failed"
				}
				if out, err := w.play(t, address, "--callbacks", callbacks, "--level", "should"); err != nil {
					t.Errorf("the suite of %s: %v\n%.6000s", callbacks, err, out)
				}
				signatures(t, address)
			})
			t.Run("vectors", func(t *testing.T) {
				vectors, index := w.vectorsToday(t)
				playVectors(t, w.receiver(t, r, dir, index.Token, "1400000001"), vectors, index)
			})
			for _, b := range brokenReceivers()[r.Language] {
				t.Run(b.check, func(t *testing.T) {
					copied := filepath.Join(t.TempDir(), "receiver")
					if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
						t.Fatal(err)
					}
					b.apply(t, copied)
					address := w.receiver(t, r, copied, e2eToken, e2eSDKAppID)
					out, err := w.play(t, address, "--callbacks", "send", "--run", "baseline-signed",
						"--run", "baseline-minimal", "--run", "neg-time-expired-hour")
					if err == nil || !strings.Contains(out, "FAIL  "+b.check) {
						t.Errorf("got %v, want the check %s to fail\n%.3000s", err, b.check, out)
					}
				})
			}
		})
	}
}

// receiver builds and starts a receiver, and returns its URL.
func (w *workshop) receiver(t *testing.T, r receivers.Receiver, dir, token, app string) string {
	t.Helper()
	if _, err := exec.LookPath(first(r.Build, r.Start)); err == nil && r.Build != nil {
		if err := runTool(dir, r.Build[0], r.Build[1:]...); err != nil {
			t.Fatal(err)
		}
	}
	address := w.start(t, stack{
		program: first(r.Build, r.Start),
		command: func(_ *workshop, _ *testing.T, port string) *exec.Cmd {
			words := slices.Clone(r.Start)
			for i := range words {
				words[i] = strings.ReplaceAll(words[i], ":8080", ":"+port)
			}
			cmd := exec.Command(words[0], words[1:]...)
			cmd.Dir = dir
			return cmd
		},
		env: []string{
			"IM_TOKEN=" + token, "IM_SDKAPPID=" + app, "IM_HOST=127.0.0.1", "TMPDIR=" + t.TempDir(),
		},
	})
	return strings.TrimSuffix(address, "/callback")
}

// first is the program that a receiver needs.
func first(build, start []string) string {
	if build != nil {
		return build[0]
	}
	return start[slices.IndexFunc(start, func(word string) bool {
		return word != "env" && !strings.Contains(word, "=")
	})]
}

func (w *workshop) play(t *testing.T, address string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(w.timhook, append([]string{
		"test", "-u", address, "--token", "env:IM_TOKEN", "--sdk-app-id", e2eSDKAppID, "-j", "8", "--skip", "tls-*",
		"--skip", "*-on-tls",
	}, args...)...)
	cmd.Dir, cmd.Env = t.TempDir(), append(os.Environ(), "IM_TOKEN="+e2eToken)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// signatures sends random signatures, right and wrong, and holds each verdict to that of the signer.
func signatures(t *testing.T, address string) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 11))
	for range 1000 {
		now := time.Now()
		at := now.Unix() + random.Int64N(2000) - 1000
		if random.IntN(2) == 0 {
			at = now.Unix() + random.Int64N(100) - 50
		}
		token := e2eToken
		if random.IntN(4) == 0 {
			token = fmt.Sprint(random.Uint64())
		}
		text := strconv.FormatInt(at, 10)
		if random.IntN(10) == 0 {
			text = []string{"", "-1", "0x5", "1e9", " " + text, text + ".0", "٣٤٥"}[random.IntN(7)]
		}
		sign := signer.Sign(token, at)
		query := url.Values{
			"SdkAppid": {e2eSDKAppID}, "CallbackCommand": {"State.StateChange"}, "Sign": {sign}, "RequestTime": {text},
		}
		answer, err := http.Post(address+"?"+query.Encode(), "application/json",
			strings.NewReader(`{"CallbackCommand":"State.StateChange"}`))
		if err != nil {
			t.Fatal(err)
		}
		var packet struct{ ActionStatus string }
		err = json.NewDecoder(answer.Body).Decode(&packet)
		_ = answer.Body.Close()
		isRight := signer.Verify(e2eToken, sign, text, now) == nil
		if offset := max(at-now.Unix(), now.Unix()-at); offset >= 59 && offset <= 62 {
			continue // the second may have passed
		}
		if err != nil || (packet.ActionStatus == "OK") != isRight || (answer.StatusCode == 200) != isRight {
			t.Fatalf("RequestTime %q, %d s from now, another token %v: got %d %q, want it right: %v", text, at-now.Unix(),
				token != e2eToken, answer.StatusCode, packet.ActionStatus, isRight)
		}
	}
}

// broken is a mistake in a receiver, and the check that finds it.
type broken struct{ file, part, instead, check string }

func (b broken) apply(t *testing.T, dir string) {
	t.Helper()
	file := filepath.Join(dir, b.file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), b.part) {
		t.Fatalf("%s does not have %q", b.file, b.part)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(text), b.part, b.instead)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// brokenReceivers swaps the parts of the signature, forgets its time, and answers the code as a text, in each language.
func brokenReceivers() map[string][]broken {
	three := func(file string, parts ...string) []broken {
		var list []broken
		for i, check := range []string{"resp-status-200", "behave-refuses-stale", "resp-errorcode-present"} {
			list = append(list, broken{file, parts[2*i], parts[2*i+1], check})
		}
		return list
	}
	return map[string][]broken{
		"go": three("main.go", `token+q.Get("RequestTime")`, `q.Get("RequestTime")+token`, "<= time.Minute",
			"<= 100*time.Hour", `"ErrorCode": 0}`, `"ErrorCode": "0"}`),
		"python": three("receiver.py", "(TOKEN + at[0])", "(at[0] + TOKEN)", "<= 60", "<= 600000",
			`"ErrorCode": 1 if why else 0`, `"ErrorCode": "1" if why else "0"`),
		"flask": three("receiver.py", "(TOKEN + at[0])", "(at[0] + TOKEN)", "<= 60", "<= 600000",
			`"ErrorCode": 1 if why else 0`, `"ErrorCode": "1" if why else "0"`),
		"node": three("receiver.js", "(token + at)", "(at + token)", "> 60)", "> 600000)", "why ? 1 : 0", `why ? "1" : "0"`),
		"php": three("receiver.php", "getenv('IM_TOKEN') . $at", "$at . getenv('IM_TOKEN')", "<= 60", "<= 600000",
			"$why ? 1 : 0", "$why ? '1' : '0'"),
		"java": three("Receiver.java", "(TOKEN + at)", "(at + TOKEN)", "<= 60", "<= 600000", `\"ErrorCode\":0" + more`,
			`\"ErrorCode\":\"0\"" + more`),
	}
}
