package io.kevy.rt.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of the command facts: objects, arrays, plain strings, integers, booleans; null is empty. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** The value as maps, lists, strings, longs and booleans. */
    static Object parse(String text) {
        var json = new Json(text);
        Object value = json.value();
        json.skipBlanks();
        if (json.at != text.length()) {
            throw json.unexpected();
        }
        return value;
    }

    private Object value() {
        skipBlanks();
        char c = text.charAt(at);
        if (c == '{') {
            return object();
        }
        if (c == '[') {
            return array();
        }
        if (c == '"') {
            return string();
        }
        int from = at;
        while (at < text.length() && ",]} \r\n\t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(from, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> "";
            default -> Long.parseLong(word);
        };
    }

    private Map<String, Object> object() {
        var map = new LinkedHashMap<String, Object>();
        at++;
        while (!ends('}')) {
            String key = string();
            skipBlanks();
            take(':');
            map.put(key, value());
        }
        return map;
    }

    private List<Object> array() {
        var list = new ArrayList<>();
        at++;
        while (!ends(']')) {
            list.add(value());
        }
        return list;
    }

    /** Takes the closing bracket, or a comma before the next element. */
    private boolean ends(char close) {
        skipBlanks();
        if (text.charAt(at) == close) {
            at++;
            return true;
        }
        if (text.charAt(at) == ',') {
            at++;
            skipBlanks();
        }
        return false;
    }

    private String string() {
        take('"');
        int end = text.indexOf('"', at);
        String string = text.substring(at, end);
        if (string.indexOf('\\') >= 0) {
            throw unexpected();
        }
        at = end + 1;
        return string;
    }

    private void take(char c) {
        if (text.charAt(at) != c) {
            throw unexpected();
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not expected at character " + at);
    }
}
