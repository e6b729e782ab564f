# Reads a JSON list of JSON texts, writes {form: [text or null]} as Ruby's own json library prints them.
require 'json'

texts = JSON.parse($stdin.read)

def written
  out = yield
  out.encode('utf-8').valid_encoding? ? out : nil
rescue JSON::JSONError, EncodingError
  nil
end

forms = {
  'ruby' => ->(value) { JSON.generate(value) },
  'ruby pretty' => ->(value) { JSON.pretty_generate(value) },
}
puts JSON.generate(forms.transform_values { |form| texts.map { |text| written { form.call(JSON.parse(text)) } } }, ascii_only: true)
