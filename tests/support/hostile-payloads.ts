/**
 * What somebody may write to reach whoever looks at it: markup that runs or fetches, text that hides or turns around, escapes for
 * terminals, formulas for spreadsheets, names that leave their folder. Elsewhere is always `evil.example`, and what would run calls `hostile()`.
 */
const markup: readonly string[] = [
  '<script>hostile()</script>',
  '</pre></details></textarea></title></style><script>hostile()</script>',
  '<script src=//evil.example/x.js></script>',
  '<img src=x onerror=hostile()>',
  '<img src=http://evil.example/pixel.gif>',
  '<svg/onload=hostile()>',
  '<svg><animate onbegin=hostile() attributeName=x dur=1s>',
  '<svg><use href="//evil.example/s.svg#x"/></svg>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=hostile()>',
  '<iframe srcdoc="<script>parent.hostile()</script>"></iframe>',
  '<iframe src=javascript:hostile()></iframe>',
  '<object data=//evil.example/x.swf></object><embed src=//evil.example/y>',
  '<a href="javascript:hostile()">here</a>',
  'javascript:hostile()',
  'data:text/html,<script>hostile()</script>',
  '[here](javascript:hostile())',
  '![x](http://evil.example/markdown.png)',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<style>@import "//evil.example/x.css";*{background:url(//evil.example/y)}</style>',
  'x;background:url(//evil.example/z)',
  '<base href="//evil.example/">',
  '<form action="//evil.example/"><button autofocus>Send</button></form>',
  '<title>hostile page</title>',
  '<video><source onerror=hostile()></video>',
  '<details open ontoggle=hostile()>',
  '<input autofocus onfocus=hostile()>',
  '<template><img src=x onerror=hostile()></template>',
  '<noscript><p title="</noscript><img src=x onerror=hostile()>">',
  '" autofocus onfocus="hostile()" x="',
  "' onmouseover='hostile()",
  '`onload=hostile()`',
  '--><script>hostile()</script><!--',
  ']]><script>hostile()</script>',
  '<![CDATA[<script>hostile()</script>]]>',
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
  '&lt;script&gt;hostile()&lt;/script&gt;',
  '&#60;script&#62;hostile()&#60;/script&#62;',
];

const templates: readonly string[] = [
  '{{constructor.constructor("hostile()")()}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of somebody else's.
  '${hostile()} #{hostile()} <%= hostile() %> {{7*7}}',
  '__proto__',
  'constructor[prototype]',
  '%3Cscript%3Ehostile()%3C/script%3E',
  '%n%s%x',
];

/** What a spreadsheet would compute, a shell run, or a file system follow. */
const elsewhere: readonly string[] = [
  '=HYPERLINK("http://evil.example/","here")',
  "+cmd|' /C calc'!A0",
  '@SUM(1+1)*cmd|x',
  '$(touch hostile) `touch hostile` ; touch hostile',
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  'C:\\con.txt',
  'CON.json',
];

/** Not to be had in a header, a target or an argument as they are. */
const hidden: readonly string[] = [
  'right \u202eot left\u2066\u2069',
  'zero\u200bwidth\u200d\u2060\ufeff',
  'tag\u{e0041}\u{e007f}',
  'line\u2028paragraph\u2029',
  'ｓｃｒｉｐｔ ＜script＞',
  '\ufdd0\ufffe\uffff',
];

/** Escape sequences: colours, title, hyperlink, clipboard (OSC 52), C1. */
const terminal: readonly string[] = [
  '\u001b[31m\u001b[2J\u001b]0;hostile\u0007',
  '\u001b]8;;http://evil.example/\u001b\\here\u001b]8;;\u001b\\',
  '\u001b]52;c;aG9zdGlsZQ==\u0007',
  '\u009b31m\u0090\u009c\u0085',
  '\u0008\u0008\u000b\u000c\u007f\u0000\u0001',
  'over\rwritten\nlog line',
];

/** Printable ASCII: fit for every field. */
export const plainPayloads: readonly string[] = [...markup, ...templates, ...elsewhere];

export const hostilePayloads: readonly string[] = [...plainPayloads, ...hidden, ...terminal];
