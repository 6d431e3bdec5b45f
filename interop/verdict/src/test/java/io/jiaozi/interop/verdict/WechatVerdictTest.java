package io.jiaozi.interop.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.LoopbackServer.Answer;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.Notification.PaymentChanged;
import io.jiaozi.notification.Notification.RefundChanged;
import io.jiaozi.notification.Notification.Unmapped;
import io.jiaozi.payment.NextAction.ShowQrCode;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult.AwaitingCustomer;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundState;
import io.jiaozi.wechat.WechatConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What WeChat Pay's official code signed and encrypted, our adapter accepts through the public API,
 * at the time the judge wrote it. What was changed or was meant for another, it refuses.
 */
class WechatVerdictTest {

  private static final String JUDGE = "judge-wechat";
  private static final Money PRICE = Money.of("CNY", "88.00");

  private static Map<String, HttpMessage> messages;
  private static Map<String, String> merchant;
  private static Path ours;
  private static Path theirs;
  private static Instant signedAt;
  private static LoopbackServer wechat;
  private static PaymentGateway gateway;
  private static MerchantAccount account;

  @BeforeAll
  static void begin() throws IOException {
    ours = Exchange.read("exchange", "wechat");
    theirs = Exchange.read(JUDGE, "wechat");
    merchant = Exchange.facts(ours);
    Map<String, String> judge = Exchange.facts(theirs);
    assertThat(judge.get("merchantSerial"))
        .as("the judge wrote for the exchange of this build; run both again")
        .isEqualTo(merchant.get("merchantSerial"));
    messages = Exchange.messages(theirs);
    signedAt = Instant.parse(judge.get("signedAt"));
    wechat = new LoopbackServer(WechatVerdictTest::replyTo);
    gateway =
        open(
            config()
                .publicKey(
                    judge.get("publicKeyId"), Files.readString(theirs.resolve("public_key.pem"))));
    account = gateway.account("wechat");
  }

  private static WechatConfig.Builder config() throws IOException {
    return WechatConfig.builder(merchant.get("mchid"), merchant.get("appid"))
        .apiV3Key(merchant.get("apiV3Key"))
        .privateKey(Files.readString(ours.resolve("merchant_private_key.pem")))
        .certificateSerial(merchant.get("merchantSerial"))
        .notificationUrl(URI.create("https://shop.example/notify/wechat"))
        .baseUrl(wechat.address());
  }

  private static PaymentGateway open(WechatConfig.Builder config) {
    return PaymentGateway.open(
        GatewayConfig.builder()
            .time(new FixedTime(signedAt))
            .account("wechat", config.build())
            .build());
  }

  @AfterAll
  static void close() {
    gateway.close();
    wechat.close();
  }

  private static Answer replyTo(HttpMessage question) {
    String name =
        question.target().equals("/v3/certificates")
            ? "reply-certificates"
            : question.method().equals("POST") ? "reply-pay" : "reply-query";
    HttpMessage reply = messages.get(name);
    return new Answer(200, reply.headers(), reply.body());
  }

  private static InboundRequest inbound(HttpMessage message) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    message.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    return new InboundRequest(message.method(), message.target(), "", headers, message.body());
  }

  private static Notification read(String name) {
    assertThat(messages).containsKey(name);
    return account.readNotification(inbound(messages.get(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"genuine-payment", "genuine-payment-without-associated-data"})
  void payment_signedByOfficialCode_isBelieved(String name) {
    Payment payment = ((PaymentChanged) read(name)).payment();

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.reference().number()).isEqualTo("20261124A001");
    assertThat(payment.amount()).isEqualTo(PRICE);
    assertThat(payment.channelPaymentId()).isEqualTo("4200001234202611240000000001");
  }

  @ParameterizedTest
  @CsvSource({"SUCCESS, SUCCEEDED", "ABNORMAL, NEEDS_ATTENTION", "CLOSED, FAILED"})
  void refund_signedByOfficialCode_isBelieved(String status, RefundState state) {
    RefundChanged changed = (RefundChanged) read("genuine-refund-" + status);

    assertThat(changed.refund().state()).isEqualTo(state);
    assertThat(changed.refund().amount()).isEqualTo(Money.of("CNY", "8.00"));
    assertThat(changed.refund().reference().number()).isEqualTo("R20261124A001");
  }

  @Test
  void eventOfAnotherProduct_signedByOfficialCode_isHandedOver() {
    Unmapped unmapped = (Unmapped) read("genuine-unmapped");

    assertThat(unmapped.channelType()).isEqualTo("COMPLAINT.CREATE");
    assertThat(unmapped.content().text()).contains("CREATE_COMPLAINT");
  }

  @Test
  void paymentOfAServedMerchant_signedByOfficialCode_isBelieved() {
    Payment payment = ((PaymentChanged) read("genuine-served-payment")).payment();

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.subMerchantId()).isEqualTo("1900000109");
    assertThatThrownBy(
            () ->
                account
                    .actingFor(SubMerchant.of("1900000110"))
                    .readNotification(inbound(messages.get("genuine-served-payment"))))
        .isInstanceOfSatisfying(
            UntrustedMessageException.class,
            refused -> assertThat(refused.reason()).isEqualTo(UntrustedReason.FOREIGN));
  }

  @Test
  void payment_signedUnderACertificate_isBelieved() throws Exception {
    try (PaymentGateway certified =
        open(config().platformCertificates(theirs.resolve("platform_certificate.pem")))) {
      Notification read =
          certified.account("wechat").readNotification(inbound(messages.get("certified-payment")));

      assertThat(((PaymentChanged) read).payment().state()).isEqualTo(PaymentState.PAID);
      assertThatThrownBy(
              () ->
                  certified
                      .account("wechat")
                      .readNotification(inbound(messages.get("genuine-payment"))))
          .isInstanceOf(UntrustedMessageException.class);
    }
  }

  /** The list of certificates was encrypted and signed by official code too. */
  @Test
  void payment_signedUnderADownloadedCertificate_isBelieved() throws Exception {
    try (PaymentGateway downloading = open(config())) {
      Notification read =
          downloading
              .account("wechat")
              .readNotification(inbound(messages.get("certified-payment")));

      assertThat(((PaymentChanged) read).payment().state()).isEqualTo(PaymentState.PAID);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "forged-body, BAD_SIGNATURE",
    "forged-key, BAD_SIGNATURE",
    "forged-stale, STALE",
    "foreign-merchant, FOREIGN",
    "foreign-app, FOREIGN"
  })
  void notification_forgedOrForAnother_isRefused(String name, UntrustedReason reason) {
    assertThatThrownBy(() -> read(name))
        .isInstanceOfSatisfying(
            UntrustedMessageException.class,
            refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  @Test
  void replyToAnOrder_signedByOfficialCode_isBelieved() {
    PaymentRequest request =
        PaymentRequest.builder("20261124A001", PRICE, Scene.qrCode(), signedAt)
            .description("两盒饺子")
            .build();

    AwaitingCustomer waiting = (AwaitingCustomer) account.pay(request);

    assertThat(((ShowQrCode) waiting.next()).content())
        .isEqualTo("weixin://wxpay/bizpayurl?pr=officials");
  }

  @Test
  void replyToAQuestion_signedByOfficialCode_isBelieved() {
    Payment payment = account.query(PaymentReference.ofNumber("20261124A001"));

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.amount()).isEqualTo(PRICE);
    assertThat(new String(messages.get("reply-query").body(), StandardCharsets.UTF_8))
        .contains(payment.channelPaymentId());
  }
}
