package io.jiaozi.interop.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.ChannelCall;
import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.alipay.AlipayConfig;
import io.jiaozi.error.OutcomeUnknownException;
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
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
  private static final List<PaymentGateway> GATEWAYS = new ArrayList<>();
  private static MerchantAccount account;
  private static MerchantAccount certified;
  private static MerchantAccount sealed;

  /** What the judge of the REST form wrote, by name. */
  private static Map<String, HttpMessage> restMessages;

  private static volatile String restReply = "reply-rest";

  @BeforeAll
  static void begin() throws IOException {
    Path ours = Exchange.read("exchange", "alipay");
    Path theirs = Exchange.read("judge-alipay-v2", "alipay");
    merchant = Exchange.facts(ours);
    Map<String, String> judge = Exchange.facts(theirs);
    assertThat(judge.get("run"))
        .as("the judge wrote for the exchange of this build; run both again")
        .isEqualTo(merchant.get("run"));
    Path rest = Exchange.read("judge-alipay-v3", "alipay");
    assertThat(Exchange.facts(rest).get("run"))
        .as("so did the judge of the REST form")
        .isEqualTo(merchant.get("run"));
    messages = Exchange.messages(theirs);
    restMessages = Exchange.messages(rest);
    signedAt = Instant.parse(judge.get("signedAt"));
    alipay = new LoopbackServer(AlipayVerdictTest::replyTo);
    account =
        open(
            config(ours)
                .alipayPublicKey(Files.readString(theirs.resolve("alipay_public_key.txt"))));
    certified = open(withCertificates(ours));
    sealed = open(withCertificates(ours).contentKey(merchant.get("contentKey")));
  }

  private static AlipayConfig.Builder config(Path ours) throws IOException {
    return AlipayConfig.builder(merchant.get("appId"))
        .sellerId(merchant.get("sellerId"))
        .privateKey(Files.readString(ours.resolve("app_private_key.pem")))
        .notificationUrl(URI.create("https://shop.example/notify/alipay"))
        .baseUrl(alipay.address());
  }

  private static AlipayConfig.Builder withCertificates(Path ours) throws IOException {
    return config(ours)
        .certificates(
            Files.readString(ours.resolve("app_certificate.crt")),
            Files.readString(ours.resolve("alipay_certificate.crt")),
            Files.readString(ours.resolve("alipay_root_certificates.crt")));
  }

  private static MerchantAccount open(AlipayConfig.Builder config) {
    PaymentGateway gateway =
        PaymentGateway.open(
            GatewayConfig.builder()
                .time(new FixedTime(signedAt))
                .setting("max-attempts", "1")
                .account("alipay", config.build())
                .build());
    GATEWAYS.add(gateway);
    return gateway.account("alipay");
  }

  @AfterAll
  static void close() {
    GATEWAYS.forEach(PaymentGateway::close);
    alipay.close();
  }

  private static Answer replyTo(HttpMessage question) {
    String asked = question.target() + question.text();
    HttpMessage reply =
        asked.startsWith("/v3/")
            ? restMessages.get(restReply)
            : messages.get(
                asked.contains("alipay.trade.precreate")
                    ? "reply-precreate"
                    : asked.contains("encrypt_type=AES")
                        ? "reply-sealed-query"
                        : asked.contains("app_cert_sn=") ? "reply-certified-query" : "reply-query");
    return new Answer(200, reply.headers(), reply.body());
  }

  private static Notification read(String name) {
    return read(name, account);
  }

  private static Notification read(String name, MerchantAccount account) {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "certified-payment-name-signed",
        "certified-payment-name-unsigned",
        "certified-payment-unnamed"
      })
  void payment_signedWithTheCertificate_isBelievedByAccountsWithIt_andByNoOther(String name) {
    Payment payment = ((PaymentChanged) read(name, certified)).payment();

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.reference().number()).isEqualTo(merchant.get("order"));
    assertThatThrownBy(() -> read(name, account)).isInstanceOf(UntrustedMessageException.class);
  }

  @Test
  void payment_namesTheCertificateAndIsSignedByAnother_isRefused() {
    assertThatThrownBy(() -> read("forged-certified", certified))
        .isInstanceOf(UntrustedMessageException.class);
  }

  @Test
  void reply_signedByOfficialCode_isBelieved() {
    assertPaid(account);
  }

  @Test
  void reply_signedWithTheCertificate_isBelieved() {
    assertPaid(certified);
  }

  @Test
  void reply_sealedByOfficialCode_isVerifiedAndOpened() {
    assertPaid(sealed);
  }

  private static void assertPaid(MerchantAccount asking) {
    Payment payment = asking.query(PaymentReference.ofNumber(merchant.get("order")));

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.amount()).isEqualTo(PRICE);
  }

  private static RawReply askRest(MerchantAccount asking, String reply) {
    restReply = reply;
    return asking
        .channelCalls()
        .send(
            ChannelCall.post(
                "/v3/alipay/trade/query", "{\"out_trade_no\":\"" + merchant.get("order") + "\"}"));
  }

  @Test
  void restReply_signedByOfficialCode_isBelieved() {
    assertThat(askRest(certified, "reply-rest").text())
        .isEqualTo(restMessages.get("reply-rest").text())
        .contains("TRADE_SUCCESS");
  }

  @Test
  void restReply_sealedByOfficialCode_isVerifiedAndOpened() {
    assertThat(askRest(sealed, "reply-rest-sealed").text())
        .isEqualTo(restMessages.get("reply-rest").text());
  }

  @Test
  void restReply_changed_isNotBelieved() {
    assertThatThrownBy(() -> askRest(certified, "reply-rest-forged"))
        .isInstanceOf(OutcomeUnknownException.class);
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
