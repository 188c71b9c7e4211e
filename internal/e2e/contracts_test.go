//go:build e2e && unix

package e2e_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// contract is a file that timhook schema writes.
func (w *workshop) contract(t *testing.T, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(w.dir, name)
	text, err := exec.Command(w.timhook, append([]string{"schema"}, args...)...).Output()
	if err := errors.Join(err, os.WriteFile(path, text, 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestTypesOfTypeScriptEndToEnd compiles the types, and code that uses them rightly and wrongly.
func TestTypesOfTypeScriptEndToEnd(t *testing.T) {
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skipf("npm is not installed here; testdata/e2e/install.sh installs it: %v", err)
	}
	w := newWorkshop(t)
	modules := filepath.Join(w.dir, "typescript")
	if err := os.CopyFS(modules, os.DirFS("testdata/e2e/typescript")); err != nil {
		t.Fatal(err)
	}
	if err := runTool(modules, "npm", "ci", "--silent"); err != nil {
		if os.Getenv("CI_E2E") == "all" {
			t.Fatal(err)
		}
		t.Skipf("TypeScript cannot be had here: %v", err)
	}
	w.contract(t, "strict.ts", "--as", "typescript")
	w.contract(t, "tolerant.ts", "--as", "typescript", "--tolerant")
	tsc := filepath.Join(modules, "node_modules", ".bin", "tsc")
	var right, wrong []string
	for _, c := range []struct{ name, code, part, spoilt string }{
		{"strict", `import { Callbacks } from "./strict";
const answer: Callbacks["Group.CallbackBeforeSendMsg"]["response"] = { ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0,
  MsgBody: [{ MsgType: "TIMTextElem", MsgContent: { Text: "x" } }] };`, `"TIMTextElem"`, `"TIMTextEle"`},
		{
			"tolerant", `import { GroupCallbackAfterSendMsg as Packet } from "./tolerant";
export const text = (p: Packet) => p.MsgBody.map((e) => e.MsgType === "TIMTextElem" ? "text" : p.later);`,
			`p.MsgBody.map`, `p.MsgBody.mapp`,
		},
	} {
		good, bad := filepath.Join(w.dir, c.name+"-right.ts"), filepath.Join(w.dir, c.name+"-wrong.ts")
		right, wrong = append(right, good), append(wrong, bad)
		err := errors.Join(os.WriteFile(good, []byte(c.code), 0o600),
			os.WriteFile(bad, []byte(strings.Replace(c.code, c.part, c.spoilt, 1)), 0o600))
		if err != nil {
			t.Fatal(err)
		}
	}
	strictly := []string{"--noEmit", "--strict"}
	if err := runTool(w.dir, tsc, append(strictly, right...)...); err != nil {
		t.Error(err)
	}
	err := runTool(w.dir, tsc, append(strictly, wrong...)...)
	if err == nil || strings.Count(err.Error(), "strict-wrong.ts(") != 1 ||
		strings.Count(err.Error(), "tolerant-wrong.ts(") < 1 {
		t.Errorf("got %v, want a mistake in each file", err)
	}
}

// TestLibopenapiTakesTheDocument is for whoever changes the document: building the validator takes minutes, so that the
// gate has the published schema of OpenAPI instead (report/schema).
func TestLibopenapiTakesTheDocument(t *testing.T) {
	w := newWorkshop(t)
	validate := builtTool(t, "validate")
	for _, args := range [][]string{{"--as", "openapi"}, {"--as", "openapi", "--tolerant"}} {
		path := w.contract(t, "openapi.json", args...)
		if err := runTool(w.dir, validate, path); err != nil {
			t.Error(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		wrong := strings.Replace(string(text), `"in": "query"`, `"in": "body"`, 1)
		if err := os.WriteFile(path, []byte(wrong), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := runTool(w.dir, validate, path); err == nil {
			t.Error("a document with a parameter in the body is taken")
		}
	}
}
