<?php

// Loose comparisons. FIXED=a,b,c in the environment cures the mistakes of these names, FIXED=all cures all.
//
// unsigned  checks the Sign only where there is one
// zeros     compares the Sign as a number where both look like one
// no-window takes any RequestTime
// null-info answers null for an empty ErrorInfo
// text-code answers ErrorCode as a string
// no-app    takes the callbacks of any application
// empty     takes an empty body, and what is no JSON
// list      takes a list for a packet

function fixed(string $name): bool
{
    $fixed = getenv('FIXED') ?: '';
    return $fixed === 'all' || in_array($name, explode(',', $fixed), true);
}

function answer(int $status, ?string $reason): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    $code = $reason ? 1 : 0;
    echo json_encode([
        'ActionStatus' => $reason ? 'FAIL' : 'OK',
        'ErrorInfo' => fixed('null-info') ? (string) $reason : $reason,
        'ErrorCode' => fixed('text-code') ? $code : "$code",
    ]);
    exit;
}

function signed(): bool
{
    if (!isset($_GET['Sign'])) {
        return !fixed('unsigned');
    }
    $time = $_GET['RequestTime'] ?? '';
    if (!is_string($time) || fixed('no-window') && (!ctype_digit($time) || abs(time() - (int) $time) > 60)) {
        return false;
    }
    $want = hash('sha256', getenv('IM_TOKEN') . $time);
    return fixed('zeros') ? $want === $_GET['Sign'] : $want == $_GET['Sign'];
}

if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    answer(405, 'POST only');
}
if (!signed()) {
    answer(403, 'Sign is wrong');
}
if (fixed('no-app') && ($_GET['SdkAppid'] ?? '') !== getenv('IM_SDK_APP_ID')) {
    answer(403, 'SdkAppid is not ours');
}
$packet = json_decode(file_get_contents('php://input'), !fixed('list'));
if (fixed('list') && $packet !== null && !is_object($packet) || fixed('empty') && $packet === null) {
    answer(400, 'no packet');
}
answer(200, null);
