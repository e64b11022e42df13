package io.kevy.rt.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.random.RandomGenerator;

/** What each module may lean on, and which of them may touch the machine. */
@AnalyzeClasses(packages = "io.kevy", importOptions = DoNotIncludeTests.class)
final class ModuleLawsTest {
    private static final String[] JDK = {"java..", "javax..", "jdk..", "com.sun.management.."};

    /** The one class outside kevy-sys that owns a socket: the client an application embeds. */
    private static final String REPLICA_CLIENT = "io.kevy.replicate.ReplicaClient";

    private static final String STORE_OPTIONS = "io.kevy.store.StoreOptions";

    @ArchTest
    static final ArchRule sysNeedsTheJdkOnly = module("sys").leansOn();

    @ArchTest
    static final ArchRule respNeedsTheJdkOnly = module("resp").leansOn();

    @ArchTest
    static final ArchRule storeNeedsTheJdkOnly = module("store").leansOn();

    @ArchTest
    static final ArchRule persistKnowsStores = module("persist").leansOn("store");

    @ArchTest
    static final ArchRule replicateKnowsResp = module("replicate").leansOn("resp");

    @ArchTest
    static final ArchRule rtKnowsAllButTheBenchmarks = module("rt")
            .leansOn("sys", "resp", "store", "persist", "replicate", "org.jctools");

    @ArchTest
    static final ArchRule noPackagesFormACycle =
            slices().matching("io.kevy.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyRtStartsThreads =
            noClasses().that().resideOutsideOfPackage("io.kevy.rt..")
                    .should().accessTargetWhere(startsAThread())
                    .orShould().beAssignableTo(Thread.class)
                    .because("loops and threads belong to the shards");

    @ArchTest
    static final ArchRule onlySysTouchesSockets =
            noClasses().that(resideInAPackage("io.kevy..")
                    .and(DescribedPredicate.not(resideInAPackage("io.kevy.sys..")))
                    .and(DescribedPredicate.not(isReplicaClient())))
                    .should().dependOnClassesThat(areNetworkIo());

    @ArchTest
    static final ArchRule onlySysCallsNativeCode =
            noClasses().that().resideOutsideOfPackage("io.kevy.sys..")
                    .should().dependOnClassesThat(
                            belongToAnyOf(Linker.class, SymbolLookup.class,
                                    FunctionDescriptor.class));

    @ArchTest
    static final ArchRule nobodyBringsNativeMethods =
            methods().should().notHaveModifier(JavaModifier.NATIVE);

    /** A segment over any address could be memory that somebody else has freed. */
    @ArchTest
    static final ArchRule onlySysMakesMemoryOfAddresses =
            noClasses().that().resideOutsideOfPackage("io.kevy.sys..")
                    .should().callMethodWhere(makesMemoryOfAnAddress());

    @ArchTest
    static final ArchRule leavesReadNoClock =
            noClasses().that(areLeaves().and(DescribedPredicate.not(isReplicaClient())))
                    .should().callMethodWhere(readsAClock());

    /** The one exception is the secret of a store that is opened without any options. */
    @ArchTest
    static final ArchRule leavesDrawNoNumbersOfTheirOwn =
            noClasses().that(areLeaves().and(DescribedPredicate.not(isReplicaClient())))
                    .and().doNotHaveFullyQualifiedName(STORE_OPTIONS)
                    .should().accessTargetWhere(makesARandomSource());

    private static ModuleRule module(String name) {
        return new ModuleRule("io.kevy." + name + "..");
    }

    /** A row of the table of modules. */
    private record ModuleRule(String own) {
        /** What stands beside the JDK: our modules by their short names, others by their package. */
        ArchRule leansOn(String... names) {
            var allowed = new ArrayList<String>(List.of(JDK));
            allowed.add(own);
            allowed.add("org.jspecify..");
            for (String name : names) {
                allowed.add((name.contains(".") ? name : "io.kevy." + name) + "..");
            }
            DescribedPredicate<JavaClass> target =
                    resideInAnyPackage(allowed.toArray(String[]::new)).or(isPrimitive());
            return classes().that().resideInAPackage(own)
                    .should(onlyDependOnClassesThat(target));
        }
    }

    private static DescribedPredicate<JavaClass> isPrimitive() {
        return DescribedPredicate.describe("primitive",
                type -> type.getBaseComponentType().isPrimitive());
    }

    private static DescribedPredicate<JavaClass> isReplicaClient() {
        return DescribedPredicate.describe("ReplicaClient",
                type -> type.getName().equals(REPLICA_CLIENT)
                        || type.getName().startsWith(REPLICA_CLIENT + "$"));
    }

    /** Everything of the network but plain values and exceptions; files are no concern here. */
    private static DescribedPredicate<JavaClass> areNetworkIo() {
        DescribedPredicate<JavaClass> values = belongToAnyOf(
                SocketAddress.class, InetSocketAddress.class, UnixDomainSocketAddress.class,
                InetAddress.class, ProtocolFamily.class, URI.class, FileLock.class)
                .or(assignableTo(FileChannel.class))
                .or(belongToAnyOf(FileChannel.MapMode.class))
                .or(assignableTo(IOException.class));
        return resideInAnyPackage("java.net..", "java.nio.channels..", "javax.net..")
                .and(DescribedPredicate.not(values))
                .as("sockets and selectors");
    }

    private static DescribedPredicate<JavaAccess<?>> startsAThread() {
        List<String> starters = List.of("<init>", "start", "ofPlatform", "ofVirtual",
                "startVirtualThread");
        DescribedPredicate<JavaClass> pools = assignableTo(Executor.class)
                .or(belongToAnyOf(Executors.class, Timer.class))
                .or(assignableTo(CompletionStage.class))
                .or(assignableTo(ForkJoinTask.class));
        return DescribedPredicate.describe("starts a thread or hands work to one", access -> {
            JavaClass owner = access.getTargetOwner();
            if (owner.isAssignableTo(Thread.class)) return starters.contains(access.getName());
            return pools.test(owner) || access.getName().equals("parallelStream")
                    || access.getName().equals("parallel");
        });
    }

    private static DescribedPredicate<JavaClass> areLeaves() {
        return resideInAnyPackage(
                "io.kevy.resp..", "io.kevy.store..", "io.kevy.persist..", "io.kevy.replicate..");
    }

    private static DescribedPredicate<JavaCall<?>> makesMemoryOfAnAddress() {
        return DescribedPredicate.describe("makes memory of an address",
                call -> call.getTargetOwner().isEquivalentTo(MemorySegment.class)
                        && (call.getName().equals("reinterpret")
                                || call.getName().equals("ofAddress")));
    }

    private static DescribedPredicate<JavaCall<?>> readsAClock() {
        return DescribedPredicate.describe("reads a clock", call -> {
            JavaClass owner = call.getTargetOwner();
            String name = call.getName();
            if (owner.isEquivalentTo(System.class)) {
                return name.equals("nanoTime") || name.equals("currentTimeMillis");
            }
            return owner.getPackageName().equals("java.time")
                    && (name.equals("now") || name.startsWith("system"));
        });
    }

    private static DescribedPredicate<JavaAccess<?>> makesARandomSource() {
        return DescribedPredicate.describe("makes a random source", access -> {
            JavaClass owner = access.getTargetOwner();
            if (owner.isEquivalentTo(Math.class)) {
                return access.getName().equals("random");
            }
            return owner.isAssignableTo(RandomGenerator.class)
                    && List.of("<init>", "current", "getDefault").contains(access.getName());
        });
    }
}
