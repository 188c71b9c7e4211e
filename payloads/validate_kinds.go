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
		{idUnlisted, "a field with a list of values has one of them; the lists are open", May, Documented, tables},
	}
}
