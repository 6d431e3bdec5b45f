package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.tck.ContractContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What nobody may see, and how often a key is used. */
class SecretsTest {

  private static final String CARD = "6221558812340000";
  private static final String PHONE = "13552535506";

  private final FakeUnionpay server = new FakeUnionpay();
  private final ContractContext context = new ContractContext();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger("io.jiaozi");
  private Level before;

  @BeforeEach
  void listen() {
    before = root.getLevel();
    root.setLevel(Level.TRACE);
    logged.start();
    root.addAppender(logged);
  }

  @AfterEach
  void close() {
    root.detachAppender(logged);
    root.setLevel(before);
    context.close();
    server.close();
  }

  private String log() {
    return logged.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .collect(Collectors.joining("\n"));
  }

  private static Wire withCardData(Wire message) {
    return message
        .with("accNo", CARD)
        .with("payCardNo", CARD)
        .with("customerInfo", PHONE)
        .with("reserved", "{accNo=" + CARD + "}");
  }

  @Test
  void cardData_reachNeitherRawReplyNorLogNorToString() {
    UnionpayAdapter adapter = TestAccount.open(server.address(), context);
    server.says(withCardData(TestAccount.order("00")));
    server.says(withCardData(Wire.message()));
    List<Object> seen = new ArrayList<>();

    Payment payment = adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY));
    RawReply raw =
        adapter.call(
            ChannelCall.post("/gateway/api/backTransReq.do", "txnType=72&accNo=" + CARD),
            TestAccount.call(Operation.CHANNEL_CALL));
    seen.add(payment);
    seen.add(payment.raw().text());
    seen.add(raw.text());
    seen.add(
        adapter.readNotification(
            withCardData(TestAccount.notice()).notification(),
            TestAccount.call(Operation.NOTIFICATION)));

    assertThat(server.asked(1).field("accNo")).isEqualTo(CARD);
    assertThat(seen.toString()).doesNotContain(CARD, PHONE).contains("accNo=***");
    assertThat(log()).isNotEmpty().doesNotContain(CARD, PHONE);
  }

  @Test
  void buyersCodeAndTexts_stayOutOfTheLog() {
    UnionpayAdapter adapter = TestAccount.open(server.address(), context);
    server.code("00").code("06");
    Scene till = Scene.buyerCode("62000000012345678", "s1");
    adapter.pay(TestAccount.payment(till).build(), TestAccount.call(Operation.PAY));
    ChannelFailure failure =
        Outcomes.unknown(
            () -> adapter.pay(TestAccount.payment(till).build(), TestAccount.call(Operation.PAY)));

    assertThat(log() + failure)
        .contains("txnType=01")
        .doesNotContain("62000000012345678", TestCa.PASSWORD, "dumplings");
  }

  @Test
  void defect_isLoggedForReconciliation() {
    UnionpayAdapter adapter = TestAccount.open(server.address(), context);
    server.says(TestAccount.order("A6"));

    adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY));

    assertThat(log())
        .contains(
            "UnionPay told of payment 20261124A001 with code A6: the money moved, with a defect. Compare it with the"
                + " statement.");
  }

  @Test
  void privateKey_isUsedOnceARequest_andNeverToRead() {
    AtomicInteger signed = new AtomicInteger();
    Signer inside = RsaSigner.of(TestCa.MERCHANT_KEY.getPrivate());
    Signer counting =
        new Signer() {
          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return inside.supports(algorithm);
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            signed.incrementAndGet();
            assertThat(algorithm).isEqualTo(SigningAlgorithm.RSA_SHA256);
            assertThat(message).hasSize(64);
            return inside.sign(algorithm, message);
          }
        };
    UnionpayAdapter adapter = outside(counting);
    assertThat(signed).hasValue(0);

    adapter.pay(
        TestAccount.payment(Scene.webPage(TestAccount.RETURN)).build(),
        TestAccount.call(Operation.PAY));
    assertThat(signed).hasValue(1);
    server.says(TestAccount.order("00")).code("00");
    adapter.refund(TestAccount.refund().build(), TestAccount.call(Operation.REFUND));
    assertThat(signed).hasValue(3);
    assertThat(server.asked()).hasSize(2);
    adapter.readNotification(
        TestAccount.notice().notification(), TestAccount.call(Operation.NOTIFICATION));
    assertThat(signed).hasValue(3);
    assertThat(server.asked(0).field("certId")).isEqualTo("4711");
  }

  private UnionpayAdapter outside(Signer signer) {
    Map<String, String> values = TestAccount.values();
    values.remove(Settings.SIGNING_CERTIFICATE);
    values.remove(Settings.SIGNING_CERTIFICATE_PASSWORD);
    values.put(Settings.SIGNING_CERTIFICATE_SERIAL, "4711");
    return TestAccount.open(
        server.address(), context, values, Map.of(Settings.SIGNING_CERTIFICATE, signer));
  }

  @Test
  void keyServiceThatIsDown_isNotSent() {
    UnionpayAdapter adapter =
        outside(
            new Signer() {
              @Override
              public boolean supports(SigningAlgorithm algorithm) {
                return true;
              }

              @Override
              public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
                throw new IllegalStateException("The session is lost.");
              }
            });

    assertThat(
            Outcomes.notSent(
                () -> adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY))))
        .hasMessage(
            "was not asked: the key in \"signing-certificate\" could not sign now; check the service or device that holds it");
    assertThat(server.asked()).isEmpty();
  }
}
