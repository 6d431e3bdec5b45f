package io.jiaozi.interop.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.alipay.AlipayConfig;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.LoopbackServer.Answer;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.Notification.PaymentChanged;
import io.jiaozi.notification.Notification.RefundChanged;
import io.jiaozi.payment.NextAction.ShowQrCode;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult.AwaitingCustomer;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Alipay's official code signed, our adapter accepts through the public API, at the time the
 * judge wrote it. What was changed or was meant for another, it refuses.
 */
class AlipayVerdictTest {
  private static final Money PRICE = Money.of("CNY", "88.00");

  private static Map<String, HttpMessage> messages;
  private static Map<String, String> merchant;
  private static Instant signedAt;
  private static LoopbackServer alipay;
  private static PaymentGateway gateway;
  private static MerchantAccount account;

  @BeforeAll
  static void begin() throws IOException {
    Path ours = Exchange.read("exchange", "alipay");
    Path theirs = Exchange.read("judge-alipay-v2", "alipay");
    merchant = Exchange.facts(ours);
    Map<String, String> judge = Exchange.facts(theirs);
    assertThat(judge.get("run"))
        .as("the judge wrote for the exchange of this build; run both again")
        .isEqualTo(merchant.get("run"));
    messages = Exchange.messages(theirs);
    signedAt = Instant.parse(judge.get("signedAt"));
    alipay = new LoopbackServer(AlipayVerdictTest::replyTo);
    gateway =
        PaymentGateway.open(
            GatewayConfig.builder()
                .time(new FixedTime(signedAt))
                .account(
                    "alipay",
                    AlipayConfig.builder(merchant.get("appId"))
                        .sellerId(merchant.get("sellerId"))
                        .privateKey(Files.readString(ours.resolve("app_private_key.pem")))
                        .alipayPublicKey(Files.readString(theirs.resolve("alipay_public_key.txt")))
                        .notificationUrl(URI.create("https://shop.example/notify/alipay"))
                        .baseUrl(alipay.address())
                        .build())
                .build());
    account = gateway.account("alipay");
  }

  @AfterAll
  static void close() {
    gateway.close();
    alipay.close();
  }

  private static Answer replyTo(HttpMessage question) {
    boolean precreate = (question.target() + question.text()).contains("alipay.trade.precreate");
    HttpMessage reply = messages.get(precreate ? "reply-precreate" : "reply-query");
    return new Answer(200, reply.headers(), reply.body());
  }

  private static Notification read(String name) {
    assertThat(messages).containsKey(name);
    HttpMessage message = messages.get(name);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    message.headers().forEach((header, value) -> headers.put(header, List.of(value)));
    return account.readNotification(
        new InboundRequest(message.method(), message.target(), "", headers, message.body()));
  }

  @Test
  void payment_signedByOfficialCode_isBelieved() {
    Payment payment = ((PaymentChanged) read("genuine-payment")).payment();

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.reference().number()).isEqualTo(merchant.get("order"));
    assertThat(payment.amount()).isEqualTo(PRICE);
    assertThat(payment.channelPaymentId()).isEqualTo("2026112522001499160501586202");
  }

  @Test
  void refund_signedByOfficialCode_isBelieved() {
    RefundChanged changed = (RefundChanged) read("genuine-refund");

    assertThat(changed.refund().reference().number()).isEqualTo("R" + merchant.get("order"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"forged-amount", "forged-unsigned", "foreign-app", "foreign-seller"})
  void forgedOrForeign_isRefused(String name) {
    assertThatThrownBy(() -> read(name)).isInstanceOf(UntrustedMessageException.class);
  }

  @Test
  void reply_signedByOfficialCode_isBelieved() {
    Payment payment = account.query(PaymentReference.ofNumber(merchant.get("order")));

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.amount()).isEqualTo(PRICE);
  }

  @Test
  void reply_withEscapedSlashes_isBelieved() {
    AwaitingCustomer waiting =
        (AwaitingCustomer)
            account.pay(
                PaymentRequest.builder(merchant.get("order"), PRICE, Scene.qrCode(), signedAt)
                    .description("两盒饺子")
                    .build());

    assertThat(((ShowQrCode) waiting.next()).content()).isEqualTo("https://qr.alipay.com/bax00000");
  }
}
