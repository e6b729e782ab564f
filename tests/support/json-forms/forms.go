// Reads a JSON list of JSON texts, writes {form: [text or null]} as encoding/json prints them.
package main

import (
	"bytes"
	"encoding/json"
	"os"
)

func encoded(value any, html bool, indent string) (string, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(html)
	encoder.SetIndent("", indent)
	err := encoder.Encode(value)
	return out.String(), err
}

func decoded(text string, number bool) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	if number {
		decoder.UseNumber()
	}
	var value any
	err := decoder.Decode(&value)
	return value, err
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	viaMap := func(number, html bool, indent string) func(string) (string, error) {
		return func(text string) (string, error) {
			value, err := decoded(text, number)
			if err != nil {
				return "", err
			}
			return encoded(value, html, indent)
		}
	}
	forms := map[string]func(string) (string, error){
		"go map":          viaMap(false, true, ""),
		"go map number":   viaMap(true, true, ""),
		"go map no html":  viaMap(false, false, ""),
		"go map indent 2": viaMap(false, true, "  "),
		"go raw": func(text string) (string, error) {
			out, err := json.Marshal(json.RawMessage(text))
			return string(out), err
		},
		"go compact": func(text string) (string, error) {
			var out bytes.Buffer
			err := json.Compact(&out, []byte(text))
			return out.String(), err
		},
		"go indent tab": func(text string) (string, error) {
			var out bytes.Buffer
			err := json.Indent(&out, bytes.TrimSpace([]byte(text)), "", "\t")
			return out.String(), err
		},
	}
	result := map[string][]any{}
	for name, form := range forms {
		for _, text := range texts {
			out, err := form(text)
			if err != nil {
				result[name] = append(result[name], nil)
			} else {
				result[name] = append(result[name], out)
			}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		panic(err)
	}
}
