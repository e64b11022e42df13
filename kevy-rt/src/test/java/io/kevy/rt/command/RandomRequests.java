package io.kevy.rt.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Requests of the string and key families at random, over few keys and databases, so that they meet
 * often; deadlines are so short that they pass.
 */
final class RandomRequests {
    static final List<String> KEYS = List.of("a", "b", "c", "d", "{a}e", "f", "", "g", "h{b}");
    static final int DATABASES = 3;

    /** Longest that the clock moves between requests, in milliseconds. */
    static final int STEP_MILLIS_MAX = 400;

    private static final List<String> VALUES =
            List.of("", "0", "7", "-12", "9223372036854775807", "1.5", "text", "07",
                    "x".repeat(70));
    private static final List<String> CONDITIONS = List.of("NX", "XX", "GT", "LT");

    private final Random random;

    RandomRequests(Random random) {
        this.random = random;
    }

    /**
     * @param nowMillis deadlines are before or after this
     */
    List<String> next(long nowMillis) {
        var request = new ArrayList<String>();
        switch (random.nextInt(42)) {
            case 0, 1 -> add(request, "SET", key(), value());
            case 2, 3, 4 -> {
                add(request, "SET", key(), value());
                setOptions(request, nowMillis);
            }
            case 5 -> add(request, "SETNX", key(), value());
            case 6 -> add(request, "SETEX", key(), "1", value());
            case 7 -> add(request, "PSETEX", key(), millis(), value());
            case 8 -> add(request, "GETSET", key(), value());
            case 9 -> pairs(request, "MSET");
            case 10 -> pairs(request, "MSETNX");
            case 11 -> add(request, "APPEND", key(), value());
            case 12 -> add(request, "SETRANGE", key(), small(), value());
            case 13 -> add(request, "INCR", key());
            case 14 -> add(request, "DECRBY", key(), value());
            case 15 -> add(request, "INCRBYFLOAT", key(), random.nextInt(100) / 8.0 + "");
            case 16 -> add(request, "GETDEL", key());
            case 17, 18 -> {
                add(request, "GETEX", key());
                getExOptions(request, nowMillis);
            }
            case 19, 20 -> keys(request, random.nextBoolean() ? "DEL" : "UNLINK");
            case 21 -> add(request, "EXPIRE", key(), random.nextInt(4) == 0 ? "-1" : "1");
            case 22, 23 -> {
                add(request, "PEXPIRE", key(), millis());
                if (random.nextBoolean()) {
                    request.add(CONDITIONS.get(random.nextInt(CONDITIONS.size())));
                }
            }
            case 24 -> add(request, "EXPIREAT", key(), seconds(nowMillis));
            case 25 -> add(request, "PEXPIREAT", key(), moment(nowMillis));
            case 26 -> add(request, "PERSIST", key());
            case 27, 28 -> add(request, "RENAME", key(), key());
            case 29 -> add(request, "RENAMENX", key(), key());
            case 30, 31 -> {
                add(request, "COPY", key(), key());
                if (random.nextBoolean()) {
                    add(request, "DB", db());
                }
                if (random.nextBoolean()) {
                    request.add("REPLACE");
                }
            }
            case 32 -> add(request, "MOVE", key(), db());
            case 33 -> keys(request, "MGET");
            case 34 -> keys(request, random.nextBoolean() ? "EXISTS" : "TOUCH");
            case 35 -> add(request, "GETRANGE", key(), "-" + small(), small());
            case 36 -> add(request, "LCS", key(), key(), "IDX", "WITHMATCHLEN");
            case 37 -> add(request, "PTTL", key());
            case 38 -> add(request, "GET", key());
            case 39 -> {
                switch (random.nextInt(8)) {
                    case 0 -> add(request, "FLUSHALL");
                    case 1, 2 -> add(request, "FLUSHDB", "ASYNC");
                    default -> add(request, "SWAPDB", db(), db());
                }
            }
            case 40 -> add(request, "STRLEN", key());
            default -> add(request, "PEXPIRETIME", key());
        }
        return request;
    }

    private void setOptions(List<String> request, long nowMillis) {
        if (random.nextInt(3) == 0) {
            request.add(random.nextBoolean() ? "NX" : "XX");
        }
        if (random.nextInt(3) == 0) {
            request.add("GET");
        }
        switch (random.nextInt(6)) {
            case 0 -> add(request, "EX", "1");
            case 1 -> add(request, "PX", millis());
            case 2 -> add(request, "EXAT", seconds(nowMillis));
            case 3 -> add(request, "PXAT", moment(nowMillis));
            case 4 -> add(request, "KEEPTTL");
            default -> {}
        }
    }

    private void getExOptions(List<String> request, long nowMillis) {
        switch (random.nextInt(6)) {
            case 0 -> add(request, "EX", "1");
            case 1 -> add(request, "PX", millis());
            case 2 -> add(request, "EXAT", seconds(nowMillis));
            case 3 -> add(request, "PXAT", moment(nowMillis));
            case 4 -> add(request, "PERSIST");
            default -> {}
        }
    }

    private void pairs(List<String> request, String name) {
        request.add(name);
        for (int i = random.nextInt(3); i >= 0; i--) {
            add(request, key(), value());
        }
    }

    private void keys(List<String> request, String name) {
        request.add(name);
        for (int i = random.nextInt(4); i >= 0; i--) {
            request.add(key());
        }
    }

    private static void add(List<String> request, String... words) {
        request.addAll(List.of(words));
    }

    private String key() {
        return KEYS.get(random.nextInt(KEYS.size()));
    }

    private String value() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private String db() {
        return String.valueOf(random.nextInt(DATABASES));
    }

    private String small() {
        return String.valueOf(random.nextInt(90));
    }

    private String millis() {
        return String.valueOf(1 + random.nextInt(4 * STEP_MILLIS_MAX));
    }

    private String moment(long nowMillis) {
        return String.valueOf(nowMillis + random.nextInt(5 * STEP_MILLIS_MAX) - STEP_MILLIS_MAX);
    }

    private String seconds(long nowMillis) {
        return String.valueOf(nowMillis / 1000 + random.nextInt(4) - 1);
    }
}
