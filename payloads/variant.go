package payloads

// Variant is a named edge case of a callback: how its packets differ from the ordinary one, why they may come, and what
// a right backend does with them. The ids and their order are those of the [Catalogue].
type Variant struct {
	ID      string // kebab-case: "eventtime-string"; never renamed, since flags, reports and files name it
	Section string // one of [Sections]
	Doc     string // what varies
	Source  string // why such a packet may come: a page, a capture, an inference
	Level   Level
	Expect  Expect
	Signing Signing

	Scope Scope
	Set   []Change // made while the packet is built, so that fields that derive from a changed one follow it
	Steps []Step   // several packets instead of one, in the order in which they are sent
	// OffSpec lists the places at which the packet leaves the documentation on purpose, as JSON Pointers.
	// [Command.Validate] reports a problem at each of them and at no other.
	OffSpec []string
}

// Change replaces what a packet has at a path, or adds it. An absent value removes it.
type Change struct {
	Path   string // dotted: "MsgBody.0.MsgContent.Text"; a step "-" appends to an array
	Make   func(*Gen) Value
	Beside bool // adds a field that the callback does not have
}

// Step is one packet of a variant that sends several.
type Step struct {
	Label    string // what this packet varies; it is shown beside the case
	Callback string // short name of the callback, where it is another one than the variant's
	// SameEventAs numbers the events of a variant: steps with the same number are about the same group, people and
	// message, for instance a message and its recall.
	SameEventAs int
	Set         []Change // after those of the variant
	Scope       Scope
}

// Signing is what a variant asks of the signature in the query (Webhook Overview, 1047/34354).
type Signing uint8

// The zero Signing signs whenever a token is configured.
const (
	SignIfToken Signing = iota
	Signed              // a token is needed, or the variant cannot be sent
	Unsigned            // no Sign and no RequestTime; a backend with a token has to refuse
)

// Scope is how much of what a callback may carry is in a packet.
type Scope uint8

// The scopes.
const (
	Minimal Scope = iota // only what is always sent
	Maximal              // every documented field, at its largest
	Domain               // drawn from all that is documented
)

const exampleID = "example"

// Example is a random valid packet over all that is documented, another one for each [Params.Number]. It is for volume,
// as in `generate` and `load`, and is none of the [Catalogue].
func Example() *Variant {
	v := must(exampleID, "a random valid packet, another one for each number", ownPage)
	v.Section, v.Scope = "Examples", Domain
	return &v
}
