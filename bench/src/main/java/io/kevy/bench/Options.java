package io.kevy.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The {@code --name value} and {@code --name} arguments of a program, those it knows and no others. */
public final class Options {
    private final Map<String, String> values = new HashMap<>();

    /**
     * Reads arguments.
     *
     * @param switches names without value
     * @param names names with one
     * @throws IllegalArgumentException for anything else, with a text for the user
     */
    public Options(String[] arguments, List<String> switches, List<String> names) {
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            String name = argument.startsWith("--") ? argument.substring(2) : "";
            if (switches.contains(name)) {
                values.put(name, "");
            } else if (!names.contains(name)) {
                throw new IllegalArgumentException("no such option: " + argument
                        + " (there are --" + String.join(", --", switches)
                        + (switches.isEmpty() || names.isEmpty() ? "" : ", --")
                        + String.join(" x, --", names) + " x)");
            } else if (++i == arguments.length) {
                throw new IllegalArgumentException(argument + " needs a value");
            } else {
                values.put(name, arguments[i]);
            }
        }
    }

    public boolean given(String name) {
        return values.containsKey(name);
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** A whole number above zero. */
    public int count(String name, int otherwise) {
        int count = (int) number(name, otherwise);
        if (count < 1) {
            throw new IllegalArgumentException("--" + name + " needs a number above zero");
        }
        return count;
    }

    public double number(String name, double otherwise) {
        String text = values.get(name);
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " needs a number, not " + text, e);
        }
    }

    /** Whole numbers with commas between. */
    public List<Integer> counts(String name, List<Integer> otherwise) {
        String text = values.get(name);
        try {
            return text == null
                    ? otherwise
                    : List.of(text.split(",", -1)).stream().map(Integer::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " needs numbers, not " + text, e);
        }
    }
}
