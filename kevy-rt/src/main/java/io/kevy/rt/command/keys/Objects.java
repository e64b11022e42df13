package io.kevy.rt.command.keys;

import io.kevy.rt.command.Call;
import io.kevy.rt.command.CommandException;
import io.kevy.rt.command.HelpReply;
import io.kevy.store.ValueType;

/** How values are held. */
final class Objects {
    /** Integers that Redis shares between keys, and the reference count it gives them. */
    private static final int SHARED_INTEGERS = 10_000;

    private static final int SHARED_REFERENCES = Integer.MAX_VALUE;

    private Objects() {}

    /** {@code OBJECT ENCODING key} */
    static void encoding(Call call) {
        var place = call.lookupUncounted(2);
        if (place == null) {
            call.reply().nullBulk();
        } else {
            call.reply().bulk(place.encoding().redisName());
        }
    }

    /** {@code OBJECT REFCOUNT key}: nothing is shared here, small integers only seem to be. */
    static void refCount(Call call) {
        var place = call.lookupUncounted(2);
        if (place == null) {
            call.reply().nullBulk();
            return;
        }
        boolean shared =
                place.type() == ValueType.STRING
                        && place.isInteger()
                        && place.integer() >= 0
                        && place.integer() < SHARED_INTEGERS;
        call.reply().integer(shared ? SHARED_REFERENCES : 1);
    }

    /** {@code OBJECT IDLETIME key}: accesses are not timed, so every key has just been used. */
    static void idleTime(Call call) {
        if (call.lookupUncounted(2) == null) {
            call.reply().nullBulk();
        } else {
            call.reply().integer(0);
        }
    }

    /** {@code OBJECT FREQ key} */
    static void freq(Call call) {
        if (call.lookupUncounted(2) == null) {
            call.reply().nullBulk();
            return;
        }
        throw new CommandException(
                "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please"
                        + " note that when switching between policies at runtime LRU and LFU data"
                        + " will take some time to adjust.");
    }

    /** {@code OBJECT HELP} */
    static void help(Call call) {
        HelpReply.write(
                call,
                "object",
                "ENCODING <key>",
                "    Return the kind of internal representation used in order to store the value",
                "    associated with a <key>.",
                "FREQ <key>",
                "    Return the access frequency index of the <key>. The returned integer is",
                "    proportional to the logarithm of the recent access frequency of the key.",
                "IDLETIME <key>",
                "    Return the idle time of the <key>, that is the approximated number of",
                "    seconds elapsed since the last access to the key.",
                "REFCOUNT <key>",
                "    Return the number of references of the value associated with the specified",
                "    <key>.");
    }
}
