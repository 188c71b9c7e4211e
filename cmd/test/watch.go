package test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/report/words"
)

// Watching is done by looking: it needs nothing of the system, and a second is soon enough for a run of several.
const (
	watchEvery = time.Second
	watchMost  = 20_000 // files; beyond that looking takes longer than it should
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
		before := p.snapshot()
		if len(before) >= watchMost {
			a.Note("note: only the first %d files are watched", watchMost)
		}
		a.Note("watching %s below the working directory; end it with Ctrl-C", words.Plural(len(before), "file"))
		_ = a.Err.Flush()
		if !p.waitForChange(ctx, before) {
			return &cli.Exit{Code: cli.ExitInterrupted}
		}
	}
}

// isVerdict is true of the end of a run that the next run may not have: a usage error, for one, would end it as well.
func isVerdict(err error) bool {
	exit, ok := errors.AsType[*cli.Exit](err)
	return err == nil || ok && exit.Code != cli.ExitBug && exit.Code != cli.ExitInterrupted
}

func (p *testPlan) waitForChange(ctx context.Context, before map[string]fileState) bool {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
		after := p.snapshot()
		if len(after) != len(before) {
			return true
		}
		for name, state := range after {
			if before[name] != state {
				return true
			}
		}
	}
}

// fileState is what changes when a file does.
type fileState struct {
	size     int64
	modified int64
}

// snapshot is the state of the files below the working directory, without hidden ones and the reports of the run.
func (p *testPlan) snapshot() map[string]fileState {
	files := map[string]fileState{}
	_ = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		hidden := path != "." && strings.HasPrefix(d.Name(), ".")
		switch {
		case err != nil: // it has gone meanwhile, or may not be read
			return nil
		case d.IsDir() && (hidden || d.Name() == "node_modules"):
			return filepath.SkipDir
		case d.IsDir(), hidden, slices.ContainsFunc(p.files,
			func(f flags.Destination) bool { return filepath.Clean(f.Path) == path }):
			return nil
		case len(files) >= watchMost:
			return filepath.SkipAll
		}
		if info, err := d.Info(); err == nil {
			files[path] = fileState{info.Size(), info.ModTime().UnixNano()}
		}
		return nil
	})
	return files
}
