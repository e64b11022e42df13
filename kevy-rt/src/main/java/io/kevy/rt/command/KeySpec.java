package io.kevy.rt.command;

import java.util.List;
import java.util.Locale;

/**
 * Where some of a command's keys stand and what is done to them.
 *
 * @param flags access to these keys
 * @param first index of the first key argument, the command name being 0
 * @param last last key relative to {@code first}; negative counts from the end (-1 = last argument)
 * @param step distance between keys
 */
public record KeySpec(List<Access> flags, int first, int last, int step) {

    /** What a command does to a key. */
    public enum Access {
        RW,
        RO,
        OW,
        RM,
        ACCESS,
        UPDATE,
        INSERT,
        DELETE,
        VARIABLE_FLAGS;

        /** The flag as {@code COMMAND INFO} shows it. */
        public String redisName() {
            return this == VARIABLE_FLAGS
                    ? "variable_flags"
                    : name().equals("RW")
                            || name().equals("RO") || name().equals("OW") || name().equals("RM")
                                    ? name()
                                    : name().toLowerCase(Locale.ROOT);
        }
    }

    /** One key at {@code index}. */
    public static KeySpec one(int index, Access... flags) {
        return new KeySpec(List.of(flags), index, 0, 1);
    }

    /** Keys from {@code first} to the end, every {@code step}-th argument. */
    public static KeySpec toEnd(int first, int step, Access... flags) {
        return new KeySpec(List.of(flags), first, -1, step);
    }

    /** Keys from {@code first} to {@code first + last}. */
    public static KeySpec range(int first, int last, Access... flags) {
        return new KeySpec(List.of(flags), first, last, 1);
    }

    /** Index of the last key argument of a request with {@code argc} arguments. */
    public int lastIndex(int argc) {
        return last < 0 ? argc + last : first + last;
    }

    /** Whether the command may change these keys, and does not only read them. */
    public boolean isWritten() {
        return !flags.contains(Access.RO);
    }
}
