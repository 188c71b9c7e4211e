<?php

// A first try on php -S. FIXED=a,b,c in the environment cures the mistakes of these names, FIXED=all cures all.
//
// notices   prints a warning before the answer where a packet lacks a member
// no-json   takes what is no JSON object
// no-sign   checks neither Sign nor RequestTime
// no-app    takes the callbacks of any application
// method    takes any method

function fixed(string $name): bool
{
    $fixed = getenv('FIXED') ?: '';
    return $fixed === 'all' || in_array($name, explode(',', $fixed), true);
}

function answer(int $status, string $reason): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    $packet = ['ActionStatus' => $reason ? 'FAIL' : 'OK', 'ErrorInfo' => $reason, 'ErrorCode' => $reason ? 1 : 0];
    echo json_encode($packet);
    exit;
}

function signed(): bool
{
    $time = $_GET['RequestTime'] ?? '';
    $sign = $_GET['Sign'] ?? '';
    if (!is_string($time) || !is_string($sign) || !ctype_digit($time) || abs(time() - (int) $time) > 60) {
        return false;
    }
    return hash_equals(hash('sha256', getenv('IM_TOKEN') . $time), $sign);
}

if (fixed('method') && $_SERVER['REQUEST_METHOD'] !== 'POST') {
    answer(405, 'POST only');
}
if (fixed('no-sign') && !signed()) {
    answer(403, 'Sign is wrong');
}
if (fixed('no-app') && ($_GET['SdkAppid'] ?? '') !== getenv('IM_SDK_APP_ID')) {
    answer(403, 'SdkAppid is not ours');
}
ini_set('display_errors', '1');
$packet = json_decode(file_get_contents('php://input'));
if (fixed('no-json') && !is_object($packet)) {
    answer(400, 'no packet');
}
$mentioned = fixed('notices') ? ($packet->GroupAtInfo ?? []) : $packet->GroupAtInfo;
error_log('callback that mentions ' . count((array) $mentioned));
answer(200, '');
