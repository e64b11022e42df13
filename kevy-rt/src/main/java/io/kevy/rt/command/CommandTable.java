package io.kevy.rt.command;

import io.kevy.resp.Argv;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All commands by name, case-insensitive; a lookup allocates nothing. Immutable. */
public final class CommandTable {
    private static final int NAME_BYTES_MAX = 32;

    private final List<Command> commands;
    private final @Nullable Command[] slots;
    private final byte[][] names;
    private final int mask;

    /**
     * @throws IllegalArgumentException when two rows have one name
     */
    public CommandTable(List<Command> rows) {
        commands = Collections.unmodifiableList(new ArrayList<>(rows));
        int capacity = Integer.highestOneBit(Math.max(16, rows.size())) * 8;
        mask = capacity - 1;
        slots = new Command[capacity];
        names = new byte[capacity][];
        for (Command row : rows) {
            byte[] name = row.name().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
            int slot = hash(name, 0, name.length) & mask;
            while (slots[slot] != null) {
                if (slots[slot].name().equals(row.name())) {
                    throw new IllegalArgumentException("two rows for " + row.name());
                }
                slot = (slot + 1) & mask;
            }
            slots[slot] = row;
            names[slot] = name;
        }
    }

    /** All commands, in the order of their rows. */
    public List<Command> commands() {
        return commands;
    }

    /** The command named by argument 0, or null. */
    public @Nullable Command find(Argv argv) {
        return find(argv.bytes(), argv.offset(0), argv.length(0));
    }

    /** The command named by {@code bytes[offset, offset + length)}, or null. */
    public @Nullable Command find(byte[] bytes, int offset, int length) {
        if (length > NAME_BYTES_MAX) {
            return null;
        }
        int slot = hash(bytes, offset, length) & mask;
        Command command;
        while ((command = slots[slot]) != null) {
            if (matches(names[slot], bytes, offset, length)) {
                return command;
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    private static boolean matches(byte[] upper, byte[] bytes, int offset, int length) {
        if (upper.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (upper[i] != upper(bytes[offset + i])) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] bytes, int offset, int length) {
        int h = length;
        for (int i = 0; i < length; i++) {
            h = h * 31 + upper(bytes[offset + i]);
        }
        return h ^ (h >>> 7) ^ (h >>> 15);
    }

    private static byte upper(byte b) {
        return b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
    }
}
