package sarif_test

import (
	"testing"

	"github.com/timhook/timhook/report/sarif"
)

func TestFilesAreNamedAsCodeScanningReadsThem(t *testing.T) {
	for _, tt := range []struct{ name, path, want string }{
		{"in the repository", "services/im/calls.ndjson", "services/im/calls.ndjson"},
		{"with a blank and a sign", "my calls/#1 100%.json", "my%20calls/%231%20100%25.json"},
		{"with a colon in front", "a:b.json", "./a:b.json"},
		{"outside", "/home/me/calls.ndjson", "file:///home/me/calls.ndjson"},
		{"on a drive", "C:/Users/me/calls.ndjson", "file:///C:/Users/me/calls.ndjson"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := sarif.At(tt.path, 1, "name", "kind")[0].Physical.Artifact.URI; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
