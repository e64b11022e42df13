package io.kevy.rt.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Requests at random: mostly valid ones over few keys, so that they meet, and a share of damaged ones.
 *
 * <p>Nothing here depends on when it runs: deadlines have passed long ago or are minutes away, far
 * apart from each other, and nothing blocks.
 */
final class RandomRequests {
    /** Databases that are used; the last one seldom. */
    static final int DATABASES = 16;

    private static final List<String> KEYS = List.of(
            "a", "b", "c", "{t}1", "{t}2", "key:1", "key:2", "", "\u0000\u00ff\r\n$3", "x{}y",
            "{}z", "{{n}}", "a b", "K".repeat(300));
    private static final List<String> VALUES = List.of(
            "", "0", "1", "-1", "10", "007", " 1", "1 ", "+5", "-0", "9223372036854775807",
            "-9223372036854775808", "9223372036854775808", "9223372036854775806", "3.14", "-2.50",
            "1e5", "1e400", "nan", "inf", "-inf", "0x10", "5.0", "1e-7", "12345678901234567890",
            "0.1", "3.0e3", "abc", "hello world", "\u0000\u0001\u00ff", "\r\n", "x".repeat(44),
            "x".repeat(45), "abcabcabc", "GET", "nx");

    /** What no valid request has where a number stands; no small positive number among them. */
    private static final List<String> ODD = List.of(
            "", "abc", "-1", "0", "1.5", " 3", "3 ", "+3", "007", "-0", "1e3", "0x10", "nan",
            "9223372036854775807", "-9223372036854775808", "9223372036854775808",
            "18446744073709551616", "-99999999999999999999", "9223372036854775", "9223372036854776",
            "\u0000", "NX", "EX", "GET", "KEEPTTL", "WITHMATCHLEN", "\u00e9\u00ff", "a\r\nb", "%s");

    private static final List<String> INDEXES = List.of(
            "0", "-1", "1", "2", "-2", "3", "5", "-5", "10", "100", "-100", "2147483647",
            "-2147483648", "2147483648", "4294967296", "9223372036854775807",
            "-9223372036854775808");
    private static final List<String> PATTERNS = List.of(
            "*", "", "a", "?", "*y*", "[a-c]", "[^a]", "key:*", "k?y:[12]", "{*}*", "\\a", "\\*",
            "*\u00ff*", "[", "[a", "**", "*1", "K*K", "[c-a]", "a\\");

    private final Random random;
    private final boolean[] open;

    RandomRequests(Random random, int clients) {
        this.random = random;
        open = new boolean[clients];
    }

    /** A pipeline for {@code client}: mostly short. */
    List<Request> pipeline(int client) {
        int length =
                switch (random.nextInt(20)) {
                    case 0 -> 100 + random.nextInt(200);
                    case 1, 2, 3, 4 -> 10 + random.nextInt(40);
                    default -> 1 + random.nextInt(8);
                };
        var pipeline = new ArrayList<Request>();
        while (pipeline.size() < length) {
            next(client, pipeline);
            if (!pipeline.isEmpty() && pipeline.getLast().ends()) {
                open[client] = false;
                break;
            }
        }
        return pipeline;
    }

    private void next(int client, List<Request> into) {
        if (random.nextInt(150) == 0) {
            into.add(wire());
            return;
        }
        if (random.nextInt(60) == 0) {
            into.add(setInThePast());
            return;
        }
        List<String> words = words(client);
        if (random.nextInt(12) == 0 && mayBeDamaged(words)) {
            damage(words);
        }
        if (random.nextInt(10) == 0) {
            words.set(0, mixedCase(words.getFirst()));
        }
        var request = Request.of(words);
        if (request.name().equals("QUIT")) {
            into.add(Request.last(words));
            return;
        }
        into.add(request);
    }

    /**
     * SET with a deadline that has passed: Redis keeps such a key until somebody looks at it, and has
     * told watchers even when there was none before.
     */
    private Request setInThePast() {
        String key = key();
        var set = list("SET", key, value(), pick("EXAT", "PXAT"),
                String.valueOf(1 + random.nextInt(1_000_000)));
        if (random.nextBoolean()) {
            set.add(pick("NX", "XX", "GET", "KEEPTTL"));
        }
        return Request.together(List.of(list("APPEND", key, "1"), set, list("EXISTS", key)));
    }

    private List<String> words(int client) {
        if (random.nextInt(open[client] ? 8 : 40) == 0) {
            String name =
                    switch (random.nextInt(open[client] ? 4 : 6)) {
                        case 0, 1, 2 -> open[client] ? "EXEC" : "MULTI";
                        case 3 -> open[client] ? "DISCARD" : "UNWATCH";
                        case 4 -> random.nextBoolean() ? "EXEC" : "DISCARD";
                        default -> "MULTI";
                    };
            open[client] = name.equals("MULTI");
            return random.nextInt(12) == 0 ? list(name, key()) : list(name);
        }
        int kind = random.nextInt(100);
        if (kind < 40) {
            return stringCommand();
        }
        if (kind < 65) {
            return keyCommand();
        }
        if (kind < 82) {
            return expiryCommand();
        }
        if (kind < 90) {
            return databaseCommand();
        }
        return serverCommand();
    }

    private List<String> stringCommand() {
        return switch (random.nextInt(30)) {
            case 0, 1, 2 -> list("SET", key(), value());
            case 3, 4, 5 -> setWithOptions();
            case 6 -> list("SETNX", key(), value());
            case 7 -> list("SETEX", key(), seconds(), value());
            case 8 -> list("PSETEX", key(), millis(), value());
            case 9, 10 -> list("GET", key());
            case 11 -> list("GETSET", key(), value());
            case 12 -> list("GETDEL", key());
            case 13 -> getEx();
            case 14 -> list("GETRANGE", key(), index(), index());
            case 15 -> list("SUBSTR", key(), index(), index());
            case 16 -> list("SETRANGE", key(), offset(), value());
            case 17 -> list("STRLEN", key());
            case 18 -> list("APPEND", key(), value());
            case 19 -> list("INCR", key());
            case 20 -> list("DECR", key());
            case 21 -> list("INCRBY", key(), number());
            case 22 -> list("DECRBY", key(), number());
            case 23, 24 -> list("INCRBYFLOAT", key(), real());
            case 25 -> several("MGET", 0);
            case 26 -> several("MSET", 1);
            case 27 -> several("MSETNX", 1);
            case 28 -> lcs();
            default -> list("SET", key(), number());
        };
    }

    private List<String> setWithOptions() {
        var words = list("SET", key(), value());
        for (int i = random.nextInt(3); i >= 0; i--) {
            switch (random.nextInt(12)) {
                case 0, 1 -> words.add("NX");
                case 2, 3 -> words.add("XX");
                case 4, 5 -> words.add("GET");
                case 6 -> words.add("KEEPTTL");
                case 7 -> words.addAll(list("EX", seconds()));
                case 8 -> words.addAll(list("PX", millis()));
                case 9 -> words.addAll(list("EXAT", years(1000)));
                case 10 -> words.addAll(list("PXAT", years(1)));
                default -> words.add(mixedCase("get"));
            }
        }
        return words;
    }

    private List<String> getEx() {
        var words = list("GETEX", key());
        switch (random.nextInt(7)) {
            case 0 -> words.addAll(list("EX", seconds()));
            case 1 -> words.addAll(list("PX", millis()));
            case 2 -> words.addAll(list("EXAT", moment(1000)));
            case 3 -> words.addAll(list("PXAT", moment(1)));
            case 4 -> words.add("PERSIST");
            case 5 -> words.addAll(list("PERSIST", "EX", seconds()));
            default -> {}
        }
        return words;
    }

    private List<String> lcs() {
        var words = list("LCS", key(), key());
        for (int i = random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> words.add("LEN");
                case 1 -> words.add("IDX");
                case 2 -> words.add("WITHMATCHLEN");
                default -> words.addAll(list("MINMATCHLEN", index()));
            }
        }
        return words;
    }

    private List<String> keyCommand() {
        return switch (random.nextInt(22)) {
            case 0, 1 -> several("DEL", 0);
            case 2 -> several("UNLINK", 0);
            case 3 -> several("EXISTS", 0);
            case 4 -> several("TOUCH", 0);
            case 5 -> list("TYPE", key());
            case 6, 7 -> list("RENAME", key(), key());
            case 8 -> list("RENAMENX", key(), key());
            case 9, 10 -> copy();
            case 11 -> list("MOVE", key(), db());
            case 12 -> list("KEYS", pattern());
            case 13 -> scan();
            case 14 -> list("RANDOMKEY");
            case 15 -> list("DBSIZE");
            case 16 -> list("OBJECT", "ENCODING", key());
            case 17 -> list("OBJECT", pick("REFCOUNT", "FREQ", "IDLETIME", "HELP", "NONE"), key());
            case 18, 19 -> several("WATCH", 0);
            case 20 -> list("OBJECT", "HELP");
            default -> several("MGET", 0);
        };
    }

    private List<String> copy() {
        var words = list("COPY", key(), key());
        for (int i = random.nextInt(3); i > 0; i--) {
            if (random.nextBoolean()) {
                words.add("REPLACE");
            } else {
                words.addAll(list("DB", db()));
            }
        }
        return words;
    }

    private List<String> scan() {
        var words = list("SCAN", pick("0", "0", "0", "1", "17", "abc", "-1", "1.5",
                "18446744073709551615", "18446744073709551616"));
        words.addAll(scanOptions());
        if (random.nextInt(8) == 0) {
            words.add(pick("MATCH", "COUNT", "TYPE", "FOO"));
        }
        if (random.nextInt(8) == 0) {
            words.addAll(list("COUNT", pick("0", "-1", "abc", "9223372036854775807")));
        }
        return words;
    }

    /** Options of SCAN that are valid. */
    List<String> scanOptions() {
        var words = new ArrayList<String>();
        if (random.nextInt(3) == 0) {
            words.addAll(list("MATCH", pattern()));
        }
        if (random.nextInt(2) == 0) {
            words.addAll(list("COUNT", pick("1", "3", "10", "1000")));
        }
        if (random.nextInt(4) == 0) {
            words.addAll(list("TYPE", pick("string", "STRING", "list", "hash")));
        }
        return words;
    }

    private List<String> expiryCommand() {
        return switch (random.nextInt(12)) {
            case 0 -> expire("EXPIRE", seconds());
            case 1 -> expire("PEXPIRE", millis());
            case 2, 3 -> expire("EXPIREAT", moment(1000));
            case 4, 5 -> expire("PEXPIREAT", moment(1));
            case 6 -> list("PERSIST", key());
            case 7 -> list("TTL", key());
            case 8 -> list("PTTL", key());
            case 9 -> list("EXPIRETIME", key());
            case 10 -> list("PEXPIRETIME", key());
            default -> expire(pick("EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT"), odd());
        };
    }

    private List<String> expire(String name, String when) {
        var words = list(name, key(), when);
        for (int i = random.nextInt(5) - 2; i > 0; i--) {
            words.add(pick("NX", "XX", "GT", "LT", "gt", "FOO"));
        }
        return words;
    }

    private List<String> databaseCommand() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> list("SELECT", db());
            case 4 -> list("SWAPDB", db(), db());
            case 5 -> {
                if (random.nextInt(4) > 0) {
                    yield list("DBSIZE");
                }
                var words = list(random.nextInt(6) == 0 ? "FLUSHALL" : "FLUSHDB");
                if (random.nextBoolean()) {
                    words.add(pick("ASYNC", "SYNC", "async", "NOW"));
                }
                yield words;
            }
            case 6 -> list("MOVE", key(), db());
            default -> copy();
        };
    }

    private List<String> serverCommand() {
        return switch (random.nextInt(28)) {
            case 0 -> list("PING");
            case 1 -> list("PING", value());
            case 2 -> list("ECHO", value());
            case 3 -> list("HELLO", pick("2", "3", "3", "1", "4", "abc", ""));
            case 4 -> list("HELLO");
            case 5 -> list("HELLO", pick("2", "3"), "SETNAME", clientName());
            case 6 -> list("HELLO", pick("2", "3"), pick("SETNAME", "AUTH", "FOO"));
            case 7 -> list("CLIENT", "SETNAME", clientName());
            case 8, 9 -> list("CLIENT", "GETNAME");
            case 10 -> list("CLIENT", pick("ID", "INFO", "NONE", "HELP", "LIST"));
            case 11 -> list("RESET");
            case 12 -> random.nextInt(4) == 0 ? list("QUIT") : list("PING");
            case 13 -> list("TIME");
            case 14 -> list("INFO");
            case 15 -> list("INFO", pick("server", "keyspace", "all", "nothing", "everything"));
            case 16 -> list("ROLE");
            case 17 -> list("WAIT", "0", "0");
            case 18 -> list("WAIT", pick("abc", "0"), pick("-1", "abc", "1.5"));
            case 19 -> configGet();
            case 20 -> list("CONFIG", "SET", pick("timeout", "hz", "no-such-directive"),
                    pick("3600", "abc", "-1", ""));
            case 21 -> list("CONFIG", pick("RESETSTAT", "NONE"));
            case 22 -> list(pick("COMMAND", "CONFIG", "CLIENT", "OBJECT"));
            case 23 -> commandGetKeys();
            case 24 -> random.nextBoolean()
                    ? list("COMMAND", pick("NONE", "getkeysandflags"), "GET", key())
                    : list("COMMAND", "getkeysandflags", "SET", key(), value(),
                            pick("get", "NX", "KEEPTTL"));
            case 25 -> list(pick("FOO", "GETT", "", "\u00ff\r\n", "SE T", "X".repeat(200)), value(),
                    key());
            case 26 -> list(pick("unwatch", "Multi", "select", "swapdb", "copy", "lcs"));
            default -> list("SHUTDOWN", pick("FOO", "BAR"), "BAZ");
        };
    }

    private List<String> configGet() {
        return list("CONFIG", "GET", pick("databases", "timeout", "hz", "save", "appendonly",
                "maxmemory", "nothing", "DATABASES", "requirepass", "tcp-keepalive",
                "proto-max-bulk-len"));
    }

    private List<String> commandGetKeys() {
        return switch (random.nextInt(6)) {
            case 0 -> list("COMMAND", "GETKEYS", "GET", key());
            case 1 -> list("COMMAND", "GETKEYS", "MSET", key(), value(), key(), value());
            case 2 -> list("COMMAND", "GETKEYS", "PING", value());
            case 3 -> list("COMMAND", "GETKEYS", "NONE", key());
            case 4 -> list("COMMAND", "GETKEYS", "GET", key(), key());
            default -> list("COMMAND", "GETKEYS", "RENAME", key(), key());
        };
    }

    private List<String> several(String name, int valuesPerKey) {
        var words = list(name);
        for (int i = random.nextInt(4); i >= 0; i--) {
            words.add(key());
            if (valuesPerKey > 0) {
                words.add(value());
            }
        }
        return words;
    }

    /** Bytes as a person or a broken client sends them. */
    private Request wire() {
        return switch (random.nextInt(24)) {
            case 0, 1 -> Request.raw("PING\r\n", List.of("PING"));
            case 2 -> Request.raw("SET a \"q\\x41\\n\\\"\"\r\n", List.of("SET", "a", "qA\n\""));
            case 3 -> Request.raw("  get   a  \n", List.of("GET", "a"));
            case 4 -> Request.raw("SET b 'it\\'s'\r\n", List.of("SET", "b", "it's"));
            case 5 -> Request.raw("GET\r\n", List.of("GET"));
            case 6, 7 -> Request.empty("\r\n");
            case 8 -> Request.empty("*0\r\n");
            case 9 -> Request.empty("*-1\r\n");
            case 10 -> Request.empty("   \r\n");
            case 11 -> Request.raw("*1\r\n$4\r\nPING\r\n", List.of("PING"));
            case 12 -> random.nextInt(3) > 0 ? Request.of("PING") : broken();
            default -> Request.of("PING", key());
        };
    }

    private Request broken() {
        return Request.broken(pick(
                "*abc\r\n", "*1\r\nfoo\r\n", "*1\r\n$abc\r\n", "*1\r\n$-1\r\n", "*2147483648\r\n",
                "*1\r\n$536870913\r\n", "GET \"a\r\n", "GET 'a'b\r\n", "*1\r\n$\r\n",
                "*1\r\n:1\r\n",
                "*\r\n"));
    }

    /** Removes, doubles, adds or replaces a word. */
    private void damage(List<String> words) {
        int at = 1 + random.nextInt(words.size() - 1);
        switch (random.nextInt(4)) {
            case 0 -> words.remove(at);
            case 1 -> words.add(at, words.get(at));
            case 2 -> words.add(at, odd());
            default -> words.set(at, odd());
        }
    }

    /** Not where a change makes the server change sides, stop, or wait. */
    private static boolean mayBeDamaged(List<String> words) {
        return switch (words.getFirst().toUpperCase(java.util.Locale.ROOT)) {
            case "WAIT", "SHUTDOWN", "CONFIG", "COMMAND", "DEBUG", "CLIENT", "HELLO", "QUIT" ->
                false;
            default -> words.size() > 1;
        };
    }

    private String mixedCase(String word) {
        return random.nextBoolean()
                ? word.toLowerCase(java.util.Locale.ROOT)
                : word.substring(0, word.length() / 2).toLowerCase(java.util.Locale.ROOT)
                        + word.substring(word.length() / 2);
    }

    private String key() {
        return random.nextInt(10) == 0
                ? "many:" + random.nextInt(100)
                : KEYS.get(random.nextInt(KEYS.size()));
    }

    private String value() {
        return switch (random.nextInt(8)) {
            case 0 -> bytes(random.nextInt(120));
            case 1 -> letters(random.nextInt(60));
            default -> VALUES.get(random.nextInt(VALUES.size()));
        };
    }

    private String bytes(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }

    private String letters(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }

    private String number() {
        return random.nextInt(5) == 0 ? odd() : String.valueOf(random.nextInt(2001) - 1000);
    }

    private String real() {
        return switch (random.nextInt(6)) {
            case 0 -> odd();
            case 1 -> value();
            case 2 -> random.nextInt(2001) - 1000 + "." + random.nextInt(100000);
            case 3 -> (random.nextInt(200) - 100) / 8.0 + "";
            case 4 -> random.nextInt(100) + "e" + (random.nextInt(40) - 20);
            default -> random.nextLong() + "." + random.nextInt(10);
        };
    }

    private String index() {
        return random.nextInt(3) == 0
                ? String.valueOf(random.nextInt(60) - 20)
                : INDEXES.get(random.nextInt(INDEXES.size()));
    }

    private String offset() {
        return switch (random.nextInt(10)) {
            case 0 -> pick("-1", "abc", "536870912", "9223372036854775807", "4294967296");
            case 1 -> String.valueOf(random.nextInt(2000));
            default -> String.valueOf(random.nextInt(60));
        };
    }

    private String pattern() {
        return PATTERNS.get(random.nextInt(PATTERNS.size()));
    }

    private String clientName() {
        return pick("me", "", "a b", "\u00e9", "worker-1", "a\n");
    }

    private String db() {
        return switch (random.nextInt(20)) {
            case 0 -> pick("16", "-1", "abc", "", "1.5", "9223372036854775807", "4294967296");
            case 1 -> "15";
            default -> String.valueOf(random.nextInt(3));
        };
    }

    /** Seconds from now: minutes to decades, hardly ever the same twice. */
    private String seconds() {
        return random.nextInt(15) == 0
                ? pick("0", "-1", "-100", "9223372036854775807", "9223372036854776", "abc")
                : String.valueOf(1_000 + random.nextInt(1_000_000_000));
    }

    private String millis() {
        return random.nextInt(15) == 0
                ? pick("0", "-1", "-100", "9223372036854775807", "abc")
                : String.valueOf(1_000_000 + random.nextLong(1_000_000_000_000L));
    }

    /** A moment that has passed long ago or comes in years, in units of so many milliseconds. */
    private String moment(int unitMillis) {
        return random.nextInt(5) == 0
                ? String.valueOf(1 + random.nextInt(1_000_000))
                : years(unitMillis);
    }

    /** A moment that comes in years, or none at all. */
    private String years(int unitMillis) {
        return random.nextInt(10) == 0
                ? pick("0", "-1", "abc", "9223372036854775807", "9223372036854775",
                        "9223372036854776", "-9223372036854775808")
                : String.valueOf((3_000_000L + random.nextInt(1_000_000))
                        * (KnownReplyDifferences.ABSOLUTE_STEP_MILLIS / unitMillis));
    }

    private String odd() {
        return ODD.get(random.nextInt(ODD.size()));
    }

    private String pick(String... words) {
        return words[random.nextInt(words.length)];
    }

    private static List<String> list(String... words) {
        return new ArrayList<>(List.of(words));
    }
}
