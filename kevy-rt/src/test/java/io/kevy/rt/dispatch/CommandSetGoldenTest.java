package io.kevy.rt.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.AclCategory;
import io.kevy.rt.command.Command;
import io.kevy.rt.command.Flag;
import io.kevy.rt.command.KeySpec;
import io.kevy.rt.command.Routing;
import io.kevy.rt.command.Shards;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds every row of the command table against the reference facts about all commands. */
class CommandSetGoldenTest {
    private static final Map<String, Map<?, ?>> FACTS = new HashMap<>();

    @BeforeAll
    static void readFacts() throws IOException {
        try (var stream = CommandSetGoldenTest.class.getResourceAsStream("commands.json")) {
            assertNotNull(stream);
            var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (Object each : (List<?>) Json.parse(text)) {
                var facts = (Map<?, ?>) each;
                var container = facts.get("container");
                String name = (container == null ? "" : container + "|") + facts.get("name");
                FACTS.put(name.toLowerCase(Locale.ROOT), facts);
            }
        }
    }

    private static List<Command> rows() {
        var rows = new ArrayList<Command>();
        for (Command command : CommandSet.table().commands()) {
            rows.add(command);
            rows.addAll(command.subcommands());
        }
        return rows;
    }

    @Test
    void everyRowSaysWhatTheReferenceSays() {
        var different = new TreeSet<String>();
        var shown = new StringBuilder();
        for (Command row : rows()) {
            var facts = FACTS.get(row.fullName());
            String expected = facts == null ? "no such command" : describe(facts);
            if (!expected.equals(describe(row))) {
                different.add(row.fullName());
                shown.append(row.fullName()).append("\n  reference ").append(expected)
                        .append("\n  row       ").append(describe(row)).append('\n');
            }
        }
        assertEquals(new TreeSet<>(KnownDifferences.REASONS.keySet()), different, shown.toString());
    }

    /** Every reference command, ours or not, asked with its least number of arguments and more. */
    @Test
    void theKeysOfEveryReferenceCommandCanBeFound() {
        int found = 0;
        for (Map<?, ?> facts : FACTS.values()) {
            long arity = facts.get("arity") instanceof Long number ? number : 0;
            for (Object each : list(facts, "key_specs")) {
                var spec = KeyFacts.of((Map<?, ?>) each);
                int begin = spec.begin() instanceof KeySpec.Begin.Index index ? index.index() : 1;
                for (int argc = (int) Math.abs(arity); argc < Math.abs(arity) + 4; argc++) {
                    var words = new String[argc];
                    for (int i = 0; i < argc; i++) {
                        words[i] = i == begin ? "1" : keyword(spec, i, "k" + i);
                    }
                    var request = Shards.argv(words);
                    int first = spec.firstArg(request);
                    int last = spec.lastArg(request, first);
                    for (int i = first; i <= last; i += spec.step()) {
                        assertTrue(i > 0 && i < argc, () -> facts.get("name") + " " + spec);
                        found++;
                    }
                }
            }
        }
        assertTrue(found > FACTS.size(), "found " + found);
    }

    private static String keyword(KeySpec spec, int arg, String otherwise) {
        return spec.begin() instanceof KeySpec.Begin.Keyword word && Math.abs(word.from()) == arg
                ? word.word()
                : otherwise;
    }

    @Test
    void everyRowCanBeCalled() {
        for (Command row : rows()) {
            assertTrue(row.handler() != null || !row.subcommands().isEmpty(), row.fullName());
            boolean hasKeys = row.hasKeys();
            assertEquals(
                    hasKeys,
                    row.routing() == Routing.OWNER
                            || (hasKeys && row.routing() == Routing.IN_PLACE),
                    row.fullName() + " is routed by its keys exactly if it has any");
        }
    }

    @Test
    void theNamesOfTheFirstFamiliesAreComplete() {
        String names = "append decr decrby get getdel getex getrange getset incr incrby incrbyfloat"
                + " lcs mget mset msetnx psetex set setex setnx setrange strlen substr"
                + " del unlink exists type ttl pttl expiretime pexpiretime expire pexpire expireat"
                + " pexpireat persist rename renamenx copy move keys scan randomkey touch dbsize"
                + " flushdb flushall swapdb ping echo hello select quit reset client auth info"
                + " command config time shutdown debug multi exec discard watch unwatch replicaof"
                + " slaveof role wait";
        var missing = new TreeSet<>(List.of(names.split(" ")));
        for (Command row : rows()) {
            missing.remove(row.fullName());
        }
        assertEquals(new TreeSet<String>(), missing);
    }

    private static String describe(Map<?, ?> facts) {
        var keys = new ArrayList<String>();
        for (Object each : list(facts, "key_specs")) {
            var spec = (Map<?, ?>) each;
            keys.add(new TreeSet<>(strings(list(spec, "flags"))) + describeSpec(KeyFacts.of(spec)));
        }
        return text(
                facts.get("arity"),
                strings(list(facts, "command_flags")),
                strings(list(facts, "acl_categories")),
                keys,
                strings(list(facts, "command_tips")),
                facts.get("group"),
                facts.get("since"));
    }

    private static String describe(Command row) {
        var flags = new ArrayList<String>();
        for (Flag flag : Flag.values()) {
            if (row.is(flag)) {
                flags.add(flag.name());
            }
        }
        var categories = new ArrayList<String>();
        for (AclCategory category : AclCategory.values()) {
            if (row.is(category)) {
                categories.add(category.name());
            }
        }
        var keys = new ArrayList<String>();
        for (KeySpec spec : row.keySpecs()) {
            var access = new TreeSet<String>();
            for (KeySpec.Access each : spec.flags()) {
                access.add(each.name());
            }
            keys.add(access + describeSpec(spec));
        }
        var tips = new ArrayList<String>();
        for (String tip : row.tips()) {
            assertEquals(tip.toLowerCase(Locale.ROOT), tip, "clients see small letters");
            tips.add(tip.toUpperCase(Locale.ROOT));
        }
        return text(
                (long) row.arity(),
                flags,
                categories,
                keys,
                tips,
                row.group().redisName(),
                row.since());
    }

    private static String describeSpec(KeySpec spec) {
        return "@" + spec.begin() + spec.find();
    }

    private static String text(
            Object arity,
            List<String> flags,
            List<String> categories,
            List<String> keys,
            List<String> tips,
            Object group,
            Object since) {
        return arity + " " + new TreeSet<>(flags) + " " + new TreeSet<>(categories) + " keys "
                + keys + " tips " + tips + " " + group + " " + since;
    }

    private static List<?> list(Map<?, ?> map, String key) {
        return map.get(key) instanceof List<?> list ? list : List.of();
    }

    private static List<String> strings(List<?> values) {
        var strings = new ArrayList<String>();
        for (Object value : values) {
            strings.add(String.valueOf(value));
        }
        return strings;
    }
}
