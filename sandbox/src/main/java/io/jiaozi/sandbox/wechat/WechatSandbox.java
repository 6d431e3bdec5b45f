package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

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
  private final RefundBook refundBook;
  private final Wallets wallets;
  private final ClientCheck client;
  private final Notifications notifications;
  private final WechatChannel channel;
  private volatile boolean certificatesUnavailable;
  private volatile boolean refundsByHand;
  private volatile Duration refundDelay = Duration.ZERO;
  private volatile Refund.Status refundEnd = Refund.Status.SUCCESS;
  private volatile @Nullable Duration typing;
  private volatile NotificationKey replyKey = NotificationKey.AS_REQUESTED;
  private volatile int probeEveryReply;
  private final AtomicInteger replies = new AtomicInteger();

  /** Made by the sandbox when it starts. */
  public WechatSandbox(ChannelContext context) {
    this(context, new WechatCredentials(context));
  }

  private WechatSandbox(ChannelContext context, WechatCredentials credentials) {
    this.context = context;
    this.credentials = credentials;
    ledger = new Ledger(context);
    refundBook = new RefundBook(ledger, context);
    wallets = new Wallets(context);
    client = new ClientCheck(credentials, ledger);
    PlatformSigner signer = new PlatformSigner(credentials, context);
    notifications = new Notifications(signer, context);
    channel = new WechatChannel(context, this, credentials, ledger, refundBook, wallets, signer);
  }

  /** The same merchant with the same keys, and everything else as it is at first: empty books. */
  public WechatSandbox anew(ChannelContext fresh) {
    return new WechatSandbox(fresh, credentials);
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

  /** All orders that were combined, oldest first; their parts are among {@link #orders} too. */
  public List<WechatCombinedOrder> combinedOrders() {
    return ledger.combinedOrders();
  }

  /** Several orders combined into one payment, by {@code combine_out_trade_no}. */
  public WechatCombinedOrder combinedOrder(String combineOutTradeNo) {
    return found(() -> ledger.readCombined(combineOutTradeNo, CombinedOrder::view));
  }

  /** All refunds, oldest first. */
  public List<WechatRefund> refunds() {
    return refundBook.all();
  }

  /** One refund. */
  public WechatRefund refund(String outRefundNo) {
    return found(() -> refundBook.read(outRefundNo, Refund::view));
  }

  /**
   * The buyer pays; the merchant is notified, except of payments at the till. Paying one of several
   * combined orders pays all of them.
   *
   * @throws IllegalStateException when the order cannot be paid: paid already, closed, or too late
   */
  public WechatOrder pay(String outTradeNo) {
    requireDone(outTradeNo, pay(payable(outTradeNo)), Ledger.Attempt.PAID);
    return order(outTradeNo);
  }

  /** The buyer pays orders that were combined; see {@link #pay(String)}. */
  public WechatCombinedOrder payCombined(String combineOutTradeNo) {
    requireDone(combineOutTradeNo, pay(combined(combineOutTradeNo)), Ledger.Attempt.PAID);
    return combinedOrder(combineOutTradeNo);
  }

  Ledger.Attempt pay(Payable payable) {
    Ledger.Attempt attempt = ledger.pay(payable);
    if (attempt == Ledger.Attempt.PAID) {
      notifications.send(ledger.look(payable, Notifications::paid), payable.notifyUrl());
    }
    return attempt;
  }

  private Payable payable(String outTradeNo) {
    return found(() -> ledger.payableOf(outTradeNo));
  }

  private Payable combined(String combineOutTradeNo) {
    return found(() -> ledger.readCombined(combineOutTradeNo, order -> order));
  }

  /**
   * The buyer's bank says no; nobody is told. The order stays {@code NOTPAY} and can still be paid;
   * at the till it becomes {@code PAYERROR}.
   *
   * @throws IllegalStateException when the order could not have been paid anyway
   */
  public WechatOrder decline(String outTradeNo) {
    requireDone(outTradeNo, ledger.decline(payable(outTradeNo)), Ledger.Attempt.DECLINED);
    return order(outTradeNo);
  }

  /** The buyer's bank refuses orders that were combined; they can still be paid. */
  public WechatCombinedOrder declineCombined(String combineOutTradeNo) {
    requireDone(
        combineOutTradeNo, ledger.decline(combined(combineOutTradeNo)), Ledger.Attempt.DECLINED);
    return combinedOrder(combineOutTradeNo);
  }

  /** The buyer leaves without paying. Nothing changes and nobody is told. */
  public WechatOrder walkAway(String outTradeNo) {
    return order(outTradeNo);
  }

  /**
   * The order's code can no longer be used. The order stays {@code NOTPAY}, as at the platform. At
   * the till the buyer's time to type is over: {@code PAYERROR}.
   */
  public WechatOrder expire(String outTradeNo) {
    ledger.expireCode(payable(outTradeNo));
    return order(outTradeNo);
  }

  /** The code of orders that were combined can no longer be used. */
  public WechatCombinedOrder expireCombined(String combineOutTradeNo) {
    ledger.expireCode(combined(combineOutTradeNo));
    return combinedOrder(combineOutTradeNo);
  }

  /**
   * The code on the phone of a buyer who will do this when it is scanned: 18 digits, good for one
   * minute of the sandbox's time and one payment.
   */
  public String buyerCode(TillBuyer buyer) {
    return wallets.newCode(buyer);
  }

  /**
   * What buyers do whose code was not made by {@link #buyerCode}; {@link TillBuyer#PAYS} at first.
   */
  public void tillBuyer(TillBuyer buyer) {
    wallets.anybody(buyer);
  }

  /**
   * How long buyers at the till type before they pay, in the sandbox's time; null, as at first,
   * means until {@link #pay}, {@link #decline} or {@link #expire}.
   */
  public void tillTyping(@Nullable Duration time) {
    typing = time;
  }

  /**
   * Whether "the buyer is typing" is told by 200 and an order in {@code USERPAYING} instead of by
   * 202 and a code.
   */
  public void tillWaitsAsOrder(boolean asOrder) {
    channel.till().waitsAsOrder(asOrder);
  }

  /** Whether a payment at the till cannot be reversed in its first 15 seconds; at first it can. */
  public void refuseEarlyReverse(boolean refuse) {
    ledger.refuseEarlyReverse(refuse);
  }

  void buyerTypes(Order order) {
    Duration time = typing;
    if (time != null) {
      context.agenda().later(time, 1, () -> pay(order));
    }
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
   * Does what WeChat on the buyer's device does with the parameters that a page, mini program or
   * app hands it: checks app and signature, and opens the cashier.
   *
   * @param parameters as the client gets them: {@code package} and {@code paySign} for pages and
   *     mini programs, {@code prepayId} and {@code sign} for apps
   * @throws IllegalArgumentException with everything that is wrong with them
   */
  public URI openCashier(Map<String, String> parameters) {
    Payable payable = client.open(parameters);
    return cashier(ledger.look(payable, found -> found.code().value()));
  }

  /**
   * Ends a refund and notifies the merchant if the refund named an address. A refund that was
   * {@code SUCCESS} or {@code CLOSED} already stays so.
   *
   * @param status {@code SUCCESS}, {@code ABNORMAL} or {@code CLOSED}
   */
  public WechatRefund settleRefund(String outRefundNo, String status) {
    Refund.Status end = end(status);
    settle(found(() -> refundBook.read(outRefundNo, refund -> refund)), end);
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
    if (refundBook.settle(refund, end)) {
      notifications.send(refundBook.read(refund.number, Notifications::refunded), refund.notifyUrl);
    }
  }

  /**
   * Decides how a new refund ends. A delayed end is put on the agenda before the answer is out, so
   * that a test which then moves the clock does not overtake it.
   *
   * @return what is to be done once the answer is out
   */
  Runnable refundAccepted(Refund refund) {
    // What the merchant sends another way arrives there, whatever is said of first attempts.
    Refund.Status end = refund.abnormalRequest == null ? refundEnd : Refund.Status.SUCCESS;
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
    refundBook.notEnoughFunds(lacking);
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
    announcePlatformCertificate();
    signWithNewestPlatformCertificate();
  }

  /** Makes another platform certificate, which is listed a while before it signs, as it should. */
  public void announcePlatformCertificate() {
    credentials.announcePlatformCertificate();
  }

  /** The newest platform certificate signs from now on; the older ones stay listed. */
  public void signWithNewestPlatformCertificate() {
    credentials.signWithNewestCertificate();
  }

  /** Only the platform certificate that signs is listed from now on. */
  public void retireOtherPlatformCertificates() {
    credentials.retireOtherCertificates();
  }

  /**
   * Which key signs answers. At first the one that the request names; before the platform has
   * switched a merchant over, the certificate signs whatever the request says.
   *
   * @throws IllegalArgumentException for {@link NotificationKey#BY_SHARE}
   */
  public void replyKey(NotificationKey key) {
    if (key == NotificationKey.BY_SHARE) {
      throw new IllegalArgumentException("Only notifications are moved over by share.");
    }
    replyKey = key;
  }

  NotificationKey replyKey() {
    return replyKey;
  }

  /**
   * The platform moves this share of its notifications to the public key.
   *
   * @param percent 0 to 100
   */
  public void publicKeyShare(int percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("A share is 0 to 100 percent, but was " + percent + ".");
    }
    notifications.publicKeyShare(percent);
    notifications.key(NotificationKey.BY_SHARE);
  }

  /**
   * The platform probes whether the merchant verifies: every so many-th answer has a signature that
   * begins with {@code WECHATPAY/SIGNTEST/}.
   *
   * @param every 1 for every answer; 0, as at first, for none
   */
  public void probeReplies(int every) {
    probeEveryReply = notNegative(every);
  }

  /** The same for deliveries of notifications; a refused probe is followed by the real one. */
  public void probeNotifications(int every) {
    notifications.probeEvery(notNegative(every));
  }

  private static int notNegative(int every) {
    if (every < 0) {
      throw new IllegalArgumentException("Probes come every 1 or more, or 0 for none.");
    }
    return every;
  }

  boolean isReplyProbed() {
    int every = probeEveryReply;
    return every > 0 && replies.incrementAndGet() % every == 0;
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
    notifyPayment(paid(outTradeNo, payable(outTradeNo)));
  }

  /** Notifies the merchant once more of paid orders that were combined. */
  public void notifyCombinedPayment(String combineOutTradeNo) {
    notifyPayment(paid(combineOutTradeNo, combined(combineOutTradeNo)));
  }

  private void notifyPayment(Payable payable) {
    notifications.send(ledger.look(payable, Notifications::paid), payable.notifyUrl());
  }

  /** Builds the signed notification of a paid order without sending it. */
  public OutboundMessage signedPaymentNotification(String outTradeNo, Twist... how) {
    return signed(paid(outTradeNo, payable(outTradeNo)), how);
  }

  /** Builds the signed notification of paid orders that were combined without sending it. */
  public OutboundMessage signedCombinedNotification(String combineOutTradeNo, Twist... how) {
    return signed(paid(combineOutTradeNo, combined(combineOutTradeNo)), how);
  }

  private OutboundMessage signed(Payable payable, Twist... how) {
    return notifications.message(ledger.look(payable, Notifications::paid), set(how));
  }

  /** Builds the signed notification of an ended refund without sending it. */
  public OutboundMessage signedRefundNotification(String outRefundNo, Twist... how) {
    return notifications.message(
        found(() -> refundBook.read(outRefundNo, Notifications::refunded)), set(how));
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

  private Payable paid(String number, Payable payable) {
    if (!ledger.look(payable, Payable::isPaid)) {
      throw new IllegalStateException(
          "Order " + number + " is not paid: there is nothing to notify.");
    }
    return payable;
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
