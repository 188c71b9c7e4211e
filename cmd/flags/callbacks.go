package flags

import (
	"cmp"
	"errors"
	"path"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// selected is a callback with one of its variants.
type selected struct {
	Command *payloads.Command
	Variant *payloads.Variant // nil: the ordinary one, or a packet given as bytes
}

// Arguments tells callbacks from a URL.
func Arguments(args []string) (callbacks []string, url string, err error) {
	for _, arg := range args {
		switch {
		case !cli.IsURL(arg):
			callbacks = append(callbacks, arg)
		case url != "":
			return nil, "", cli.Usage("", "two URLs among the arguments; want one")
		default:
			url = arg
		}
	}
	return callbacks, url, nil
}

const callbackHint = "timhook list callbacks shows the names, all means the usual ones, and /VARIANT may follow; " +
	"timhook list variants shows the variants"

// Choose finds what the arguments and --variant name, for the verb; all means the callbacks of --callbacks.
func (p *Packet) Choose(verb string, names []string) ([]selected, error) {
	return Choose(verb, names, p.Variant, p.selection.Commands())
}

// Choose finds what names and the variant mean, for the verb. The name all means the callbacks that are given for it.
func Choose(verb string, names []string, variant string, all []*payloads.Command) ([]selected, error) {
	if len(names) == 0 {
		return nil, cli.Usage("timhook "+verb+" all … sends one of each; "+callbackHint, "no callback is named")
	}
	var list []selected
	for _, name := range names {
		callback, own, has := strings.Cut(name, "/")
		if !has {
			own = variant
		}
		commands, err := matchCommands(callback, all)
		if err != nil {
			return nil, err
		}
		found, err := matchVariants(commands, own)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

// matchCommands are the callbacks that a name means. The name all means those that are given for it.
func matchCommands(name string, all []*payloads.Command) ([]*payloads.Command, error) {
	if name == "all" {
		return all, nil
	}
	found, err := chat.Choose(name)
	if err == nil {
		return found, nil
	}
	if _, isUnknown := errors.AsType[*payloads.UnknownError](err); !isUnknown {
		return nil, cli.Usage("", "%w", err)
	}
	hint := cmp.Or(addressHint(name), commandHint(name), cli.HintOf(err), variantHint(name))
	return nil, cli.Usage(hint, "unknown callback %s", Quoted(name))
}

// addressHint helps who gave a URL without its scheme.
func addressHint(name string) string {
	if name == "localhost" || strings.Contains(name, ":") || strings.Count(name, ".") > 1 {
		return "if that is the URL, write http:// in front of it"
	}
	return ""
}

// commandHint helps who gave a callback command that no page has: without Callback in it, or as other products name it.
func commandHint(name string) string {
	if !strings.Contains(name, ".") {
		return ""
	}
	near := chat.NearCommand(name)
	if near == "" || strings.EqualFold(near, name) {
		return ""
	}
	return DidYouMean("", []string{near})
}

// variantHint helps who gave a variant where a callback is wanted.
func variantHint(name string) string {
	var known []string
	for _, listed := range chat.Catalogue() {
		if listed.Variant.ID == name {
			return name + " is a variant: write " + listed.Commands[0] + "/" + name + ", or all/" + name
		}
		known = append(known, "all/"+listed.Variant.ID)
	}
	if near := nearest.Names("all/"+name, known); len(name) > 5 && len(near) > 0 && !strings.Contains(name, ".") {
		return DidYouMean("", near)
	}
	return callbackHint
}

func matchVariants(commands []*payloads.Command, pattern string) ([]selected, error) {
	var list []selected
	for _, c := range commands {
		if pattern == "" {
			list = append(list, selected{Command: c})
			continue
		}
		if pattern == payloads.Example().ID {
			list = append(list, selected{c, payloads.Example()})
			continue
		}
		for i := range c.Variants() {
			matches, err := path.Match(pattern, c.Variants()[i].ID)
			if err != nil {
				return nil, cli.Usage("", "variant %q: %w", pattern, err)
			}
			if matches {
				list = append(list, selected{c, &c.Variants()[i]})
			}
		}
	}
	if len(list) == 0 {
		return nil, unknownVariant(commands, pattern)
	}
	return list, nil
}

func unknownVariant(commands []*payloads.Command, pattern string) error {
	if len(commands) == 1 {
		if _, err := commands[0].Variant(pattern); cli.HintOf(err) != "" {
			return cli.Usage(cli.HintOf(err), "%s has no variant %q", commands[0].Name, pattern)
		}
	}
	var known []string
	for _, listed := range chat.Catalogue() {
		if listed.Variant.ID == pattern {
			return cli.Usage("it is one of "+strings.Join(listed.Commands, ", "), "%s has no variant %q",
				commands[0].Name, pattern)
		}
		known = append(known, listed.Variant.ID)
	}
	hint := "timhook list variants shows them"
	if near := nearest.Names(pattern, known); len(near) > 0 {
		hint = DidYouMean("", near)
	}
	return cli.Usage(hint, "unknown variant %q", pattern)
}

// CompleteCallbacks offers callbacks, and the variants of one after its slash.
func CompleteCallbacks(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var list []cobra.Completion
	if callback, _, isVariant := strings.Cut(typed, "/"); isVariant {
		commands, _ := matchCommands(callback, chat.All())
		seen := map[string]bool{}
		for _, c := range commands {
			for _, v := range c.Variants() {
				if !seen[v.ID] {
					seen[v.ID] = true
					list = append(list, cobra.CompletionWithDesc(callback+"/"+v.ID, v.Doc))
				}
			}
		}
		return list, cobra.ShellCompDirectiveNoFileComp
	}
	for _, f := range chat.Families() {
		list = append(list, cobra.CompletionWithDesc(f.Name, f.Doc))
	}
	for _, c := range chat.All() {
		list = append(list, cobra.CompletionWithDesc(c.Short, c.Title), cobra.CompletionWithDesc(c.Name, c.Title))
	}
	return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// CompleteChosen is [CompleteCallbacks] for the verbs whose "all" means the callbacks of --callbacks.
func CompleteChosen(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	list, directive := CompleteCallbacks(c, args, typed)
	for i := range list {
		if name, _, _ := strings.Cut(list[i], "\t"); name == "all" {
			list[i] = cobra.CompletionWithDesc(name, "those of --callbacks; without it the usual ones")
		}
	}
	return list, directive
}

func completeVariants(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var list []cobra.Completion
	for _, listed := range chat.Catalogue() {
		list = append(list, cobra.CompletionWithDesc(listed.Variant.ID, listed.Variant.Doc))
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}
