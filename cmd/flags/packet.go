package flags

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Packet say which packets are built and what is changed in them.
type Packet struct {
	Variant    string
	Edits      []edit
	Body       string
	bodyFlag   *pflag.Flag
	written    []byte // takes the place of Body and of all edits; nil: nobody has written one
	made       Made
	layout     string
	shorthands map[string]*[]string
	selection  Selection
	Progress   string // mode of the line on stderr while packets are built; empty: none
}

// Others is [Selection.Others] where one of the names means the usual callbacks.
func (p *Packet) Others(names []string) int {
	isAll := func(name string) bool { return name == "all" || strings.HasPrefix(name, "all/") }
	if !slices.ContainsFunc(names, isAll) {
		return 0
	}
	return p.selection.Others()
}

// Bind declares the flags.
func (p *Packet) Bind(c *cobra.Command) {
	g := NewGroup(c, "Packet")
	p.selection.Bind(g, NotRepeated)
	g.String(&p.Variant, "variant", "",
		"variant of each callback, or a glob; timhook list variants shows them: `VARIANT`",
		NotRepeated, ForBuilt, Completes(completeVariants))
	const also = "; PATH:=JSON gives JSON, PATH=@FILE reads a file"
	g.edit(&p.Edits, "set", payloads.ParseSet, "change a value and keep its type"+also, "PATH=VALUE")
	g.edit(&p.Edits, "add", payloads.ParseAdd, "add a member or an item"+also, "PATH=VALUE")
	g.edit(&p.Edits, "remove", payloads.ParseRemove, "remove a member or an item", pathOnly)
	p.bodyFlag = g.String(&p.Body, "body", "", "send the packet in this file; - is standard input: `FILE`", ForBuilt,
		File)
	p.made.Bind(g)
	g.Enum(&p.layout, "layout", string(jsontree.Compact), "layout of the JSON", layouts(), ForBuilt)
	p.shorthands = map[string]*[]string{}
	for _, s := range payloads.Shorthands() {
		traits := []Trait{ForBuilt}
		if s.Choices != nil {
			traits = append(traits, Completes(cobra.FixedCompletions(s.Choices, cobra.ShellCompDirectiveNoFileComp)))
		}
		values := &[]string{}
		p.shorthands[s.Name] = values
		g.Add(&ListValue{Values: values, Choices: s.Choices}, s.Name, s.Doc+": `"+s.Value+"`", traits...)
	}
}

// Made says how the packets of a run are made: from which seed, when, and in which language.
type Made struct {
	seed     uint64
	seedFlag *pflag.Flag
	now      string
	nowFlag  *pflag.Flag
	lang     string
}

// Bind declares the flags.
func (m *Made) Bind(g *Group) {
	m.seedFlag = g.Uint64(&m.seed, "seed", 0, "number that makes the same packets again (default random): `N`",
		NotRepeated,
		ForBuilt)
	m.nowFlag = g.String(&m.now, "now", "", "time of the packets, RFC 3339 or Unix seconds (default now): `TIME`",
		NotRepeated, ForBuilt)
	g.Enum(&m.lang, "lang", string(payloads.Mixed), "language of the message texts", langs(), ForBuilt)
}

// SeedGiven is true where the seed is not drawn at random.
func (p *Packet) SeedGiven() bool { return p.made.seedFlag.Changed }

// Params are the seed, drawn at random where none is given, the date and the language.
func (m *Made) Params() (p payloads.Params, err error) {
	p = payloads.Params{Seed: m.seed, Lang: payloads.Lang(m.lang)}
	if !m.seedFlag.Changed {
		p.Seed = RandomSeed()
	}
	p.Now, err = cli.ParseTime("--"+m.nowFlag.Name, m.now)
	return p, err
}

func langs() []Choice {
	docs := map[payloads.Lang]string{
		payloads.Mixed: "Chinese, English and both", payloads.English: "English",
		payloads.Chinese: "Chinese",
	}
	var list []Choice
	for _, l := range payloads.Langs() {
		list = append(list, Choice{string(l), docs[l]})
	}
	return list
}

func layouts() []Choice {
	docs := map[jsontree.Layout]string{
		jsontree.Compact: "documented order, no white space",
		jsontree.Sorted:  "ascending names, as captures look", jsontree.Pretty: "indented",
	}
	var list []Choice
	for _, l := range jsontree.Layouts() {
		list = append(list, Choice{string(l), docs[l]})
	}
	return list
}

// Params reads all packet flags. The packets are those of an application.
func (p *Packet) Params(a *cli.App, sdkAppID uint64) (payloads.Params, error) {
	params, err := p.made.Params()
	if err != nil {
		return params, err
	}
	params.Layout, params.SDKAppID = jsontree.Layout(p.layout), sdkAppID
	if p.written != nil {
		params.Body = p.written
		return params, nil
	}
	if params.Overrides, err = p.overrides(a); err != nil {
		return params, err
	}
	if p.Body != "" {
		a.Private() // it may be a packet of people
		if params.Body, err = a.ReadText("--"+p.bodyFlag.Name, p.Body, cli.MostText); err != nil {
			return params, err
		}
		if _, err := jsontree.Parse(params.Body); err != nil {
			return params, NotJSON("--body "+p.Body, params.Body, err)
		}
	}
	return params, nil
}

// Write makes a packet, of the run's layout, the one that is sent: all that the flags say is in it already.
func (p *Packet) Write(tree jsontree.Value) []byte {
	p.written = tree.Append(nil, jsontree.Layout(p.layout))
	return p.written
}

// RandomSeed is short, so that it is easily typed again.
func RandomSeed() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return binary.LittleEndian.Uint64(b[:]) % 1_000_000
}

// Build makes all packets before anything is sent, and sees to it that no override goes unheard.
func (p *Packet) Build(
	ctx context.Context, a *cli.App, choices []selected, count int, sdkAppID uint64,
) ([]payloads.Packet, payloads.Params, error) {
	params, err := p.Params(a, sdkAppID)
	if err == nil {
		err = checkTotal(p.each(choices), count)
	}
	if err != nil {
		return nil, params, err
	}
	progress := a.StartCounter(p.Progress, cli.Counting{Done: "packets built", Total: p.each(choices) * count})
	defer progress.Stop()
	var packets []payloads.Packet
	for number := range count {
		params.Number = uint64(number)
		for _, s := range choices {
			if ctx.Err() != nil {
				return nil, params, cli.ErrStopped()
			}
			built, err := s.Command.Build(s.Variant, params)
			if err != nil {
				return nil, params, cli.Usage("", "%w", err)
			}
			packets = append(packets, built...)
			progress.Add(len(built))
		}
	}
	return packets, params, p.CheckMissed(a, packets, params.Overrides)
}

// each is how many packets the choices make: a variant about a sequence makes several.
func (p *Packet) each(choices []selected) int {
	total := 0
	for _, s := range choices {
		if s.Variant == nil || p.Body != "" || p.written != nil {
			total++
		} else {
			total += max(1, len(s.Variant.Steps))
		}
	}
	return total
}

// MostPackets bounds a run: all packets are built before the first is sent, and every answer is kept for the report.
const MostPackets = 50_000

func checkTotal(each, count int) error {
	if each > MostPackets/count {
		return cli.Usage("", "--count: got %d, which makes %d packets out of %d; want at most %d", count, each*count,
			each, MostPackets)
	}
	return nil
}
