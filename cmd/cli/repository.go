package cli

import (
	"os"
	"path/filepath"
)

// Named gives the names by which CI knows files: relative to the top of the repository, with slashes. GitHub shows an
// annotation or a result of code scanning beside its file only under that name, also where the run is in a subfolder.
// The top is GITHUB_WORKSPACE, otherwise git's of the working folder, otherwise git's of the file. A file outside of
// it has its absolute name. The name stays where there is no top, and for standard input.
func (a *App) Named() func(file string) string {
	working, err := os.Getwd()
	if err != nil {
		return filepath.ToSlash
	}
	tops := []string{a.Environment("GITHUB_WORKSPACE"), gitTop(working)}
	last, named := "", "" // files come one behind the other, each with many problems
	return func(file string) string {
		if file == last {
			return named
		}
		last, named = file, nameIn(tops, file)
		return named
	}
}

func nameIn(tops []string, file string) string {
	path, err := filepath.Abs(file)
	if err != nil {
		return filepath.ToSlash(file)
	}
	if _, err := os.Lstat(path); err != nil {
		return filepath.ToSlash(file)
	}
	known := false
	for _, top := range append(tops, gitTop(filepath.Dir(path))) {
		name, inside := within(top, path)
		if inside {
			return name
		}
		known = known || top != ""
	}
	if !known {
		return filepath.ToSlash(file)
	}
	return filepath.ToSlash(path)
}

// within is the name of a file relative to a folder that holds it. Either may be spelt with a link, as /tmp is on
// macOS.
func within(top, path string) (name string, inside bool) {
	if top == "" {
		return "", false
	}
	if name, err := filepath.Rel(top, path); err == nil && filepath.IsLocal(name) {
		return filepath.ToSlash(name), true
	}
	realTop, errTop := filepath.EvalSymlinks(top)
	folder, errFolder := filepath.EvalSymlinks(filepath.Dir(path)) // a link to a file is named as the link
	if errTop != nil || errFolder != nil {
		return "", false
	}
	name, err := filepath.Rel(realTop, filepath.Join(folder, filepath.Base(path)))
	return filepath.ToSlash(name), err == nil && filepath.IsLocal(name)
}

// gitTop is the folder with the .git that is nearest above; a worktree and a submodule have a file of that name. It is
// empty outside of a repository.
func gitTop(folder string) string {
	for {
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return folder
		}
		up := filepath.Dir(folder)
		if up == folder {
			return ""
		}
		folder = up
	}
}
