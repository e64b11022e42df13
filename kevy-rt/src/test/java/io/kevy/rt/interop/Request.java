package io.kevy.rt.interop;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * One request as bytes to send; a character of a word is one byte.
 *
 * <p>{@code words} name it to the comparison and to readers, {@code ends} says that the server closes
 * the connection after the reply, {@code replies} how many there are.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Request(List<String> words, byte[] bytes, int replies, boolean ends) {

    /** The words as an array of bulk strings. */
    static Request of(String... words) {
        return of(List.of(words));
    }

    static Request of(List<String> words) {
        return new Request(List.copyOf(words), multibulk(words), 1, false);
    }

    /** Several requests that stay together; the last one gives them their name. */
    static Request together(List<List<String>> requests) {
        var bytes = new ByteArrayOutputStream();
        requests.forEach(words -> bytes.writeBytes(multibulk(words)));
        return new Request(List.copyOf(requests.getLast()), bytes.toByteArray(), requests.size(),
                false);
    }

    /** The words as an array of bulk strings; the last one this connection takes. */
    static Request last(List<String> words) {
        return new Request(List.copyOf(words), multibulk(words), 1, true);
    }

    /** Bytes as they are, which are one request. */
    static Request raw(String bytes, List<String> words) {
        return new Request(List.copyOf(words), latin1(bytes), 1, false);
    }

    /** Bytes as they are, which are no request at all, and get no reply. */
    static Request empty(String bytes) {
        return new Request(List.of("(empty)"), latin1(bytes), 0, false);
    }

    /** Bytes that break the protocol. */
    static Request broken(String bytes) {
        return new Request(List.of("(broken)", bytes), latin1(bytes), 1, true);
    }

    /** The first word in upper case. */
    String name() {
        return words.getFirst().toUpperCase(Locale.ROOT);
    }

    /** Word {@code i} in upper case, or an empty text. */
    String word(int i) {
        return i < words.size() ? words.get(i).toUpperCase(Locale.ROOT) : "";
    }

    private static byte[] multibulk(List<String> words) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(latin1("*" + words.size() + "\r\n"));
        for (String word : words) {
            out.writeBytes(latin1("$" + word.length() + "\r\n" + word + "\r\n"));
        }
        return out.toByteArray();
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (String word : words) {
            text.append(text.isEmpty() ? "" : " ").append(shown(word));
        }
        return text.toString();
    }

    /** Readable in one line: quoted and escaped as redis-cli takes it where needed. */
    static String shown(String word) {
        if (!word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c < 127 && c != '"')) {
            return word;
        }
        var text = new StringBuilder("\"");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            switch (c) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '"', '\\' -> text.append('\\').append(c);
                default -> {
                    if (c >= ' ' && c < 127) {
                        text.append(c);
                    } else {
                        text.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    }
                }
            }
        }
        return text.append('"').toString();
    }
}
