package flags

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
)

// Flag is a flag while it is declared: what pflag keeps of it, and what completes its values.
type Flag struct {
	*pflag.Flag
	complete cobra.CompletionFunc
}

// Trait is something that is true of a flag beside its type, default and text.
type Trait func(*Flag)

// Short gives the flag a letter: -u for --url.
func Short(letter string) Trait { return func(f *Flag) { f.Shorthand = letter } }

// Hidden leaves the flag out of the help.
func Hidden(f *Flag) { f.Flag.Hidden = true }

// DefaultInWords leaves the default out of the help, since the text names it.
func DefaultInWords(f *Flag) { f.DefValue = "" }

// NotRepeated leaves the flag out of the line that repeats a case: it changes nothing of the request, or the line sets
// it itself.
func NotRepeated(f *Flag) { mark(f, notRepeatedAnnotation) }

// ForBuilt is a flag for packets that are built; a captured packet is sent as it is.
func ForBuilt(f *Flag) { mark(f, builtAnnotation) }

// ChangesBytes is a flag that changes bytes of a captured request, so that it contradicts --as-captured.
func ChangesBytes(f *Flag) { mark(f, changesAnnotation) }

// NotInFile keeps the flag out of the configuration.
func NotInFile(f *Flag) { mark(f, notInFileAnnotation) }

// OnCommandLine takes the flag from the command line alone, neither from the environment nor from the configuration.
func OnCommandLine(f *Flag) {
	NotInFile(f)
	mark(f, commandLineAnnotation)
}

// OnlyWith is a flag that counts only where another one has this value.
func OnlyWith(other *pflag.Flag, value string) Trait {
	return func(f *Flag) { f.Annotations[onlyWithAnnotation] = []string{other.Name, value} }
}

// File is a flag that names a file: the shell completes names, and in the configuration a name begins where the
// configuration lies.
func File(f *Flag) {
	FileAfter("")(f)
	f.complete = CompleteFiles
}

// FileAfter is a flag that names a file behind a prefix, such as @ or file:, and means something else without it.
// The prefix = means any text up to the first =.
func FileAfter(prefix string) Trait {
	return func(f *Flag) { f.Annotations[fileAnnotation] = []string{prefix} }
}

// Completes offers values to the shell.
func Completes(offer cobra.CompletionFunc) Trait { return func(f *Flag) { f.complete = offer } }

// MaskedAfter masks the text behind a separator in the line that repeats a case, where the name in front of it is one
// of a secret: ": " makes "X-Key: masked".
func MaskedAfter(separator string) Trait {
	return func(f *Flag) { f.Annotations[maskedAnnotation] = []string{separator} }
}

// The traits as annotations of pflag, which belong to the flag and not to the package.
const (
	notRepeatedAnnotation = "timhook_not_repeated"
	builtAnnotation       = "timhook_for_built"
	changesAnnotation     = "timhook_changes_bytes"
	notInFileAnnotation   = "timhook_not_in_file"
	commandLineAnnotation = "timhook_command_line"
	onlyWithAnnotation    = "timhook_only_with"
	fileAnnotation        = "timhook_file"
	maskedAnnotation      = "timhook_masked"
	repeatableAnnotation  = "timhook_repeatable"
	sourceAnnotation      = "timhook_source" // where a value that is not on the command line came from
)

func mark(f *Flag, annotation string) { f.Annotations[annotation] = []string{} }

func has(f *pflag.Flag, annotation string) bool {
	_, marked := f.Annotations[annotation]
	return marked
}

// IsForBuilt is true of a flag with the trait [ForBuilt].
func IsForBuilt(f *pflag.Flag) bool { return has(f, builtAnnotation) }

// IsTyped is true of a flag that is on the command line itself. It is for contradictions between flags: a setting
// that all verbs share contradicts none. Whether a flag has a value, from wherever, is its field Changed.
func IsTyped(f *pflag.Flag) bool { return f.Changed && f.Annotations[sourceAnnotation] == nil }

// typedWith is the first flag with the annotation that is on the command line.
func typedWith(set *pflag.FlagSet, annotation string) (found *pflag.Flag) {
	set.VisitAll(func(f *pflag.Flag) {
		if found == nil && has(f, annotation) && IsTyped(f) {
			found = f
		}
	})
	return found
}

// RefuseChanges names the first flag on the command line that changes bytes which are to stay as they were captured.
func RefuseChanges(set *pflag.FlagSet) error {
	if f := typedWith(set, changesAnnotation); f != nil {
		return cli.Usage("", "--as-captured changes no byte, and --%s does; want one of them", f.Name)
	}
	return nil
}

// RefuseForBuilt names the first flag with a value that has no say in the captured packets of a file.
func RefuseForBuilt(set *pflag.FlagSet, file string) (err error) {
	set.VisitAll(func(f *pflag.Flag) {
		if err == nil && IsForBuilt(f) && f.Changed {
			err = cli.Usage("", "--%s changes packets that timhook builds, and %s is a file", f.Name, file)
		}
	})
	return err
}

// RefuseIdle names the first flag on the command line that counts only with a value that another one has not.
func RefuseIdle(set *pflag.FlagSet) (err error) {
	set.VisitAll(func(f *pflag.Flag) {
		with := f.Annotations[onlyWithAnnotation]
		if err == nil && with != nil && IsTyped(f) && set.Lookup(with[0]).Value.String() != with[1] {
			err = cli.Usage("", "--%s is for --%s %s", f.Name, with[0], with[1])
		}
	})
	return err
}

// CompleteFolder completes one folder.
func CompleteFolder(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// CompleteFiles lets the shell complete file names.
func CompleteFiles(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}
