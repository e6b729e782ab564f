import type { Harness } from './harness.ts';
import { letters } from './takes.ts';

/** As much of Flask as loading a handler takes. */
const flask = `request = None
class Flask:
    def __init__(self, name): pass
    def post(self, path): return lambda handler: handler
`;

const main = (modules: readonly string[], takes: readonly string[]) => `import base64, importlib
modules = [importlib.import_module(name) for name in ${JSON.stringify(modules)}]
takes = ${JSON.stringify(takes)}
for line in open("calls.txt"):
    index, id, now, *rest = line.rstrip("\\n").split("\\t")
    index, now = int(index), int(now) / 1000
    url, method, body, *rest = [base64.b64decode(rest[0]).decode(), base64.b64decode(rest[1]).decode(), base64.b64decode(rest[2]), *rest[3:]]
    count = int(rest[0])
    secrets = [base64.b64decode(text).decode() for text in rest[1:1 + count]]
    pairs = [base64.b64decode(text).decode("latin-1") for text in rest[1 + count:]]
    class Headers:
        def items(self): return zip(pairs[::2], pairs[1::2])
    more = {}
    if "u" in takes[index]: more["url"] = url
    if "m" in takes[index]: more["method"] = method
    if "n" in takes[index]: more["now"] = now
    try:
        accepted = modules[index].verify(Headers(), body, secrets, **more)
    except ValueError:
        accepted = False
    print(id, "true" if accepted is True else "false" if accepted is False else accepted)
`;

export const python: Harness = {
  // Ed25519 takes the package “cryptography”, the one that is not Python's own.
  probe: ['python3', '-c', 'import cryptography, sys; assert sys.version_info >= (3, 11)'],
  files: (cases) => [
    ['flask.py', flask],
    ...cases.map(({ code }) => [code.fileName, code.text] as const),
    [
      'main.py',
      main(
        cases.map(({ code }) => code.fileName.replace('.py', '')),
        cases.map(({ plan }) => letters(plan)),
      ),
    ],
  ],
  commands: () => [['python3', 'main.py']],
};
