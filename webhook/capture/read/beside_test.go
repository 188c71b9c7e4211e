package read_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/read"
)

// TestFilesBesideAnInputAreReadFromItsFolderOnly since an input may come from elsewhere.
func TestFilesBesideAnInputAreReadFromItsFolderOnly(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{
		filepath.Join(outside, "secret"):   "s",
		filepath.Join(dir, "body.json"):    "{}",
		filepath.Join(dir, "v1..2.json"):   "{}",
		filepath.Join(dir, ".env"):         "s",
		filepath.Join(dir, "a", "b.json"):  "[]",
		filepath.Join(dir, ".git", "conf"): "s",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	linked := os.Symlink(filepath.Join(outside, "secret"), filepath.Join(dir, "link")) == nil &&
		os.Symlink(outside, filepath.Join(dir, "folder")) == nil &&
		os.Symlink("body.json", filepath.Join(dir, "inner")) == nil
	beside := read.FilesBeside(filepath.Join(dir, "calls.har"))
	const elsewhere = "files are read from the folder of the input and below it only"
	for _, test := range []struct{ name, text, err string }{
		{"body.json", "{}", ""},
		{"./body.json", "{}", ""},
		{"a/b.json", "[]", ""},
		{"v1..2.json", "{}", ""},
		{"inner", "{}", ""},
		{"a/../body.json", "", elsewhere},
		{"../" + filepath.Base(outside) + "/secret", "", elsewhere},
		{filepath.Join(outside, "secret"), "", elsewhere},
		{"", "", elsewhere},
		{".env", "", "hidden files are not read"},
		{".git/conf", "", "hidden files are not read"},
		{"a", "", "it is no file"},
		{"gone.json", "", "there is no such file in the folder of the input"},
		{"link", "", "path escapes from parent"},
		{"folder/secret", "", "path escapes from parent"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !linked && (test.name == "inner" || test.name == "link" || strings.HasPrefix(test.name, "folder")) {
				t.Skip("this system makes no links")
			}
			text, err := beside(test.name)
			if string(text) != test.text || (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
				t.Errorf("got %q, %v; want %q, %q", text, err, test.text, test.err)
			}
		})
	}
}
