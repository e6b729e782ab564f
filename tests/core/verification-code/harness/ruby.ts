import { pascalCase } from '../../../../src/core/verification-code/source-text.ts';
import type { Harness } from './harness.ts';
import { letters } from './takes.ts';

const main = (files: readonly string[], modules: readonly string[], takes: readonly string[]) => `
module ActionController; class API; end; end
files = ${JSON.stringify(files)}
files.each { |file| require_relative file }
modules = ${JSON.stringify(modules)}.map { |name| Object.const_get(name) }
takes = ${JSON.stringify(takes)}
decoded = ->(text) { text.unpack1("m0") }
File.foreach("calls.txt", chomp: true) do |line|
  index, id, now, url, method, body, count, *rest = line.split("\\t", -1)
  index = index.to_i
  secrets = rest.shift(count.to_i).map { |text| decoded[text].force_encoding("UTF-8") }
  headers = Hash.new
  rest.map(&decoded).each_slice(2) { |name, value| (headers[name] ||= []) << value }
  more = {}
  more[:url] = decoded[url].force_encoding("UTF-8") if takes[index].include?("u")
  more[:method] = decoded[method] if takes[index].include?("m")
  more[:now] = Time.at(now.to_i / 1000r) if takes[index].include?("n")
  accepted =
    begin
      modules[index].verify(headers, decoded[body], secrets, **more)
    rescue ArgumentError
      false
    end
  puts "#{id} #{accepted.inspect}"
end
`;

export const ruby: Harness = {
  probe: ['ruby', '-e', 'require "openssl"; OpenSSL.method(:fixed_length_secure_compare)'],
  files: (cases) => [
    ...cases.map(({ code }) => [code.fileName, code.text] as const),
    [
      'main.rb',
      main(
        cases.map(({ code }) => `./${code.fileName}`),
        cases.map(({ plan }) => `${pascalCase(plan.id)}Signature`),
        cases.map(({ plan }) => letters(plan)),
      ),
    ],
  ],
  commands: () => [['ruby', 'main.rb']],
};
