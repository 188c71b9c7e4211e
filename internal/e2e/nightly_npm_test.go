//go:build nightly && unix

package e2e_test

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// npmPackages packs a release for npm, into files such as timhook-linux-x64-0.1.0.tgz.
func npmPackages(t *testing.T) []string {
	t.Helper()
	r, out := newRelease(t), t.TempDir()
	runs(t, "node", "packaging/npm/pack.mjs", r.dir, out)
	files, err := filepath.Glob(filepath.Join(out, "*.tgz"))
	if err != nil || len(files) != len(r.all(t, "Binary", 6))+1 {
		t.Fatalf("got the packages %v (%v), want one a program and timhook", files, err)
	}
	return files
}

func nodeUser(t *testing.T) newcomer {
	t.Helper()
	n := newNewcomer(t, "sh", "env", "node", "npm", "npx")
	if err := os.WriteFile(filepath.Join(n.home, "package.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestNightlyNpm installs the packages without a network, as a newcomer with Node, and with the registry of the test.
func TestNightlyNpm(t *testing.T) {
	files := npmPackages(t)
	t.Run("from the tarballs", func(t *testing.T) {
		n := nodeUser(t)
		n.does(t, "npm", "install", "--offline", "--no-audit", packageFile(t, files, "timhook"),
			packageFile(t, files, platform(t)))
		n.seesTheDemo(t, "npx", "--offline", "timhook")
		n.fails(t, "timhook: want the name of one folder", "npx", "--offline", "timhook", "man")
		n.isStopped(t, "node", "node_modules/timhook/bin/timhook.js", "serve", "--listen", "127.0.0.1:0")
		solaris := `Object.defineProperty(process, "platform", { value: "sunos" })`
		if err := os.WriteFile(filepath.Join(n.home, "solaris.js"), []byte(solaris), 0o600); err != nil {
			t.Fatal(err)
		}
		n.fails(t, "timhook: there is no package for sunos-", "node", "-r", "./solaris.js",
			"node_modules/timhook/bin/timhook.js", "demo")
	})
	t.Run("from a registry", func(t *testing.T) {
		n := nodeUser(t)
		registry := serveNpm(t, files)
		settings := "registry=" + registry + "\naudit=false\nupdate-notifier=false\n"
		if err := os.WriteFile(filepath.Join(n.home, ".npmrc"), []byte(settings), 0o600); err != nil {
			t.Fatal(err)
		}
		n.seesTheDemo(t, "npx", "--yes", "timhook")
		n.does(t, "npm", "install", "timhook")
		installed, err := filepath.Glob(filepath.Join(n.home, "node_modules/@timhook/*"))
		if err != nil || len(installed) != 1 || "@timhook/"+filepath.Base(installed[0]) != platform(t) {
			t.Errorf("got the programs %v (%v), want that of this platform alone", installed, err)
		}
	})
	t.Run("without optional packages", func(t *testing.T) {
		n := nodeUser(t)
		n.does(t, "npm", "install", "--offline", "--no-audit", "--omit=optional", packageFile(t, files, "timhook"))
		n.fails(t, "timhook: the package "+platform(t)+" is not installed; run: npm install --include=optional timhook\n",
			"npx", "--offline", "timhook", "demo")
	})
}

// isStopped starts a command that serves, and ends it as a service manager does. Nothing of it may go on.
func (n newcomer) isStopped(t *testing.T, program string, args ...string) {
	t.Helper()
	c := n.command(t, nil, program, args...)
	notes, err := c.StderrPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(notes).ReadString('\n')
	address := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(line)
	if conn, err := net.Dial("tcp", address); err != nil {
		t.Fatalf("%s: %v", line, err)
	} else {
		conn.Close()
	}
	_ = c.Process.Signal(syscall.SIGTERM)
	_, _ = io.Copy(io.Discard, notes) // until the last process that has it is gone
	_ = c.Wait()
	if conn, err := net.Dial("tcp", address); err == nil {
		conn.Close()
		t.Errorf("%s still listens", address)
	}
}

// fails runs a command that has to end with the exit code of a usage error and these words.
func (n newcomer) fails(t *testing.T, want, program string, args ...string) {
	t.Helper()
	var notes bytes.Buffer
	c := n.command(t, nil, program, args...)
	c.Stderr = &notes
	if err := c.Run(); err == nil || c.ProcessState.ExitCode() != 2 {
		t.Errorf("%v: got %v, want exit code 2", args, err)
	}
	contains(t, strings.Join(args, " "), notes.String(), want)
}

// platform is the package with the program for the Node that is here.
func platform(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("node", "-p", "`@timhook/${process.platform}-${process.arch}`").Output()
	if err != nil {
		t.Skipf("no node here: %v", err)
	}
	return strings.TrimSpace(string(out))
}

func packageFile(t *testing.T, files []string, name string) string {
	t.Helper()
	for _, file := range files {
		if manifestOf(t, file)["name"] == name {
			return file
		}
	}
	t.Fatalf("no package %s in %v", name, files)
	return ""
}

// manifestOf is the package.json in a package.
func manifestOf(t *testing.T, file string) map[string]any {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(readText(t, file)))
	if err != nil {
		t.Fatal(err)
	}
	for archive := tar.NewReader(z); ; {
		header, err := archive.Next()
		if err != nil {
			t.Fatalf("%s: no package.json: %v", file, err)
		}
		if header.Name != "package/package.json" {
			continue
		}
		var m map[string]any
		text, err := io.ReadAll(archive)
		if err == nil {
			err = json.Unmarshal(text, &m)
		}
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
}

// serveNpm is a registry with these packages alone.
func serveNpm(t *testing.T, files []string) string {
	t.Helper()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	documents := map[string]any{}
	for _, file := range files {
		m, base := manifestOf(t, file), filepath.Base(file)
		sum := sha512.Sum512([]byte(readText(t, file)))
		m["dist"] = map[string]string{
			"tarball":   server.URL + "/tarballs/" + base,
			"integrity": "sha512-" + base64.StdEncoding.EncodeToString(sum[:]),
		}
		documents[m["name"].(string)] = map[string]any{
			"name": m["name"], "dist-tags": map[string]any{"latest": m["version"]},
			"versions": map[string]any{m["version"].(string): m},
		}
		mux.HandleFunc("GET /tarballs/"+base, func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, file) })
	}
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		name, _ := url.PathUnescape(strings.TrimPrefix(r.URL.EscapedPath(), "/"))
		if documents[name] == nil {
			http.NotFound(w, r)
			return
		}
		_ = json.NewEncoder(w).Encode(documents[name])
	})
	return server.URL + "/"
}
