//go:build e2e && unix

package e2e_test

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/timhook/timhook/internal/backend"
)

// TestPostmansRunnerSendsACollection runs each night, since its runner takes long to install. The collection's Sign
// is that of another token, so that a right backend accepts what the collection's script has signed anew, and nothing
// else.
func TestPostmansRunnerSendsACollection(t *testing.T) {
	w := newWorkshop(t)
	if err := runTool(w.dir, "npm", "install", "--silent", "--no-audit", "--no-fund", "newman@6"); err != nil {
		t.Skipf("newman cannot be had here: %v", err)
	}
	server := httptest.NewServer(backend.Reference(backend.Options{Token: e2eToken, SDKAppID: 1400000001}))
	defer server.Close()
	collection, result := filepath.Join(w.dir, "collection.json"), filepath.Join(w.dir, "result.json")
	made := exec.Command(w.timhook, "generate", "send/text-*", "before", "sns", "state", "--as", "postman",
		"-u", server.URL+"/im", "--token", "env:ANOTHER", "--sdk-app-id", "1400000001", "-o", collection)
	made.Env = append(os.Environ(), "ANOTHER=not-the-token-of-the-backend")
	if out, err := made.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	newman := filepath.Join(w.dir, "node_modules", ".bin", "newman")
	err := runTool(w.dir, newman, "run", collection, "--env-var", "IM_CALLBACK_TOKEN="+e2eToken, "--reporters", "json",
		"--reporter-json-export", result)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(result)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Run struct {
			Executions []struct {
				Response struct{ Code int }
			}
		}
	}
	if err := json.Unmarshal(text, &doc); err != nil || len(doc.Run.Executions) < 30 {
		t.Fatalf("got %d executions: %v", len(doc.Run.Executions), err)
	}
	for i, e := range doc.Run.Executions {
		if e.Response.Code != 200 {
			t.Errorf("request %d: got status %d, want 200", i+1, e.Response.Code)
		}
	}
}
