package cli

import "testing"

func TestTemporaryFilesAreKnownByTheirNames(t *testing.T) {
	for name, want := range map[string]bool{
		"run.json.123.tmp": true, "run.json.tmp": false, "123.tmp": false, "run.1a.tmp": false, "run.1.tmp.go": false,
	} {
		t.Run(name, func(t *testing.T) {
			if got := IsTemporary(name); got != want {
				t.Errorf("got %t, want %t", got, want)
			}
		})
	}
}
