package catalogue_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/report/catalogue"
)

var update = flag.Bool("update", false, "rewrite the pages of docs that declarations make")

func TestThePagesThatDeclarationsMakeAreTrue(t *testing.T) {
	for name, write := range map[string]func(io.Writer) error{
		"callbacks.md": catalogue.WriteCallbacks, "requirements.md": catalogue.WriteRequirements,
		"variants.md": catalogue.WriteVariants,
	} {
		t.Run(name, func(t *testing.T) {
			file := "../../docs/" + name
			var page bytes.Buffer
			if err := write(&page); err != nil {
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
				t.Errorf("%s is not what the declarations say (-declared +page); go test ./report/catalogue -update\n%s", file,
					diff)
			}
		})
	}
}

// Each check, rule and callback has its page, and no page is of something that is gone.
func TestEachCheckRuleAndCallbackHasItsPage(t *testing.T) {
	pages := catalogue.Pages()
	if len(pages) < 250 {
		t.Fatalf("got %d pages, some were lost", len(pages))
	}
	wanted := map[string]bool{}
	for _, p := range pages {
		file := filepath.Join("../../docs", filepath.FromSlash(p.Name))
		wanted[file] = true
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, p.Text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, p.Text) {
			t.Errorf("%s is not what the declarations say (%v); go test ./report/catalogue -update", file, err)
		}
	}
	for _, folder := range []string{"checks", "rules", "callbacks"} {
		there, err := filepath.Glob(filepath.Join("../../docs", folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range there {
			if !wanted[file] {
				t.Errorf("%s is the page of nothing", file)
			}
		}
	}
}
