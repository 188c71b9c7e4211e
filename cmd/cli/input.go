package cli

import (
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// Stdin hands standard input to one flag; a second one would find it empty.
func (a *App) Stdin(flag string) (io.Reader, error) {
	if a.inUser != "" {
		return nil, Usage("", "%s and %s both want standard input", a.inUser, flag)
	}
	a.inUser = flag
	return a.In, nil
}

// ReadFile reads what a flag names; - is standard input.
func (a *App) ReadFile(flag, name string) ([]byte, error) {
	if name == "-" {
		in, err := a.Stdin(flag)
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(in)
		if err != nil {
			return nil, Usage("", "%s: read standard input: %w", flag, err)
		}
		return data, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, Usage("", "%s: %w", flag, err)
	}
	return data, nil
}

// ParseTime reads a time that a flag gives.
func ParseTime(flag, s string) (time.Time, error) {
	if s == "" || s == "now" {
		return time.Now().UTC().Truncate(time.Millisecond), nil
	}
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC(), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, Usage("", "%s: got %q, want a time such as 2026-01-02T03:04:05Z or Unix seconds", flag, s)
	}
	return t.UTC(), nil
}

// IsURL takes any scheme, so that a wrong one is refused as a URL and not as an unknown callback.
func IsURL(s string) bool {
	return strings.Contains(s, "://") || strings.HasPrefix(s, "unix:") || strings.HasPrefix(s, ":")
}
