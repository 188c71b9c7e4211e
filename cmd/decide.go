package cmd

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/catalogue"
)

// decisions are what the reference backend decides, by the names of callbacks.
type decisions map[string]backend.Decision

func (d decisions) bind(g *flags.Group, texts *[]string) {
	g.Add(&flags.ListValue{Values: texts, Check: d.add}, "decide",
		"decide on the events of a callback: allow, refuse[:CODE[:TEXT]], drop, rewrite[:TEXT] or partly, as its "+
			"answer can; repeatable (default allow): `CALLBACK=DECISION`",
		flags.Completes(completeDecisions))
}

func (d decisions) add(text string) error {
	name, decision, has := strings.Cut(text, "=")
	if !has {
		return fmt.Errorf("want CALLBACK=DECISION, for instance before-send=refuse:10101:no links, got %q", text)
	}
	c, err := chat.Lookup(name)
	if err != nil {
		return err
	}
	if !c.Answer.Decides() {
		var names []string
		for _, c := range deciding() {
			names = append(names, c.Short)
		}
		return fmt.Errorf("the answer to %s decides nothing; want one of %s", c.Short, strings.Join(names, ", "))
	}
	if _, twice := d[c.Name]; twice {
		return errors.New(c.Short + " has a decision already; give it one")
	}
	d[c.Name], err = backend.ParseDecision(c, decision)
	return err
}

// decide is the backend's function.
func (d decisions) decide(c *payloads.Command, _ jsontree.Value) backend.Decision { return d[c.Name] }

// deciding are the callbacks whose answers decide.
func deciding() []*payloads.Command {
	var list []*payloads.Command
	for _, c := range chat.All() {
		if c.Answer.Decides() {
			list = append(list, c)
		}
	}
	return list
}

func completeDecisions(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var list []cobra.Completion
	for _, c := range deciding() {
		for _, d := range backend.Decisions(c.Answer) {
			list = append(list, cobra.CompletionWithDesc(c.Short+"="+d.String(), catalogue.Effect(c.Answer, d)))
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}
