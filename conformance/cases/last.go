package cases

import (
	"fmt"
	"os"

	"github.com/timhook/timhook/conformance"
)

// LastFailedFile remembers which cases failed; it is no part of a repository.
const LastFailedFile = ".timhook/last-failed"

// ReadLastFailed reads the names of the cases that failed last time, from [LastFailedFile] in the present folder.
// Without such a file there are none.
func ReadLastFailed() ([]string, error) {
	data, err := os.ReadFile(LastFailedFile)
	switch {
	case os.IsNotExist(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read the cases that failed last time: %w", err)
	}
	return conformance.PatternsIn(string(data)), nil
}
