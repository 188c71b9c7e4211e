// Package receivers has a right receiver of callbacks in each of five languages, and one with Flask, to start from. Each verifies the
// signature, answers first, takes an event once and has a place for decisions.
package receivers

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed go/main.go python/receiver.py flask/receiver.py node/receiver.js php/receiver.php java/Receiver.java java/Json.java
var files embed.FS

// Receiver is the receiver of a language.
type Receiver struct {
	Language string
	Doc      string   // what it is made with
	Image    string   // of a container that has the language, for CI
	Build    []string // the command that builds it, one word each; nil: none
	Start    []string // the command that starts it
	Notes    string   // what production wants beside it; empty: nothing
}

// All lists the receivers.
func All() []Receiver {
	return []Receiver{
		{Language: "go", Doc: "net/http", Image: "golang:1.26", Start: []string{"go", "run", "main.go"}},
		{
			Language: "python", Doc: "http.server of the standard library", Image: "python:3.13",
			Start: []string{"python3", "receiver.py"},
			Notes: "Behind many requests a server of processes, such as gunicorn, takes the place of http.server.",
		},
		{
			Language: "flask", Doc: "Flask", Image: "python:3.13", Build: []string{"pip", "install", "flask"},
			Start: []string{"python3", "receiver.py"},
			Notes: "Flask's own server is for trying it. In production gunicorn runs receiver:app, with threads.",
		},
		{Language: "node", Doc: "node:http", Image: "node:22", Start: []string{"node", "receiver.js"}},
		{
			Language: "java", Doc: "the JDK's HttpServer", Image: "eclipse-temurin:21",
			Build: []string{"javac", "Receiver.java", "Json.java"}, Start: []string{"java", "Receiver"},
			Notes: "Json.java is what the JDK lacks; an application with Jackson or Gson takes theirs. In Spring the body " +
				"is a byte[], and the answer a ResponseEntity<String>.",
		},
		{
			Language: "php", Doc: "plain PHP", Image: "php:8.4-cli",
			Start: []string{"env", "PHP_CLI_SERVER_WORKERS=16", "php", "-S", "127.0.0.1:8080", "receiver.php"},
			Notes: "php -S is for trying it: it closes each connection. In production PHP-FPM stands behind nginx or " +
				"Apache, and fastcgi_finish_request sends the answer before the work.",
		},
	}
}

// Named is the receiver of a language.
func Named(language string) (r Receiver, ok bool) {
	for _, r := range All() {
		if r.Language == language {
			return r, true
		}
	}
	return r, false
}

// Files are its files by their names.
func (r Receiver) Files() (map[string][]byte, error) {
	list := map[string][]byte{}
	entries, err := fs.ReadDir(files, r.Language)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if list[e.Name()], err = fs.ReadFile(files, path.Join(r.Language, e.Name())); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Commands are the lines of a shell that build and start it.
func (r Receiver) Commands() []string {
	var lines []string
	if r.Build != nil {
		lines = append(lines, strings.Join(r.Build, " "))
	}
	return append(lines, strings.Join(r.Start, " "))
}
