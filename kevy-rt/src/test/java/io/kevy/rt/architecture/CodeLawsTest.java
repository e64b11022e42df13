package io.kevy.rt.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What no class of ours does, whatever its module. */
@AnalyzeClasses(packages = "io.kevy", importOptions = DoNotIncludeTests.class)
final class CodeLawsTest {
    @ArchTest
    static final ArchRule nothingIsHiddenInThreadLocals =
            noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

    @ArchTest
    static final ArchRule nobodyIsUnsafe =
            noClasses().should().dependOnClassesThat()
                    .resideInAnyPackage("sun..", "jdk.internal..");

    @ArchTest
    static final ArchRule nobodyReflects =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.lang.reflect..")
                    .orShould().callMethodWhere(looksIntoAClass());

    @ArchTest
    static final ArchRule staticFieldsAreConstants =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule everyPackageHasASubject =
            noClasses().should().resideInAnyPackage(
                    "..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..misc..");

    @ArchTest
    static final ArchRule everyClassHasASubject =
            classes().should().haveNameNotMatching(".*(Util|Utils|Utility|Helper|Helpers)(\\$.*)?");

    private static DescribedPredicate<JavaCall<?>> looksIntoAClass() {
        return DescribedPredicate.describe("looks into a class by reflection", call -> {
            String name = call.getName();
            return call.getTargetOwner().isEquivalentTo(Class.class)
                    && (name.equals("forName") || name.equals("newInstance")
                            || name.startsWith("getDeclared") || name.startsWith("getMethod")
                            || name.startsWith("getField") || name.startsWith("getConstructor"));
        });
    }
}
