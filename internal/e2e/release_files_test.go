package e2e_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/timhook/timhook/cmd"
	"github.com/timhook/timhook/cmd/cli"
)

// releaser is what the tests read of .goreleaser.yaml: its platforms are those of all files of a release.
type releaser struct {
	ProjectName string `yaml:"project_name"`
	Builds      []struct {
		Binary              string
		Goos, Goarch        []string
		Env, Flags, Ldflags []string
		Ignore              any
	}
	Nfpms   []struct{ Description, License string }
	Dockers []struct {
		Dockerfile string
		Platforms  []string
	} `yaml:"dockers_v2"`
	Casks  []struct{ Description, License string } `yaml:"homebrew_casks"`
	Scoops []struct{ Description, License string }
}

// action is what the tests read of action.yml.
type action struct {
	Name, Description string
	Inputs            map[string]struct{ Default string }
	Runs              struct {
		Steps []struct {
			Name, Shell, Run string
			Env              map[string]string
		}
	}
}

// TestFilesOfAReleaseAgree holds what packages, installs and starts timhook to the program: its name, its version, the
// sentence on what it is for, how it is built, and the platforms of .goreleaser.yaml.
func TestFilesOfAReleaseAgree(t *testing.T) {
	var r releaser
	var a action
	readYAML(t, ".goreleaser.yaml", &r)
	readYAML(t, "action.yml", &a)
	if len(r.Builds) != 1 || len(r.Dockers) != 1 || len(r.Nfpms) != 1 || len(r.Casks) != 1 || len(r.Scoops) != 1 {
		t.Fatalf("got %+v, want one build, package, image, cask and manifest", r)
	}
	build, npm, docker := r.Builds[0], npmManifest(t), readText(t, r.Dockers[0].Dockerfile)
	name := path.Base(module)
	sentence, _, _ := strings.Cut(r.Nfpms[0].Description, "\n")
	equal(t, "name", name, r.ProjectName, build.Binary, npm.Name, a.Name, entryPoint(docker))
	equal(t, "sentence", shortText(t), sentence, lower(npm.Description),
		lower(a.Description), lower(r.Casks[0].Description), lower(r.Scoops[0].Description))
	equal(t, "licence", "MIT", npm.License, r.Nfpms[0].License, r.Casks[0].License, r.Scoops[0].License)
	equal(t, "version", cli.Version, a.Inputs["version"].Default)
	holdUses(t, a, "docs/ci.md")
	equal(t, "address", "https://"+module, npm.Homepage, strings.TrimSuffix(npm.Repository.URL[4:], ".git"),
		strings.TrimSuffix(a.Inputs["releases"].Default, "/releases"))

	if len(build.Goos)*len(build.Goarch) < 6 || build.Ignore != nil {
		t.Errorf("got the platforms %v on %v, want at least three on two", build.Goos, build.Goarch)
	}
	install := a.Runs.Steps[0].Run
	for _, os := range build.Goos {
		contains(t, "action.yml", install, "os="+os+" ;;")
	}
	for _, arch := range build.Goarch {
		contains(t, "action.yml", install, "arch="+arch+" ;;")
		if want := "linux/" + arch; !slices.Contains(r.Dockers[0].Platforms, want) {
			t.Errorf("the image is not built for %s", want)
		}
	}
	equal(t, "environment of the build", "CGO_ENABLED=0", build.Env...)
	flags := strings.Join(build.Flags, " ") + " -ldflags='" + strings.Join(build.Ldflags, " ") + "'"
	contains(t, ".ci/reproducible", readText(t, ".ci/reproducible"), build.Env[0]+" go build "+flags)
	if !regexp.MustCompile(`(?m)^USER [1-9]\d*:[1-9]\d*$`).MatchString(docker) ||
		!strings.Contains(docker[strings.LastIndex(docker, "\nFROM "):], "\nFROM scratch\n") {
		t.Errorf("%s: want a user that is not root, and nothing below the program", r.Dockers[0].Dockerfile)
	}
}

// holdUses holds a page's step with the action to its version and its inputs.
func holdUses(t *testing.T, a action, page string) {
	t.Helper()
	_, rest, found := strings.Cut(readText(t, page), "      - uses: timhook/timhook@")
	text, _, _ := strings.Cut("- uses: "+rest, "```")
	var steps []struct {
		Uses string
		With map[string]string
	}
	err := yaml.Unmarshal([]byte(strings.ReplaceAll(text, "\n      ", "\n")), &steps)
	if err != nil || !found || len(steps) != 1 || len(steps[0].With) == 0 {
		t.Fatalf("%s: %v: got %+v, want one step with the action", page, err, steps)
	}
	equal(t, page, "v"+cli.Version, steps[0].Uses)
	for name := range steps[0].With {
		if _, known := a.Inputs[name]; !known {
			t.Errorf("%s: the action has no input %s", page, name)
		}
	}
}

// manifest is what the tests read of the package.json of the package timhook.
type manifest struct {
	Name, Description, License, Homepage string
	Repository                           struct{ URL string }
}

// npmManifest is package.json, which has no version, no platform and no script of its own: pack.mjs fills them in.
func npmManifest(t *testing.T) (m manifest) {
	t.Helper()
	text := []byte(readText(t, "packaging/npm/package.json"))
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"version", "optionalDependencies", "scripts", "dependencies"} {
		if _, has := members[name]; has {
			t.Errorf("package.json has %s", name)
		}
	}
	return m
}

// shortText is the sentence on what timhook is for, as the manual page has it.
func shortText(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "man1")
	var out, notes bytes.Buffer
	if code := cmd.Main([]string{"man", dir}, strings.NewReader(""), &out, &notes); code != 0 {
		t.Fatalf("man: exit %d\n%s", code, notes.String())
	}
	_, rest, _ := strings.Cut(readText(t, filepath.Join(dir, "timhook.1")), `timhook \- `)
	line, _, _ := strings.Cut(rest, "\n")
	return line
}

func entryPoint(dockerfile string) string {
	m := regexp.MustCompile(`(?m)^ENTRYPOINT \["/usr/bin/(.*)"\]$`).FindStringSubmatch(dockerfile)
	if m == nil || !strings.Contains(dockerfile, "\nCOPY $TARGETPLATFORM/"+m[1]+" /usr/bin/"+m[1]+"\n") {
		return "not what is copied"
	}
	return m[1]
}

func lower(sentence string) string { return strings.ToLower(sentence[:1]) + sentence[1:] }

func equal(t *testing.T, what, want string, got ...string) {
	t.Helper()
	for i, g := range got {
		if g != want {
			t.Errorf("%s, place %d: got %q, want %q", what, i, g, want)
		}
	}
}

func contains(t *testing.T, where, text, want string) {
	t.Helper()
	if !strings.Contains(text, want) {
		t.Errorf("%s lacks %q", where, want)
	}
}

func readYAML(t *testing.T, file string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(readText(t, file)), into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func readText(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
