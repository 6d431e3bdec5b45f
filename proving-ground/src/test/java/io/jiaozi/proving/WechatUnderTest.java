package io.jiaozi.proving;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.proving.ProvedCall.Act;
import io.jiaozi.proving.ProvedCall.Repeats;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.wechat.Twist;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * WeChat Pay. Repeats by the channel's idempotency table: everything but a refund may be sent again
 * as it is.
 */
final class WechatUnderTest implements ChannelUnderTest {

  private static final Money PRICE = Money.of("CNY", "88.00");
  private static final Money PART = Money.of("CNY", "8.00");

  // One instant for all: a repeat must be the very same request.
  private final Instant placedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @Override
  public String channel() {
    return "wechat";
  }

  @Override
  public List<ProvedCall> calls() {
    return List.of(
        new ProvedCall(Operation.PAY, "pay", Repeats.FREELY, this::preparePay),
        new ProvedCall(Operation.QUERY, "query", Repeats.FREELY, this::prepareQuery),
        new ProvedCall(Operation.CLOSE, "close", Repeats.FREELY, this::prepareClose),
        new ProvedCall(Operation.REFUND, "refund", Repeats.NOT_WITHOUT_ASKING, this::prepareRefund),
        new ProvedCall(
            Operation.QUERY_REFUND, "queryRefund", Repeats.FREELY, this::prepareQueryRefund));
  }

  private Act preparePay(MerchantAccount healthy, String number) {
    PaymentRequest request = payment(number);
    return new Act(number, account -> account.pay(request));
  }

  private Act prepareQuery(MerchantAccount healthy, String number) {
    healthy.pay(payment(number));
    return new Act(number, account -> account.query(PaymentReference.ofNumber(number)));
  }

  private Act prepareClose(MerchantAccount healthy, String number) {
    healthy.pay(payment(number));
    return new Act(number, account -> account.close(PaymentReference.ofNumber(number)));
  }

  private Act prepareRefund(MerchantAccount healthy, String number) {
    healthy.pay(payment(number));
    Stages.sandbox().wechat().pay(number);
    RefundRequest request = refund(number);
    return new Act(refundNumber(number), account -> account.refund(request));
  }

  private Act prepareQueryRefund(MerchantAccount healthy, String number) {
    prepareRefund(healthy, number);
    healthy.refund(refund(number));
    RefundReference reference =
        RefundReference.of(PaymentReference.ofNumber(number), refundNumber(number));
    return new Act(refundNumber(number), account -> account.queryRefund(reference));
  }

  private PaymentRequest payment(String number) {
    return PaymentRequest.builder(number, PRICE, Scene.qrCode(), placedAt)
        .description(Canaries.REQUEST_TEXT)
        // Comes back in every reply and notification about the paid order.
        .channelExtras(ChannelExtras.of("attach", Canaries.REQUEST_TEXT))
        .build();
  }

  private RefundRequest refund(String number) {
    return RefundRequest.builder(
            PaymentReference.ofNumber(number), refundNumber(number), PART, placedAt)
        .paymentAmount(PRICE)
        .reason(Canaries.REQUEST_TEXT)
        .build();
  }

  private static String refundNumber(String number) {
    return "R" + number;
  }

  @Override
  public Outcome outcomeOfStatus(Fault fault, ProvedCall call) {
    // 429 by status: a payment order, a question or a closing was not taken; of a refund it says
    // nothing.
    boolean refused = fault == Fault.STATUS_429 && call.operation() != Operation.REFUND;
    return refused ? Outcome.REJECTED : Outcome.UNKNOWN;
  }

  @Override
  public String signingKeySetting() {
    return "private-key";
  }

  @Override
  public void watchSecrets(Map<String, String> settings, Canaries canaries) {
    canaries.watch("API v3 key", settings.get("jiaozi.accounts.wechat.api-v3-key"));
    canaries.watchPem("private key", settings.get("jiaozi.accounts.wechat.private-key"));
  }

  @Override
  public void buyerPays(Sandbox sandbox, String number, Canaries canaries) {
    canaries.watch("what the QR code holds", sandbox.wechat().order(number).code());
    sandbox.wechat().pay(number);
  }

  @Override
  public void payFirst(MerchantAccount account, String number) {
    account.pay(payment(number));
  }

  @Override
  public InboundRequest genuineNotification(Sandbox sandbox, String number) {
    return inbound(sandbox.wechat().signedPaymentNotification(number));
  }

  @Override
  public InboundRequest forgedNotification(Sandbox sandbox, String number) {
    return inbound(sandbox.wechat().signedPaymentNotification(number, Twist.ALTER_BYTE));
  }

  private static InboundRequest inbound(OutboundMessage message) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    message.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    return new InboundRequest("POST", "/pay/notify/wechat", "", headers, message.body());
  }

  @Override
  public long paymentsBooked(Sandbox sandbox, String number) {
    return sandbox.wechat().orders().stream()
        .filter(order -> order.outTradeNo().equals(number))
        .count();
  }

  @Override
  public long refundsBooked(Sandbox sandbox, String number) {
    return sandbox.wechat().order(number).refunds().size();
  }
}
