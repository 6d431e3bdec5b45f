package io.jiaozi.proving.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.jiaozi.error.FailureContext;
import io.jiaozi.money.Money;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.support.keys.KeyMaterial;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * No public record of the product shows in {@code toString} anything but what identifies a thing.
 * Every component that can hold text is filled with a canary, by reflection, so a component added
 * tomorrow is covered tomorrow.
 */
class ToStringTest {

  /** Components that identify, and so may be shown. Everything else that holds text may not. */
  private static final Set<String> SHOWN =
      Set.of(
          "account",
          "captureNumber",
          "channel",
          "channelCode",
          "channelPaymentId",
          "channelRefundId",
          "channelRequestId",
          "channelType",
          "client",
          "clientAppId",
          "contentType",
          "deliveryId",
          "factKey",
          "field",
          "help",
          "id",
          "lane",
          "locator",
          "name",
          "number",
          "order",
          "orderNumber",
          "outcome",
          "refundNumber",
          "remedy",
          "sentence",
          "setting",
          "state",
          "storeId",
          "subMerchant",
          "subMerchantId",
          "target",
          "verb",
          "voidNumber",
          "what");

  /** A body that is a constant of our own, not a message; and a key that opens nothing. */
  private static final Set<String> OWN_TEXT =
      Set.of(
          "NotificationReply.body",
          "Fact.key",
          "JournalEntry.digest",
          "SeenRequest.method",
          "Verdict.note");

  @TestFactory
  Stream<DynamicTest> publicRecords_showOnlyWhatIdentifies() {
    List<Class<?>> records = publicRecords();
    assertThat(records).as("public records found").hasSizeGreaterThan(30);
    return records.stream()
        .map(
            type ->
                dynamicTest(
                    type.getName(),
                    () -> {
                      Canaries canaries = new Canaries();
                      Object sample = new Samples(canaries).of(type);
                      assertThat(canaries.findIn(sample.toString()))
                          .as("shown by toString")
                          .isEmpty();
                    }));
  }

  /** The test of the test: a record that shows what it should not is found. */
  @Test
  void leakyRecord_isFound() throws Exception {
    Canaries canaries = new Canaries();
    Object sample = new Samples(canaries).of(Leaky.class);

    assertThat(canaries.findIn(sample.toString())).contains("Leaky.description");
  }

  record Leaky(String orderNumber, String description) {}

  private static List<Class<?>> publicRecords() {
    return new ClassFileImporter()
        .importPackages("io.jiaozi").stream()
            .filter(type -> type.isRecord() && isVisible(type))
            .filter(type -> !type.getPackageName().contains("internal"))
            .filter(type -> !type.getPackageName().startsWith("io.jiaozi.proving"))
            // The sandbox hands out credentials of its own making: that is its job.
            .filter(type -> !type.getPackageName().startsWith("io.jiaozi.sandbox"))
            .<Class<?>>map(JavaClass::reflect)
            .sorted((one, other) -> one.getName().compareTo(other.getName()))
            .toList();
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ToStringTest::isVisible).orElse(true);
  }

  /** Makes objects full of canaries. */
  private static final class Samples {
    private static final Instant SOME_TIME = Instant.parse("2026-03-01T08:00:00Z");

    private final Canaries canaries;

    Samples(Canaries canaries) {
      this.canaries = canaries;
    }

    Object of(Class<?> record) throws Exception {
      RecordComponent[] components = record.getRecordComponents();
      List<List<Object>> choices = new ArrayList<>();
      for (RecordComponent component : components) {
        choices.add(valuesFor(component, record));
      }
      return firstAccepted(record, components, choices);
    }

    /**
     * A compact constructor may want one certain state: tries the constants of enums in turn,
     * everything else as it is.
     */
    private static Object firstAccepted(
        Class<?> record, RecordComponent[] components, List<List<Object>> choices)
        throws Exception {
      Class<?>[] types =
          Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      int most = choices.stream().mapToInt(List::size).max().orElse(1);
      Throwable refusal = null;
      for (int i = 0; i < most; i++) {
        int turn = i;
        Object[] arguments =
            choices.stream().map(values -> values.get(Math.min(turn, values.size() - 1))).toArray();
        try {
          return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
          refusal = refused.getCause();
        }
      }
      throw new AssertionError(
          "No sample of " + record.getName() + " was accepted. Teach Samples how to make one.",
          refusal);
    }

    private List<Object> valuesFor(RecordComponent component, Class<?> owner) throws Exception {
      Class<?> type = component.getType();
      String place = owner.getSimpleName() + "." + component.getName();
      boolean mayShow = SHOWN.contains(component.getName()) || OWN_TEXT.contains(place);
      if (type == String.class) {
        return List.of(mayShow ? "identifier-1" : canaries.plant(place));
      }
      if (type == URI.class) {
        return List.of(URI.create("https://shop.example/x?token=" + canaries.plant(place)));
      }
      if (type == Map.class) {
        return List.of(mapFor(component, place));
      }
      if (type.isRecord()) {
        return recordsFor(type);
      }
      if (type.isEnum()) {
        return List.of(type.getEnumConstants());
      }
      if (type.isSealed()) {
        return List.of(of(type.getPermittedSubclasses()[0]));
      }
      return List.of(plain(type, place));
    }

    private List<Object> recordsFor(Class<?> type) throws Exception {
      List<Object> samples = new ArrayList<>();
      samples.add(of(type));
      if (type == io.jiaozi.payment.Payment.class) {
        for (io.jiaozi.payment.PaymentState state : io.jiaozi.payment.PaymentState.values()) {
          io.jiaozi.payment.Payment any = (io.jiaozi.payment.Payment) samples.get(0);
          samples.add(
              new io.jiaozi.payment.Payment(
                  any.reference(),
                  state,
                  any.amount(),
                  any.refunded(),
                  any.hold(),
                  any.paidAt(),
                  any.channelPaymentId(),
                  any.payerId(),
                  any.subMerchantId(),
                  any.raw()));
        }
      }
      return samples;
    }

    private Map<String, ?> mapFor(RecordComponent component, String place) {
      String generic = component.getGenericType().getTypeName();
      if (generic.contains("Signer") || generic.contains("Decryptor")) {
        return Map.of();
      }
      return generic.contains("List")
          ? Map.of("key", List.of(canaries.plant(place)))
          : Map.of("key", canaries.plant(place));
    }

    private static Object certificate(String place) {
      Stage stage = Stages.borrow();
      try {
        return KeyMaterial.of(
                place,
                stage.sandbox().settings().get("jiaozi.accounts.wechat.platform-certificates"))
            .certificates()
            .get(0);
      } finally {
        Stages.giveBack(stage);
      }
    }

    private Object privateKey(String place) {
      try {
        java.security.KeyPairGenerator keys = java.security.KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        java.security.interfaces.RSAPrivateCrtKey key =
            (java.security.interfaces.RSAPrivateCrtKey) keys.generateKeyPair().getPrivate();
        canaries.watch(place, key.getPrivateExponent().toString());
        canaries.watch(place + " in hex", key.getPrivateExponent().toString(16));
        canaries.watch(place + ", a prime", key.getPrimeP().toString());
        canaries.watchPem(
            place, java.util.Base64.getMimeEncoder().encodeToString(key.getEncoded()));
        return key;
      } catch (java.security.NoSuchAlgorithmException impossible) {
        throw new AssertionError(impossible);
      }
    }

    private Object plain(Class<?> type, String place) {
      if (type == Money.class) {
        return Money.of("CNY", "88.00");
      }
      if (type == Currency.class) {
        return Currency.getInstance("CNY");
      }
      if (type == Instant.class) {
        return SOME_TIME;
      }
      if (type == Duration.class) {
        return Duration.ofSeconds(10);
      }
      if (type == Set.class) {
        return Set.of();
      }
      if (type == List.class) {
        return List.of();
      }
      if (type == boolean.class) {
        return true;
      }
      if (java.security.PrivateKey.class.isAssignableFrom(type)) {
        return privateKey(place);
      }
      if (type == java.security.cert.X509Certificate.class) {
        return certificate(place);
      }
      if (type == int.class || type == Integer.class) {
        return 200;
      }
      if (type == long.class) {
        return 8800L;
      }
      if (type == Object.class) {
        return canaries.plant(place);
      }
      if (type == byte[].class) {
        return canaries.plant(place).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      }
      if (type == io.jiaozi.payment.RawReply.class) {
        return io.jiaozi.payment.RawReply.of(
            200,
            canaries.plant(place).getBytes(java.nio.charset.StandardCharsets.UTF_8),
            "request-1");
      }
      throw new AssertionError(
          "Teach Samples how to make a " + type.getName() + " for " + place + ".");
    }
  }

  /** Keeps the list of shown components honest: each of them still exists somewhere. */
  @Test
  void shownComponents_allExist() {
    Set<String> known = new java.util.TreeSet<>();
    for (Class<?> type : publicRecords()) {
      for (RecordComponent component : type.getRecordComponents()) {
        known.add(component.getName());
      }
    }
    assertThat(known).containsAll(SHOWN);
    assertThat(FailureContext.class.isRecord()).isTrue();
  }
}
