package flags

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// edit is one --set, --add or --remove; they apply in the order of the command line.
type edit struct {
	flag  string // with its dashes
	plain bool   // the text is a path alone
	parse func(string) (payloads.Override, error)
	text  string
}

// editValue collects edits of one kind into the list that all kinds share.
type editValue struct {
	edits *[]edit
	flag  string
	plain bool
	parse func(string) (payloads.Override, error)
}

func (e editValue) String() string { return "" }
func (e editValue) Type() string   { return "" }
func (e editValue) Set(s string) error {
	*e.edits = append(*e.edits, edit{e.flag, e.plain, e.parse, s})
	return nil
}

// pathOnly is the placeholder of a flag that takes a path and no value.
const pathOnly = "PATH"

// edit declares one of the flags.
func (g *Group) edit(list *[]edit, name string, parse func(string) (payloads.Override, error), doc, placeholder string) {
	g.Add(editValue{list, "--" + name, placeholder == pathOnly, parse}, name, repeatable(doc, placeholder), ForBuilt)
}

// overrides reads the shorthands and then the edits, which so have the last word.
func (p *Packet) overrides(a *cli.App) ([]payloads.Override, error) {
	var list []payloads.Override
	for _, s := range payloads.Shorthands() {
		values := *p.shorthands[s.Name]
		if len(values) == 0 {
			continue
		}
		o, err := s.Expand(values)
		if err != nil {
			return nil, cli.Usage("", "--%s: %w", s.Name, err)
		}
		o.Text = "--" + s.Name
		list = append(list, o)
	}
	for _, e := range p.Edits {
		text, err := withFile(a, e)
		if err != nil {
			return nil, err
		}
		o, err := e.parse(text)
		if err != nil {
			return nil, cli.Usage("", "%s: %w", e.flag, err)
		}
		list = append(list, o)
	}
	return list, nil
}

// withFile reads PATH=@FILE. Chat's own ids begin with @ too, so these stand for themselves.
func withFile(a *cli.App, e edit) (string, error) {
	name, value, found := strings.Cut(e.text, "=")
	file, isFile := strings.CutPrefix(value, "@")
	if !found || !isFile || e.plain || startsLikeID(value) {
		return e.text, nil
	}
	data, err := a.ReadText(e.flag+" "+name, file, cli.MostText)
	if usage, ok := errors.AsType[*cli.UsageError](err); ok {
		hint := fmt.Sprintf("a text that begins with @ is written %s:='\"@…\"'", name)
		return "", cli.Usage(cmp.Or(cli.HintOf(err), hint), "%w", usage.Err)
	}
	if err != nil {
		return "", err
	}
	return name + "=" + string(data), nil
}

func startsLikeID(s string) bool {
	return slices.ContainsFunc([]string{"@TGS#", "@RBT#", "@TLS#", "@TIM#", "@PMG#", "@TOA#", "@TOPIC#"}, func(p string) bool { return strings.HasPrefix(s, p) })
}

// CheckMissed sees to it that no override goes unheard.
func (p *Packet) CheckMissed(a *cli.App, packets []payloads.Packet, overrides []payloads.Override) error {
	for _, o := range overrides {
		missed := 0
		for _, packet := range packets {
			if slices.ContainsFunc(packet.Missed, func(m payloads.Override) bool { return m.Text == o.Text && slices.Equal(m.Path, o.Path) }) {
				missed++
			}
		}
		switch {
		case missed == len(packets):
			return unknownPath(o, packets)
		case missed > 0:
			a.Note("note: %d of %d packets have no such place: %s", missed, len(packets), o.Text)
		}
	}
	return nil
}

func unknownPath(o payloads.Override, packets []payloads.Packet) error {
	short := packets[0].Command.Short
	hint := "timhook generate " + short + " prints such a packet, timhook explain " + short + " its fields"
	if flag, isShorthand := strings.CutPrefix(o.Text, "--"); isShorthand && !strings.Contains(flag, " ") {
		return cli.Usage(hint, "%s: a packet of %s has no %s", o.Text, short, o.Path)
	}
	var known []string
	for _, packet := range packets {
		if packet.Command.Field(o.Path[0]) != nil && len(o.Path) == 1 {
			if strings.HasPrefix(o.Text, "--remove ") {
				return cli.Usage("there is nothing to remove", "%s: this packet has no %s", o.Text, o.Path)
			}
			return cli.Usage("write --add "+o.Path.String()+"=VALUE to add it", "%s: this packet has no %s", o.Text,
				o.Path)
		}
		tree, _ := jsontree.ParseLoose(packet.Body)
		for _, path := range tree.Paths() {
			known = append(known, path.String())
		}
	}
	if near := nearest.Names(o.Path.String(), known); len(near) > 0 {
		hint = DidYouMean("", near)
	}
	return cli.Usage(hint, "%s: a packet of %s has no such place", o.Text, short)
}
