package cmd

import (
	"context"
	"crypto/rand"
	"encoding/binary"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// packetFlags say which packets are built and what is changed in them.
type packetFlags struct {
	variant    string
	edits      []edit
	body       string
	seed       uint64
	now        string
	lang       string
	layout     string
	shorthands map[string]*[]string
	flags      func(name string) bool // whether a flag was given
}

func (p *packetFlags) bind(c *cobra.Command) {
	g := flagGroup(c, "Packet")
	g.flags.StringVar(&p.variant, "variant", "", "of each callback, a glob too; timhook list variants shows them: `VARIANT`")
	g.flags.Var(editValue{&p.edits, "--set", payloads.ParseSet}, "set", "replace what is there and keep its type; also PATH:=JSON or PATH=@FILE; repeatable: `PATH=VALUE`")
	g.flags.Var(editValue{&p.edits, "--add", payloads.ParseAdd}, "add", "add a member or an item; also PATH:=JSON or PATH=@FILE; repeatable: `PATH=VALUE`")
	g.flags.Var(editValue{&p.edits, "--remove", payloads.ParseRemove}, "remove", "remove what stands there; repeatable: `PATH`")
	g.flags.StringVar(&p.body, "body", "", "take the packet from a file, - for standard input: `FILE`")
	g.flags.Uint64Var(&p.seed, "seed", 0, "number that repeats a run's packets (default random): `N`")
	g.flags.StringVar(&p.now, "now", "", "date of the packets, RFC 3339 or Unix seconds (default now): `TIME`")
	g.enum(&p.lang, "lang", string(payloads.Mixed), "language of texts", langs())
	g.enum(&p.layout, "layout", string(jsontree.Compact), "layout of the JSON", layouts())
	p.shorthands = map[string]*[]string{}
	for _, s := range payloads.Shorthands() {
		values := &[]string{}
		p.shorthands[s.Name] = values
		g.flags.Var(&listValue{values, s.Choices}, s.Name, s.Doc+": `"+s.Value+"`")
	}
	g.done()
	for _, s := range payloads.Shorthands() {
		if s.Choices != nil {
			complete(c, s.Name, cobra.FixedCompletions(s.Choices, cobra.ShellCompDirectiveNoFileComp))
		}
	}
	complete(c, "variant", completeVariants)
	filesFor(c, "body")
	p.flags = func(name string) bool { return c.Flags().Changed(name) }
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
	if params.Now, err = parseTime("--now", p.now); err != nil {
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

// build makes all packets before anything is sent, and sees to it that no override goes unheard.
func (p *packetFlags) build(ctx context.Context, a *app, choices []selected, count int) ([]payloads.Packet, payloads.Params, error) {
	params, err := p.params(a)
	if err == nil {
		err = checkTotal(p.each(choices), count)
	}
	if err != nil {
		return nil, params, err
	}
	var packets []payloads.Packet
	for number := range count {
		params.Number = uint64(number)
		for _, s := range choices {
			if ctx.Err() != nil {
				return nil, params, errStopped()
			}
			built, err := s.command.Build(s.variant, params)
			if err != nil {
				return nil, params, usage("", "%w", err)
			}
			packets = append(packets, built...)
		}
	}
	return packets, params, p.checkMissed(a, packets, params.Overrides)
}

// each is how many packets the choices make: a variant about a sequence makes several.
func (p *packetFlags) each(choices []selected) int {
	total := 0
	for _, s := range choices {
		if s.variant == nil || p.body != "" {
			total++
		} else {
			total += max(1, len(s.variant.Steps))
		}
	}
	return total
}

// mostPackets bounds a run: all packets are built before the first is sent, and every answer is kept for the report.
const mostPackets = 50_000

func checkTotal(each, count int) error {
	if each > mostPackets/count {
		return usage("", "--count: got %d, which makes %d packets of the %d that are chosen; want at most %d in all", count, each*count, each, mostPackets)
	}
	return nil
}

// errStopped is the end by a signal before anything was sent.
func errStopped() error {
	return &exitError{code: exitInterrupted, meaning: "interrupted; nothing was sent"}
}
