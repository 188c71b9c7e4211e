package e2e_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/timhook/timhook"

// rows are the layers, the lowest first: a package imports only from lower rows.
var rows = [][]string{
	{"internal/pattern"},
	{"internal/charset", "internal/nearest", "internal/phrase", "internal/secret", "payloads/jsontree", "signer"},
	{"payloads"},
	{
		"payloads/chat/bot", "payloads/chat/c2c", "payloads/chat/group", "payloads/chat/official",
		"payloads/chat/service", "payloads/chat/user",
	},
	{"payloads/chat"},
	{"internal/fields", "webhook"},
	{"webhook/capture"},
	{"webhook/capture/scan"},
	{"webhook/capture/envelope"},
	{"webhook/capture/shell", "internal/har", "webhook/capture/httptext", "webhook/capture/logtext"},
	{"webhook/capture/read"},
	{"webhook/capture/file"},
	{"conformance/effect", "conformance/shrink"},
	{"conformance/judge", "internal/backend"},
	{"conformance/cause"},
	{"conformance"},
	{"conformance/budget", "conformance/cases"},
	{"internal/lint", "internal/load", "internal/compare", "internal/vectors"},
	{"internal/observe", "internal/record", "internal/replay", "internal/requirement"},
	{"report/formats", "report/safe", "report/words"},
	{"report/terminal"},
	{"report/github", "report/junit", "report/markdown", "report/page", "report/request", "report/sarif"},
	{"report/why"},
	{"conformance/webhooktest"},
	{"report"},
	{
		"internal/doctor", "report/compare", "report/diff", "report/lint", "report/load", "report/record", "report/replay",
		"report/shrink",
	},
	{"report/catalogue", "report/doctor", "internal/config", "internal/supervise"},
	{"report/schema"},
	{"cmd/cli", "examples/receivers"},
	{"cmd/flags"},
	{"cmd/inputs"},
	verbs,
	{"cmd"},
	{ // all but the first are for tests alone
		".", "examples/receivers/go", "internal/e2e", "internal/pipes", "cmd/verbtest", "report/reporttest", "payloads/payloadstest",
	},
}

// verbs are the packages of the verbs that need more than one file. They are one row: no verb imports a verb.
var verbs = []string{
	"cmd/compare", "cmd/diff", "cmd/doctor", "cmd/initverb", "cmd/lint", "cmd/load", "cmd/record", "cmd/replay",
	"cmd/send", "cmd/shrink", "cmd/test", "cmd/verify",
}

// forbidden are imports that would let a library do what only the command line may.
var forbidden = []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "log", "testing", "flag"}

func TestPackagesImportOnlyFromLowerRows(t *testing.T) {
	packages := listPackages(t)
	if len(packages) < 8 {
		t.Fatalf("go list found %d packages, want all of them", len(packages))
	}
	for path, imports := range packages {
		row := rowOf(path)
		if row < 0 {
			t.Errorf("package %s stands in no row; give it one", path)
			continue
		}
		for _, imported := range imports {
			if rest, ours := strings.CutPrefix(imported, module+"/"); ours && rowOf(rest) >= row {
				t.Errorf("%s (row %d) imports %s (row %d); want a lower row", path, row, rest, rowOf(rest))
			}
			isTest := path == "conformance/webhooktest" && imported == "testing" // it is there for tests
			if row < rowOf("cmd/cli") && slices.Contains(forbidden, imported) && !isTest {
				t.Errorf("%s imports %s, which only cmd may", path, imported)
			}
		}
	}
}

func rowOf(path string) int {
	return slices.IndexFunc(rows, func(row []string) bool { return slices.Contains(row, path) })
}

func listPackages(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := map[string][]string{}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		if err != nil {
			t.Fatal(err)
		}
		path := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		if path == "" {
			path = "."
		}
		packages[path] = p.Imports
	}
}
