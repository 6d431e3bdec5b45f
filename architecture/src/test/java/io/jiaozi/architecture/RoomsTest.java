package io.jiaozi.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The arrows between the rooms. Data flows one way; whatever is not drawn here is not allowed. */
@AnalyzeClasses(packages = "io.jiaozi", importOptions = ProductClasses.class)
class RoomsTest {

  /**
   * Every room that has a channel's name. A new adapter is added here and nowhere else in this
   * file.
   */
  static final String[] ADAPTERS = {
    "io.jiaozi.wechat..", "io.jiaozi.alipay..", "io.jiaozi.unionpay..", "io.jiaozi.paypal.."
  };

  private static final String[] NOT_THE_API = {
    "io.jiaozi.support..",
    "io.jiaozi.sandbox..",
    "io.jiaozi.samples..",
    "io.jiaozi.cli..",
    "io.jiaozi.servlet..",
    "io.jiaozi.store..",
    "io.jiaozi.metrics..",
    "io.jiaozi.spring..",
    "io.jiaozi.tck..",
    "io.jiaozi.wechat..",
    "io.jiaozi.alipay..",
    "io.jiaozi.unionpay..",
    "io.jiaozi.paypal.."
  };

  private static final DescribedPredicate<JavaClass> API =
      resideInAPackage("io.jiaozi..").and(DescribedPredicate.not(resideInAnyPackage(NOT_THE_API)));

  @ArchTest
  static final ArchRule api_seesOnlyItsThreeLibraries =
      classes()
          .that(API)
          .should()
          .onlyDependOnClassesThat(
              API.or(
                  resideInAnyPackage(
                      "java..",
                      "org.slf4j..",
                      "org.jspecify.annotations..",
                      "io.github.resilience4j..")));

  @ArchTest
  static final ArchRule api_hidesResilience4jInside =
      noClasses()
          .that(API)
          .and()
          .resideOutsideOfPackage("io.jiaozi.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.resilience4j..");

  @ArchTest
  static final ArchRule api_showsNoThirdPartyType =
      classes()
          .that(API)
          .and()
          .arePublic()
          .and()
          .resideOutsideOfPackage("io.jiaozi.internal..")
          .should(showOnlyJavaAndOurs());

  @ArchTest
  static final ArchRule internals_areSeenByTheApiAlone =
      noClasses()
          .that(DescribedPredicate.not(API))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.jiaozi..internal..");

  @ArchTest
  static final ArchRule support_seesNoAdapterAndNoSandbox =
      noClasses()
          .that()
          .resideInAPackage("io.jiaozi.support..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ADAPTERS).or(resideInAPackage("io.jiaozi.sandbox..")));

  /** Whoever writes an adapter gets the contract and nothing else of ours with it. */
  @ArchTest
  static final ArchRule contractKit_seesTheApiAlone =
      classes()
          .that()
          .resideInAPackage("io.jiaozi.tck..")
          .should()
          .onlyDependOnClassesThat(
              API.or(
                  resideInAnyPackage(
                      "io.jiaozi.tck..",
                      "java..",
                      "javax.net.ssl..",
                      "org.junit.jupiter.api..",
                      "org.slf4j..",
                      "ch.qos.logback..",
                      "org.jspecify.annotations..")));

  @ArchTest
  static final ArchRule store_seesTheApiAndADatabase =
      classes()
          .that()
          .resideInAPackage("io.jiaozi.store..")
          .should()
          .onlyDependOnClassesThat(
              API.or(
                  resideInAnyPackage(
                      "io.jiaozi.store..",
                      "java..",
                      "javax.sql..",
                      "com.zaxxer.hikari..",
                      "org.jspecify.annotations..")));

  @ArchTest
  static final ArchRule metrics_seesTheApiAndMicrometer =
      classes()
          .that()
          .resideInAPackage("io.jiaozi.metrics..")
          .should()
          .onlyDependOnClassesThat(
              API.or(
                  resideInAnyPackage(
                      "io.jiaozi.metrics..",
                      "java..",
                      "io.micrometer.core.instrument..",
                      "org.jspecify.annotations..")));

  @ArchTest
  static final ArchRule adapters_seeOnlyApiAndSupport =
      classes()
          .that()
          .resideInAnyPackage(ADAPTERS)
          .should()
          .onlyDependOnClassesThat(
              API.or(
                  resideInAnyPackage(ADAPTERS)
                      .or(
                          resideInAnyPackage(
                              "io.jiaozi.support..",
                              "java..",
                              "javax.crypto..",
                              "org.slf4j..",
                              "org.jspecify.annotations..",
                              "okhttp3..",
                              "retrofit2.."))));

  /** Each adapter is a slice of its own: {@code io.jiaozi.(channel)..}. */
  @ArchTest
  static final ArchRule adapters_seeNoSibling =
      slices()
          .matching("io.jiaozi.(wechat|alipay|unionpay|paypal|amazonpay|jdpay)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule adapters_showAtMostThreePublicTypes =
      classes()
          .that()
          .resideInAnyPackage(ADAPTERS)
          .should(haveAtMostThreePublicTypesPerPackageTree());

  @ArchTest
  static final ArchRule sandbox_seesNoRoomOfOurs =
      noClasses()
          .that()
          .resideInAPackage("io.jiaozi.sandbox..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.jiaozi..")
                  .and(DescribedPredicate.not(resideInAPackage("io.jiaozi.sandbox.."))))
          .because("a mistake shared with the adapters would cancel itself out");

  @ArchTest
  static final ArchRule springStarter_seesItsFourRooms_andSpring =
      classes()
          .that()
          .resideInAPackage("io.jiaozi.spring..")
          .and()
          .haveNameNotMatching("io\\.jiaozi\\.spring\\.SandboxConfiguration.*")
          .should()
          .onlyDependOnClassesThat(
              API.or(
                  resideInAnyPackage(
                      "io.jiaozi.spring..",
                      "io.jiaozi.servlet..",
                      "io.jiaozi.store..",
                      "io.jiaozi.metrics..",
                      "java..",
                      "javax.sql..",
                      "jakarta.servlet..",
                      "org.springframework..",
                      "io.micrometer..",
                      // The pool that comes with the store: asked for its size, nothing else.
                      "com.zaxxer.hikari..",
                      "org.slf4j..",
                      "org.jspecify.annotations..")))
          .because("the sandbox is there in development only, behind one class");

  @ArchTest
  static final ArchRule nothing_dependsOnTheSpringStarter =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.jiaozi.spring..", "io.jiaozi.samples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.jiaozi.spring..");

  @ArchTest
  static final ArchRule commandLine_seesTheApiAlone =
      classes()
          .that()
          .resideInAPackage("io.jiaozi.cli..")
          .should()
          .onlyDependOnClassesThat(
              API.or(
                  resideInAnyPackage(
                      "io.jiaozi.cli..", "java..", "picocli..", "org.jspecify.annotations..")))
          .because("adapters come in at run time, found on the class path as everywhere else");

  @ArchTest
  static final ArchRule servlet_seesTheApiAndTheContainer =
      classes()
          .that()
          .resideInAPackage("io.jiaozi.servlet..")
          .should()
          .onlyDependOnClassesThat(
              API.or(
                  resideInAnyPackage(
                      "io.jiaozi.servlet..",
                      "java..",
                      "jakarta.servlet..",
                      "org.slf4j..",
                      "org.jspecify.annotations..")));

  @ArchTest
  static final ArchRule nothing_dependsOnTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.jiaozi.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.jiaozi.cli..");

  @ArchTest
  static final ArchRule nothing_dependsOnSamples =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.jiaozi.samples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.jiaozi.samples..");

  private static ArchCondition<JavaClass> showOnlyJavaAndOurs() {
    DescribedPredicate<JavaClass> allowed =
        resideInAnyPackage("java..", "io.jiaozi..", "org.jspecify.annotations..").or(primitive());
    return new ArchCondition<>("show only types of the JDK and of ours") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaMethod method : type.getMethods()) {
          if (!method.getModifiers().contains(JavaModifier.PUBLIC)) {
            continue;
          }
          method.getAllInvolvedRawTypes().stream()
              .map(JavaClass::getBaseComponentType)
              .filter(DescribedPredicate.not(allowed))
              .forEach(
                  stranger ->
                      events.add(
                          SimpleConditionEvent.violated(
                              method, method.getFullName() + " shows " + stranger.getName())));
        }
      }
    };
  }

  private static DescribedPredicate<JavaClass> primitive() {
    return DescribedPredicate.describe("are primitive", JavaClass::isPrimitive);
  }

  private static ArchCondition<JavaClass> haveAtMostThreePublicTypesPerPackageTree() {
    return new ArchCondition<>("have at most three public types in their adapter") {
      private final java.util.Map<String, java.util.Set<String>> seen = new java.util.TreeMap<>();

      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean topLevelPublic =
            type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass();
        if (topLevelPublic) {
          String adapter = type.getPackageName().replaceAll("^(io\\.jiaozi\\.[a-z]+).*", "$1");
          seen.computeIfAbsent(adapter, name -> new java.util.TreeSet<>())
              .add(type.getSimpleName());
        }
      }

      @Override
      public void finish(ConditionEvents events) {
        seen.forEach(
            (adapter, types) -> {
              if (types.size() > 3) {
                events.add(SimpleConditionEvent.violated(adapter, adapter + " shows " + types));
              }
            });
      }
    };
  }
}
