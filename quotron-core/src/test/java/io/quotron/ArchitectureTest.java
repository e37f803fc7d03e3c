package io.quotron;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

/** The rules of who may know whom, checked in the compiled classes. */
@AnalyzeClasses(packages = "io.quotron", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> OURS_OR_JDK = resideInAnyPackage("io.quotron..", "java..");
    private static final DescribedPredicate<JavaClass> TESTKIT = resideInAPackage("io.quotron.testkit..");

    /**
     * The one place where a foreign type may stand in a public signature: what it binds to is what the class is for, and a host
     * that does not name the class needs no such library.
     */
    private static final DescribedPredicate<JavaClass> BINDING_TO_A_METRICS_LIBRARY =
            HasName.Predicates.name("io.quotron.metrics.MicrometerMetrics").forSubtype();

    private ArchitectureTest() {}

    @ArchTest
    static final ArchRule MODEL_KNOWS_NOTHING_OF_OURS = noClasses()
            .that()
            .resideInAPackage("io.quotron.model")
            .should()
            .dependOnClassesThat(resideInAPackage("io.quotron..").and(not(resideInAPackage("io.quotron.model"))));

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES = slices().matching("io.quotron.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(TESTKIT, DescribedPredicate.alwaysTrue());

    @ArchTest
    static final ArchRule NO_FOREIGN_TYPES_IN_PUBLIC_SIGNATURES = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(publicApi().and(not(BINDING_TO_A_METRICS_LIBRARY)))
            .should(haveOnlyTypes());

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_TIME_SOURCE = noClasses()
            .that(not(TESTKIT).and(not(resideInAPackage("io.quotron.examples.."))))
            .and()
            .doNotHaveSimpleName("SystemTimeSource")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule NOTHING_PRINTS = noClasses()
            .that(not(TESTKIT).and(not(resideInAPackage("io.quotron.examples.."))))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule NO_JAVA_SERIALIZATION =
            noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

    @ArchTest
    static final ArchRule NO_MUTABLE_STATIC_STATE = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(not(TESTKIT))
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule PLAIN_NAMES =
            classes().that().arePublic().should().haveNameNotMatching(".*(Util|Utils|Manager|Impl|Abstract.*|Base)$");

    private static DescribedPredicate<JavaClass> publicApi() {
        return DescribedPredicate.describe(
                "public API",
                type -> type.getModifiers().contains(JavaModifier.PUBLIC)
                        && type.getPackageName().startsWith("io.quotron")
                        && !type.getPackageName().contains(".internal")
                        && !TESTKIT.test(type));
    }

    private static ArchCondition<JavaMethod> haveOnlyTypes() {
        return new ArchCondition<>("have only types of the JDK and of this library") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getRawParameterTypes().forEach(type -> require(method, type, events));
                require(method, method.getRawReturnType(), events);
            }
        };
    }

    private static void require(JavaMethod method, JavaClass type, ConditionEvents events) {
        JavaClass element = type.getBaseComponentType();
        boolean allowed = element.isPrimitive() || OURS_OR_JDK.test(element);
        if (!allowed) {
            events.add(SimpleConditionEvent.violated(method, method.getFullName() + " has " + element.getName()));
        }
    }
}
