package io.kevy.rt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.command.Command;
import io.kevy.rt.dispatch.CommandSet;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stands in the compiled classes as constants: names of commands, and state that is shared. */
final class ConstantLawsTest {
    private static final String FAMILIES = "io.kevy.rt.command.";

    /** So many commands of other families a class of a family may name, as effects or as options. */
    private static final int NAMES_OF_OTHERS_MAX = 3;

    /** Words outside the families that are a command's name: what else they mean there, or why. */
    private static final Map<String, Set<String>> OTHER_MEANINGS = Map.ofEntries(
            // Categories, flags, directives and fields of replies have names of their own.
            Map.entry("io.kevy.rt.command.AclCategory", Set.of("set")),
            Map.entry("io.kevy.rt.command.Flag", Set.of("asking", "readonly")),
            Map.entry("io.kevy.rt.config.Directives", Set.of("replicaof", "slaveof")),
            Map.entry("io.kevy.rt.config.LogLevel", Set.of("debug")),
            Map.entry("io.kevy.rt.replication.ReplicationInfo", Set.of("role")),
            // A frame that names the database of those that follow it is made and read here.
            Map.entry("io.kevy.rt.replication.Feed", Set.of("select")),
            Map.entry("io.kevy.rt.replication.Applier", Set.of("select")),
            // An expired key goes as any other does.
            Map.entry("io.kevy.rt.command.Commit", Set.of("del")),
            // A value that moves to another shard goes from one and comes to the other.
            Map.entry("io.kevy.rt.command.Call", Set.of("del", "set")));

    private static List<ClassModel> classes;

    @BeforeAll
    static void readTheClasses() throws IOException {
        classes = new ArrayList<>();
        var root = Path.of("target/classes");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                classes.add(ClassFile.of().parse(file));
            }
        }
        assertTrue(classes.size() > 100, classes.size() + " classes under " + root);
    }

    private static String name(ClassModel type) {
        return type.thisClass().asInternalName().replace('/', '.');
    }

    /** The package of the family that has a row for a command, by the command's name. */
    private static Map<String, String> families() {
        var families = new HashMap<String, String>();
        for (Command command : CommandSet.table().commands()) {
            families.put(command.name().toLowerCase(Locale.ROOT), "");
        }
        for (ClassModel type : classes) {
            if (name(type).startsWith(FAMILIES) && name(type).endsWith("Family")) {
                String home = name(type).substring(0, name(type).lastIndexOf('.'));
                for (String constant : strings(type)) {
                    families.computeIfPresent(constant, (word, before) -> home);
                }
            }
        }
        return families;
    }

    private static Set<String> strings(ClassModel type) {
        var strings = new HashSet<String>();
        for (var entry : type.constantPool()) {
            if (entry instanceof StringEntry text) {
                strings.add(text.stringValue().toLowerCase(Locale.ROOT));
            }
        }
        return strings;
    }

    @Test
    void outsideTheFamiliesNoCommandIsNamed() {
        var families = families();
        assertTrue(families.size() > 50 && !families.containsValue(""), families.toString());
        var unexpected = new ArrayList<String>();
        var expected = new HashMap<String, Set<String>>();
        for (ClassModel type : classes) {
            if (families.containsValue(packageOf(type))) {
                continue;
            }
            for (String constant : strings(type)) {
                if (!families.containsKey(constant)) {
                    continue;
                }
                if (OTHER_MEANINGS.getOrDefault(name(type), Set.of()).contains(constant)) {
                    expected.computeIfAbsent(name(type), n -> new HashSet<>()).add(constant);
                } else {
                    unexpected.add(name(type) + " names " + constant);
                }
            }
        }
        unexpected.sort(null);
        assertEquals("", String.join("\n", unexpected));
        assertEquals(OTHER_MEANINGS, expected, "exceptions that are no longer needed");
    }

    @Test
    void noClassButAFamilyListsCommands() {
        var families = families();
        var lists = new ArrayList<String>();
        for (ClassModel type : classes) {
            if (name(type).endsWith("Family")) {
                continue;
            }
            var named = strings(type);
            named.retainAll(families.keySet());
            named.removeIf(constant -> packageOf(type).equals(families.get(constant)));
            if (named.size() > NAMES_OF_OTHERS_MAX) {
                lists.add(name(type) + " names " + named);
            }
        }
        assertEquals("", String.join("\n", lists));
    }

    private static String packageOf(ClassModel type) {
        return name(type).substring(0, Math.max(0, name(type).lastIndexOf('.')));
    }

    @Test
    void staticCollectionsCannotChange() {
        var changeable = new ArrayList<String>();
        int seen = 0;
        for (ClassModel type : classes) {
            for (MethodModel method : type.methods()) {
                var code = method.code();
                if (code.isEmpty() || !method.methodName().equalsString("<clinit>")) {
                    continue;
                }
                CodeElement before = null;
                for (CodeElement element : code.get()) {
                    if (element instanceof FieldInstruction field
                            && field.opcode() == Opcode.PUTSTATIC) {
                        seen++;
                        if (isCollection(field) && !isUnchangeable(type, before)) {
                            changeable.add(name(type) + "." + field.name().stringValue());
                        }
                    }
                    if (element instanceof java.lang.classfile.Instruction) {
                        before = element;
                    }
                }
            }
        }
        assertTrue(seen > 100, seen + " static fields are given values");
        assertEquals("", String.join("\n", changeable));
    }

    private static boolean isCollection(FieldInstruction field) {
        String descriptor = field.type().stringValue();
        if (!descriptor.startsWith("Ljava/util/")) {
            return false;
        }
        try {
            var type = Class.forName(
                    descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
            return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)
                    || type.getPackageName().startsWith("java.util.concurrent.atomic");
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the value on the stack comes from a factory of collections that never change. */
    private static boolean isUnchangeable(ClassModel type, CodeElement last) {
        if (!(last instanceof InvokeInstruction call)) {
            return false;
        }
        String owner = call.owner().asInternalName();
        String method = call.name().stringValue();
        return switch (owner) {
            case "java/util/List", "java/util/Set", "java/util/Map" ->
                method.equals("of") || method.equals("copyOf") || method.equals("ofEntries");
            case "java/util/Collections" -> method.startsWith("unmodifiable");
            default -> owner.equals(type.thisClass().asInternalName());
        };
    }
}
