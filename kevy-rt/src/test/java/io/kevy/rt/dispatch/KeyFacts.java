package io.kevy.rt.dispatch;

import io.kevy.rt.command.KeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Key specifications as the reference facts tell them. */
final class KeyFacts {
    private KeyFacts() {}

    /** The specification of one entry under {@code key_specs}. */
    static KeySpec of(Map<?, ?> facts) {
        var flags = new ArrayList<KeySpec.Access>();
        if (facts.get("flags") instanceof List<?> names) {
            for (Object name : names) {
                flags.add(KeySpec.Access.valueOf(String.valueOf(name)));
            }
        }
        return new KeySpec(flags, begin(child(facts, "begin_search")),
                find(child(facts, "find_keys")));
    }

    private static KeySpec.Begin begin(@Nullable Map<?, ?> facts) {
        var index = child(facts, "index");
        if (index != null) {
            return new KeySpec.Begin.Index(number(index, "pos"));
        }
        var keyword = child(facts, "keyword");
        if (keyword != null) {
            String word = String.valueOf(keyword.get("keyword")).toUpperCase(Locale.ROOT);
            return new KeySpec.Begin.Keyword(word, number(keyword, "startfrom"));
        }
        return new KeySpec.Begin.Unknown(request -> KeySpec.NONE);
    }

    private static KeySpec.Find find(@Nullable Map<?, ?> facts) {
        var range = child(facts, "range");
        if (range != null) {
            return new KeySpec.Find.Range(
                    number(range, "lastkey"), number(range, "step"), number(range, "limit"));
        }
        var counted = child(facts, "keynum");
        if (counted != null) {
            return new KeySpec.Find.KeyNum(
                    number(counted, "keynumidx"),
                    number(counted, "firstkey"),
                    number(counted, "step"));
        }
        return new KeySpec.Find.Unknown();
    }

    private static @Nullable Map<?, ?> child(@Nullable Map<?, ?> facts, String name) {
        return facts != null && facts.get(name) instanceof Map<?, ?> child ? child : null;
    }

    private static int number(Map<?, ?> facts, String name) {
        return facts.get(name) instanceof Number number ? number.intValue() : 0;
    }
}
