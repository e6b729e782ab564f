import type { Harness, WrittenCase } from './harness.ts';
import { letters } from './takes.ts';

const packageOf = (index: number) => `scheme${index}`;

const main = (cases: readonly WrittenCase[]) => `package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
${cases.map((_, index) => `\t"cases/${packageOf(index)}"`).join('\n')}
)

func decoded(text string) string { b, _ := base64.StdEncoding.DecodeString(text); return string(b) }

func main() {
	file, _ := os.Open("calls.txt")
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		parts := strings.Split(lines.Text(), "\\t")
		millis, _ := strconv.ParseInt(parts[2], 10, 64)
		now := time.UnixMilli(millis)
		publicURL, method, body := decoded(parts[3]), decoded(parts[4]), []byte(decoded(parts[5]))
		count, _ := strconv.Atoi(parts[6])
		var secrets []string
		for _, text := range parts[7 : 7+count] {
			secrets = append(secrets, decoded(text))
		}
		headers := http.Header{}
		pairs := parts[7+count:]
		for i := 0; i+1 < len(pairs); i += 2 {
			headers.Add(decoded(pairs[i]), decoded(pairs[i+1]))
		}
		_, _, _ = now, publicURL, method
		var ok bool
		switch parts[0] {
${cases
  .map(({ plan }, index) => {
    const takes = letters(plan);
    const more = `${takes.includes('u') ? ', publicURL' : ''}${takes.includes('m') ? ', method' : ''}${takes.includes('n') ? ', now' : ''}`;
    return `\t\tcase "${index}":\n\t\t\tok, _ = ${packageOf(index)}.Verify(headers, body, secrets${more})`;
  })
  .join('\n')}
		}
		fmt.Println(parts[1], ok)
	}
}
`;

/** All schemes are compiled as packages of one program, after `gofmt` had nothing to say of them. */
export const go: Harness = {
  probe: ['go', 'version'],
  files: (cases) => [
    ['go.mod', 'module cases\n\ngo 1.19\n'],
    ['main.go', main(cases)],
    ...cases.flatMap(({ code }, index) => [
      [
        `${packageOf(index)}/${code.fileName}`,
        code.text.replace('\npackage main\n', `\npackage ${packageOf(index)}\n`),
      ] as const,
      [`${packageOf(index)}/verify.go`, `package ${packageOf(index)}\n\nvar Verify = verify\n`] as const,
    ]),
  ],
  commands: () => [
    [
      'sh',
      '-c',
      'unformatted=$(gofmt -l scheme*/*_webhook.go); test -z "$unformatted" || { gofmt -d $unformatted >&2; exit 1; }',
    ],
    ['go', 'run', '.'],
  ],
  env: (dir) => ({ GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local', GOPATH: `${dir}/gopath` }),
};
