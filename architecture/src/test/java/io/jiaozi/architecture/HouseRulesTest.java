package io.jiaozi.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Optional;

/** What may stand nowhere in the product, or in one named place only. */
@AnalyzeClasses(packages = "io.jiaozi", importOptions = ProductClasses.class)
class HouseRulesTest {

  private static final String[] PROGRAMS = {
    "io.jiaozi.samples..", "io.jiaozi.sandbox..", "io.jiaozi.cli.."
  };

  private static final String[] MONEY_ROOMS = {
    "io.jiaozi",
    "io.jiaozi.money..",
    "io.jiaozi.payment..",
    "io.jiaozi.refund..",
    "io.jiaozi.spi..",
    "io.jiaozi.wechat..",
    "io.jiaozi.alipay..",
    "io.jiaozi.unionpay..",
    "io.jiaozi.paypal.."
  };

  /** The contract kit looks whether an adapter took them. */
  @ArchTest
  static final ArchRule noStandardStreams_outsidePrograms =
      noClasses()
          .that()
          .resideOutsideOfPackages(PROGRAMS)
          .and()
          .doNotHaveFullyQualifiedName("io.jiaozi.tck.JvmChapter")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("libraries log through SLF4J");

  @ArchTest
  static final ArchRule noExit_outsidePrograms =
      noClasses()
          .that()
          .resideOutsideOfPackages(PROGRAMS)
          .should()
          .callMethod(System.class, "exit", int.class);

  /** The contract kit tries amounts in other languages, and puts the machine's back. */
  @ArchTest
  static final ArchRule noJvmWideSetter =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.jiaozi.tck.MoneyChapter")
          .should()
          .callMethodWhere(
              target(
                      owner(
                          DescribedPredicate.describe(
                              "java.security.Security", HouseRulesTest::isSecurity)))
                  .and(
                      target(
                          nameMatching("addProvider|insertProviderAt|removeProvider|setProperty"))))
          .orShould()
          .callMethodWhere(
              target(
                      owner(
                          DescribedPredicate.describe(
                              "System", (JavaClass type) -> type.isEquivalentTo(System.class))))
                  .and(
                      target(
                          nameMatching(
                              "setProperty|setProperties|clearProperty|setSecurityManager|setOut|setErr|setIn"))))
          .orShould()
          .callMethodWhere(
              target(
                  nameMatching(
                      "setDefault|setDefaultHostnameVerifier|setDefaultSSLSocketFactory|setURLStreamHandlerFactory")));

  @ArchTest
  static final ArchRule noOwnTrustDecision =
      noClasses()
          .should()
          .beAssignableTo("javax.net.ssl.X509TrustManager")
          .orShould()
          .beAssignableTo("javax.net.ssl.HostnameVerifier")
          .orShould()
          .callMethodWhere(target(nameMatching("hostnameVerifier|setHostnameVerifier")))
          .because("TLS is never loosened; another CA comes in as a key store");

  @ArchTest
  static final ArchRule noDeserialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.beans.XMLDecoder");

  @ArchTest
  static final ArchRule oneXmlParser =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.jiaozi.support.xml..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "javax.xml.parsers..", "javax.xml.stream..", "org.w3c.dom..", "org.xml.sax..")
          .because("XML is read by one hardened streaming parser in one place");

  @ArchTest
  static final ArchRule oneClock =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.jiaozi.SystemTime")
          .and()
          .resideOutsideOfPackages(PROGRAMS)
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.Clock.class, "systemUTC")
          .orShould()
          .callMethod(java.time.Clock.class, "systemDefaultZone")
          .orShould()
          .callMethodWhere(target(nameMatching("sleep")).and(target(owner(are(threadType())))))
          .because("time comes from one injected source");

  @ArchTest
  static final ArchRule noWeakRandomness =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule httpClients_areMadeInOneRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.jiaozi.support.http..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "OkHttpClient or its builder",
                  type -> type.getName().startsWith("okhttp3.OkHttpClient")));

  @ArchTest static final ArchRule noOptionalField = noFields().should().haveRawType(Optional.class);

  @ArchTest
  static final ArchRule noFloatingPointField_whereMoneyIs =
      noFields()
          .that()
          .areDeclaredInClassesThat(resideInAnyPackage(MONEY_ROOMS))
          .should()
          .haveRawType(double.class)
          .orShould()
          .haveRawType(float.class);

  @ArchTest
  static final ArchRule noFloatingPointMethod_whereMoneyIs =
      noMethods()
          .that()
          .areDeclaredInClassesThat(resideInAnyPackage(MONEY_ROOMS))
          .should()
          .haveRawReturnType(double.class)
          .orShould()
          .haveRawReturnType(float.class)
          .orShould()
          .haveRawParameterTypes(double.class)
          .orShould()
          .haveRawParameterTypes(float.class);

  @ArchTest
  static final ArchRule staticFields_areFinal = fields().that().areStatic().should().beFinal();

  private static boolean isSecurity(JavaClass type) {
    return type.getName().equals("java.security.Security");
  }

  private static DescribedPredicate<JavaClass> threadType() {
    return DescribedPredicate.describe("Thread", type -> type.isEquivalentTo(Thread.class));
  }
}
