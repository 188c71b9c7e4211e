package catalogue_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/report/catalogue"
)

var update = flag.Bool("update", false, "rewrite docs/callbacks.md")

func TestThePageOfCallbacksIsTrue(t *testing.T) {
	const file = "../../docs/callbacks.md"
	var page bytes.Buffer
	if err := catalogue.WriteCallbacks(&page); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(page.String(), string(got)); diff != "" {
		t.Errorf("%s is not what the declarations say (-declared +page); go test ./report/catalogue -update\n%s", file, diff)
	}
}
