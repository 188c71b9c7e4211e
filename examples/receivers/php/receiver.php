<?php
// A receiver for the callbacks of Tencent Cloud Chat. IM_TOKEN and IM_SDKAPPID are its settings.
// To try it: PHP_CLI_SERVER_WORKERS=16 php -S 127.0.0.1:8080 receiver.php
declare(strict_types=1);
ini_set('display_errors', '0');

/** Your work. It comes after the answer, once for each event. */
function handle(string $command, stdClass $packet): void {}

/** Members of the answer: before an event a code that is not 0 refuses it. docs/callbacks.md has them all. */
function decide(string $command, stdClass $packet): array {
    $lists = ['Sns.CallbackPrevFriendAdd' => 'FriendItem', 'Sns.CallbackPrevFriendResponse' => 'ResponseFriendItem'];
    if ($command === 'Group.CallbackBeforeSendMsg' && str_contains((string) json_encode($packet->MsgBody ?? ''), 'forbidden')) {
        return ['ErrorCode' => 10101, 'ErrorInfo' => 'not this word'];
    }
    if (isset($lists[$command])) { // each is decided by its ResultCode
        $asked = $packet->{$lists[$command]} ?? [];
        $named = array_filter(is_array($asked) ? $asked : [], fn ($i) => is_string($i->To_Account ?? null));
        $items = array_map(fn ($i) => ['To_Account' => $i->To_Account, 'ResultCode' => 0, 'ResultInfo' => ''], $named);
        return ['ResultItem' => array_values($items)];
    }
    return $command === 'Chatbot.OnC2CSignalMessage' ? ['RspData' => ''] : [];
}

/** The parameters of the query, with each of their values: $_GET keeps the last one alone. */
function query(): array {
    $query = [];
    foreach (explode('&', $_SERVER['QUERY_STRING'] ?? '') as $pair) {
        [$name, $value] = explode('=', $pair, 2) + [1 => ''];
        $query[urldecode($name)][] = urldecode($value);
    }
    return $query;
}

/** Whether a request has the application's id and a signature of this minute, each once. */
function isFromChat(array $query): bool {
    $once = fn (string $name) => count($query[$name] ?? []) === 1 ? $query[$name][0] : '';
    $at = $once('RequestTime');
    return getenv('IM_TOKEN') && hash_equals((string) getenv('IM_SDKAPPID'), $once('SdkAppid')) && preg_match('/^\d{1,10}$/D', $at) === 1
        && hash_equals(hash('sha256', getenv('IM_TOKEN') . $at), $once('Sign')) && abs(time() - (int) $at) <= 60;
}

/** Whether an event is new. A retry brings the same bytes. A table with a unique key does the same. */
function isNew(string $body): bool {
    $folder = sys_get_temp_dir() . '/im-events-' . gmdate('Ymd');
    @mkdir($folder, 0700);
    return @fopen($folder . '/' . hash('sha256', $body), 'x') !== false;
}

function answer(int $status, string $why, array $members = []): void {
    $answer = ['ActionStatus' => $why ? 'FAIL' : 'OK', 'ErrorInfo' => $why, 'ErrorCode' => $why ? 1 : 0];
    $text = json_encode($members + $answer, JSON_INVALID_UTF8_SUBSTITUTE);
    http_response_code($status);
    header('Content-Type: application/json');
    header('Content-Length: ' . strlen($text));
    echo $text;
}

$body = (string) file_get_contents('php://input', false, null, 0, (1 << 20) + 1);
$query = query();
$command = $query['CallbackCommand'][0] ?? '';
$packet = json_decode($body, false, 200);
if (parse_url('http://h' . $_SERVER['REQUEST_URI'], PHP_URL_PATH) !== '/im') {
    answer(404, 'path');
} elseif ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    answer(405, 'method');
} elseif (strlen($body) > 1 << 20) {
    answer(413, 'too large');
} elseif (!isFromChat($query)) {
    answer(403, 'SdkAppid, Sign or RequestTime');
} elseif (!$packet instanceof stdClass || ($packet->CallbackCommand ?? $command) !== $command) {
    answer(400, 'the packet is no JSON object, or is another callback\'s');
} else {
    answer(200, '', decide($command, $packet));
    function_exists('fastcgi_finish_request') && fastcgi_finish_request(); // the answer is on its way
    isNew($body) && handle($command, $packet);
}
