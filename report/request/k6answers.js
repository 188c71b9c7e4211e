// decided judges an answer that decides on its event, by what the callback's page lets it answer. Whether a rewritten
// message is one as requests have is not looked at here.
function decided(members, { ActionStatus, ErrorCode }, decides) {
  if (!isInteger(ErrorCode) || !isStatus(ActionStatus)) {
    return {};
  }
  const code = Number(ErrorCode);
  const values = (name) => (name !== undefined && Object.hasOwn(members, name) ? members[name].map(parsed) : []);
  const there = (names) => names.flatMap(values).filter((value) => value !== null && value !== '');
  const verdicts = {};
  if (decides.items === undefined) {
    verdicts['answer-code-documented'] = code === 0 || (decides.codes || []).some(([from, to]) => from <= code && code <= to);
  } else {
    verdicts['answer-items-decide'] = code === 0;
    if (code === 0) {
      Object.assign(verdicts, itemized(values(decides.items), decides.member));
    }
  }
  if (decides.rewrites !== undefined) {
    verdicts['answer-rewrite-code'] = code === 0 || there(decides.rewrites).length === 0;
  }
  if (decides.names !== undefined) {
    const lists = values(decides.names).filter((value) => value !== null);
    verdicts['answer-names-list'] = lists.every((list) => Array.isArray(list) && list.every((name) => typeof name === 'string'));
  }
  if (decides.reply !== undefined && code === 0) {
    verdicts['answer-reply-text'] = values(decides.reply).some((text) => typeof text === 'string');
  }
  return verdicts;
}

// itemized judges the list with a result for each entry of the request.
function itemized([list], member) {
  if (!Array.isArray(list)) {
    return { 'answer-items-present': false };
  }
  const fits = (item) => isPlain(item) && typeof item[member] === 'string' && Number.isInteger(item.ResultCode) && typeof item.ResultInfo === 'string';
  return { 'answer-items-present': true, 'answer-items-fields': list.every(fits) };
}
