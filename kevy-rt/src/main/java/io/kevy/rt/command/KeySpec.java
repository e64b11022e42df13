package io.kevy.rt.command;

import io.kevy.resp.Argv;
import java.util.List;
import java.util.Locale;

/**
 * Where some of a command's keys stand and what is done to them.
 *
 * <p>The keys of a request are found by one loop, which is the same wherever they are wanted
 * (routing, watches, effects, {@code COMMAND GETKEYS}) and allocates nothing:
 *
 * <pre>{@code
 * int first = spec.firstArg(argv);
 * int last = spec.lastArg(argv, first);
 * for (int i = first; i <= last; i += spec.step()) { ... }
 * }</pre>
 *
 * @param flags access to these keys
 * @param begin how the place is found from which on they are looked for
 * @param find how many there are from that place on, and how far apart
 * @see <a href="https://redis.io/docs/latest/develop/reference/key-specs/">Key specifications</a>
 */
public record KeySpec(List<Access> flags, Begin begin, Find find) {
    /** What {@link #firstArg} says when a request has none of these keys. */
    public static final int NONE = 0;

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
        NOT_KEY,
        INCOMPLETE,
        VARIABLE_FLAGS;

        /** The flag as {@code COMMAND INFO} shows it. */
        public String redisName() {
            return switch (this) {
                case RW, RO, OW, RM -> name();
                case ACCESS, UPDATE, INSERT, DELETE, NOT_KEY, INCOMPLETE, VARIABLE_FLAGS ->
                    name().toLowerCase(Locale.ROOT);
            };
        }
    }

    /** How the place of the keys is found. */
    public sealed interface Begin {
        /**
         * A fixed place.
         *
         * @param index the argument's index, the command's name being 0
         */
        record Index(int index) implements Begin {}

        /**
         * Behind a word.
         *
         * @param word the word, without small letters
         * @param from index of the first argument that may be the word; negative counts from the end
         *     and searches towards the beginning
         */
        record Keyword(String word, int from) implements Begin {}

        /**
         * As the row says, for what no other form can tell.
         *
         * @param finder says where the one key is
         */
        record Unknown(KeyFinder finder) implements Begin {}
    }

    /** How many keys there are. */
    public sealed interface Find {
        /**
         * All up to a place.
         *
         * @param last last key relative to the first; negative counts from the end of the request (-1
         *     = last argument)
         * @param step distance between keys
         * @param limit 0 or 1: all arguments up to the last; {@code n}: their first {@code n}-th part
         */
        record Range(int last, int step, int limit) implements Find {}

        /**
         * As many as an argument says.
         *
         * @param count that argument, relative to the place found
         * @param first the first key, relative to the place found
         * @param step distance between keys
         */
        record KeyNum(int count, int first, int step) implements Find {}

        /** The one that was found. */
        record Unknown() implements Find {}
    }

    /** Finds a key that no other form of specification tells. */
    @FunctionalInterface
    public interface KeyFinder {
        /** Index of the key in {@code request}, which may be wrong; {@link #NONE} if it has none. */
        int of(Argv request);
    }

    /** One key at {@code index}. */
    public static KeySpec one(int index, Access... flags) {
        return range(index, 0, flags);
    }

    /** Keys from {@code first} to the end, every {@code step}-th argument. */
    public static KeySpec toEnd(int first, int step, Access... flags) {
        return new KeySpec(List.of(flags), new Begin.Index(first), new Find.Range(-1, step, 0));
    }

    /** Keys from {@code first} to {@code first + last}. */
    public static KeySpec range(int first, int last, Access... flags) {
        return new KeySpec(List.of(flags), new Begin.Index(first), new Find.Range(last, 1, 0));
    }

    /** Keys behind their number, which stands at {@code index}. */
    public static KeySpec counted(int index, Access... flags) {
        return new KeySpec(List.of(flags), new Begin.Index(index), new Find.KeyNum(0, 1, 1));
    }

    /** Whether these are keys, and not names of something else that is spread like them. */
    public boolean isKey() {
        return !flags.contains(Access.NOT_KEY);
    }

    /** Whether the command may change these keys, and does not only read them. */
    public boolean isWritten() {
        return !flags.contains(Access.RO);
    }

    /** Distance between keys. */
    public int step() {
        return switch (find) {
            case Find.Range range -> range.step();
            case Find.KeyNum counted -> counted.step();
            case Find.Unknown none -> 1;
        };
    }

    /** Index of the first of these keys in a request, {@link #NONE} if it has none. */
    public int firstArg(Argv request) {
        int place = place(request);
        if (place == NONE || place >= request.count()) {
            return NONE;
        }
        if (find instanceof Find.KeyNum counted) {
            return keys(counted, place, request) > 0 ? place + counted.first() : NONE;
        }
        return place;
    }

    /**
     * Index of the last argument that may be one of these keys, less than {@code first} if there is
     * none.
     *
     * @param first what {@link #firstArg} has said
     */
    public int lastArg(Argv request, int first) {
        if (first == NONE) {
            return -1;
        }
        int end = request.count() - 1;
        return switch (find) {
            case Find.Range range -> Math.min(last(range, first, end + 1), end);
            case Find.KeyNum counted -> {
                long keys = keys(counted, first - counted.first(), request);
                yield (int) Math.min(first + (keys - 1) * counted.step(), end);
            }
            case Find.Unknown none -> first;
        };
    }

    private static int last(Find.Range range, int first, int argc) {
        if (range.last() >= 0) {
            return first + range.last();
        }
        return range.limit() > 1
                ? first + (argc - first) / range.limit() + range.last()
                : argc + range.last();
    }

    /** Whether what tells the number of these keys can be right; if not, there are none. */
    public boolean isSound(Argv request) {
        if (!(find instanceof Find.KeyNum counted)) {
            return true;
        }
        int place = place(request);
        return place != NONE && keys(counted, place, request) >= 0;
    }

    /** The number of keys that a request names, -1 if it names none or more than it has. */
    private static long keys(Find.KeyNum counted, int place, Argv request) {
        int at = place + counted.count();
        if (at >= request.count() || !request.isLong(at)) {
            return -1;
        }
        long keys = request.asLong(at);
        int room = request.count() - place - counted.first();
        return keys < 0 || keys > Math.ceilDiv(room, counted.step()) ? -1 : keys;
    }

    private int place(Argv request) {
        return switch (begin) {
            case Begin.Index index -> index.index();
            case Begin.Unknown told -> told.finder().of(request);
            case Begin.Keyword keyword -> behind(keyword, request);
        };
    }

    private static int behind(Begin.Keyword keyword, Argv request) {
        int argc = request.count();
        int step = keyword.from() < 0 ? -1 : 1;
        int from = keyword.from() < 0 ? argc + keyword.from() : keyword.from();
        for (int i = from; i > 0 && i < argc; i += step) {
            if (request.equalsIgnoreCase(i, keyword.word())) {
                return i + 1;
            }
        }
        return NONE;
    }
}
