package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
)

func TestNewFilesAreWrittenAllOrNone(t *testing.T) {
	files := map[string][]byte{"a.yaml": []byte("a"), "b/c/d.yml": []byte("d")}
	file := func(name string) func() error { return func() error { return os.WriteFile(name, nil, 0o600) } }
	link := func(name string) func() error { return func() error { return os.Symlink("nowhere", name) } }
	for _, tt := range []struct {
		name    string
		prepare func() error
		refused string // empty: all are written
		left    []string
	}{
		{"an empty folder", func() error { return nil }, "", []string{"a.yaml", "b", "b/c", "b/c/d.yml"}},
		{"a file is there", file("a.yaml"), "a.yaml: it is there already", []string{"a.yaml"}},
		{"a broken link is there", link("a.yaml"), "a.yaml: it is there already", []string{"a.yaml"}},
		{"a file in the place of a folder", file("b"), "write b", []string{"b"}},
		{"a broken link in the place of a folder", link("b"), "write b", []string{"b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := tt.prepare(); err != nil {
				t.Skipf("no symbolic links here, as on Windows without the right; CI runs on Linux: %v", err)
			}
			err := cli.WriteNewFiles("", files)
			if (err == nil) != (tt.refused == "") || err != nil && !strings.Contains(err.Error(), tt.refused) {
				t.Errorf("got %v, want %q", err, tt.refused)
			}
			var left []string
			for _, pattern := range []string{"*", "*/*", "*/*/*"} {
				found, err := filepath.Glob(pattern)
				if err != nil {
					t.Fatal(err)
				}
				left = append(left, found...)
			}
			if strings.Join(left, " ") != strings.Join(tt.left, " ") {
				t.Errorf("got %q, want %q", left, tt.left)
			}
		})
	}
}
