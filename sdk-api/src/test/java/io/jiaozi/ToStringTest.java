package io.jiaozi;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.AccountSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that may hold a secret or a person's data is filled with one word, and shows it not.
 */
class ToStringTest {

  private static final String CANARY = "CANARY7391";
  private static final PaymentReference REFERENCE = PaymentReference.ofNumber("P1");
  private static final Money PRICE = Money.of("CNY", "88.00");
  private static final URI WITH_QUERY = URI.create("https://pay.example/x?token=" + CANARY);

  @ParameterizedTest
  @MethodSource("everythingWithSecrets")
  void toString_ofEveryPublicType_hidesSecrets(Object thing) {
    assertThat(thing.toString()).doesNotContain(CANARY).isNotEmpty();
  }

  static Stream<Object> everythingWithSecrets() {
    RawReply raw = RawReply.of(200, CANARY.getBytes(StandardCharsets.UTF_8), "req-1");
    ChannelExtras extras = ChannelExtras.of("buyer.name", CANARY);
    Payment payment =
        Payment.builder(REFERENCE, PaymentState.PAID, raw).amount(PRICE).payerId(CANARY).build();
    Refund refund =
        Refund.builder(RefundReference.of(REFERENCE, "R1"), RefundState.SUCCEEDED, raw).build();
    NextAction qr = new NextAction.ShowQrCode(CANARY, null);
    Scene till = new Scene.BuyerCode(CANARY, "store", "till", "10.0.0.1");
    PaymentRequest request =
        PaymentRequest.builder("P1", PRICE, till, VirtualTime.START)
            .description(CANARY)
            .notificationUrl(WITH_QUERY)
            .channelExtras(extras)
            .build();
    Map<String, String> values = Map.of("api-key", CANARY);
    return Stream.of(
        raw,
        extras,
        payment,
        refund,
        qr,
        till,
        request,
        new Scene.MobileWeb(WITH_QUERY, WITH_QUERY, CANARY),
        new Scene.WebPage(WITH_QUERY, WITH_QUERY),
        new Scene.InAppPage(CANARY, "app"),
        new NextAction.Redirect(WITH_QUERY, null),
        new NextAction.SubmitForm(WITH_QUERY, Map.of("sign", CANARY), null),
        new NextAction.InvokeClient("app", Map.of("sign", CANARY), null),
        new PaymentResult.Paid(payment),
        new PaymentResult.AwaitingCustomer(payment, qr),
        new Notification.PaymentChanged("pay/P1/PAID", null, payment),
        new Notification.RefundChanged("refund/R1", null, refund, payment),
        new Notification.Unmapped("x/1", null, "event", raw),
        RefundRequest.builder(REFERENCE, "R1", PRICE, VirtualTime.START)
            .reason(CANARY)
            .notificationUrl(WITH_QUERY)
            .channelExtras(extras)
            .build(),
        CaptureRequest.builder(REFERENCE, "C1", PRICE, VirtualTime.START)
            .notificationUrl(WITH_QUERY)
            .channelExtras(extras)
            .build(),
        new InboundRequest(
            "POST",
            "/" + CANARY,
            CANARY,
            Map.of("Authorization", List.of(CANARY)),
            CANARY.getBytes(StandardCharsets.UTF_8)),
        new ChannelCall("POST", "/x", Map.of("q", CANARY), Map.of("h", CANARY), CANARY, false),
        new SubMerchant("1900001", Map.of("token", CANARY)),
        new AccountSettings("shop", "fake", WITH_QUERY, values, Map.of(), Map.of()),
        GatewayConfig.builder().account("shop", Fakes.account("fake", values)).build(),
        GatewayConfig.of(
                Map.of(
                    "jiaozi.accounts.shop.channel", "fake", "jiaozi.accounts.shop.api-key", CANARY))
            .accounts(),
        Fakes.shop(new FakeChannel(), new VirtualTime()));
  }
}
