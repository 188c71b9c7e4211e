// Package observe asks a command or a URL what a backend has stored of the event of a callback.
package observe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/timhook/timhook/webhook"
)

// Bounds of one question.
const (
	patience  = 5 * time.Second
	mostBytes = 4 << 20
	shown     = 300 // bytes of an error text
)

// Func gives what is stored of the event of a callback, as JSON.
type Func func(webhook.Callback) (any, error)

// New is what asks: a URL that begins with http:// or https:// gets the packet by POST, and a command gets it on its
// standard input. A command is split at blanks; no shell runs it. Both get the name of the callback, in the header
// Timhook-Callback and in the environment variable TIMHOOK_CALLBACK, and answer with JSON. Empty output, status 204 and
// 404 mean that nothing is stored.
func New(ctx context.Context, target string) (Func, error) {
	words := strings.Fields(target)
	if len(words) == 0 {
		return nil, errors.New("want a command or a URL")
	}
	if strings.HasPrefix(target, "http://") || strings.HasPrefix(target, "https://") {
		if u, err := url.Parse(target); err != nil || u.Host == "" {
			return nil, fmt.Errorf("%q is no URL", target)
		}
		return func(c webhook.Callback) (any, error) { return byHTTP(ctx, target, c) }, nil
	}
	if _, err := exec.LookPath(words[0]); err != nil {
		return nil, fmt.Errorf("there is no command %q here", words[0])
	}
	return func(c webhook.Callback) (any, error) { return byCommand(ctx, words, c) }, nil
}

func byCommand(ctx context.Context, words []string, c webhook.Callback) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var out, said limited
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(c.Body), &out, &said
	cmd.Env = append(os.Environ(), "TIMHOOK_CALLBACK="+c.Command)
	cmd.WaitDelay = time.Second // a child of it may hold the pipes
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("the command of --observe did not end within %v", patience)
	case err != nil:
		return nil, fmt.Errorf("the command of --observe failed: %w%s", err, behind(said.b))
	}
	return read(out)
}

func byHTTP(ctx context.Context, target string, c webhook.Callback) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(c.Body))
	if err != nil {
		return nil, fmt.Errorf("--observe: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Timhook-Callback", c.Command)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, fmt.Errorf("the URL of --observe does not answer: %w", err)
	}
	defer answer.Body.Close()
	var body limited
	if _, err := io.Copy(&body, io.LimitReader(answer.Body, mostBytes+1)); err != nil {
		return nil, fmt.Errorf("the URL of --observe does not answer: %w", err)
	}
	switch answer.StatusCode {
	case http.StatusOK:
		return read(body)
	case http.StatusNoContent, http.StatusNotFound:
		return nil, nil
	}
	return nil, fmt.Errorf("the URL of --observe answered %s%s", answer.Status, behind(body.b))
}

// read takes JSON; nothing is nothing stored.
func read(out limited) (any, error) {
	switch text := bytes.TrimSpace(out.b); {
	case out.isCut:
		return nil, fmt.Errorf("--observe gave more than %d MiB", mostBytes>>20)
	case len(text) == 0:
		return nil, nil
	case !json.Valid(text):
		return nil, fmt.Errorf("--observe gave no JSON%s", behind(text))
	default:
		return json.RawMessage(text), nil
	}
}

// behind is the beginning of a text behind a message, on one line.
func behind(text []byte) string {
	line := strings.Join(strings.Fields(string(text)), " ")
	if line == "" {
		return ""
	}
	if len(line) > shown {
		line = strings.ToValidUTF8(line[:shown], "") + "…"
	}
	return ": " + line
}

// limited keeps the first bytes that are written to it.
type limited struct {
	b     []byte
	isCut bool
}

func (l *limited) Write(p []byte) (int, error) {
	room := mostBytes - len(l.b)
	l.isCut = l.isCut || len(p) > room
	l.b = append(l.b, p[:min(len(p), room)]...)
	return len(p), nil
}
