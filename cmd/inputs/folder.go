package inputs

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook/capture/read"
)

// captureExtensions are those of the files that are read from a folder. The format of a file shows in its content.
func captureExtensions() []string {
	return []string{".ndjson", ".jsonl", ".json", ".jsonc", ".har", ".http", ".rest", ".curl", ".sh", ".txt"}
}

// folderInputs finds the captures of a folder and of those in it, in the order of their names. What is hidden stays so.
func folderInputs(a *cli.App, folder string) ([]read.Input, error) {
	var names []string
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != folder && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case strings.HasPrefix(d.Name(), "http-client.") && strings.HasSuffix(d.Name(), ".env.json"):
			// values of an editor's variables
		case d.Type().IsRegular() && captureStem(name) != name:
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, cli.Usage("", "%s: %w", folder, cli.Cause(err))
	}
	if len(names) == 0 {
		return nil, cli.Usage("", "%s: there is no capture in this folder, want files whose names end in %s, each "+
			"with or without .gz or .zst at the end",
			folder, strings.Join(captureExtensions(), ", "))
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(compareNumbered(captureStem(a), captureStem(b)), strings.Compare(a, b))
	})
	var inputs []read.Input
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return nil, cli.Usage("", "%s: %w", name, cli.Cause(err))
		}
		if stream := a.StreamTo(info); stream != "" { // a shell has just made it, in the same folder
			a.Note("note: %s is passed over: %s goes there", safe.Visible(name), stream)
			continue
		}
		in, err := fileInput(a, name, info)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, in)
	}
	return inputs, nil
}

// captureStem is a name without what makes it a capture's.
func captureStem(name string) string {
	bare := strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".zst")
	if ext := filepath.Ext(bare); slices.Contains(captureExtensions(), strings.ToLower(ext)) {
		return strings.TrimSuffix(bare, ext)
	}
	return name
}

// compareNumbered puts the 10th part of a rotated capture behind the 9th, and the first, which has no number, before
// them.
func compareNumbered(a, b string) int {
	for a != "" && b != "" {
		x, y := leadingDigits(a), leadingDigits(b)
		if x == "" || y == "" {
			if a[0] != b[0] {
				return cmp.Compare(a[0], b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		n, m := strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
		if c := cmp.Or(cmp.Compare(len(n), len(m)), strings.Compare(n, m)); c != 0 {
			return c
		}
		a, b = a[len(x):], b[len(y):]
	}
	return cmp.Compare(len(a), len(b))
}

func leadingDigits(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
}
