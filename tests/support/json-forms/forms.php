<?php
// Reads a JSON list of JSON texts, writes {form: [text or null]} as PHP's own json_encode prints them.
$texts = json_decode(stream_get_contents(STDIN));
$flags = [
    '' => 0,
    ' slashes' => JSON_UNESCAPED_SLASHES,
    ' unicode' => JSON_UNESCAPED_UNICODE,
    ' slashes unicode' => JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE,
    ' pretty' => JSON_PRETTY_PRINT,
    ' slashes pretty' => JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES,
    ' slashes unicode pretty' => JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE,
    ' hex' => JSON_HEX_TAG | JSON_HEX_APOS | JSON_HEX_AMP | JSON_HEX_QUOT,
    ' fraction' => JSON_PRESERVE_ZERO_FRACTION,
];
$forms = [];
foreach (['php object' => false, 'php array' => true] as $name => $assoc) {
    foreach ($flags as $flagName => $flag) {
        $forms[$name . $flagName] = array_map(function ($text) use ($assoc, $flag) {
            $value = json_decode($text, $assoc);
            if (json_last_error() !== JSON_ERROR_NONE) return null;
            $out = json_encode($value, $flag);
            return $out === false ? null : $out;
        }, $texts);
    }
}
echo json_encode($forms);
