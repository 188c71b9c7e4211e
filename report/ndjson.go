package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// NDJSON writes a run line by line: {"case": …} for each case as it ends, and {"run": …} at the end, which is
// the [Document] without its cases. [ReadNDJSON] can do without the last line, which a run that is killed lacks.
type NDJSON struct{ W io.Writer }

type ndjsonCase struct {
	Case *Case `json:"case"`
}

type ndjsonRun struct {
	Run *Document `json:"run"`
}

// Case writes the line of one case.
func (n NDJSON) Case(c Case) error {
	c = why.Masked(n.W, c)
	return safe.Encoder(n.W).Encode(ndjsonCase{&c})
}

// Run writes the last line.
func (n NDJSON) Run(d *Document) error {
	bare := *d
	bare.Cases = nil
	return safe.Encoder(n.W).Encode(ndjsonRun{why.Masked(n.W, &bare)})
}

func writeNDJSON(w io.Writer, d *Document) error {
	n := NDJSON{w}
	for _, c := range d.Cases {
		if err := n.Case(c); err != nil {
			return err
		}
	}
	return n.Run(d)
}

// longestLine bounds a line. The last one has every finding with its exchange.
const longestLine = 64 << 20

// ReadNDJSON reads what [NDJSON] wrote. Without the run's last line, or with half of it, the document has the findings
// that its cases name, and the reason in Ended. Any other line that is not understood is an error with its number.
func ReadNDJSON(r io.Reader) (*Document, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	var cases []Case
	var run *Document
	var cut error // of the line before; only the last line may have one
	number := 0
	for lines.Scan() {
		number++
		line := bytes.TrimSpace(lines.Bytes())
		switch {
		case cut != nil:
			return nil, cut
		case len(line) == 0:
			continue
		case run != nil:
			return nil, fmt.Errorf("line %d: got another line, want none after the run's", number)
		}
		var got struct {
			ndjsonCase
			ndjsonRun
		}
		if err := readLine(line, &got); err != nil {
			cut = fmt.Errorf("line %d: %w", number, err)
		} else if got.Case != nil {
			cases = append(cases, *got.Case)
		} else {
			run = got.Run
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", number+1, err)
	}
	if cut != nil && len(cases) == 0 {
		return nil, cut
	}
	return assembled(cases, run)
}

func readLine(line []byte, into *struct {
	ndjsonCase
	ndjsonRun
},
) error {
	if !utf8.Valid(line) {
		return errors.New("got bytes that are not UTF-8, want a JSON object")
	}
	if err := json.Unmarshal(line, into); err != nil {
		return fmt.Errorf("got %s: %w", short(line), err)
	}
	if bytes.HasPrefix(line, []byte(`{"second":`)) {
		return errors.New("got the seconds of a load, want the cases of a run: " +
			"a load writes all its reports as it ends (timhook load --report html=FILE)")
	}
	if (into.Case == nil) == (into.Run == nil) {
		return fmt.Errorf(`got %s, want {"case": …} or {"run": …}`, short(line))
	}
	return nil
}

func assembled(cases []Case, run *Document) (*Document, error) {
	switch {
	case run != nil:
		run.Cases = cases
		run.missCases()
		return run, nil
	case len(cases) == 0:
		return nil, errors.New("got no line, want those of a run")
	}
	return cutShort(cases), nil
}

// missCases notes the cases that the run counts and its file lacks, as where only its end was kept.
func (d *Document) missCases() {
	missing := -len(d.Cases) - d.more()
	for _, n := range d.Counts {
		missing += n
	}
	if missing <= 0 || d.Load != nil {
		return
	}
	why := "the file lacks " + words.Plural(missing, "case") + " of the run"
	if d.Ended != "" {
		why = d.Ended + "; " + why
	}
	d.Ended = why
	d.Verdict = verdict(d)
}

// Read reads a run: what [NDJSON] wrote, or [WriteJSON].
func Read(data []byte) (*Document, error) {
	d := new(Document)
	if json.Unmarshal(data, d) == nil && d.Verdict != "" {
		return d, nil
	}
	return ReadNDJSON(bytes.NewReader(data))
}

// short is the beginning of a line for an error message.
func short(line []byte) string { return secret.Pasted(safe.Visible(safe.Cut(string(line), 60))) }
