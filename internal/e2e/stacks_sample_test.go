package e2e_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The whole of it needs the tag e2e: TestEndToEndTheSuiteBlamesNoSlowOrNarrowBackend.
func TestARightBackendThatAnswersOneCallbackAtATimePasses(t *testing.T) {
	if testing.Short() {
		t.Skip("each of the runs takes some 10 s")
	}
	for program, file := range map[string]string{
		"python3": "testdata/e2e/python/backend.py",
		"node":    "testdata/e2e/node/http.js",
	} {
		t.Run(program, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(program); err != nil {
				t.Skip(err)
			}
			file, err := filepath.Abs(file)
			if err != nil {
				t.Fatal(err)
			}
			address := freeAddress(t)
			_, port, _ := net.SplitHostPort(address)
			cmd := exec.CommandContext(t.Context(), "timhook", "test", "http://"+address+"/im", "--seed", "7",
				"--sdk-app-id", mistakesSDKAppID, "--token", "env:TOKEN", "--shard", "1/16", "--max-time", "60s",
				"--", program, file)
			cmd.Dir = t.TempDir()
			cmd.Env = append(os.Environ(), "PORT="+port, "TOKEN="+mistakesToken, "SDK_APP_ID="+mistakesSDKAppID,
				"DELAY_MS=50", "WORKERS=1")
			screen, err := cmd.CombinedOutput()
			if code, err := exitCode(err); code != 0 || err != nil {
				t.Errorf("got exit %d (%v), want 0\n%s", code, err, screen)
			}
		})
	}
}
