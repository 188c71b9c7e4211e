package cause

import (
	"cmp"
	"slices"
	"sync"
)

// rows is the table of causes, the narrower before the wider. It is made when it is first needed and never changed.
var rows = sync.OnceValue(func() []row {
	return slices.Concat(diedRows(), echoRows(), contrastRows(), toldRows(), answeringRows(), methodRows(),
		uncheckedRows(), identityRows(),
		packetRows(), formRows(), framingRows(), successRows(),
		waitedRows(), lateRows(), sizeRows(), filterRows(), readerRows(),
		lengthRows(), typeRows(), valueRows(), unhandledRows(), queryRows(), headRows(), layoutRows(),
		effectRows(), circumstanceRows(), statusRows(), goneRows(), generalRows())
})

// answeringRows are the rows on the ordinary packet.
func answeringRows() []row {
	return onRefusals(slices.Concat(partRows(), ordinaryRouteRows(), ordinaryRows()))
}

// contrastRows are the rows that a contrast has proved.
func contrastRows() []row { return onRefusals(ordinarySignRows()) }

// onRefusals holds rows to refusals where they name no checks.
func onRefusals(list []row) []row {
	for i := range list {
		list[i].checks = cmp.Or(list[i].checks, refusals)
	}
	return list
}

// refusals are the checks that blame a refusal, or a crash in place of an answer.
const refusals = "resp-status-200 resp-errorcode-zero resp-no-redirect behave-survives"

// answering are the checks on an answer to a callback that has to be accepted, or survived, where nothing came of it:
// what the case varies is then the cause, and not the form of the answer.
const answering = "resp-status-200 resp-no-redirect resp-errorcode-zero behave-survives resp-framing resp-answer " +
	"resp-under-2s behave-stays-up"

// IsAnswering reports whether the check is on an answer to a callback that has to be accepted or survived, so that what
// the packet holds may be the cause.
func IsAnswering(check string) bool { return matches(answering, check) }
