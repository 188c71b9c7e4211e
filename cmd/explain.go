package cmd

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/catalogue"
)

func explain(a *cli.App) *cobra.Command {
	return &cobra.Command{
		Use:   "explain CALLBACK|FAMILY|VARIANT|CASE|CHECK|RULE|FAULT|ELEMENT|FIELD",
		Short: "explain a callback, family, variant, case, check, rule, fault, message element or field, and how to fix it",
		Example: `  timhook explain send
  timhook explain push
  timhook explain eventtime-string
  timhook explain recall/recall-ten
  timhook explain resp-errorcode-present
  timhook explain msgid-structure
  timhook explain TIMSoundElem
  timhook explain EventTime
  timhook explain RequestTime`,
		ValidArgsFunction: completeExplain,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return cli.Usage("", "want one name of a callback, family, variant, case, check, rule, fault, "+
					"message element or field")
			}
			return runExplain(a, args[0])
		},
	}
}

func runExplain(a *cli.App, name string) error {
	items := catalogue.Find(name)
	// a JSON Pointer begins with its slash
	if callback, variant, isCase := strings.Cut(name, "/"); items == nil && isCase && callback != "" {
		chosen, err := flags.Choose("explain", []string{callback + "/" + variant}, "", chat.All())
		if err != nil {
			return err
		}
		for _, s := range chosen {
			items = append(items, catalogue.Variant(s.Variant, s.Command.Short))
		}
	}
	if len(items) == 0 {
		hint := "timhook list callbacks, variants, checks, rules or faults shows the names, timhook explain CALLBACK " +
			"the fields"
		if near := nearest.Names(name, catalogue.Names()); len(near) > 0 {
			hint = flags.DidYouMean("", near)
		}
		return cli.Usage(hint, "unknown name %q", name)
	}
	for _, item := range items {
		item.Explain(a.Out, a.Palette(a.RawOut))
	}
	return nil
}

func completeExplain(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if strings.Contains(typed, "/") {
		return flags.CompleteCallbacks(nil, args, typed)
	}
	return catalogue.Names(), cobra.ShellCompDirectiveNoFileComp
}
