package io.quotron.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;

/** Who may know whom across the artifacts; this module sees them all. */
@AnalyzeClasses(packages = "io.quotron", importOptions = ImportOption.DoNotIncludeTests.class)
final class ModulesTest {
    private static final List<String> ARTIFACTS = List.of("providers", "storage", "events", "testkit", "examples");

    private ModulesTest() {}

    @ArchTest
    static final ArchRule PROVIDERS_KNOW_ONLY_CORE = knowsNothingOf("providers", "storage", "events", "testkit");

    @ArchTest
    static final ArchRule STORAGE_KNOWS_ONLY_CORE = knowsNothingOf("storage", "providers", "events", "testkit");

    @ArchTest
    static final ArchRule EVENTS_KNOW_ONLY_CORE = knowsNothingOf("events", "providers", "storage", "testkit");

    @ArchTest
    static final ArchRule TESTKIT_KNOWS_ONLY_CORE = knowsNothingOf("testkit", "providers", "storage", "events");

    @ArchTest
    static final ArchRule INTERNALS_STAY_INSIDE =
            ArchRuleDefinition.classes().should(useInternalsOfTheirOwnArtifactOnly());

    private static ArchRule knowsNothingOf(String artifact, String... others) {
        String[] packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = "io.quotron." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage("io.quotron." + artifact + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private static ArchCondition<JavaClass> useInternalsOfTheirOwnArtifactOnly() {
        return new ArchCondition<>("use internals of their own artifact only") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                user.getDirectDependenciesFromSelf().stream()
                        .filter(dependency ->
                                dependency.getTargetClass().getPackageName().contains(".internal"))
                        .filter(dependency ->
                                !artifact(dependency.getTargetClass()).equals(artifact(user)))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(user, dependency.getDescription())));
            }
        };
    }

    /** The second part of the package name, or core for everything that has no artifact's name there. */
    private static String artifact(JavaClass type) {
        String rest = type.getPackageName().startsWith("io.quotron.")
                ? type.getPackageName().substring("io.quotron.".length())
                : "";
        String first = rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
        if (type.getPackageName().startsWith("io.quotron")) {
            return ARTIFACTS.contains(first) ? first : "core";
        }
        return type.getPackageName();
    }
}
