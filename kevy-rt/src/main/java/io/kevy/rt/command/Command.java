package io.kevy.rt.command;

import io.kevy.resp.Argv;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the command table: every fact about a command, once.
 *
 * <p>Built by {@link #row(String)} in the family that owns it; immutable once it is in the table.
 * A command with subcommands has no handler of its own unless it can be called bare.
 */
public final class Command {
    private final String name;
    private final String fullName;
    private final int arity;
    private final Set<Flag> flags;
    private final Set<AclCategory> aclCategories;
    private final List<KeySpec> keySpecs;
    private final List<String> tips;
    private final Group group;
    private final String since;
    private final Routing routing;
    private final @Nullable Handler handler;
    private final List<Command> subcommands;
    private final List<KeySpec> keys;
    private final KeyRange keyRange;
    private final boolean unqueued;
    private final boolean runsQueued;
    private final @Nullable KeyAccess keyAccess;

    private Command(Row row, @Nullable String container) {
        name = row.name;
        fullName = container == null ? row.name : container + "|" + row.name;
        arity = row.arity;
        flags = EnumSet.copyOf(row.flags);
        aclCategories = EnumSet.copyOf(row.aclCategories);
        keySpecs = List.copyOf(row.keySpecs);
        tips = List.copyOf(row.tips);
        group = row.group;
        since = row.since;
        routing = row.routing;
        handler = row.handler;
        unqueued = row.unqueued;
        runsQueued = row.runsQueued;
        keyAccess = row.keyAccess;
        var children = new ArrayList<Command>();
        for (Row child : row.subcommands) {
            children.add(new Command(child, row.name));
        }
        subcommands = List.copyOf(children);
        keyRange = KeyRange.of(keySpecs);
        keys = keySpecs.stream().filter(KeySpec::isKey).toList();
        boolean variable =
                keySpecs.stream()
                        .anyMatch(spec -> spec.flags().contains(KeySpec.Access.VARIABLE_FLAGS));
        if (variable != (keyAccess != null)) {
            throw new AssertionError("what " + fullName + " does to its keys is not told");
        }
    }

    /** Starts a row; {@code name} is lower case. */
    public static Row row(String name) {
        return new Row(name);
    }

    /** Lower-case name; of a subcommand, its own word only. */
    public String name() {
        return name;
    }

    /** Name as clients see it: {@code get}, {@code config|set}. */
    public String fullName() {
        return fullName;
    }

    /** Number of arguments, name included; negative: at least so many. */
    public int arity() {
        return arity;
    }

    /** Whether a request of {@code argc} arguments fits. */
    public boolean accepts(int argc) {
        return arity >= 0 ? argc == arity : argc >= -arity;
    }

    /** Whether the command has {@code flag}. */
    public boolean is(Flag flag) {
        return flags.contains(flag);
    }

    /** Whether {@code category} stands in the row; implied categories are not added here. */
    public boolean is(AclCategory category) {
        return aclCategories.contains(category);
    }

    /** Where its keys stand, and what is spread over shards like keys. */
    public List<KeySpec> keySpecs() {
        return keySpecs;
    }

    /** Where its keys stand. */
    public List<KeySpec> keys() {
        return keys;
    }

    /** Whether a request may name keys. */
    public boolean hasKeys() {
        return !keys.isEmpty();
    }

    /** Index of the first key that stands in a request, 0 if there is none. */
    public int firstKey(Argv request) {
        for (int s = 0; s < keys.size(); s++) {
            int first = keys.get(s).firstArg(request);
            if (first != KeySpec.NONE) {
                return first;
            }
        }
        return KeySpec.NONE;
    }

    public List<String> tips() {
        return tips;
    }

    public Group group() {
        return group;
    }

    public String since() {
        return since;
    }

    public Routing routing() {
        return routing;
    }

    public @Nullable Handler handler() {
        return handler;
    }

    /** Whether it runs at once between MULTI and EXEC instead of being queued. */
    public boolean isUnqueued() {
        return unqueued;
    }

    /** Whether it runs what MULTI has queued; when it is refused, that is discarded. */
    public boolean runsQueued() {
        return runsQueued;
    }

    /**
     * What a request of this command does to the keys of {@code spec}.
     *
     * @param request the whole request, the command's name included
     */
    public List<KeySpec.Access> access(KeySpec spec, Argv request) {
        return keyAccess != null && spec.flags().contains(KeySpec.Access.VARIABLE_FLAGS)
                ? keyAccess.of(request)
                : spec.flags();
    }

    public List<Command> subcommands() {
        return subcommands;
    }

    /** The subcommand named by argument 1, or null. */
    public @Nullable Command subcommand(Argv argv) {
        for (Command child : subcommands) {
            if (argv.equalsIgnoreCase(1, child.name.toUpperCase(Locale.ROOT))) {
                return child;
            }
        }
        return null;
    }

    /** Index of the first key of the range that its keys form, 0 when they form none. */
    public int firstKey() {
        return keyRange.first();
    }

    /** Index of the last key of the range; negative counts from the end. */
    public int lastKey() {
        return keyRange.last();
    }

    /** Distance between keys of the range, 0 when there is none. */
    public int keyStep() {
        return keyRange.step();
    }

    @Override
    public String toString() {
        return fullName;
    }

    /** A row being written. */
    public static final class Row {
        private final String name;
        private int arity;
        private final EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
        private final EnumSet<AclCategory> aclCategories =
                EnumSet.noneOf(AclCategory.class);
        private final List<KeySpec> keySpecs = new ArrayList<>();
        private final List<String> tips = new ArrayList<>();
        private Group group = Group.GENERIC;
        private String since = "1.0.0";
        private Routing routing = Routing.CONNECTION;
        private @Nullable Handler handler;
        private boolean unqueued;
        private boolean runsQueued;
        private @Nullable KeyAccess keyAccess;
        private final List<Row> subcommands = new ArrayList<>();

        private Row(String name) {
            this.name = name;
        }

        public Row arity(int arity) {
            this.arity = arity;
            return this;
        }

        public Row flags(Flag... flags) {
            Collections.addAll(this.flags, flags);
            return this;
        }

        public Row acl(AclCategory... categories) {
            Collections.addAll(aclCategories, categories);
            return this;
        }

        public Row keys(KeySpec... specs) {
            keySpecs.addAll(List.of(specs));
            return this;
        }

        public Row tips(String... tips) {
            this.tips.addAll(List.of(tips));
            return this;
        }

        public Row doc(Group group, String since) {
            this.group = group;
            this.since = since;
            return this;
        }

        public Row routing(Routing routing) {
            this.routing = routing;
            return this;
        }

        public Row handler(Handler handler) {
            this.handler = handler;
            return this;
        }

        /** It runs at once between MULTI and EXEC instead of being queued. */
        public Row unqueued() {
            unqueued = true;
            return this;
        }

        /** It runs what MULTI has queued; when it is refused, that is discarded. */
        public Row runsQueued() {
            runsQueued = true;
            return this;
        }

        /** What it does to the keys whose spec has variable flags. */
        public Row keyAccess(KeyAccess keyAccess) {
            this.keyAccess = keyAccess;
            return this;
        }

        public Row subcommands(Row... rows) {
            subcommands.addAll(List.of(rows));
            return this;
        }

        /** The finished command. */
        public Command build() {
            return new Command(this, null);
        }
    }
}
