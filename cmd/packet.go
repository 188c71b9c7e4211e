package cmd

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// packetFlags say which packets are built and what is changed in them.
type packetFlags struct {
	variant    string
	edits      []edit
	body       string
	seed       uint64
	seeded     bool
	now        string
	lang       string
	layout     string
	shorthands map[string]*[]string
	flags      func(name string) bool // whether a flag was given
}

// edit is one --set, --add or --remove; they apply in the order of the command line.
type edit struct {
	flag  string
	parse func(string) (payloads.Override, error)
	text  string
}

// editValue collects edits of one kind into the list that all kinds share.
type editValue struct {
	edits *[]edit
	flag  string
	parse func(string) (payloads.Override, error)
}

func (e editValue) String() string { return "" }
func (e editValue) Type() string   { return "" }
func (e editValue) Set(s string) error {
	*e.edits = append(*e.edits, edit{e.flag, e.parse, s})
	return nil
}

func (p *packetFlags) bind(c *cobra.Command) {
	g := flagGroup(c, "Packet")
	g.flags.StringVar(&p.variant, "variant", "", "the `VARIANT` of each callback, a glob too; timhook list variants shows them")
	g.flags.Var(editValue{&p.edits, "--set", payloads.ParseSet}, "set", "replace what is there and keep its type: `PATH=VALUE`, PATH:=JSON, PATH=@FILE, repeatable")
	g.flags.Var(editValue{&p.edits, "--add", payloads.ParseAdd}, "add", "add `PATH=VALUE` or PATH:=JSON, repeatable")
	g.flags.Var(editValue{&p.edits, "--remove", payloads.ParseRemove}, "remove", "remove what stands at `PATH`, repeatable")
	g.flags.StringVar(&p.body, "body", "", "take the packet from `FILE`, - for standard input")
	g.flags.Uint64Var(&p.seed, "seed", 0, "`N` that repeats a run's packets (default random)")
	g.flags.StringVar(&p.now, "now", "", "`TIME` that dates the packets, RFC 3339 or Unix seconds (default now)")
	g.enum(&p.lang, "lang", string(payloads.Mixed), "language of texts", langs())
	g.enum(&p.layout, "layout", string(jsontree.Compact), "layout of the JSON", layouts())
	p.shorthands = map[string]*[]string{}
	for _, s := range payloads.Shorthands() {
		values := &[]string{}
		p.shorthands[s.Name] = values
		if s.Choices != nil {
			g.flags.Var(&enumList{values, s.Choices}, s.Name, s.Doc+": `"+s.Value+"`")
			continue
		}
		g.flags.StringArrayVar(values, s.Name, nil, s.Doc+": `"+s.Value+"`")
	}
	g.done()
	for _, s := range payloads.Shorthands() {
		if s.Choices != nil {
			_ = c.RegisterFlagCompletionFunc(s.Name, cobra.FixedCompletions(s.Choices, cobra.ShellCompDirectiveNoFileComp))
		}
	}
	_ = c.RegisterFlagCompletionFunc("variant", completeVariants)
	p.flags = func(name string) bool { return c.Flags().Changed(name) }
}

// enumList is a shorthand that takes one of a list.
type enumList struct {
	values  *[]string
	choices []string
}

func (e *enumList) String() string { return "" }
func (e *enumList) Type() string   { return "" }
func (e *enumList) Set(s string) error {
	if !slices.Contains(e.choices, s) {
		return fmt.Errorf("got %q, want %s", s, strings.Join(e.choices, " or "))
	}
	*e.values = append(*e.values, s)
	return nil
}

func langs() []choice {
	docs := map[payloads.Lang]string{payloads.Mixed: "Chinese, English and both", payloads.English: "English", payloads.Chinese: "Chinese"}
	var list []choice
	for _, l := range payloads.Langs() {
		list = append(list, choice{string(l), docs[l]})
	}
	return list
}

func layouts() []choice {
	docs := map[jsontree.Layout]string{jsontree.Compact: "documented order, no white space", jsontree.Sorted: "ascending names, as captures look", jsontree.Pretty: "indented"}
	var list []choice
	for _, l := range jsontree.Layouts() {
		list = append(list, choice{string(l), docs[l]})
	}
	return list
}

// params reads all packet flags.
func (p *packetFlags) params(a *app) (payloads.Params, error) {
	params := payloads.Params{Seed: p.seed, Lang: payloads.Lang(p.lang), Layout: jsontree.Layout(p.layout)}
	if !p.flags("seed") {
		params.Seed = randomSeed()
	}
	var err error
	if params.Now, err = parseNow(p.now); err != nil {
		return params, err
	}
	if params.Overrides, err = p.overrides(); err != nil {
		return params, err
	}
	if p.body != "" {
		if params.Body, err = a.readFile("--body", p.body); err != nil {
			return params, err
		}
		if _, err := jsontree.Parse(params.Body); err != nil {
			return params, usage("a request packet is one JSON object; the documentation's // comments are no part of it", "--body %s: not JSON: %w", p.body, err)
		}
	}
	return params, nil
}

// randomSeed is short, so that it is easily typed again.
func randomSeed() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return binary.LittleEndian.Uint64(b[:]) % 1_000_000
}

func parseNow(s string) (time.Time, error) {
	if s == "" || s == "now" {
		return time.Now().UTC().Truncate(time.Millisecond), nil
	}
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC(), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, usage("", "--now %q: want a time such as 2026-01-02T03:04:05Z or Unix seconds", s)
	}
	return t.UTC(), nil
}

func (p *packetFlags) overrides() ([]payloads.Override, error) {
	var list []payloads.Override
	for _, s := range payloads.Shorthands() {
		values := *p.shorthands[s.Name]
		if len(values) == 0 {
			continue
		}
		o, err := s.Expand(values)
		if err != nil {
			return nil, usage("", "--%s: %w", s.Name, err)
		}
		o.Text = "--" + s.Name
		list = append(list, o)
	}
	for _, e := range p.edits {
		text, err := withFile(e)
		if err != nil {
			return nil, err
		}
		o, err := e.parse(text)
		if err != nil {
			return nil, usage("", "%s: %w", e.flag, err)
		}
		list = append(list, o)
	}
	return list, nil
}

// withFile reads PATH=@FILE. Chat's own ids begin with @ too, so these stand for themselves.
func withFile(e edit) (string, error) {
	name, value, found := strings.Cut(e.text, "=")
	file, isFile := strings.CutPrefix(value, "@")
	if !found || !isFile || e.flag == "--remove" || startsLikeID(value) {
		return e.text, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", usage(fmt.Sprintf("a text that begins with @ is written %s:='\"@…\"'", name), "%s %s: %w", e.flag, name, err)
	}
	return name + "=" + string(data), nil
}

func startsLikeID(s string) bool {
	return slices.ContainsFunc([]string{"@TGS#", "@RBT#", "@TLS#", "@TIM#", "@PMG#", "@TOA#", "@TOPIC#"}, func(p string) bool { return strings.HasPrefix(s, p) })
}

func (a *app) readFile(flag, name string) ([]byte, error) {
	if name == "-" {
		data, err := io.ReadAll(a.in)
		if err != nil {
			return nil, usage("", "%s: read standard input: %w", flag, err)
		}
		return data, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, usage("", "%s: %w", flag, err)
	}
	return data, nil
}

// build makes all packets before anything is sent, and sees to it that no override goes unheard.
func (p *packetFlags) build(a *app, choices []selected, count int) ([]payloads.Packet, payloads.Params, error) {
	params, err := p.params(a)
	if err != nil {
		return nil, params, err
	}
	var packets []payloads.Packet
	for number := range count {
		params.Number = uint64(number)
		for _, s := range choices {
			built, err := s.command.Build(s.variant, params)
			if err != nil {
				return nil, params, usage("", "%w", err)
			}
			packets = append(packets, built...)
		}
	}
	return packets, params, p.checkMissed(a, packets, params.Overrides)
}

func (p *packetFlags) checkMissed(a *app, packets []payloads.Packet, overrides []payloads.Override) error {
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
			a.note("note: %s has no place in %d of %d packets", o.Text, missed, len(packets))
		}
	}
	return nil
}

func unknownPath(o payloads.Override, packets []payloads.Packet) error {
	var known []string
	for _, packet := range packets {
		if packet.Command.Field(o.Path[0]) != nil && len(o.Path) == 1 {
			return usage("write --add "+o.Path.String()+"=VALUE to add it", "%s: %s is not in this packet", o.Text, o.Path)
		}
		tree, _ := jsontree.ParseLoose(packet.Body)
		for _, path := range tree.Paths() {
			known = append(known, path.String())
		}
	}
	hint := "timhook generate prints the packet with all its paths"
	if near := nearest.Names(o.Path.String(), known); len(near) > 0 {
		hint = "did you mean " + strings.Join(near, ", ") + "?"
	}
	return usage(hint, "%s: there is no %s in this packet", o.Text, o.Path)
}

var errNoCallback = errors.New("no callback given")
