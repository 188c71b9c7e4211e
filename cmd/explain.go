package cmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/catalogue"
)

func explain(a *cli.App) *cobra.Command {
	return &cobra.Command{
		Use:   "explain CALLBACK|VARIANT|CASE|CHECK|RULE|FAULT|ELEMENT|FIELD",
		Short: "say what a callback, variant, check, rule, fault, message element or field is, why, and how to mend",
		Example: `  timhook explain send
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
				return cli.Usage("", "want one name of a callback, variant, case, check, rule, fault, message element or field")
			}
			return runExplain(a, args[0])
		},
	}
}

func runExplain(a *cli.App, name string) error {
	x := catalogue.Explanation{W: a.Out, Palette: a.Palette(a.RawOut)}
	if cases := catalogue.TampersNamed(name); cases != nil {
		x.ExplainTamper(cases)
		return nil
	}
	if callback, variant, isCase := strings.Cut(name, "/"); isCase && callback != "" { // a JSON Pointer begins with its slash
		chosen, err := flags.Choose("explain", []string{callback + "/" + variant}, "")
		if err != nil {
			return err
		}
		for _, s := range chosen {
			x.ExplainVariant(s.Variant, []*payloads.Command{s.Command})
		}
		return nil
	}
	if c, err := payloads.Lookup(name); err == nil {
		x.ExplainCallback(c)
		return nil
	}
	if c, err := judge.LookupCheck(name); err == nil {
		x.ExplainCheck(c)
		return nil
	}
	if r, err := lint.LookupRule(name); err == nil {
		x.ExplainRule(r)
		return nil
	}
	if f, err := backend.LookupFault(name); err == nil {
		x.ExplainFault(f)
		return nil
	}
	for _, e := range payloads.Elements() {
		if e.Type == name {
			x.ExplainElement(e)
			return nil
		}
	}
	if v, commands := variantsNamed(name); v != nil {
		x.ExplainVariant(v, commands)
		return nil
	}
	if x.ExplainNamed(name) {
		return nil
	}
	hint := "timhook list callbacks, variants, checks, rules or faults shows the names, timhook explain CALLBACK the fields"
	if near := nearest.Names(name, explainable()); len(near) > 0 {
		hint = flags.DidYouMean("", near)
	}
	return cli.Usage(hint, "nothing is called %q", name)
}

func variantsNamed(id string) (*payloads.Variant, []*payloads.Command) {
	var found *payloads.Variant
	var commands []*payloads.Command
	for _, c := range payloads.All() {
		if v, err := c.Variant(id); err == nil {
			found = v
			commands = append(commands, c)
		}
	}
	return found, commands
}

func explainable() []string {
	var names []string
	for _, c := range payloads.All() {
		names = append(names, c.Short, c.Name)
	}
	for _, c := range judge.Checks() {
		names = append(names, c.ID)
	}
	for _, r := range lint.Rules() {
		if !slices.Contains(names, r.ID) { // a check is one too
			names = append(names, r.ID)
		}
	}
	for _, f := range backend.Faults() {
		names = append(names, f.Name)
	}
	for _, e := range payloads.Elements() {
		names = append(names, e.Type)
	}
	for _, l := range payloads.Catalogue() {
		names = append(names, l.Variant.ID)
	}
	for _, m := range catalogue.Members() {
		names = append(names, m.Name)
	}
	for _, p := range catalogue.FieldPlaces() {
		if !slices.Contains(names, p.Field.Name) {
			names = append(names, p.Field.Name)
		}
	}
	for _, c := range catalogue.TamperCases() {
		if !slices.Contains(names, c.ID) {
			names = append(names, c.ID)
		}
	}
	return names
}

func completeExplain(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if strings.Contains(typed, "/") {
		return flags.CompleteCallbacks(nil, args, typed)
	}
	return explainable(), cobra.ShellCompDirectiveNoFileComp
}
