package flags

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/config"
)

// ManName is the name of a command's page, without the section: timhook, timhook-send.
func ManName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// WriteMan writes the manual page of a command for section 1, in the macros of man(7). It has what the help has, from
// the same declarations, and no date, so that the same program gives the same bytes.
func WriteMan(w io.Writer, c *cobra.Command) error {
	c.InheritedFlags() // brings in the flags of the root, as in WriteUsage
	var p manPage
	p.macro("TH", strings.ToUpper(ManName(c)), "1", "", "timhook "+cli.Version, "timhook")
	p.raw(".nh\n.ad l") // no hyphens within words, and no gaps: names are copied from here
	p.section("NAME")
	p.line(ManName(c) + " - " + c.Short)
	p.section("SYNOPSIS")
	p.synopsis(c)
	p.section("DESCRIPTION")
	p.paragraphs(longText(c))
	if c.HasExample() {
		p.section("EXAMPLES")
		p.verbatim(layout{manColumns}.examples(c.Example))
	}
	p.verbs(c)
	p.section("OPTIONS")
	for _, g := range flagGroups(c) {
		p.options(g)
	}
	if !c.HasParent() {
		p.exits()
		p.surroundings()
	}
	p.seeAlso(c)
	_, err := io.WriteString(w, p.b.String())
	return err
}

// manColumns is where commands of the examples are broken: a page is mostly read in 80 columns, of which seven are
// its margin.
const manColumns = 72

func (p *manPage) synopsis(c *cobra.Command) {
	use := useLine(c)
	p.raw(bold(c.CommandPath()) + breakable(strings.TrimPrefix(use, c.CommandPath())))
	for _, alias := range c.Aliases {
		p.macro("br")
		p.raw(bold(strings.TrimSuffix(c.CommandPath(), c.Name())+alias) + breakable(" …"))
	}
}

func (p *manPage) verbs(c *cobra.Command) {
	if !c.HasAvailableSubCommands() {
		return
	}
	p.section("VERBS")
	for _, sub := range c.Commands() {
		if isListed(sub) {
			p.macro("TP")
			p.raw(bold(ManName(sub)) + "(1)")
			p.line(sub.Short)
		}
	}
}

func (p *manPage) options(g *pflag.FlagSet) {
	rows := flagRows(g)
	if len(rows) > 0 {
		p.macro("SS", g.Name())
	}
	for _, r := range rows {
		p.macro("TP")
		p.option(strings.TrimSpace(r.left))
		p.line(strings.TrimSpace(r.right))
	}
}

// option is a flag with its placeholder, such as "-u, --url URL".
func (p *manPage) option(left string) {
	var parts []string
	for part := range strings.SplitSeq(left, ", ") {
		name, value, _ := strings.Cut(part, " ")
		if strings.HasPrefix(part, "-") && value != "" {
			parts = append(parts, bold(name)+" "+italic(value))
			continue
		}
		parts = append(parts, bold(part))
	}
	p.raw(strings.Join(parts, ", "))
}

func (p *manPage) exits() {
	list := append(cli.Exits(), cli.Exit{Code: cli.ExitOK, Meaning: "every selected requirement holds"})
	slices.SortFunc(list, func(a, b cli.Exit) int { return a.Code - b.Code })
	p.section("EXIT STATUS")
	for _, e := range list {
		p.macro("TP")
		p.raw(bold(fmt.Sprint(e.Code)))
		p.line(e.Meaning)
	}
}

// surroundings are what a run takes from outside of its command line.
func (p *manPage) surroundings() {
	p.section("ENVIRONMENT")
	p.macro("TP")
	p.raw(bold(variablePrefix) + italic("FLAG"))
	p.line("a setting: the name of a flag in capitals, with _ for each dash. A flag on the command line wins.")
	p.section("FILES")
	p.macro("TP")
	p.raw(bold(config.Name))
	p.line("settings, in the working folder or in a parent folder of the repository. The environment wins.")
}

func (p *manPage) seeAlso(c *cobra.Command) {
	p.section("SEE ALSO")
	if c.HasParent() {
		p.raw(bold(ManName(c.Parent())) + "(1),")
	}
	p.line("https://github.com/timhook/timhook")
}
