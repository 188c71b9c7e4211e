package payloads

// The ids of what the field tables say; a [Rule] has its own.
const (
	idJSON      = "packet-json"
	idDuplicate = "packet-duplicate-name"
	idMissing   = "packet-missing-field"
	idSample    = "packet-sample-field"
	idUnknown   = "packet-unknown-field"
	idType      = "packet-wrong-type"
	idValue     = "packet-wrong-value"
	idBounds    = "packet-out-of-bounds"
	idInferred  = "packet-inferred-bounds"
	idSpelling  = "packet-value-spelling"
	idUnlisted  = "packet-unlisted-value"
)

// ProblemKind is a kind of problem that any field of any command can have. Its ID is that of the [Problem].
type ProblemKind struct {
	ID       string // kebab-case, never renamed
	Doc      string // the requirement
	Level    Level
	Evidence Evidence
	Source   string // of the requirement as such; a problem names the page of its field
}

// ProblemKinds lists what Validate holds every field to, beside the rules of the command.
func ProblemKinds() []ProblemKind {
	const tables = "field tables of the callbacks' pages"
	return []ProblemKind{
		{idJSON, "the request packet is one JSON object in UTF-8, without a byte order mark", Must, Documented, jsonSource},
		{idDuplicate, "no object of the request packet has the same name twice", Should, Inferred, "readers differ on which one counts (RFC 8259, 4)"},
		{idMissing, "every field that is always sent is there", Must, Documented, tables},
		{idSample, "a field that only the page's sample has is there", May, Documented, "samples of the callbacks' pages, against their tables"},
		{idUnknown, "every field is documented; new ones appear over the years and backends ignore them", May, Inferred, tables},
		{idType, "every field has the documented JSON type", Must, Documented, tables},
		{idValue, "a field with one documented value or beginning has it", Must, Documented, tables},
		{idBounds, "every value is within its documented range, length and number of entries", Must, Documented, tables + ", Use Limits (1047/34381)"},
		{idInferred, "every value is within the bounds that no page has for its field, and that follow from other pages", Should, Inferred, "chatbots of an application (1047/55281), REST recall (1047/34965) and send (1047/34959), Message Formats (1047/33527)"},
		{idSpelling, "a listed value has its capitals and small letters as listed", Should, Inferred, tables + "; another spelling was never seen"},
		{idUnlisted, "a field with a list of values has one of them; the lists are open", May, Documented, tables},
	}
}
