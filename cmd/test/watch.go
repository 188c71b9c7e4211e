package test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook/capture"
)

// Watching is done by looking: it needs nothing of the system, and a second is soon enough for a run of several.
const (
	watchEvery = time.Second
	watchMost  = 20_000 // files; beyond that looking takes longer than it should

	// settles is how long the last output of a run may take on its way to a file, as through tee(1).
	settles = 200 * time.Millisecond
)

// watchTest runs the plan, and again whenever a file below the working directory has changed since the end of the run.
// What a run itself writes so starts no other one. It ends with Ctrl-C.
func watchTest(ctx context.Context, a *cli.App, p *testPlan) error {
	for {
		once := *p // the address of :PORT may be another one in the next run
		if err := testOnce(ctx, a, &once); !isVerdict(err) || ctx.Err() != nil {
			return err
		}
		_ = a.Out.Flush()
		if !p.waitForChange(ctx, a) {
			return &cli.Exit{Code: cli.ExitInterrupted}
		}
	}
}

// isVerdict is true of the end of a run that the next run may not have: a usage error, for one, would end it as well.
func isVerdict(err error) bool {
	exit, ok := errors.AsType[*cli.Exit](err)
	return err == nil || ok && exit.Code != cli.ExitBug && exit.Code != cli.ExitInterrupted
}

// waitForChange waits until a file has changed that timhook does not write; false: the watching ends.
func (p *testPlan) waitForChange(ctx context.Context, a *cli.App) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(settles):
	}
	before := p.snapshot(a)
	if len(before) >= watchMost {
		a.Note("note: only the first %d files are watched", watchMost)
	}
	count := words.Plural(len(before), "file")
	line := fmt.Sprintf("watching %s below the working directory; end it with Ctrl-C", count)
	a.Note("%s", line)
	_ = a.Err.Flush()
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
		after := p.snapshot(a)
		for _, path := range changed(before, after) {
			if !endsWith(path, line+"\n") { // otherwise it is the output of this run, come through a pipe
				return true
			}
		}
		before = after
	}
}

// changed are the files that are new, gone or otherwise than before.
func changed(before, after map[string]fileState) []string {
	var list []string
	for path, state := range after {
		if before[path] != state {
			list = append(list, path)
		}
	}
	for path := range before {
		if _, ok := after[path]; !ok {
			list = append(list, path)
		}
	}
	return list
}

// endsWith is true of a file with this text at its end.
func endsWith(path, text string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	if _, err := file.Seek(-int64(len(text)), io.SeekEnd); err != nil {
		return false
	}
	end, err := io.ReadAll(io.LimitReader(file, int64(len(text))))
	return err == nil && string(end) == text
}

// fileState is what changes when a file does.
type fileState struct {
	size     int64
	modified int64
}

// snapshot is the state of the files below the working directory, without hidden ones and what timhook itself writes.
func (p *testPlan) snapshot(a *cli.App) map[string]fileState {
	files, own := map[string]fileState{}, p.written(a)
	_ = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		hidden := path != "." && strings.HasPrefix(d.Name(), ".")
		switch {
		case err != nil: // it has gone meanwhile, or may not be read
			return nil
		case d.IsDir() && (hidden || d.Name() == "node_modules"):
			return filepath.SkipDir
		case d.IsDir(), hidden, cli.IsTemporary(d.Name()), isCapture(path):
			return nil
		case len(files) >= watchMost:
			return filepath.SkipAll
		}
		info, err := d.Info()
		isOwn := func(o fs.FileInfo) bool { return os.SameFile(o, info) }
		if err == nil && !slices.ContainsFunc(own, isOwn) {
			files[path] = fileState{info.Size(), info.ModTime().UnixNano()}
		}
		return nil
	})
	return files
}

// written are the files that the run writes: its reports, however their paths are spelt, and the streams where these go
// to files.
func (p *testPlan) written(a *cli.App) []fs.FileInfo {
	var list []fs.FileInfo
	for _, f := range p.files {
		if info, err := os.Stat(f.Path); err == nil {
			list = append(list, info)
		}
	}
	for _, stream := range []io.Writer{a.RawOut, a.RawErr} {
		if file, ok := stream.(*os.File); ok {
			if info, err := file.Stat(); err == nil {
				list = append(list, info)
			}
		}
	}
	return list
}

// isCapture is true of a capture that timhook writes, in another terminal for one, also before its first line.
func isCapture(path string) bool {
	if filepath.Ext(path) != ".ndjson" {
		return false
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	const want = `{"timhook":"` + capture.Version
	begin := make([]byte, len(want))
	_, err = io.ReadFull(file, begin)
	return errors.Is(err, io.EOF) || err == nil && string(begin) == want
}
