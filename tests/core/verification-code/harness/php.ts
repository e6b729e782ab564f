import type { Harness } from './harness.ts';
import { letters } from './takes.ts';

/** One process a scheme: each file defines a function of the same name. */
const main = `<?php
[, $file, $wanted, $takes] = $argv;
if (!function_exists('getallheaders')) { function getallheaders() { return []; } }
error_reporting(E_ALL);
set_error_handler(function ($level, $message) { throw new ErrorException($message); });
$_SERVER['REQUEST_METHOD'] = 'POST';
require $file;
foreach (file('calls.txt', FILE_IGNORE_NEW_LINES) as $line) {
    $parts = explode("\\t", $line);
    [$index, $id, $moment, $url, $method, $body, $count] = $parts;
    if ($index !== $wanted) continue;
    $rest = array_map('base64_decode', array_slice($parts, 7));
    $secrets = array_slice($rest, 0, (int) $count);
    $pairs = array_slice($rest, (int) $count);
    $headers = [];
    for ($i = 0; $i < count($pairs); $i += 2) $headers[$pairs[$i]][] = $pairs[$i + 1];
    $more = [];
    if (str_contains($takes, 'u')) $more[] = base64_decode($url);
    if (str_contains($takes, 'm')) $more[] = base64_decode($method);
    if (str_contains($takes, 'n')) $more[] = $moment / 1000;
    try {
        $accepted = verify($headers, base64_decode($body), $secrets, ...$more);
    } catch (InvalidArgumentException) {
        $accepted = false;
    }
    echo $id, ' ', $accepted ? 'true' : 'false', "\\n";
}
`;

export const php: Harness = {
  probe: [
    'php',
    '-r',
    'exit(PHP_VERSION_ID >= 80100 && function_exists("sodium_crypto_sign_verify_detached") ? 0 : 1);',
  ],
  files: (cases) => [...cases.map(({ code }) => [code.fileName, code.text] as const), ['main.php', main]],
  commands: (cases) =>
    cases.map(({ code, plan }, index) => ['php', 'main.php', code.fileName, String(index), letters(plan)]),
};
