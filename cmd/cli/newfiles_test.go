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
	for _, tt := range []struct {
		name    string
		prepare func() error
		refused string // empty: all are written
		left    []string
	}{
		{"an empty folder", func() error { return nil }, "", []string{"a.yaml", "b", "b/c", "b/c/d.yml"}},
		{"a file is there", func() error { return os.WriteFile("a.yaml", []byte("own"), 0o600) }, "a.yaml: it is there already", []string{"a.yaml"}},
		{
			"a broken link is there", func() error { return os.Symlink("nowhere", "a.yaml") }, "a.yaml: it is there already",
			[]string{"a.yaml"},
		},
		{"a file in the place of a folder", func() error { return os.WriteFile("b", nil, 0o600) }, "write b", []string{"b"}},
		{"a folder that takes no file", func() error { return os.Symlink("nowhere", "b") }, "write b", []string{"b"}},
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
