package io.kevy.rt.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What values a directive takes, and how they are written.
 *
 * <p>A message of {@link #parse} is the reason alone; who calls it adds directive and place. The
 * reasons are Redis's texts.
 */
interface Kind<T> {
    T parse(List<String> words) throws ConfigException;

    /**
     * Refuses a value that is one of Redis's and not served here. Apart from {@link #parse}, because
     * it does not matter where another value follows.
     */
    default void requireServed(T value) throws ConfigException {}

    /** The value as {@code CONFIG GET} shows it. */
    String format(T value);

    /** The value after {@code parsed} has been given too; most kinds forget what was before. */
    default T merge(T before, T parsed) {
        return parsed;
    }

    /** An integer within a range. */
    static Kind<Long> number(long min, long max) {
        return new OneWord<>() {
            @Override
            Long parse(String word) throws ConfigException {
                return inRange(parseLong(word), min, max);
            }
        };
    }

    /** An integer within a range, written in octal digits. */
    static Kind<Long> octal(long min, long max) {
        return new OneWord<>() {
            @Override
            Long parse(String word) throws ConfigException {
                long value;
                try {
                    value = Long.parseLong(word, 8);
                } catch (NumberFormatException e) {
                    throw new ConfigException("argument couldn't be parsed as an octal number");
                }
                if (value < min || value > max) {
                    throw new ConfigException(
                            "argument must be between " + Long.toOctalString(min) + " and "
                                    + Long.toOctalString(max) + " inclusive");
                }
                return value;
            }

            @Override
            public String format(Long value) {
                return Long.toOctalString(value);
            }
        };
    }

    /** A count; one out of the range counts as the nearest one within. */
    static Kind<Long> clampedNumber(long min, long max) {
        return new OneWord<>() {
            @Override
            Long parse(String word) throws ConfigException {
                return Math.clamp(inRange(parseLong(word), 0, Integer.MAX_VALUE), min, max);
            }
        };
    }

    /**
     * Bytes, with a unit or without: {@code k m g} are powers of 1000, {@code kb mb gb} of 1024.
     *
     * @param floor smaller values count as this one
     */
    static Kind<Long> memory(long min, long max, long floor) {
        return new OneWord<>() {
            @Override
            Long parse(String word) throws ConfigException {
                return Math.max(floor, inRange(parseMemory(word), min, max));
            }
        };
    }

    /** {@code yes} or {@code no}. */
    static Kind<Boolean> yesNo() {
        return new OneWord<>() {
            @Override
            Boolean parse(String word) throws ConfigException {
                return switch (word.toLowerCase(Locale.ROOT)) {
                    case "yes" -> true;
                    case "no" -> false;
                    default -> throw new ConfigException("argument must be 'yes' or 'no'");
                };
            }

            @Override
            public String format(Boolean value) {
                return value ? "yes" : "no";
            }
        };
    }

    /** One of the names of an enumeration, in lower case. */
    static <E extends Enum<E>> Kind<E> choice(E[] choices) {
        return new OneWord<>() {
            @Override
            E parse(String word) throws ConfigException {
                for (E choice : choices) {
                    if (format(choice).equalsIgnoreCase(word)) {
                        return choice;
                    }
                }
                var names = new ArrayList<String>();
                for (E choice : choices) {
                    names.add(format(choice));
                }
                throw new ConfigException(
                        "argument(s) must be one of the following: " + String.join(", ", names));
            }

            @Override
            public String format(E value) {
                return value.name().toLowerCase(Locale.ROOT);
            }
        };
    }

    /** Any text. */
    static Kind<String> text() {
        return new OneWord<>() {
            @Override
            String parse(String word) {
                return word;
            }
        };
    }

    /**
     * A directive of Redis of whose values only some are served here.
     *
     * @param reason what is missing for the others
     */
    static Kind<String> only(String reason, String... served) {
        return new Kind<>() {
            @Override
            public String parse(List<String> words) {
                String text = String.join(" ", words);
                for (String value : served) {
                    if (text.equalsIgnoreCase(value)) {
                        return value;
                    }
                }
                return text;
            }

            @Override
            public void requireServed(String text) throws ConfigException {
                if (!List.of(served).contains(text)) {
                    throw new ConfigException(
                            reason + " is not supported yet: only \""
                                    + String.join("\" or \"", served) + "\" is");
                }
            }

            @Override
            public String format(String text) {
                return text;
            }
        };
    }

    /** Words of any number, kept as they are. */
    static Kind<String> words() {
        return new Kind<>() {
            @Override
            public String parse(List<String> words) {
                return String.join(" ", words);
            }

            @Override
            public String format(String text) {
                return text;
            }
        };
    }

    /** A directory that is there. */
    static Kind<Path> directory() {
        return new OneWord<>() {
            @Override
            Path parse(String word) throws ConfigException {
                Path path = parsePath(word);
                if (!Files.exists(path)) {
                    throw new ConfigException("No such file or directory");
                }
                if (!Files.isDirectory(path)) {
                    throw new ConfigException("Not a directory");
                }
                return path;
            }

            @Override
            public String format(Path value) {
                return value.toAbsolutePath().normalize().toString();
            }
        };
    }

    /** Addresses to listen on. */
    static Kind<List<BindAddress>> addresses() {
        return new Kind<>() {
            @Override
            public List<BindAddress> parse(List<String> words) throws ConfigException {
                var addresses = new ArrayList<BindAddress>();
                for (String word : list(words)) {
                    var address = BindAddress.parse(word);
                    if (address.host().isEmpty()) {
                        throw new ConfigException("an address is empty");
                    }
                    addresses.add(address);
                }
                return List.copyOf(addresses);
            }

            @Override
            public String format(List<BindAddress> value) {
                var words = new ArrayList<String>();
                for (BindAddress address : value) {
                    words.add(address.toString());
                }
                return String.join(" ", words);
            }
        };
    }

    /** What is allowed unread, by class of clients; each may be given by itself. */
    static Kind<Map<ClientClass, OutputLimit>> outputLimits() {
        return new Kind<>() {
            @Override
            public Map<ClientClass, OutputLimit> parse(List<String> words) throws ConfigException {
                var split = List.of(String.join(" ", words).strip().split("\\s+"));
                if (split.size() % 4 != 0) {
                    throw new ConfigException(
                            "Wrong number of arguments in buffer limit configuration.");
                }
                var limits = new EnumMap<ClientClass, OutputLimit>(ClientClass.class);
                for (int i = 0; i < split.size(); i += 4) {
                    var name = ClientClass.find(split.get(i));
                    if (name == null) {
                        throw new ConfigException(
                                "Invalid client class specified in buffer limit configuration.");
                    }
                    limits.put(
                            name,
                            new OutputLimit(
                                    limit(split.get(i + 1)),
                                    limit(split.get(i + 2)),
                                    (int) limit(split.get(i + 3))));
                }
                return limits;
            }

            private long limit(String word) throws ConfigException {
                try {
                    return inRange(parseMemory(word), 0, Integer.MAX_VALUE * 1024L);
                } catch (ConfigException e) {
                    throw new ConfigException(
                            "Error in hard, soft or soft_seconds setting in buffer limit configuration.");
                }
            }

            @Override
            public String format(Map<ClientClass, OutputLimit> value) {
                var words = new ArrayList<String>();
                value.forEach((name, limit) -> words.add(name.text() + " " + limit));
                return String.join(" ", words);
            }

            @Override
            public Map<ClientClass, OutputLimit> merge(
                    Map<ClientClass, OutputLimit> before, Map<ClientClass, OutputLimit> parsed) {
                var merged = new EnumMap<ClientClass, OutputLimit>(before);
                merged.putAll(parsed);
                return merged;
            }
        };
    }

    /** The primary to follow, or {@link Primary#NONE}. */
    static Kind<Primary> primary() {
        return new Kind<>() {
            @Override
            public Primary parse(List<String> words) throws ConfigException {
                var split = list(words);
                if (split.size() != 2) {
                    throw new ConfigException("wrong number of arguments");
                }
                if (split.get(0).equalsIgnoreCase("no") && split.get(1).equalsIgnoreCase("one")) {
                    return Primary.NONE;
                }
                long port;
                try {
                    port = Long.parseLong(split.get(1));
                } catch (NumberFormatException e) {
                    port = 0;
                }
                if (port < 1 || port > 65535 || split.get(0).isEmpty()) {
                    throw new ConfigException("Invalid master port");
                }
                return new Primary(new PrimaryAddress(split.get(0), (int) port));
            }

            @Override
            public String format(Primary value) {
                return value.address() == null ? "" : value.address().toString();
            }
        };
    }

    /** A primary or none. */
    record Primary(@Nullable PrimaryAddress address) {
        static final Primary NONE = new Primary(null);
    }

    /** A kind whose values are one word. */
    abstract class OneWord<T> implements Kind<T> {
        abstract T parse(String word) throws ConfigException;

        @Override
        public T parse(List<String> words) throws ConfigException {
            if (words.size() != 1) {
                throw new ConfigException("wrong number of arguments");
            }
            return parse(words.getFirst());
        }

        @Override
        public String format(T value) {
            return String.valueOf(value);
        }
    }

    /** The words of a list, which may have been written as one word with blanks. */
    private static List<String> list(List<String> words) {
        return words.size() == 1 ? List.of(words.getFirst().split(" ", -1)) : words;
    }

    private static Path parsePath(String word) throws ConfigException {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new ConfigException("not a path: " + e.getReason());
        }
    }

    private static long parseLong(String word) throws ConfigException {
        try {
            if (!word.startsWith("+")) {
                return Long.parseLong(word);
            }
        } catch (NumberFormatException e) {
            // said below, in one place for both causes
        }
        throw new ConfigException("argument couldn't be parsed into an integer");
    }

    private static long parseMemory(String word) throws ConfigException {
        int digits = 0;
        while (digits < word.length() && word.charAt(digits) >= '0' && word.charAt(digits) <= '9') {
            digits++;
        }
        long unit =
                switch (word.substring(digits).toLowerCase(Locale.ROOT)) {
                    case "", "b" -> 1;
                    case "k" -> 1000;
                    case "kb" -> 1 << 10;
                    case "m" -> 1000 * 1000;
                    case "mb" -> 1 << 20;
                    case "g" -> 1000 * 1000 * 1000;
                    case "gb" -> 1 << 30;
                    default -> 0;
                };
        try {
            if (unit > 0) {
                return Math.multiplyExact(Long.parseLong(word.substring(0, digits)), unit);
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // said below, in one place for all causes
        }
        throw new ConfigException("argument must be a memory value");
    }

    private static long inRange(long value, long min, long max) throws ConfigException {
        if (value < min || value > max) {
            throw new ConfigException(
                    "argument must be between " + min + " and " + max + " inclusive");
        }
        return value;
    }
}
