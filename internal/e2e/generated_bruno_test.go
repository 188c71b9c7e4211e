//go:build e2e && unix

package e2e_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance/judge"
)

// TestBrunosRunnerSendsACollection compares the requests of Bruno's runner with the collection, byte for byte and in
// order. .ci/nightly runs it: the runner takes half a minute to install.
func TestBrunosRunnerSendsACollection(t *testing.T) {
	w := newWorkshop(t)
	if err := runTool(w.dir, "npm", "install", "--silent", "--no-audit", "--no-fund", "@usebruno/cli@4"); err != nil {
		t.Skipf("Bruno's CLI cannot be had here: %v", err)
	}
	type request struct{ Target, Body string }
	var came []request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		came = append(came, request{r.RequestURI, string(body)}) // one after another
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, judge.Canonical)
	}))
	defer server.Close()
	collection, folder := filepath.Join(w.dir, "collection.json"), filepath.Join(w.dir, "collection")
	made := exec.Command(w.timhook, "generate", "send/text-*", "before", "sns", "state", "--as", "bruno",
		"-u", server.URL+"/im", "--token", "env:IM_TOKEN", "--seed", "7", "-o", collection)
	made.Env = append(os.Environ(), "IM_TOKEN="+e2eToken)
	if out, err := made.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	unpack, err := filepath.Abs("testdata/e2e/bruno/unpack.cjs")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("NODE_PATH", filepath.Join(w.dir, "node_modules"))
	if err := runTool(w.dir, "node", unpack, collection, folder); err != nil {
		t.Fatal(err)
	}
	if err := runTool(folder, filepath.Join(w.dir, "node_modules", ".bin", "bru"), "run"); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(collection)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Items []struct {
			Request struct {
				URL  string
				Body struct{ JSON string }
			}
		}
	}
	if err := json.Unmarshal(text, &doc); err != nil || len(doc.Items) < 30 {
		t.Fatalf("the collection has %d requests: %v", len(doc.Items), err)
	}
	var want []request
	for _, item := range doc.Items {
		want = append(want, request{item.Request.URL[len(server.URL):], item.Request.Body.JSON})
	}
	if diff := cmp.Diff(want, came); diff != "" {
		t.Errorf("(-collection +sent):\n%s", diff)
	}
}
