package io.kevy.rt.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/** The packages of the server form layers, and imports point down. */
@AnalyzeClasses(packages = "io.kevy.rt", importOptions = DoNotIncludeTests.class)
final class ServerLayersTest {
    /** Packages under {@code io.kevy.rt}; those of one layer may import one another, in no cycle. */
    private static final List<List<String>> TOP_DOWN = List.of(
            List.of("main"),
            List.of("server"),
            List.of("shard"),
            List.of("net", "dispatch", "replication"),
            List.of("observe"),
            List.of("command.*"),
            List.of("command"),
            List.of("config", "ring"));

    @ArchTest
    static final ArchRule importsPointDown = layers();

    /** A layer is there as long as one of its packages is; each of them has to be. */
    @ArchTest
    static void everyPackageOfALayerIsThere(JavaClasses classes) {
        for (List<String> layer : TOP_DOWN) {
            for (String name : layer) {
                var inside = resideInAPackage("io.kevy.rt." + name);
                assertTrue(classes.stream().anyMatch(inside), name + " holds nothing");
            }
        }
    }

    private static ArchRule layers() {
        var architecture = layeredArchitecture().consideringOnlyDependenciesInLayers()
                .withOptionalLayers(false);
        for (List<String> layer : TOP_DOWN) {
            var packages = new ArrayList<String>();
            for (String name : layer) packages.add("io.kevy.rt." + name);
            architecture = architecture.layer(name(layer))
                    .definedBy(packages.toArray(String[]::new));
        }
        var above = new ArrayList<String>();
        for (List<String> layer : TOP_DOWN) {
            var access = architecture.whereLayer(name(layer));
            architecture = above.isEmpty()
                    ? access.mayNotBeAccessedByAnyLayer()
                    : access.mayOnlyBeAccessedByLayers(above.toArray(String[]::new));
            above.add(name(layer));
        }
        return architecture
                .ensureAllClassesAreContainedInArchitectureIgnoring(resideInAPackage("io.kevy.rt"));
    }

    private static String name(List<String> layer) {
        return String.join(", ", layer);
    }
}
