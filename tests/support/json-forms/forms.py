"""Reads a JSON list of JSON texts, writes {form: [text or null]} as Python's own json module prints them."""
import json, sys

texts = json.load(sys.stdin)
compact = (",", ":")
forms = {
    "python": {},
    "python compact": {"separators": compact},
    "python unicode": {"ensure_ascii": False},
    "python compact unicode": {"separators": compact, "ensure_ascii": False},
    "python sorted": {"sort_keys": True},
    "python compact sorted": {"separators": compact, "sort_keys": True},
    "python compact sorted unicode": {"separators": compact, "sort_keys": True, "ensure_ascii": False},
    "python indent 2": {"indent": 2},
    "python indent 4": {"indent": 4},
    "python indent 4 sorted": {"indent": 4, "sort_keys": True},
    "python indent tab": {"indent": "\t"},
}


def written(text, options):
    try:
        out = json.dumps(json.loads(text), **options)
        out.encode("utf-8")
        return out
    except (ValueError, RecursionError, UnicodeEncodeError):
        return None


json.dump({name: [written(text, options) for text in texts] for name, options in forms.items()}, sys.stdout)
