package payloads

import "slices"

// Variant is a named edge case of a command: how its packets differ from the ordinary one, and what a right backend does with them.
type Variant struct {
	ID      string // kebab-case, never renamed
	Section string // of the catalogue: "Baselines", "Groups", …
	Doc     string // what varies
	Source  string // why it exists
	Level   Level
	Expect  Expect
	Signing Signing

	Scope   Scope
	Set     []Change // applied while the packet is built, so that fields derived from others follow
	Steps   []Step   // several packets instead of one, in the order in which they are sent
	OffSpec []string // JSON Pointers at which Validate reports that the packet leaves the documentation, on purpose

	on commands // which commands have the variant
}

// Change replaces, adds or, with an absent value, removes what stands at a path.
type Change struct {
	Path string // dotted; an item "-" appends
	Make func(*Gen) Value
}

// Step is one packet of a variant that needs several.
type Step struct {
	Label       string // what this one varies
	Callback    string // the short name of another command whose packet this is; empty: the variant's own
	SameEventAs int    // packets of one world share its group, people and message; another number is another message
	Set         []Change
	Scope       Scope
}

// Signing is whether a variant is about the signature itself.
type Signing uint8

// Signed needs a token; Unsigned leaves Sign and RequestTime out and has to be refused by a backend that has a token.
const (
	SignIfToken Signing = iota
	Signed
	Unsigned
)

// Scope is how much of a command's domain a packet uses.
type Scope uint8

// Minimal holds only what is always sent; Maximal everything at its largest; Domain draws from all that is documented.
const (
	Minimal Scope = iota
	Maximal
	Domain
)

// commands is a set of callback commands.
type commands uint8

const (
	onBot commands = 1 << iota
	onSend
	onRecall
	onAttr

	onMessages = onBot | onSend
	onTopics   = onMessages | onRecall
	onAll      = onMessages | onRecall | onAttr
)

const exampleID = "example"

// Example is a random valid packet over the whole documented domain. It is not one of the catalogued variants.
func Example() *Variant {
	return &Variant{
		ID: exampleID, Section: "Examples", Scope: Domain, Level: Must, Expect: ExpectOK,
		Doc: "a random valid packet, another one for each number", Source: "the command's page",
	}
}

// sharedVariants are those that a command has in common with others, in the catalogue's order.
func sharedVariants(c commands) []Variant {
	own := make([]Variant, 0, 200) // each command has fewer, its own ones included
	for _, section := range [][]Variant{
		baselines(), fieldVariants(), groupVariants(), scalarVariants(), customDataVariants(), elementVariants(), textVariants(),
	} {
		for _, v := range section {
			if v.on&c != 0 {
				own = append(own, v)
			}
		}
	}
	return own
}

// set is a change to a value that needs nothing of the packet.
func set(path string, v Value) Change {
	return Change{Path: path, Make: func(*Gen) Value { return v }}
}

func remove(path string) Change { return set(path, Value{}) }

func from(path string, makes func(*Gen) Value) Change { return Change{Path: path, Make: makes} }

// Sections lists the headings of the catalogue in its order.
func Sections() []string {
	return []string{
		"Baselines", "Common body fields", "Groups", "Message scalars", "CloudCustomData", "Elements", "Text content",
		"Bot mentions", "GroupAtInfo", "Recall", "Group attributes",
	}
}

func sectionRank(name string) int { return slices.Index(Sections(), name) }
