package io.kevy.rt.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a command as far as they form one range, which is how {@code COMMAND INFO} told them
 * before there were key specifications.
 *
 * @param first index of the first key, 0 if there is none
 * @param last index of the last key; negative counts from the end
 * @param step distance between keys
 */
record KeyRange(int first, int last, int step) {
    private static final KeyRange NONE = new KeyRange(0, 0, 0);

    /** Puts together the specs that stand one behind the other, and passes over all others. */
    static KeyRange of(List<KeySpec> specs) {
        if (specs.size() == 1) {
            var sole = of(specs.getFirst());
            return sole == null ? NONE : sole;
        }
        KeyRange whole = null;
        for (KeySpec spec : specs) {
            var part = of(spec);
            if (part == null || part.step() != 1) {
                continue;
            }
            if (whole == null) {
                whole = part;
            } else if (whole.last() == part.first() - 1) {
                whole = new KeyRange(whole.first(), part.last(), 1);
            }
        }
        return whole == null ? NONE : whole;
    }

    private static @Nullable KeyRange of(KeySpec spec) {
        if (!(spec.begin() instanceof KeySpec.Begin.Index begin)
                || !(spec.find() instanceof KeySpec.Find.Range find)) {
            return null;
        }
        int last = find.last() < 0 ? find.last() : begin.index() + find.last();
        return new KeyRange(begin.index(), last, find.step());
    }
}
