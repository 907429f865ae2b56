"""Values of a property as the public suites of JSON parsers try them, each beside a sound feature."""

from suite_cases import SOUND, case, collection, feature, rowwise

NOT_JSON = {
    "array_1_true_without_comma": "[1 true]",
    "array_comma_after_close": '[""],]',
    "array_comma_and_number": "[,1]",
    "array_double_comma": "[1,,2]",
    "array_extra_close": '["x"]]',
    "array_extra_comma": '["",]',
    "array_incomplete": '["x"',
    "array_inner_no_comma": "[3[4]]",
    "array_items_separated_by_semicolon": "[1;2]",
    "array_just_minus": "[-]",
    "array_star_inside": "[*]",
    "array_unclosed_with_newlines": "[1,\n1\n,1",
    "incomplete_false": "[fals]",
    "incomplete_null": "[nul]",
    "incomplete_true": "[tru]",
    "capital_true": "True",
    "number_plus": "+1",
    "number_plus_inf": "+Inf",
    "number_minus_2_dot": "-2.",
    "number_01": "-01",
    "number_dot_minus_1": ".-1",
    "number_dot_2": ".2e-3",
    "number_0_1_2": "0.1.2",
    "number_0e": "0e",
    "number_0e_plus": "0e+",
    "number_9e": "9.e+",
    "number_hex": "0x42",
    "number_inf": "Inf",
    "number_minus_space": "- 1",
    "number_double_minus": "--1",
    "number_with_alpha": "1.2a-3",
    "number_starting_with_dot": ".123",
    "number_fullwidth": "\uff11",
    "number_expression": "1+2",
    "object_bad_value": '["x",truth]',
    "object_bracket_key": '{[:"x"}',
    "object_comma_instead_of_colon": '{"x",null}',
    "object_double_colon": '{"x"::"b"}',
    "object_key_with_single_quotes": "{key:'value'}",
    "object_missing_colon": '{"a" b}',
    "object_missing_value": '{"a":',
    "object_no_colon": '{"a"',
    "object_non_string_key": "{1:1}",
    "object_single_quote": "{'a':0}",
    "object_trailing_comma": '{"id":0,}',
    "object_trailing_comment": '{"a":"b"}/**/',
    "object_two_commas": '{"a":"b",,"c":"d"}',
    "object_unquoted_key": '{a:"b"}',
    "string_1_surrogate_then_escape_u": '"\\uD800\\u"',
    "string_accentuated_char_no_quotes": "é",
    "string_backslash_00": '"\\\0"',
    "string_escape_x": '"\\x00"',
    "string_escaped_ctrl_char_tab": '"\\\t"',
    "string_incomplete_escape": '"\\"',
    "string_incomplete_surrogate": '"\\uD834\\uDd"',
    "string_invalid_unicode_escape": '"\\uqqqq"',
    "string_single_quote": "'single quote'",
    "string_unescaped_newline": '"new\nline"',
    "string_unescaped_tab": '"\t"',
    "string_unescaped_ctrl_char": '"a\0a"',
    "structure_ascii_unicode_identifier": "aå",
    "structure_capitalized_True": "[True]",
    "structure_nonbreaking_space": '\u00a0"x"',
    "structure_form_feed": "\f[]",
    "comment": "/* a */ 1",
    "undefined": "undefined",
}  # fmt: skip

ODD = {
    "empty_array": ("[]", "[]"),
    "nested_arrays": ("[[[[1]]]]", "[[[[1]]]]"),
    "empty_key": ('{"":0}', '{"": 0}'),
    "huge_integer": ("123456789012345678901234567890", "123456789012345678901234567890"),
    "huge_exponent": ("0.4e00669999999999999999999999999999999999999999999999999999999999999999999999999969999999006",) * 2,
    "1e400": ("1e400", "1e400"),
    "minus_zero": ("-0", "0"),
    "minus_zero_point": ("-0.0", "-0.0"),
    "exponent": ("1E+2", "1E+2"),
    "many_digits": ("3.141592653589793238462643383279", "3.141592653589793238462643383279"),
    "escaped_nul": ('"a\\u0000b"', None),
    "escaped_newline": ('"a\\nb"', "a\nb"),
    "pi": ('"π\\u03c0"', "ππ"),
    "clef_as_pair": ('"\\uD834\\uDD1E"', "𝄞"),
    "noncharacter": ('"\uffff\U0010ffff"', "\uffff\U0010ffff"),
    "lone_high_surrogate": ('"\\uD800"', "?"),
    "lone_low_surrogate": ('"\\uDc00x"', "?x"),
    "swapped_surrogates": ('"\\uDd1e\\uD834"', "??"),
    "slash_and_backslash": ('"\\/\\\\"', "/\\"),
    "del": ('"\x7f"', "\x7f"),
    "line_separator": ('"\u2028\u2029"', "\u2028\u2029"),
    "bidi": ('"\u202eevil\u202c"', "\u202eevil\u202c"),
    "null": ("null", None),
    "false": ("false", "false"),
    "template": ('"A{{7*191}}B<b>x</b>"', "A{{7*191}}B<b>x</b>"),
}  # fmt: skip

NOT_UTF8 = {
    "overlong": b'"\xc0\xaf"',
    "truncated_utf8": b'"\xe0\xff"',
    "lone_continuation": b'"\x81"',
    "latin_1": b'"\xe9"',
    "utf8_surrogate": b'"\xed\xa0\x80"',
    "beyond_unicode": b'"\xf4\xbf\xbf\xbf"',
}


def beside_sound(value: str) -> str:
    return collection(feature(properties='{"name":"x","v":' + value + "}"), SOUND)


def broken() -> dict:
    return {f"json-{n}": case("a.geojson", beside_sound(v), "JSON") for n, v in NOT_JSON.items()}


def odd() -> dict:
    """Give one file of all odd values; ODD says what becomes of each."""
    texts = (feature(properties='{"name":"x","v":' + v + "}") for v, _ in ODD.values())
    fates = [(n, (1, 1) if n == "escaped_nul" else (2, 0)) for n in ODD]
    return {"json-odd": rowwise("a.geojson", collection(*texts, SOUND), fates)}


def wholes() -> dict:
    sound = collection(SOUND)
    nest = 100_000
    found = {
        "duplicate_keys": (collection(feature(properties='{"name":"a","name":"b"}')), (1, 0)),
        "duplicate_features": ('{"type":"FeatureCollection","features":[],"features":[' + SOUND + "]}", (1, 0)),
        "bom_utf8": ("\ufeff" + sound, (1, 0)),
        "utf16_with_bom": (sound.encode("utf-16"), (1, 0)),
        "utf16_be_with_bom": (b"\xfe\xff" + sound.encode("utf-16-be"), (1, 0)),
        "utf16_le_without_bom": (sound.encode("utf-16-le"), (1, 0)),
        "utf16_be_without_bom": (sound.encode("utf-16-be"), (1, 0)),
        "utf32": (sound.encode("utf-32"), (1, 0)),
        "bom_alone": (b"\xef\xbb\xbf", "empty"),
        "utf16_bom_alone": (b"\xff\xfe", "empty"),
        "blanks": (" \n\t ", "empty"),
        "nul_bytes": (b"\0" * 100, "empty"),
        "open_brackets": ("[" * nest, "not known"),
        "open_objects": ('{"a":' * nest, "not known"),
        "open_array_object": ('[{"":' * (nest // 2), "not known"),
        "deep_property": (beside_sound("[" * nest + "]" * nest), "deeply"),
        "deep_object_property": (beside_sound('{"a":' * nest + "1" + "}" * nest), "deeply"),
        "deep_foreign_member": (collection(SOUND, more=',"x":' + "[" * nest + "]" * nest), "deeply"),
        "number_of_a_million_digits": (beside_sound("1" * 1_000_000), ""),
        "long_string": (beside_sound('"' + "a" * 3_000_000 + '"'), (1, 1)),
        "escaped_nul": (beside_sound('"a\\u0000b"'), (1, 1)),
        "scalar": ("42", "not known"),
        "string": ('"x"', ""),
        "null": ("null", ""),
        "empty_object": ("{}", ""),
        "empty_array": ("[]", ""),
        "two_documents": (sound + sound, "goes on"),
        "text_after": (sound + "garbage", "goes on"),
        "null_byte_after": (sound + "\0", "goes on"),
        "text_before": ("x" + sound, ""),
        "jsonp": (f"callback({sound})", ""),
        "comment_before": ("// c\n" + sound, ""),
        "javascript": ("var data = " + sound, ""),
        "single_quotes": (sound.replace('"', "'"), ""),
        "cut_in_feature": (sound[:60], "early"),
        "cut_after_feature": (sound[:-2], "early"),
        "cut_before_last": (sound[:-1], "early"),
        "newline_delimited": (SOUND + "\n" + SOUND + "\n", (2, 0)),
        "newline_delimited_crlf": (SOUND + "\r\n" + SOUND, (2, 0)),
        "record_separators": ("\x1e" + SOUND + "\n\x1e" + SOUND + "\n", (2, 0)),
        "newline_delimited_cut": (SOUND + "\n" + SOUND[:40], "early"),
        "newline_delimited_broken_line": (SOUND + "\n{broken}\n" + SOUND, "JSON"),
        "nan_property": (beside_sound("NaN"), (2, 0)),
    }
    return {f"json-{n}": case("a.geojson", *v) for n, v in found.items()}


def bytes_of_no_encoding() -> dict:
    head, tail = (p.encode() for p in beside_sound("@@").split("@@"))
    fates = {n: "encoding is not known" if n == "lone_continuation" else (2, 0) for n in NOT_UTF8}
    return {f"json-{n}": case("a.geojson", head + v + tail, fates[n]) for n, v in NOT_UTF8.items()}
