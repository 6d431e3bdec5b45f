package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.jiaozi.Operation;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.tck.ContractContext;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookVerificationTest {

  private static final CallContext CALL = TestAccount.call(Operation.NOTIFICATION);

  private final ContractContext context = new ContractContext();
  private final FakePaypal paypal = new FakePaypal();
  private final PaypalAdapter adapter = TestAccount.open(paypal.address(), context);

  @BeforeEach
  void serveTheCertificate() {
    serve(Events.CERT, TestKeys.LEAF, TestKeys.BETWEEN);
  }

  @AfterEach
  void close() {
    context.close();
    paypal.close();
  }

  private void serve(String id, X509Certificate... chain) {
    String pem = TestKeys.pem(chain);
    paypal.certificate(
        id, exchange -> FakePaypal.reply(exchange, 200, "application/x-pem-file", pem));
  }

  private Events events() {
    return new Events(paypal);
  }

  private Notification read(InboundRequest request) {
    return adapter.readNotification(request, CALL);
  }

  private Untrusted untrusted(InboundRequest request) {
    return catchThrowableOfType(Untrusted.class, () -> read(request));
  }

  private UntrustedReason reason(InboundRequest request) {
    return untrusted(request).reason();
  }

  @Test
  void genuine_isBelieved_andTheCertificateFetchedOnce() {
    for (int i = 0; i < 5; i++) {
      assertThat(read(events().request())).isInstanceOf(Notification.PaymentChanged.class);
    }

    assertThat(paypal.askedForCertificates()).hasSize(1);
    assertThat(paypal.asked()).isEmpty();
    assertThat(paypal.askedForTokens()).isEmpty();
  }

  @Test
  void afterTheFirstCertificate_paypalIsNotNeeded() {
    read(events().request());
    InboundRequest later = events().id("WH-2").request();
    paypal.close();

    assertThat(read(later)).isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void signedText_isWhatPaypalSigns() {
    // CRC-32 of small bodies as unsigned decimal numbers. Source: protocol sheet, 5.3 and 8.2.
    assertThat(crcIn("123456789")).isEqualTo("3421780262");
    assertThat(crcIn("")).isEqualTo("0");
    assertThat(crcIn("{}")).isEqualTo("2745614147");
    assertThat(crcIn("{\"n\":\"Zoë\"}")).isEqualTo("1365204896");
    assertThat(crcIn("{\"id\":\"WH-TEST-1\",\"event_type\":\"PAYMENT.CAPTURE.COMPLETED\"}"))
        .isEqualTo("2077941293");
    Delivery delivery = Delivery.of(events().body("{}").request(), ContractContext.NOW);
    assertThat(new String(delivery.signedText("4JH86294D6297924G"), StandardCharsets.US_ASCII))
        .isEqualTo(
            "071f7d20-1584-11e7-abf0-6b62a8a99ac4|2026-11-24T12:00:05Z|4JH86294D6297924G|2745614147");
  }

  private String crcIn(String body) {
    Delivery delivery = Delivery.of(events().body(body).request(), ContractContext.NOW);
    String text = new String(delivery.signedText("W"), StandardCharsets.US_ASCII);
    return text.substring(text.lastIndexOf('|') + 1);
  }

  @Test
  void everySingleByteOfTheBody_counts() {
    byte[] body = events().body().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < body.length; i += 7) {
      byte[] altered = body.clone();
      altered[i] ^= 1;
      assertThat(reason(events().delivering(altered))).isEqualTo(UntrustedReason.BAD_SIGNATURE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PAYPAL-TRANSMISSION-ID",
        "PAYPAL-TRANSMISSION-TIME",
        "PAYPAL-TRANSMISSION-SIG",
        "PAYPAL-CERT-URL",
        "PAYPAL-AUTH-ALGO"
      })
  void missingOrDoubledHeader_isNotBelieved(String header) {
    InboundRequest whole = events().request();
    Map<String, List<String>> without = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    without.putAll(whole.headers());
    List<String> value = without.remove(header);
    Map<String, List<String>> doubled = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    doubled.putAll(whole.headers());
    doubled.put(header, List.of(value.get(0), value.get(0)));
    Map<String, List<String>> empty = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    empty.putAll(whole.headers());
    empty.put(header, List.of(""));

    for (Map<String, List<String>> headers : List.of(without, doubled, empty)) {
      Untrusted untrusted = untrusted(new InboundRequest("POST", "/", "", headers, whole.body()));
      assertThat(untrusted.reason()).isEqualTo(UntrustedReason.MISSING_SIGNATURE);
      assertThat(untrusted).hasMessageContaining(header);
    }
  }

  @Test
  void messageForAnotherWebhook_isNotBelieved() {
    assertThat(reason(events().webhookId("1AB23456CD789012E").request()))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
    assertThat(reason(events().webhookId("WEBHOOK_ID").request()))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @Test
  void anotherKey_isNotBelieved() {
    assertThat(reason(events().signedWith(TestKeys.STRANGER, "SHA256withRSA").request()))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SHA1withRSA", "MD5withRSA", "SHA512withRSA", "NONEwithRSA", "sha256withrsa"})
  void algorithmInTheHeader_choosesNothing(String algorithm) {
    assertThat(reason(events().header("Paypal-Auth-Algo", algorithm).request()))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA1withRSA", "SHA512withRSA"})
  void anotherAlgorithmUnderTheRightName_isNotBelieved(String algorithm) {
    assertThat(reason(events().signedWith(TestKeys.SIGNER, algorithm).request()))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "AAAA", "not base64!", "====", "AAAA\tAAAA"})
  void signatureThatIsNone_isNotBelieved_andNothingIsFetchedForIt(String signature) {
    UntrustedReason reason =
        reason(events().header("Paypal-Transmission-Sig", signature).request());

    assertThat(reason).isIn(UntrustedReason.BAD_SIGNATURE, UntrustedReason.MISSING_SIGNATURE);
    assertThat(paypal.askedForCertificates()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a|b, 2026-11-24T12:00:05Z, MALFORMED",
    "a b, 2026-11-24T12:00:05Z, MALFORMED",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, 2026-11-24T12:00:05Z, MALFORMED",
    "a, yesterday, MALFORMED",
    "a, 2026-11-24T12:00:05, MALFORMED",
    "a, 2026-11-21T05:59:59Z, STALE",
    "a, 2026-11-24T12:05:01Z, STALE",
    "a, 2036-11-24T12:00:00Z, STALE"
  })
  void oddOrStaleTransmissions_areNotBelieved_andNothingIsFetched(
      String id, String time, UntrustedReason reason) {
    assertThat(reason(events().transmission(id, time).request())).isEqualTo(reason);
    assertThat(paypal.askedForCertificates()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-21T06:00:01Z", "2026-11-24T12:04:59Z", "2026-11-24T12:00:05.123Z"})
  void deliveriesWithinThreeDays_areBelieved(String time) {
    assertThat(read(events().time(time).request())).isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void timeIsSignedAsReceived_notAsUnderstood() {
    InboundRequest request =
        events()
            .time("2026-11-24T12:00:05Z")
            .header("Paypal-Transmission-Time", "2026-11-24T12:00:05.000Z")
            .request();

    assertThat(reason(request)).isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @Test
  void bodyOfMoreThanAMebibyte_isNotBelieved() {
    assertThat(reason(events().body("x".repeat(1024 * 1024 + 1)).request()))
        .isEqualTo(UntrustedReason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://%s/v1/notifications/certs/CERT-1",
        "https://%s/v1/notifications/certs/CERT-1",
        "http://user@%s/v1/notifications/certs/CERT-1",
        "http://user:x@%s/v1/notifications/certs/CERT-1",
        "http://%s@evil.example/v1/notifications/certs/CERT-1",
        "http://%s.evil.example/v1/notifications/certs/CERT-1",
        "http://%s/v1/notifications/certs/../certs/CERT-1",
        "http://%s/v1/notifications/certs/CERT-1?x=1",
        "http://%s/v1/notifications/certs/CERT-1#x",
        "http://%s/v1/notifications/certs/CERT-1/",
        "http://%s/v1/notifications/certs/CERT-%%41",
        "http://%s/v1/notifications/certs/CERT-",
        "http://%s/v1/notifications/certs/OTHER-1",
        "http://%s//v1/notifications/certs/CERT-1",
        "http://%s/v1/notifications/CERT-1",
        "HTTP://%s/v1/notifications/certs/CERT-1",
        " http://%s/v1/notifications/certs/CERT-1",
        "http://%s\\@api.paypal.com/v1/notifications/certs/CERT-1",
        "file:///etc/passwd",
        "CERT-1",
        "http://localhost:1/v1/notifications/certs/CERT-1",
        "http://10.0.0.1/v1/notifications/certs/CERT-1",
        "http://169.254.169.254/v1/notifications/certs/CERT-1",
        "http://[::1]/v1/notifications/certs/CERT-1",
        "https://api.paypal.com/v1/notifications/certs/CERT-1",
        "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1"
      })
  void certificateAddresses_onlyTheOwnOriginOfALoopbackAccount(String form) {
    String here = "127.0.0.1:" + paypal.address().getPort();
    String url = form.contains("%s") ? form.formatted(here) : form;
    boolean right = url.equals("http://" + here + "/v1/notifications/certs/CERT-1");
    serve("CERT-1", TestKeys.LEAF, TestKeys.BETWEEN);

    if (right) {
      assertThat(read(events().url(url).request())).isNotNull();
    } else {
      assertThat(reason(events().url(url).request())).isEqualTo(UntrustedReason.UNKNOWN_KEY);
      assertThat(paypal.askedForCertificates()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://api-m.paypal.com, https://api.paypal.com/v1/notifications/certs/CERT-1, true",
    "https://api-m.paypal.com, https://api-m.paypal.com/v1/notifications/certs/CERT-1, true",
    "https://api-m.paypal.com, https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1, false",
    "https://api-m.sandbox.paypal.com, https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1, true",
    "https://api-m.sandbox.paypal.com, https://api-m.sandbox.paypal.com/v1/notifications/certs/CERT-1, true",
    "https://api-m.sandbox.paypal.com, https://api.paypal.com/v1/notifications/certs/CERT-1, false",
    "https://proxy.example, https://api.paypal.com/v1/notifications/certs/CERT-1, true",
    "https://proxy.example, https://proxy.example/v1/notifications/certs/CERT-1, false",
    "https://api-m.paypal.com, http://api.paypal.com/v1/notifications/certs/CERT-1, false",
    "https://api-m.paypal.com, https://api.paypal.com:443/v1/notifications/certs/CERT-1, false",
    "https://api-m.paypal.com, https://api.paypal.com:8443/v1/notifications/certs/CERT-1, false",
    "https://api-m.paypal.com, https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1, false",
    "https://api-m.paypal.com, https://evilapi.paypal.com/v1/notifications/certs/CERT-1, false",
    "https://api-m.paypal.com, https://apiXpaypal.com/v1/notifications/certs/CERT-1, false",
    "https://api-m.paypal.com, https://api.paypa1.com/v1/notifications/certs/CERT-1, false",
    "https://api-m.paypal.com, https://api.paypal.com./v1/notifications/certs/CERT-1, false",
    "https://api-m.paypal.com, https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1, false",
    "https://api-m.paypal.com, https://API.PAYPAL.COM/v1/notifications/certs/CERT-1, false",
    "https://api-m.paypal.com, https://www.paypal.com/v1/notifications/certs/CERT-1, false"
  })
  void certificateAddresses_onlyTheTwoHostsOfTheEnvironment(
      String base, String url, boolean allowed) {
    CertificateUrls urls = new CertificateUrls(Environment.of(URI.create(base)));

    Untrusted refused = catchThrowableOfType(Untrusted.class, () -> urls.require(url));

    assertThat(refused == null).isEqualTo(allowed);
  }

  @Test
  void redirect_isNotFollowed() {
    paypal.certificate(
        Events.CERT,
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Location", paypal.address() + FakePaypal.CERTS + "CERT-other");
          FakePaypal.reply(exchange, 302, "text/plain", "");
        });
    serve("CERT-other", TestKeys.LEAF, TestKeys.BETWEEN);

    OutcomeUnknown unknown =
        catchThrowableOfType(OutcomeUnknown.class, () -> read(events().request()));

    assertThat(unknown).hasMessage("answered the request for its signing certificate with 302");
    assertThat(paypal.askedForCertificates()).hasSize(1);
  }

  @Test
  void certificateThatPaypalDoesNotHave_isAForgery() {
    assertThat(reason(events().url(paypal.address() + FakePaypal.CERTS + "CERT-none").request()))
        .isEqualTo(UntrustedReason.UNKNOWN_KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>outage</html>",
        "",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
      })
  void outagePageInsteadOfACertificate_isForNowOnly(String content) {
    paypal.certificate(
        Events.CERT, exchange -> FakePaypal.reply(exchange, 200, "text/html", content));

    ChannelFailure failure =
        catchThrowableOfType(ChannelFailure.class, () -> read(events().request()));

    assertThat(failure).isInstanceOf(OutcomeUnknown.class);
  }

  @Test
  void serverError_isForNowOnly_andMendsItself() {
    paypal.certificate(Events.CERT, exchange -> FakePaypal.reply(exchange, 503, "text/html", "x"));
    assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> read(events().request())))
        .isNotNull();
    serve(Events.CERT, TestKeys.LEAF, TestKeys.BETWEEN);
    assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> read(events().request())))
        .isNotNull();
    assertThat(paypal.askedForCertificates()).hasSize(1);

    context.forward(Duration.ofSeconds(60));

    assertThat(read(events().request())).isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void oversizedCertificate_isCutOff() {
    paypal.certificate(
        Events.CERT,
        exchange ->
            FakePaypal.reply(
                exchange, 200, "text/plain", TestKeys.pem(TestKeys.LEAF) + "#".repeat(64 * 1024)));

    OutcomeUnknown unknown =
        catchThrowableOfType(OutcomeUnknown.class, () -> read(events().request()));

    assertThat(unknown).hasMessageStartingWith("gave no signing certificate: it ");
  }

  @Test
  void slowCertificate_endsWithTheTimeOfTheCall() {
    paypal.certificate(Events.CERT, paypal.silence());

    OutcomeUnknown unknown =
        catchThrowableOfType(
            OutcomeUnknown.class,
            () ->
                adapter.readNotification(
                    events().request(),
                    TestAccount.within(Operation.NOTIFICATION, Duration.ofMillis(300))));

    assertThat(unknown).hasMessage("gave no signing certificate: it did not answer within 300 ms");
  }

  @Test
  void oneFetchForManyAtOnce() throws Exception {
    int readers = 6;
    CountDownLatch release = new CountDownLatch(1);
    String pem = TestKeys.pem(TestKeys.LEAF, TestKeys.BETWEEN);
    paypal.certificate(
        Events.CERT,
        exchange -> {
          release.await();
          FakePaypal.reply(exchange, 200, "text/plain", pem);
        });
    ExecutorService threads = Executors.newFixedThreadPool(readers);
    try {
      List<Future<Notification>> all = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        InboundRequest request = events().id("WH-" + i).request();
        all.add(threads.submit(() -> read(request)));
      }
      release.countDown();
      for (Future<Notification> each : all) {
        assertThat(each.get(20, TimeUnit.SECONDS)).isInstanceOf(Notification.PaymentChanged.class);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(paypal.askedForCertificates()).hasSize(1);
  }

  @Test
  void floodOfForgedAddresses_causesTwoFetches_thenOneAMinute() {
    for (int i = 0; i < 200; i++) {
      flood(i);
    }
    assertThat(paypal.askedForCertificates()).hasSize(2);

    for (int minute = 0; minute < 3; minute++) {
      context.forward(Duration.ofSeconds(60));
      for (int i = 0; i < 50; i++) {
        flood(1000 * (minute + 1) + i);
      }
    }
    assertThat(paypal.askedForCertificates()).hasSize(5);
  }

  private void flood(int i) {
    String url = paypal.address() + FakePaypal.CERTS + "CERT-forged-" + i;
    InboundRequest forged =
        events()
            .time("2026-11-24T12:00:00Z")
            .url(url)
            .signedWith(TestKeys.STRANGER, "SHA256withRSA")
            .request();
    assertThat(catchThrowableOfType(ChannelFailure.class, () -> read(forged))).isNotNull();
  }

  @Test
  void floodOfOneForgedAddress_causesOneFetchAMinute_andKnownCertificatesGoOnWorking() {
    read(events().request());
    for (int i = 0; i < 100; i++) {
      flood(7);
    }

    assertThat(paypal.askedForCertificates()).hasSize(2);
    assertThat(read(events().request())).isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void certificateThatExpires_isNotBelievedFromThatMomentOn_thoughKept() {
    X509Certificate brief =
        new TestKeys.Leaf()
            .valid(
                ContractContext.NOW.minus(Duration.ofDays(1)),
                ContractContext.NOW.plus(Duration.ofHours(1)))
            .make();
    serve(Events.CERT, brief, TestKeys.BETWEEN);
    assertThat(read(events().request())).isNotNull();

    context.forward(Duration.ofHours(2));

    assertThat(reason(events().request())).isEqualTo(UntrustedReason.BAD_CERTIFICATE);
    assertThat(paypal.askedForCertificates()).hasSize(1);
  }

  @Test
  void certificateAsOldAsThePublishedExample_isBelievedOnlyInItsTime() {
    // The same name, depth and dates as the channel's published example of 2017.
    X509Certificate old =
        new TestKeys.Leaf()
            .commonNameOnly(TestKeys.NAME)
            .valid(
                java.time.Instant.parse("2017-02-18T00:00:00Z"),
                java.time.Instant.parse("2019-04-26T12:00:00Z"))
            .make();
    serve(Events.CERT, old, TestKeys.BETWEEN);

    assertThat(reason(events().request())).isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  private void judge(UntrustedReason expected, X509Certificate... chain) {
    serve(Events.CERT, chain);
    Untrusted untrusted = untrusted(events().request());
    assertThat(untrusted.reason()).isEqualTo(expected);
    assertThat(paypal.askedForCertificates()).hasSize(1);
  }

  @Test
  void certificate_selfSigned_isNotBelieved() {
    judge(UntrustedReason.BAD_CERTIFICATE, new TestKeys.Leaf().selfSigned().make());
  }

  @Test
  void certificate_ofAnotherAuthorityWithTheSameName_isNotBelieved() {
    judge(
        UntrustedReason.BAD_CERTIFICATE,
        new TestKeys.Leaf().signedByStranger().make(),
        TestKeys.BETWEEN);
  }

  @Test
  void certificate_withoutTheOneAboveIt_isNotBelieved() {
    judge(UntrustedReason.BAD_CERTIFICATE, TestKeys.LEAF);
  }

  @Test
  void certificate_notYetValid_isNotBelieved() {
    judge(
        UntrustedReason.BAD_CERTIFICATE,
        new TestKeys.Leaf()
            .valid(
                ContractContext.NOW.plus(Duration.ofDays(1)),
                ContractContext.NOW.plus(Duration.ofDays(2)))
            .make(),
        TestKeys.BETWEEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "messageverificationcerts.paypal.com",
        "www.sandbox.paypal.com",
        "*.sandbox.paypal.com",
        "messageverificationcerts.sandbox.paypal.com.evil.example",
        "xmessageverificationcerts.sandbox.paypal.com"
      })
  void certificate_ofAnotherName_isNotBelieved(String name) {
    judge(
        UntrustedReason.BAD_CERTIFICATE, new TestKeys.Leaf().named(name).make(), TestKeys.BETWEEN);
  }

  @Test
  void certificate_whoseAlternativeNamesDisagree_isNotBelieved() {
    judge(
        UntrustedReason.BAD_CERTIFICATE,
        new TestKeys.Leaf().alternative("evil.example").make(),
        TestKeys.BETWEEN);
  }

  @Test
  void certificate_withTheNameHiddenInAnotherPart_isNotBelieved() {
    serve(
        Events.CERT,
        new TestKeys.Leaf().commonNameOnly("evil\\,CN\\=" + TestKeys.NAME).make(),
        TestKeys.BETWEEN);

    assertThat(reason(events().request())).isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  @Test
  void certificate_withACommonNameOnly_isBelieved() {
    serve(Events.CERT, new TestKeys.Leaf().commonNameOnly(TestKeys.NAME).make(), TestKeys.BETWEEN);

    assertThat(read(events().request())).isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void certificate_signedWithSha1_isNotBelieved() {
    judge(
        UntrustedReason.BAD_CERTIFICATE,
        new TestKeys.Leaf().algorithm("SHA1withRSA").make(),
        TestKeys.BETWEEN);
  }

  @Test
  void certificate_withAWeakKey_isNotBelieved() {
    judge(
        UntrustedReason.BAD_CERTIFICATE,
        new TestKeys.Leaf().keys(TestKeys.pair(1024)).make(),
        TestKeys.BETWEEN);
  }

  @Test
  void certificate_withMoreAboveIt_isBelieved() {
    serve(Events.CERT, TestKeys.LEAF, TestKeys.BETWEEN, TestKeys.ROOT);

    assertThat(read(events().request())).isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void withoutConfiguredRoots_aTestAuthorityIsNotBelieved() {
    PaypalAdapter strict =
        TestAccount.open(paypal.address(), context, Map.of(Settings.WEBHOOK_TRUST_ANCHORS, ""));

    Untrusted untrusted =
        catchThrowableOfType(
            Untrusted.class, () -> strict.readNotification(events().request(), CALL));

    assertThat(untrusted.reason()).isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  @Test
  void genuineButNotJson_isMalformed() {
    for (String body :
        List.of("", "[]", "{", "{\"event_type\":\"X\",\"event_type\":\"Y\"}", "{}")) {
      assertThat(reason(events().body(body).request())).isEqualTo(UntrustedReason.MALFORMED);
    }
  }

  @Test
  void reading_makesLittleGarbage() {
    InboundRequest request = events().request();
    for (int i = 0; i < 2_000; i++) {
      read(request);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    int rounds = 500;
    for (int i = 0; i < rounds; i++) {
      read(request);
    }
    long each = (threads.getThreadAllocatedBytes(thread) - before) / rounds;

    assertThat(each).as("bytes for one notification").isLessThan(20 * 1024);
  }
}
