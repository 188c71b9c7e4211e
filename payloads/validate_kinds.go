package payloads

// The ids of problems that any field can have. A [Rule] has its own.
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

// ProblemKind is a requirement to every field of every callback, beside the [Rule]s of a callback. `lint` lists and
// explains both.
type ProblemKind struct {
	ID       string // that of the [Problem]; kebab-case, never renamed
	Doc      string // the requirement, in a sentence
	Level    Level
	Evidence Evidence
	Source   string // of the requirement; a problem names the page of its field
}

// ProblemKinds lists the requirements to every field.
func ProblemKinds() []ProblemKind {
	const tables = "field tables of the callbacks' pages"
	kind := func(id string, level Level, evidence Evidence, source, doc string) ProblemKind {
		return ProblemKind{ID: id, Doc: doc, Level: level, Evidence: evidence, Source: source}
	}
	return []ProblemKind{
		kind(idJSON, Must, Documented, jsonSource,
			"the request packet is one JSON object in UTF-8, without a byte order mark"),
		kind(idDuplicate, Should, Inferred, "readers differ on which one counts (RFC 8259, 4)",
			"no object of the request packet has the same name twice"),
		kind(idMissing, Must, Documented, tables, "every field that is always sent is there"),
		kind(idSample, May, Documented, "samples of the callbacks' pages, against their tables",
			"a field that only the page's sample has is there"),
		kind(idUnknown, May, Inferred, tables,
			"every field is documented; new ones appear over the years and backends ignore them"),
		kind(idType, Must, Documented, tables, "every field has the documented JSON type"),
		kind(idValue, Must, Documented, tables, "a field with one documented value or beginning has it"),
		kind(idBounds, Must, Documented, tables+", Use Limits (1047/34381)",
			"every value is within its documented range, length and number of entries"),
		kind(idInferred, Should, Inferred, "chatbots of an application (1047/55281), REST recall (1047/34965) and "+
			"send (1047/34959), Message Formats (1047/33527)",
			"every value is within the bounds that no page has for its field, and that follow from other pages"),
		kind(idSpelling, Should, Inferred, tables+"; another spelling was never seen",
			"a listed value has its capitals and small letters as listed"),
		kind(idUnlisted, May, Documented, tables,
			"a field with a list of values has one of them; the lists are open"),
	}
}
