package io.kevy.rt.interop;

import java.util.List;

/** A reply in RESP2 in the words that redis-cli shows it with on a terminal. */
final class CliReply {
    private CliReply() {}

    static String shown(byte[] reply) {
        return switch (RawReply.type(reply)) {
            case '+' -> RawReply.line(reply);
            case '-' -> "(error) " + RawReply.line(reply);
            case ':' -> "(integer) " + RawReply.line(reply);
            case '$' -> RawReply.isNull(reply) ? "(nil)" : quoted(RawReply.text(reply));
            case '*' -> RawReply.isNull(reply) ? "(nil)" : shown(RawReply.items(reply));
            default -> throw new AssertionError("no reply of RESP2: " + RawReply.line(reply));
        };
    }

    /** Numbered lines, in which an array within is indented. */
    private static String shown(List<byte[]> items) {
        if (items.isEmpty()) {
            return "(empty array)";
        }
        int width = Integer.toString(items.size()).length();
        var text = new StringBuilder();
        for (int i = 0; i < items.size(); i++) {
            String number = Integer.toString(i + 1);
            String item = shown(items.get(i));
            text.append(text.isEmpty() ? "" : "\n")
                    .append(" ".repeat(width - number.length())).append(number).append(") ")
                    .append(item.replace("\n", "\n" + " ".repeat(width + 2)));
        }
        return text.toString();
    }

    private static String quoted(String text) {
        String shown = Request.shown(text);
        return shown.startsWith("\"") ? shown : '"' + shown.replace("\\", "\\\\") + '"';
    }
}
