package flags

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/config"
)

const maskFlag = "mask"

// Mask declares the flag that every verb has.
func (g *Group) Mask(names *[]string) {
	const doc = "mask this header field, parameter, member or segment of a path too"
	g.Add(&ListValue{Values: names, Check: checkMask}, maskFlag, repeatable(doc, "NAME"))
}

// checkMask refuses a text that cannot be a name. The error does not quote it: it may hold a value.
func checkMask(name string) error {
	if name == "/" || strings.Trim(name, "/") != "" && !strings.ContainsAny(name, " ,=:?&\"'\t\r\n") {
		return nil
	}
	return &choiceError{
		text: "want the name alone of a header field, parameter, member or segment of a path; repeat the flag for another",
		hint: "as in --" + maskFlag + " X-Tenant, GroupId, or hook for the segment behind /hook/",
	}
}

// namesIn are the name itself and, of a path such as MsgBody[0].MsgContent.Text, its last step. A path hides the member
// in other places too: rather more than less.
func namesIn(name string) []string {
	last := strings.TrimRight(name, "/")
	last = last[strings.LastIndexAny(last, "./")+1:]
	if last, _, _ = strings.Cut(last, "["); last == "" || last == strings.Trim(name, "/") {
		return []string{name}
	}
	return []string{name, last}
}

const maskAnnotation = "timhook_mask"

// ReadsMask marks a verb that shows what was captured, and takes of the configuration only what is masked.
func ReadsMask(c *cobra.Command) *cobra.Command {
	annotate(c, maskAnnotation)
	return c
}

// maskFromConfig reads this one setting.
func maskFromConfig(a *cli.App, c *cobra.Command) error {
	f, err := openConfig(a, "", allKeys(a, c.Root()))
	if f == nil || err != nil {
		return err
	}
	flag := c.Flags().Lookup(maskFlag)
	v, found := f.Root.Get(maskFlag)
	if !found || flag.Changed {
		return nil
	}
	if err := checkValue(f, config.Member{Name: maskFlag, At: v.At, Value: v}, flag); err != nil {
		return err
	}
	return set(f, c.Flags(), flag, v, "")
}

// tellMask hides what the names stand for, in all that is written from now on. It is called again once the settings
// have added theirs.
func tellMask(a *cli.App) {
	for _, name := range a.Mask {
		for _, n := range namesIn(name) {
			if !a.Out.Told().Has(n) {
				a.Out.Tell(n)
			}
		}
	}
}
