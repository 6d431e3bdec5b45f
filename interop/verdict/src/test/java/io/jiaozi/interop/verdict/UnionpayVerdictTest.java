package io.jiaozi.interop.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.Notification.PaymentChanged;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.unionpay.UnionpayConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A public UnionPay client believed every one of these notifications. Ours believes the one that
 * comes from UnionPay and refuses those under certificates of others, which come from the same
 * authority and whose signatures are right.
 */
class UnionpayVerdictTest {
  private static Map<String, HttpMessage> messages;
  private static Map<String, String> facts;
  private static PaymentGateway gateway;
  private static MerchantAccount account;

  @BeforeAll
  static void begin() throws IOException {
    Path theirs = Exchange.read("judge-unionpay", "unionpay");
    facts = Exchange.facts(theirs);
    messages = Exchange.messages(theirs);
    UnionpayConfig config =
        UnionpayConfig.builder(
                facts.get("merId"), URI.create("https://shop.example/notify/unionpay"))
            .testEnvironment()
            .signingCertificate(
                theirs.resolve("signingCertificateFile").toString(), facts.get("password"))
            .middleCertificates(theirs.resolve("middleCertificateFile"))
            .rootCertificates(theirs.resolve("rootCertificateFile"))
            .build();
    gateway =
        PaymentGateway.open(
            GatewayConfig.builder()
                .time(new FixedTime(Instant.parse(facts.get("signedAt"))))
                .account("unionpay", config)
                .build());
    account = gateway.account("unionpay");
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  private static Notification read(String name) {
    HttpMessage message = messages.get(name);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    message.headers().forEach((header, value) -> headers.put(header, List.of(value)));
    return account.readNotification(
        new InboundRequest(message.method(), message.target(), "", headers, message.body()));
  }

  private static List<String> forged() throws IOException {
    return Exchange.messages(Exchange.read("judge-unionpay", "unionpay")).keySet().stream()
        .filter(name -> name.startsWith("forged-"))
        .toList();
  }

  @Test
  void payment_fromUnionpay_isBelieved() {
    Payment payment = ((PaymentChanged) read("genuine-payment")).payment();

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.reference().number()).isEqualTo(facts.get("number"));
    assertThat(payment.amount()).isEqualTo(Money.of("CNY", "88.00"));
  }

  @ParameterizedTest
  @MethodSource("forged")
  void payment_fromAnImpostor_isRefusedForItsCertificate(String name) {
    UntrustedMessageException thrown =
        catchThrowableOfType(UntrustedMessageException.class, () -> read(name));

    assertThat(thrown.reason()).isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  /** The attack that gave this test its reason: any merchant's own certificate. */
  @Test
  void merchantCertificate_isAmongThem() throws IOException {
    assertThat(forged()).contains("forged-MERCHANT_CERTIFICATE").hasSize(8);
  }
}
