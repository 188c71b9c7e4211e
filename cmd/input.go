package cmd

import (
	"io"
	"os"
	"strconv"
	"time"
)

// stdin hands standard input to one flag; a second one would find it empty.
func (a *app) stdin(flag string) (io.Reader, error) {
	if a.inUser != "" {
		return nil, usage("", "%s and %s both want standard input", a.inUser, flag)
	}
	a.inUser = flag
	return a.in, nil
}

// readFile reads what a flag names; - is standard input.
func (a *app) readFile(flag, name string) ([]byte, error) {
	if name == "-" {
		in, err := a.stdin(flag)
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(in)
		if err != nil {
			return nil, usage("", "%s: read standard input: %w", flag, err)
		}
		return data, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, usage("", "%s: %w", flag, err)
	}
	return data, nil
}

// parseTime reads a time that a flag gives.
func parseTime(flag, s string) (time.Time, error) {
	if s == "" || s == "now" {
		return time.Now().UTC().Truncate(time.Millisecond), nil
	}
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC(), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, usage("", "%s: got %q, want a time such as 2026-01-02T03:04:05Z or Unix seconds", flag, s)
	}
	return t.UTC(), nil
}
