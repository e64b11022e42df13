package io.kevy.rt.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Random requests over keys that nobody else uses, and the reply that each must get. */
final class PipelineModel {
    private final SplittableRandom random;
    private final List<String> keys;
    private final TreeMap<String, String> values = new TreeMap<>();
    private int number;

    /** A request in the words of it, and the only right reply. */
    record Exchange(List<String> words, String reply) {
        private static Exchange of(String reply, String... words) {
            return new Exchange(List.of(words), reply);
        }
    }

    PipelineModel(long seed, List<String> keys) {
        this.random = new SplittableRandom(seed);
        this.keys = keys;
    }

    Exchange next() {
        number++;
        String key = key();
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> increment(key);
            case 3, 4 -> Exchange.of(bulk(values.get(key)), "GET", key);
            case 5 -> set(key);
            case 6 -> Exchange.of(bulk("echo " + number), "ECHO", "echo " + number);
            case 7 -> setBoth(key, key());
            case 8 -> readAll();
            default -> delete(key, key());
        };
    }

    private String key() {
        return keys.get(random.nextInt(keys.size()));
    }

    private Exchange increment(String key) {
        long value = Long.parseLong(values.getOrDefault(key, "0")) + 1;
        values.put(key, Long.toString(value));
        return Exchange.of(integer(value), "INCR", key);
    }

    private Exchange set(String key) {
        values.put(key, Integer.toString(number));
        return Exchange.of("+OK\r\n", "SET", key, Integer.toString(number));
    }

    private Exchange setBoth(String first, String second) {
        values.put(first, Integer.toString(number));
        values.put(second, Integer.toString(-number));
        return Exchange.of("+OK\r\n", "MSET", first, Integer.toString(number), second,
                Integer.toString(-number));
    }

    private Exchange readAll() {
        var words = new ArrayList<>(List.of("MGET"));
        words.addAll(keys);
        var reply = new StringBuilder("*" + keys.size() + "\r\n");
        for (String key : keys) {
            reply.append(bulk(values.get(key)));
        }
        return new Exchange(words, reply.toString());
    }

    private Exchange delete(String first, String second) {
        int deleted = values.remove(first) == null ? 0 : 1;
        deleted += values.remove(second) == null ? 0 : 1;
        return Exchange.of(integer(deleted), "DEL", first, second);
    }

    private static String integer(long value) {
        return ":" + value + "\r\n";
    }

    private static String bulk(@Nullable String text) {
        return text == null
                ? "$-1\r\n"
                : "$" + text.length() + "\r\n" + text + "\r\n";
    }
}
