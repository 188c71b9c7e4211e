// Package cli is what every verb uses: streams with the redactor in front of them, colour, exit codes, files and
// the line of progress. It knows no flag.
package cli

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/webhook/capture"
)

// App is what the verbs share: the streams, behind the redactor, and the decisions on colour.
type App struct {
	In          io.Reader
	inUser      string        // the flag that reads standard input
	Results     *stickyWriter // out, without the redactor
	Out, Err    *safe.Redactor
	RawOut      io.Writer
	RawErr      io.Writer
	Color       string
	Mask        []string // names of what is masked beside what always is, as they were given
	Sends       bool     // the verb would have sent something
	Environment func(string) string
	Arguments   []string                  // the command line without the name of the program
	Variables   []string                  // all of the environment, as NAME=VALUE
	Unmade      map[*cobra.Command]func() // how the flags of verbs are made that were not needed yet
	AtEnd       []func()                  // takes away what a run has put down for itself
	Stop        <-chan struct{}           // closed by the first signal; nil: never
	files       guard
	private     bool // what is read are packets of people, so that nobody else may read the reports
}

// New puts the redactor in front of both streams. An error of stdout is kept until the end.
func New(stdin io.Reader, stdout, stderr io.Writer, environment func(string) string) *App {
	results := &stickyWriter{w: stdout}
	out := safe.NewRedactor(results)
	return &App{
		In: stdin, Results: results, Out: out, Err: out.Over(stderr),
		RawOut: stdout, RawErr: stderr, Environment: environment,
	}
}

// Redaction is what a capture of this run leaves out.
func (a *App) Redaction() capture.Redaction {
	return capture.Redaction{Secrets: a.Out.Texts(), Mask: a.Out.Told()}
}

// MemoryGoal is what a run may take before the garbage of large answers is collected more often.
const MemoryGoal = 64 << 20

// LimitMemory keeps a backend that answers megabytes from filling the machine. GOMEMLIMIT, where it is set, says
// otherwise.
func (a *App) LimitMemory(goal int64) {
	if a.Environment("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(goal)
	}
}

// Note is a line for people that is no result. On a terminal a long one goes on below the text behind its label, such
// as "hint: ".
func (a *App) Note(format string, args ...any) {
	text := secret.Note(fmt.Sprintf(format, args...))
	text = safe.SecretsOf(a.Err).Mask(text) // whole: a broken secret would not be found
	if columns := a.Columns(a.RawErr); columns > 0 {
		const longest = len("timhook") // of a label
		if label, rest, found := strings.Cut(text, ": "); found && len(label) <= longest {
			indent := len(label + ": ")
			text = label + ": " + strings.Join(terminal.Wrap(rest, columns-indent), "\n"+strings.Repeat(" ", indent))
		}
	}
	fmt.Fprintln(a.Err, text)
}

// stickyWriter remembers its first error, so that a line of results is written without asking after each one.
type stickyWriter struct {
	w   io.Writer
	Err error
}

func (s *stickyWriter) Write(p []byte) (int, error) {
	if s.Err == nil {
		_, s.Err = s.w.Write(p)
	}
	return len(p), nil
}

// Palette is how texts look on one stream: in colour or not, within the width of its terminal if it is one.
func (a *App) Palette(stream io.Writer) terminal.Palette {
	return terminal.NewPalette(a.colours(stream)).Within(a.Columns(stream))
}

// colours decides on colour for one stream: the flag, then the environment, then whether it is a terminal.
// FORCE_COLOR=0 asks for no colour, as in Node's tools, and so does CLICOLOR=0; a variable that forces colour wins over
// them.
func (a *App) colours(stream io.Writer) bool {
	switch {
	case a.Color == "always":
		return true
	case a.Color == "never", a.Environment("NO_COLOR") != "":
		return false
	case forces(a.Environment("FORCE_COLOR")), forces(a.Environment("CLICOLOR_FORCE")):
		return true
	case a.Environment("FORCE_COLOR") != "", a.Environment("CLICOLOR") == "0":
		return false
	}
	return a.Environment("TERM") != "dumb" && IsTerminal(stream)
}

// forces is true of a variable that is set, and not to a word for no.
func forces(variable string) bool { return variable != "" && variable != "0" && variable != "false" }

const Version = "0.1.0"

// VersionText names what a run's packets depend on: the seed gives the same packets only with the same generator.
func VersionText() string {
	return fmt.Sprintf("timhook %s, catalogue %s, %s", Version, conformance.CatalogueDate, generatorVersion())
}

func generatorVersion() string {
	const generator = "github.com/brianvoe/gofakeit/v7"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == generator {
				return "gofakeit " + m.Version
			}
		}
	}
	return "gofakeit of unknown version"
}
