package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * WeChat Pay in the sandbox: its credentials, its orders, and what buyers and platform do. Numbers
 * are the merchant's own ({@code out_trade_no}, {@code out_refund_no}). Safe for use by many
 * threads.
 *
 * <p>Methods that name an order or refund throw {@link Channel.NotFound} when there is none.
 */
public final class WechatSandbox {
  private final ChannelContext context;
  private final WechatCredentials credentials;
  private final Ledger ledger;
  private final Notifications notifications;
  private final WechatChannel channel;
  private volatile boolean certificatesUnavailable;
  private volatile boolean refundsByHand;
  private volatile Duration refundDelay = Duration.ZERO;
  private volatile Refund.Status refundEnd = Refund.Status.SUCCESS;

  /** Made by the sandbox when it starts. */
  public WechatSandbox(ChannelContext context) {
    this.context = context;
    credentials = new WechatCredentials(context);
    ledger = new Ledger(context);
    PlatformSigner signer = new PlatformSigner(credentials, context);
    notifications = new Notifications(signer, context);
    channel = new WechatChannel(context, this, credentials, ledger, signer);
  }

  /** The channel's side towards the sandbox. */
  public Channel channel() {
    return channel;
  }

  /** Ids, keys and certificates of merchant and platform. */
  public WechatCredentials credentials() {
    return credentials;
  }

  /** All orders, oldest first. */
  public List<WechatOrder> orders() {
    return ledger.orders();
  }

  /** One order. */
  public WechatOrder order(String outTradeNo) {
    return found(() -> ledger.read(outTradeNo, Order::view));
  }

  /** All refunds, oldest first. */
  public List<WechatRefund> refunds() {
    return ledger.refunds();
  }

  /** One refund. */
  public WechatRefund refund(String outRefundNo) {
    return found(() -> ledger.readRefund(outRefundNo, Refund::view));
  }

  /**
   * The buyer pays; the merchant is notified.
   *
   * @throws IllegalStateException when the order cannot be paid: paid already, closed, or too late
   */
  public WechatOrder pay(String outTradeNo) {
    Order order = found(() -> ledger.read(outTradeNo, found -> found));
    requireDone(outTradeNo, pay(order), Ledger.Attempt.PAID);
    return order(outTradeNo);
  }

  Ledger.Attempt pay(Order order) {
    Ledger.Attempt attempt = ledger.pay(order);
    if (attempt == Ledger.Attempt.PAID) {
      notifications.send(ledger.read(order.number, Notifications::paid), order.notifyUrl);
    }
    return attempt;
  }

  /**
   * The buyer's bank says no. The order stays {@code NOTPAY} and can still be paid; nobody is told.
   *
   * @throws IllegalStateException when the order could not have been paid anyway
   */
  public WechatOrder decline(String outTradeNo) {
    Order order = found(() -> ledger.read(outTradeNo, found -> found));
    requireDone(outTradeNo, ledger.decline(order), Ledger.Attempt.DECLINED);
    return order(outTradeNo);
  }

  /** The buyer leaves without paying. Nothing changes and nobody is told. */
  public WechatOrder walkAway(String outTradeNo) {
    return order(outTradeNo);
  }

  /** The order's code can no longer be used. The order stays {@code NOTPAY}, as at the platform. */
  public WechatOrder expire(String outTradeNo) {
    return found(
        () -> {
          ledger.expireCode(outTradeNo);
          return ledger.read(outTradeNo, Order::view);
        });
  }

  private static void requireDone(String number, Ledger.Attempt was, Ledger.Attempt wanted) {
    if (was != wanted) {
      throw new IllegalStateException(
          "Order " + number + " cannot be paid or declined now: " + was + ".");
    }
  }

  /**
   * The page on which a person pays.
   *
   * @param code a {@code code_url}, {@code prepay_id} or {@code h5_url} from a prepay answer
   */
  public URI cashier(String code) {
    String path = channel.cashierPath(code);
    if (path == null) {
      throw new Channel.NotFound("No order of this sandbox has this code.");
    }
    return context.address().get().resolve(path);
  }

  /**
   * Ends a refund and notifies the merchant if the refund named an address. A refund that was
   * {@code SUCCESS} or {@code CLOSED} already stays so.
   *
   * @param status {@code SUCCESS}, {@code ABNORMAL} or {@code CLOSED}
   */
  public WechatRefund settleRefund(String outRefundNo, String status) {
    Refund.Status end = end(status);
    settle(found(() -> ledger.readRefund(outRefundNo, refund -> refund)), end);
    return refund(outRefundNo);
  }

  private static Refund.Status end(String status) {
    if (!Set.of("SUCCESS", "ABNORMAL", "CLOSED").contains(status)) {
      throw new IllegalArgumentException(
          "A refund ends as SUCCESS, ABNORMAL or CLOSED, but was asked for \"" + status + "\".");
    }
    return Refund.Status.valueOf(status);
  }

  private void settle(Refund refund, Refund.Status end) {
    if (ledger.settle(refund, end)) {
      notifications.send(
          ledger.readRefund(refund.number, Notifications::refunded), refund.notifyUrl);
    }
  }

  /**
   * Decides how a new refund ends. A delayed end is put on the agenda before the answer is out, so
   * that a test which then moves the clock does not overtake it.
   *
   * @return what is to be done once the answer is out
   */
  Runnable refundAccepted(Refund refund) {
    Refund.Status end = refundEnd;
    if (refundsByHand) {
      return () -> {};
    }
    if (refundDelay.isZero()) {
      return () -> settle(refund, end);
    }
    context.agenda().later(refundDelay, 1, () -> settle(refund, end));
    return () -> {};
  }

  /** How long refunds stay {@code PROCESSING}, in the sandbox's time; at first not at all. */
  public void refundDelay(Duration delay) {
    refundDelay = delay;
  }

  /** Whether refunds stay {@code PROCESSING} until {@link #settleRefund}. */
  public void refundsByHand(boolean byHand) {
    refundsByHand = byHand;
  }

  /**
   * How refunds end by themselves: {@code SUCCESS} (at first), {@code ABNORMAL} or {@code CLOSED}.
   */
  public void refundsEndAs(String status) {
    refundEnd = end(status);
  }

  /** Whether new refunds are refused with {@code NOT_ENOUGH}. */
  public void notEnoughFunds(boolean lacking) {
    ledger.notEnoughFunds(lacking);
  }

  /**
   * Whether the merchant has no platform certificate, as merchants in public-key mode: {@code GET
   * /v3/certificates} answers 404 {@code RESOURCE_NOT_EXISTS}, and the public key signs every
   * answer.
   */
  public void certificatesUnavailable(boolean unavailable) {
    certificatesUnavailable = unavailable;
  }

  boolean certificatesUnavailable() {
    return certificatesUnavailable;
  }

  /** Makes another platform certificate, which signs from now on; the older ones stay listed. */
  public void rotatePlatformCertificate() {
    credentials.addPlatformCertificate();
  }

  /** Which key signs notifications. */
  public void notificationKey(NotificationKey key) {
    notifications.key(key);
  }

  /** Makes the next delivery of a notification odd. */
  public void twistNextNotification(Twist... how) {
    twistNextNotifications(1, how);
  }

  /** Makes the next {@code deliveries} deliveries of notifications odd, re-deliveries included. */
  public void twistNextNotifications(int deliveries, Twist... how) {
    notifications.twistNext(deliveries, Set.of(how));
  }

  /** Every delivery of a notification so far, oldest first. */
  public List<Delivery> notifications() {
    return context.outbox().deliveries().stream()
        .filter(delivery -> delivery.channel().equals(WechatChannel.NAME))
        .toList();
  }

  /** Notifies the merchant once more of a paid order, as a new fact with a new {@code id}. */
  public void notifyPayment(String outTradeNo) {
    Order order = paid(outTradeNo);
    notifications.send(ledger.read(outTradeNo, Notifications::paid), order.notifyUrl);
  }

  /** Builds the signed notification of a paid order without sending it. */
  public OutboundMessage signedPaymentNotification(String outTradeNo, Twist... how) {
    Order order = paid(outTradeNo);
    return notifications.message(ledger.read(order.number, Notifications::paid), set(how));
  }

  /** Builds the signed notification of an ended refund without sending it. */
  public OutboundMessage signedRefundNotification(String outRefundNo, Twist... how) {
    return notifications.message(
        found(() -> ledger.readRefund(outRefundNo, Notifications::refunded)), set(how));
  }

  /**
   * Builds a signed notification of anything without sending it.
   *
   * @param eventType such as {@code TRANSACTION.SUCCESS}
   * @param originalType such as {@code transaction}
   * @param plaintext the JSON that is encrypted, taken as it is
   */
  public OutboundMessage signedNotification(
      String eventType, String originalType, String plaintext, Twist... how) {
    return notifications.message(
        new Notifications.Event(eventType, originalType, eventType, "", plaintext, false),
        set(how));
  }

  private Order paid(String outTradeNo) {
    Order order = found(() -> ledger.read(outTradeNo, found -> found));
    if (!ledger.read(outTradeNo, Order::isPaid)) {
      throw new IllegalStateException(
          "Order " + outTradeNo + " is not paid: there is nothing to notify.");
    }
    return order;
  }

  private static Set<Twist> set(Twist... how) {
    Set<Twist> twists = EnumSet.noneOf(Twist.class);
    twists.addAll(List.of(how));
    return twists;
  }

  private static <T> T found(java.util.function.Supplier<T> reading) {
    try {
      return reading.get();
    } catch (WechatError e) {
      throw new Channel.NotFound("This sandbox has no such order or refund.");
    }
  }
}
