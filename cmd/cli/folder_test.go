package cli_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
)

// TestAFolderThatFailsHalfwayLeavesNothing has a file in the place of a folder.
func TestAFolderThatFailsHalfwayLeavesNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("empty", 0o755); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"new", "empty"} {
		err := cli.WriteFolder(dir, map[string][]byte{"a/b": nil, "a": nil, "a/c": nil})
		if err == nil {
			t.Fatalf("%s: a folder with a file and a folder of one name was written", dir)
		}
	}
	left, err := filepath.Glob("*")
	if err != nil || len(left) != 1 || left[0] != "empty" {
		t.Errorf("got %q (%v), want the empty folder alone", left, err)
	}
}

func TestAFolderBehindALinkIsFilled(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("empty", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("empty", "link"); err != nil {
		t.Skipf("no symbolic links here, as on Windows without the right; CI runs on Linux: %v", err)
	}
	if err := cli.WriteFolder("link", map[string][]byte{"a/b": []byte("x")}); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile("empty/a/b"); err != nil || string(got) != "x" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := cli.WriteFolder("link", nil); err == nil {
		t.Error("a folder that is not empty was written over")
	}
}
