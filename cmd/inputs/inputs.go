// Package inputs finds the captures that files, folders and standard input hold.
package inputs

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook/capture/read"
)

const CapturesHint = "give a capture, a HAR, a file or folder of request packets, raw HTTP, curl lines or a log, or " +
	"- for standard input; FILE#3 is its third entry, FILE#3-5 three of them"

// Help is the part of a verb's help about the files that it reads.
const Help = `FILE is a capture of record or --save, a HAR, packets as JSON or JSON Lines (the comments of the documentation
included), raw HTTP messages or an editor's .http file, curl commands of any shell, a log with packets in its lines,
or what another tool has kept: Postman, Insomnia, webhook.site, ngrok, GoReplay, vegeta, events of cloud functions.
DIR is a folder of these. FILE#N is the N-th entry. Other requests are passed over with a note, and what was odd
about an entry is a note, too.`

// Captures finds what the arguments FILE, FILE#N, FILE#N-M, DIR and - name. Nothing is opened yet but standard input.
func Captures(a *cli.App, args []string) ([]read.Input, error) {
	a.Private()
	a.LiftMemoryLimit()
	var inputs []read.Input
	for _, arg := range args {
		found, err := capturesOf(a, arg)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, found...)
	}
	return inputs, nil
}

func capturesOf(a *cli.App, arg string) ([]read.Input, error) {
	name, first, last, err := Numbered(arg)
	if err != nil {
		return nil, err
	}
	if name == "-" {
		in, err := a.Stdin("the argument -")
		if err != nil {
			return nil, err
		}
		return []read.Input{{Name: "standard input", First: first, Last: last, Open: spoolOf(a, in).open}}, nil
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, cli.Usage(CapturesHint, "%s: %w", name, cli.Cause(err))
	case !info.IsDir():
		in, err := fileInput(a, name, info)
		in.First, in.Last = first, last
		return []read.Input{in}, err
	case first > 0:
		return nil, cli.Usage("give a file of it: DIR/FILE#N",
			"%s: #N counts the entries of a file, and %s is a folder", arg, name)
	}
	return folderInputs(a, name)
}

// fileInput is a file that no output of the run may take the place of. What can be read only once, such as a pipe, is
// kept for the second time.
func fileInput(a *cli.App, name string, info os.FileInfo) (read.Input, error) {
	open := func() (io.ReadCloser, error) {
		file, err := a.Open(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, cli.Cause(err))
		}
		return file, nil
	}
	in := read.Input{Name: filepath.ToSlash(name), Open: open, Beside: filesBeside(a, name)}
	if !info.Mode().IsRegular() {
		in.Open = spoolOf(a, &late{open: open}).open
	}
	return in, a.Reads(name, info)
}

// filesBeside reads the files that an input names. They are inputs as well.
func filesBeside(a *cli.App, name string) func(string) ([]byte, error) {
	open := read.FilesBeside(name)
	return func(beside string) ([]byte, error) {
		text, err := open(beside)
		if err != nil {
			return nil, err
		}
		path := filepath.Join(filepath.Dir(name), filepath.FromSlash(beside))
		info, err := os.Stat(path)
		if err != nil {
			return text, nil // it has gone meanwhile: nothing is left to be lost
		}
		return text, a.Reads(name+" names "+path, info)
	}
}

// Numbered takes #N or #N-M off an argument, unless a file has that very name.
func Numbered(arg string) (name string, first, last int, err error) {
	i := strings.LastIndexByte(arg, '#')
	if i <= 0 {
		return arg, 0, 0, nil
	}
	if _, err := os.Lstat(arg); err == nil {
		return arg, 0, 0, nil
	}
	from, to, isRange := strings.Cut(arg[i+1:], "-")
	if !isRange {
		to = from
	}
	first, errFirst := strconv.Atoi(from)
	last, errLast := strconv.Atoi(to)
	if errors.Join(errFirst, errLast) != nil || first < 1 || last < first {
		return "", 0, 0, cli.Usage("", "%s: got %q after the #, want the number of an entry, or a range such as 3-5",
			arg, arg[i+1:])
	}
	return arg[:i], first, last, nil
}

// Filters reads the values of --filter.
func Filters(texts []string) ([]read.Filter, error) {
	var list []read.Filter
	for _, text := range texts {
		f, err := read.ParseFilter(text)
		if err != nil {
			return nil, cli.Usage("", "--filter: %w", err)
		}
		list = append(list, f)
	}
	return list, nil
}

// ReadingError is what ends a verb whose input cannot be read: nothing in it, or a mistake in it.
func ReadingError(err error) error {
	var nothing *read.EmptyInput
	var done *cli.Exit
	switch {
	case err == nil, errors.As(err, &done):
		return err
	case errors.As(err, &nothing):
		return cli.ErrNothing("%v", nothing)
	}
	return &cli.UsageError{Err: err}
}

// Describe is what an input turned out to hold: "calls.har: HAR, 12 callbacks, 3 that cannot be read".
func Describe(input read.Input, s *read.Summary) string {
	if s.Kind == "" {
		return input.Name + ": nothing"
	}
	text := fmt.Sprintf("%s: %s, %s", input.Name, s.Format, words.Plural(s.Entries, "callback"))
	if s.Bad > 0 {
		text += fmt.Sprintf(", %d that cannot be read", s.Bad)
	}
	return text
}

// FileOf is the name of the file in FILE#N.
func FileOf(name string) string {
	if file, _, _, err := Numbered(name); err == nil {
		return file
	}
	return name
}

func IsFile(name string) bool {
	info, err := os.Stat(FileOf(name))
	return err == nil && !info.IsDir()
}

// LooksLikeFile is true of a name that was probably meant to be a file, where there is no file and no case of that
// name.
func LooksLikeFile(name string) bool {
	file := FileOf(name)
	return file != name || strings.HasPrefix(file, ".") || slices.ContainsFunc([]string{
		".ndjson", ".json", ".jsonl",
		".jsonc", ".har", ".http", ".txt", ".gz", ".zst", ".log",
	}, func(ext string) bool {
		return strings.HasSuffix(strings.ToLower(file), ext)
	})
}
