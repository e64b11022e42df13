package io.kevy.resp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Byte arrays for tests, written as texts of one character per byte. */
final class Bytes {
    private Bytes() {}

    static byte[] of(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The same content at {@code at} in an array of its own, with other bytes around it. */
    static byte[] moved(byte[] bytes, int from, int to, int at, RandomGenerator random) {
        byte[] target = new byte[at + to - from + random.nextInt(3)];
        random.nextBytes(target);
        System.arraycopy(bytes, from, target, at, to - from);
        return target;
    }

    static List<String> texts(Argv argv) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < argv.count(); i++) {
            texts.add(argv.text(i));
        }
        return texts;
    }
}
