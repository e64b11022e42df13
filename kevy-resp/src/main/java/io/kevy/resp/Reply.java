package io.kevy.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One reply as a value, for clients and tests. Equal replies have equal content, whatever the
 * protocol version spells them by; both nulls of RESP2 are {@link Null}.
 *
 * <p>The text of a status and of an error has one character per byte (ISO-8859-1).
 */
public sealed interface Reply {

    /** A status as {@code OK}. */
    record Simple(String text) implements Reply {}

    /** An error: code and message without the minus sign. */
    record ErrorReply(String text) implements Reply {
        /** The first word, as {@code ERR} or {@code WRONGTYPE}. */
        public String code() {
            int space = text.indexOf(' ');
            return space < 0 ? text : text.substring(0, space);
        }
    }

    record Int(long value) implements Reply {}

    /** A string of bytes; not copied, so its owner must not change them. */
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, see below
    record Bulk(byte[] bytes) implements Reply {
        public static Bulk of(String utf8) {
            return new Bulk(utf8.getBytes(StandardCharsets.UTF_8));
        }

        /** The bytes read as UTF-8. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bulk bulk && Arrays.equals(bytes, bulk.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bulk[" + new String(bytes, StandardCharsets.ISO_8859_1) + "]";
        }
    }

    /** No value. */
    record Null() implements Reply {}

    record Array(List<Reply> items) implements Reply {}

    /** Pairs in the order of their arrival; keys may repeat. */
    record MapReply(List<Map.Entry<Reply, Reply>> pairs) implements Reply {}

    /** Members in the order of their arrival. */
    record SetReply(List<Reply> members) implements Reply {}

    /** A message that answers no request. */
    record Push(List<Reply> items) implements Reply {}

    record Real(double value) implements Reply {}

    record Bool(boolean value) implements Reply {}

    /** An integer of any size in decimal digits. */
    record BigNumber(String digits) implements Reply {}

    /** A text with its format of three characters, as {@code txt}; the bytes are not copied. */
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, see below
    record Verbatim(String format, byte[] bytes) implements Reply {
        /** The bytes read as UTF-8. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Verbatim verbatim
                    && format.equals(verbatim.format)
                    && Arrays.equals(bytes, verbatim.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * format.hashCode() + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Verbatim[" + format + ":" + new String(bytes, StandardCharsets.ISO_8859_1)
                    + "]";
        }
    }
}
