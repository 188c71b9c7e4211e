<?php

// Saved with a byte order mark. FIXED=a,b,c in the environment cures the mistakes of these names, FIXED=all all.
//
// bom      has a byte order mark before <?php, which PHP prints
// success  answers the word success
// die      refuses with die(), which is a status 200 and no packet
// no-sign  checks neither Sign nor RequestTime
// no-app   takes the callbacks of any application
// method   takes any method

function fixed(string $name): bool
{
    $fixed = getenv('FIXED') ?: '';
    return $fixed === 'all' || in_array($name, explode(',', $fixed), true);
}

function answer(string $reason): never
{
    if (!fixed('die') && $reason) {
        die($reason);
    }
    header('Content-Type: application/json');
    $packet = ['ActionStatus' => $reason ? 'FAIL' : 'OK', 'ErrorInfo' => $reason, 'ErrorCode' => $reason ? 1 : 0];
    echo fixed('success') ? json_encode($packet) : 'success';
    exit;
}

function signed(): bool
{
    $time = $_GET['RequestTime'] ?? '';
    if (!is_string($time) || !ctype_digit($time) || abs(time() - (int) $time) > 60) {
        return false;
    }
    $want = hash('sha256', getenv('IM_TOKEN') . $time);
    return $want === ($_GET['Sign'] ?? '');
}

if (fixed('bom')) {
    ob_clean();
}
if (fixed('method') && $_SERVER['REQUEST_METHOD'] !== 'POST') {
    answer('POST only');
}
if (fixed('no-sign') && !signed()) {
    answer('Sign is wrong');
}
if (fixed('no-app') && ($_GET['SdkAppid'] ?? '') !== getenv('IM_SDK_APP_ID')) {
    answer('SdkAppid is not ours');
}
$packet = json_decode(file_get_contents('php://input'));
if (!is_object($packet)) {
    answer('no packet');
}
answer('');
