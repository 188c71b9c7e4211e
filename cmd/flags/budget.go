package flags

import (
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance/budget"
)

func ParseBudgets(texts []string) ([]budget.Budget, error) {
	var list []budget.Budget
	for _, text := range texts {
		b, err := budget.Parse(text)
		if err != nil {
			return nil, cli.Usage(cli.HintOf(err), "--budget: %w", err)
		}
		list = append(list, b)
	}
	return list, nil
}
