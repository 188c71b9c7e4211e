package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// sink is a running sink and the way to ask it.
type sink struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines *bufio.Scanner
	url   string
}

// startSink runs this very program as a sink.
func startSink(ctx context.Context, kind string) (*sink, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s := &sink{cmd: exec.CommandContext(ctx, self, "sink", kind)}
	s.cmd.Stderr = os.Stderr
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	s.lines = bufio.NewScanner(out)
	if !s.lines.Scan() {
		return nil, fmt.Errorf("the %s sink did not start", kind)
	}
	s.url = "http://127.0.0.1:" + strings.TrimSpace(s.lines.Text()) + "/im"
	return s, nil
}

// take asks what was seen since the last time; with a rate, how far the arrivals were from its grid.
func (s *sink) take(rate float64) (seen, error) {
	var got seen
	if _, err := fmt.Fprintln(s.in, rate); err != nil {
		return got, err
	}
	if !s.lines.Scan() {
		return got, fmt.Errorf("the sink is gone: %w", s.lines.Err())
	}
	return got, json.Unmarshal(s.lines.Bytes(), &got)
}

func (s *sink) stop() {
	_ = s.in.Close() // its end, which it is waiting for
	_ = s.cmd.Wait()
}
