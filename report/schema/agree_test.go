package schema_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/schema"
)

// packetsTried is how many packets the schemas are compared with. CI_E2E=all tries more than 10,000.
func packetsTried() int {
	switch {
	case os.Getenv("CI_E2E") == "all":
		return 12_200
	case testing.Short():
		return 244
	}
	return 1_830
}

// TestTheSchemasAgreeWithValidate takes packets of all variants of all callbacks, changes most of them at one or more
// places, and compares the verdicts.
func TestTheSchemasAgreeWithValidate(t *testing.T) {
	each := packetsTried() / len(chat.All())
	var total tally
	for i, c := range chat.All() {
		strict := compileOf(t, c, schema.Strict)
		tolerant := compileOf(t, c, schema.Tolerant)
		random := rand.New(rand.NewPCG(uint64(i), 15))
		for n := range each {
			body := drawPacket(t, c, random, n)
			value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
			problems := c.Validate(body)
			if err != nil || isBlind(problems, body) {
				total.blind++
				continue
			}
			must, any := false, false
			for _, p := range problems {
				isRule := !strings.HasPrefix(p.ID, "packet-") || slices.ContainsFunc(c.Rules,
					func(r payloads.Rule) bool { return r.ID == p.ID })
				any = any || !isRule
				must = must || !isRule && p.Level == payloads.Must
			}
			total.count(any, must)
			if err := strict.Validate(value); (err == nil) == any {
				t.Errorf("%s, strict: Validate has %v, the schema %v\n%.900s", c.Short, problems, err, body)
			}
			if err := tolerant.Validate(value); (err == nil) == must {
				t.Errorf("%s, tolerant: Validate has %v, the schema %v\n%.900s", c.Short, problems, err, body)
			}
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("%+v", total)
	if sum := packetsTried(); total.blind > sum/10 || min(total.fine, total.may, total.must) < sum/20 {
		t.Errorf("got %+v of %d packets, want more of each kind", total, sum)
	}
}

// tally counts packets by the strongest problem that a schema can see.
type tally struct{ fine, may, must, blind int }

func (c *tally) count(any, must bool) {
	switch {
	case must:
		c.must++
	case any:
		c.may++
	default:
		c.fine++
	}
}

// isBlind reports whether a packet has a problem that no schema sees: a name that stands twice, a text of letters with
// several bytes that is too long, or an integer that is spelt with a fraction or an exponent.
func isBlind(problems []payloads.Problem, body []byte) bool {
	return slices.ContainsFunc(problems, func(p payloads.Problem) bool {
		return p.ID == "packet-duplicate-name" || spelt.MatchString(p.Message) || p.ID == "packet-json" ||
			strings.Contains(p.Message, "bytes long") && utf8.RuneCount(body) != len(body)
	})
}

var spelt = regexp.MustCompile(`^got the number -?[0-9]+(\.0+|\.?[0-9]*[eE]\+?[0-9]+), want Integer`)

func compileOf(t *testing.T, c *payloads.Command, s schema.Strictness) *jsonschema.Schema {
	t.Helper()
	var text bytes.Buffer
	if err := schema.WriteRequest(&text, c, s); err != nil {
		t.Fatal(err)
	}
	return compile(t, text.String())
}

// drawPacket is a packet of one of the variants, of which two in three are changed at one to three places.
func drawPacket(t *testing.T, c *payloads.Command, random *rand.Rand, n int) []byte {
	t.Helper()
	list := c.Variants()
	v := &list[(n*7+random.IntN(len(list)))%len(list)]
	packets, err := c.Build(v, payloads.Params{Seed: random.Uint64(), Now: time.Unix(1762851903, 0)})
	if err != nil {
		t.Fatal(err)
	}
	body := packets[0].Body
	for _, p := range packets {
		if p.Command.Name == c.Name {
			body = p.Body
		}
	}
	tree, err := jsontree.ParseLoose(body)
	if n%3 == 0 || err != nil {
		return body
	}
	for range 1 + random.IntN(3) {
		tree = mutate(tree, random)
	}
	return []byte(tree.JSON())
}

// mutate changes one place of a packet.
func mutate(tree jsontree.Value, random *rand.Rand) jsontree.Value {
	paths := pathsIn(tree, nil)
	if len(paths) == 0 {
		return tree
	}
	at := paths[random.IntN(len(paths))]
	changed, err := tree.Replace(at, func(old jsontree.Value) (jsontree.Value, error) {
		others := []string{
			"null", "true", "-1", "0", "1", "1.5", "4294967296", "9223372036854775808", `""`, `"x"`, `"17628519031"`,
			`"-1"`,
			"[]", "{}", `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"a"}}]`, `[1]`, `["x"]`, `[{}]`,
			fmt.Sprintf("%q", strings.Repeat("y", 1<<random.IntN(13))),
		}
		switch random.IntN(4) {
		case 0:
			return jsontree.Absent(), nil
		case 1:
			if old.Kind() == jsontree.KindString {
				return jsontree.String(strings.ToLower(old.Text())), nil
			}
			if old.Kind() == jsontree.KindObject {
				return old.Add(jsontree.Path{"AddedLater"}, jsontree.Bool(true))
			}
		}
		return jsontree.Parse([]byte(others[random.IntN(len(others))]))
	})
	if err != nil {
		return tree
	}
	if random.IntN(6) == 0 {
		if more, err := changed.Add(jsontree.Path{"AddedLater"}, jsontree.Bool(true)); err == nil {
			return more
		}
	}
	return changed
}

func pathsIn(v jsontree.Value, at jsontree.Path) []jsontree.Path {
	var list []jsontree.Path
	for i, m := range v.Members() {
		name := m.Name
		if v.Kind() == jsontree.KindArray {
			name = fmt.Sprint(i)
		}
		here := at.Child(name)
		list = append(list, here)
		list = append(list, pathsIn(m.Value, here)...)
	}
	return list
}
