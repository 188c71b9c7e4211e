package supervise

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheEndOfAnOutputIsKept(t *testing.T) {
	var out Tail
	if lines, cut := out.Lines(); lines != nil || cut {
		t.Errorf("got %q, %t of nothing", lines, cut)
	}
	for _, part := range []string{"one\r\ntw", "o\n", "\n", "three"} {
		_, _ = out.Write([]byte(part))
	}
	if lines, cut := out.Lines(); cut || !cmp.Equal(lines, []string{"one", "two", "", "three"}) {
		t.Errorf("got %q, %t", lines, cut)
	}
	out.Mark()
	if lines := out.SinceMark(); len(lines) != 1 || lines[0] != "" {
		t.Errorf("got %q since the mark", lines)
	}
	_, _ = out.Write([]byte(" and\nfour\n"))
	if lines := out.SinceMark(); !cmp.Equal(lines, []string{" and", "four", ""}) {
		t.Errorf("got %q since the mark", lines)
	}
	for range 200 {
		_, _ = out.Write([]byte(strings.Repeat("x", 1000) + "\n"))
	}
	_, _ = out.Write([]byte("last words\n"))
	lines, cut := out.Lines()
	if len(out.buf) > tailBytes || !cut || len(lines) != tailLines ||
		lines[len(lines)-1] != "last words" {
		t.Errorf("got %d bytes, %d lines, cut %t, at the end %q", len(out.buf), len(lines), cut, lines[len(lines)-1])
	}
	if n, _ := out.Write(bytes.Repeat([]byte("y"), 3*tailBytes)); n != 3*tailBytes ||
		len(out.buf) != tailBytes {
		t.Errorf("got %d taken and %d bytes kept", n, len(out.buf))
	}
}
