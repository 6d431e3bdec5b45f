package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Alipay in the sandbox: its credentials, its trades and authorisations, and what buyers and
 * platform do. Numbers are the merchant's own ({@code out_trade_no}, {@code out_order_no}, {@code
 * out_request_no}); when two merchants use the same, write {@code <seller id>:<number>}. Safe for
 * use by many threads.
 *
 * <p>Methods that name an order or refund throw {@link Channel.NotFound} when there is none.
 */
public final class AlipaySandbox {
  private final ChannelContext context;
  private final PlatformKeys keys;
  private final Apps apps;
  private final AuthBook auths;
  private final Ledger ledger;
  private final Messages messages;
  private final Notifications notifications;
  private final AlipayChannel channel;
  private final Deque<Planned> planned = new ArrayDeque<>();
  private volatile BuyerCode buyerCode = BuyerCode.PAYS;
  private volatile boolean notifyEverything;
  private volatile boolean refundsByHand;
  private volatile Duration refundDelay = Duration.ZERO;
  private volatile Refund.Status refundEnd = Refund.Status.SUCCESS;

  /** What the person does whose code the shop has scanned. */
  public enum BuyerCode {
    /** Pays without a password: {@code 10000}. */
    PAYS,
    /** Is asked for the password: {@code 10003}, until {@link #pay} or {@link #decline}. */
    TYPES_PASSWORD,
    /** Has no money: {@code ACQ.BUYER_BALANCE_NOT_ENOUGH}, and the trade stays unpaid. */
    LACKS_MONEY,
    /** Shows a code that is too old: {@code ACQ.PAYMENT_AUTH_CODE_INVALID}, and no trade. */
    INVALID
  }

  /**
   * An answer for a request to come.
   *
   * @param committed whether the platform has done what was asked all the same
   */
  record Planned(String operation, boolean committed, AlipayError error) {}

  /** Made by the sandbox when it starts. */
  public AlipaySandbox(ChannelContext context) {
    this(context, new PlatformKeys(context));
  }

  private AlipaySandbox(ChannelContext context, PlatformKeys keys) {
    this(
        context,
        keys,
        new Apps(
            new AlipayCredentials(context, keys, /* certificateMode= */ false),
            new AlipayCredentials(context, keys, /* certificateMode= */ true)));
  }

  private AlipaySandbox(ChannelContext context, PlatformKeys keys, Apps apps) {
    this.context = context;
    this.keys = keys;
    this.apps = apps;
    auths = new AuthBook(context);
    ledger = new Ledger(context, auths);
    messages = new Messages(keys, context);
    notifications = new Notifications(messages, context);
    channel = new AlipayChannel(context, this, apps, keys, ledger, auths);
  }

  /** The same applications with the same keys, and everything else as at first: empty books. */
  public AlipaySandbox anew(ChannelContext fresh) {
    return new AlipaySandbox(fresh, keys, apps);
  }

  /** The channel's side towards the sandbox. */
  public Channel channel() {
    return channel;
  }

  /** The application in key mode: account {@code alipay}. */
  public AlipayCredentials credentials() {
    return apps.keyMode();
  }

  /** The application in certificate mode: account {@code alipay-cert}. */
  public AlipayCredentials certificateCredentials() {
    return apps.certificateMode();
  }

  /** All trades, then all authorisations, oldest first. */
  public List<AlipayOrder> orders() {
    sweep();
    List<AlipayOrder> all = new ArrayList<>(ledger.views());
    all.addAll(auths.views());
    return all;
  }

  /** One trade or authorisation. */
  public AlipayOrder order(String number) {
    sweep();
    Trade trade = ledger.find(number);
    return trade == null ? auths.read(() -> auth(number).view()) : ledger.read(trade::view);
  }

  /** All refunds. */
  public List<AlipayRefund> refunds() {
    return ledger.refundViews();
  }

  /** The latest refund with this number. */
  public AlipayRefund refund(String outRequestNo) {
    Refund refund = requireRefund(outRequestNo);
    return ledger.read(refund::view);
  }

  /**
   * The buyer pays, or confirms a freezing; the merchant is notified.
   *
   * @throws IllegalStateException when that is not possible: paid already, closed, or too late
   */
  public AlipayOrder pay(String number) {
    sweep();
    Trade trade = ledger.find(number);
    requireDone(number, trade == null ? freeze(auth(number)) : pay(trade), Ledger.Attempt.PAID);
    return order(number);
  }

  Ledger.Attempt pay(Trade trade) {
    Ledger.Attempt attempt = ledger.pay(trade);
    if (attempt == Ledger.Attempt.PAID) {
      tell(event(trade));
    }
    return attempt;
  }

  Ledger.Attempt freeze(Auth auth) {
    Ledger.Attempt attempt = auths.freeze(auth);
    if (attempt == Ledger.Attempt.PAID) {
      tell(auths.read(() -> Notifications.frozen(auth)));
    }
    return attempt;
  }

  /**
   * The payment is declined. By the buyer's code that closes the trade; otherwise it stays {@code
   * WAIT_BUYER_PAY} and can still be paid.
   *
   * @throws IllegalStateException when it could not have been paid anyway
   */
  public AlipayOrder decline(String number) {
    sweep();
    Trade trade = ledger.find(number);
    requireDone(
        number,
        trade == null ? auths.decline(auth(number)) : decline(trade),
        Ledger.Attempt.DECLINED);
    return order(number);
  }

  Ledger.Attempt decline(Trade trade) {
    Ledger.Attempt attempt = ledger.decline(trade);
    if (trade.exists()) {
      watch(trade);
    }
    return attempt;
  }

  /**
   * The buyer logs in or scans the code, and does not pay yet: from now on the platform's calls
   * find the trade.
   *
   * @throws IllegalStateException when it is paid, closed, or too late
   */
  public AlipayOrder arrive(String number) {
    sweep();
    Trade trade = ledger.find(number);
    requireDone(
        number, trade == null ? auths.arrive(auth(number)) : arrive(trade), Ledger.Attempt.ARRIVED);
    return order(number);
  }

  Ledger.Attempt arrive(Trade trade) {
    Ledger.Attempt attempt = ledger.arrive(trade);
    if (trade.exists()) {
      watch(trade);
    }
    return attempt;
  }

  /** The buyer leaves without paying. Nothing changes and nobody is told. */
  public AlipayOrder walkAway(String number) {
    return order(number);
  }

  /** The order's time is over: a trade closes by itself, and what is none yet never will be one. */
  public AlipayOrder expire(String number) {
    ledger.expire(trade(number));
    return order(number);
  }

  /** The refund term of a paid trade ends: {@code TRADE_FINISHED}. */
  public AlipayOrder finish(String number) {
    Trade trade = trade(number);
    ledger.finish(trade);
    tell(event(trade));
    return order(number);
  }

  private static void requireDone(String number, Ledger.Attempt was, Ledger.Attempt wanted) {
    if (was != wanted) {
      throw new IllegalStateException(
          "Order " + number + " cannot be paid or declined now: " + was + ".");
    }
  }

  /**
   * The phone opens an order string: its signature is checked, and the order is ready to be paid.
   *
   * @throws IllegalArgumentException with the platform's reason when it refuses the string
   */
  public AlipayOrder openApp(String orderString) {
    sweep();
    return channel.openApp(orderString);
  }

  /**
   * The page on which a person pays.
   *
   * @param code a QR code's text, a trade number, an order string, or {@link AlipayOrder#code}
   */
  public URI cashier(String code) {
    String path = channel.cashierPath(code);
    if (path == null) {
      throw new Channel.NotFound("No order of this sandbox has this code.");
    }
    return context.address().get().resolve(path);
  }

  /**
   * Where the buyer's browser goes after paying: the merchant's {@code return_url} with the
   * platform's signed parameters.
   *
   * @throws IllegalStateException when the trade is not paid or has no such address
   */
  public URI signedReturn(String number, Twist... how) {
    Trade trade = paid(number);
    URI target = returnAddress(trade, set(how));
    if (target == null) {
      throw new IllegalStateException("Order " + number + " was placed without return_url.");
    }
    return target;
  }

  @Nullable URI returnAddress(Trade trade, Set<Twist> how) {
    return ledger.read(() -> ReturnAddress.of(trade, messages, context.clock().instant(), how));
  }

  /**
   * Ends a refund; the trade's address is notified where that is due.
   *
   * @param status {@code SUCCESS}, or {@code FAILED}: the refund query stays silent, and the same
   *     request starts the refund again
   */
  public AlipayRefund settleRefund(String outRequestNo, String status) {
    Refund refund = requireRefund(outRequestNo);
    tell(settled(refund, end(status)));
    return refund(outRequestNo);
  }

  private static Refund.Status end(String status) {
    if (!Set.of("SUCCESS", "FAILED").contains(status)) {
      throw new IllegalArgumentException(
          "A refund ends as SUCCESS or FAILED, but was asked for \"" + status + "\".");
    }
    return Refund.Status.valueOf(status);
  }

  private Notifications.@Nullable Event settled(Refund refund, Refund.Status end) {
    return ledger.read(
        () -> {
          boolean moved = ledger.settle(refund, end) && refund.status == Refund.Status.SUCCESS;
          return moved && isTold(refund.trade) ? Notifications.refunded(refund) : null;
        });
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
      Notifications.@Nullable Event event = settled(refund, end);
      return () -> tell(event);
    }
    context.agenda().later(refundDelay, 1, () -> tell(settled(refund, end)));
    return () -> {};
  }

  /**
   * How long refunds are on their way, in the sandbox's time; at first not at all. Meanwhile {@code
   * fund_change} is {@code N} and the refund query stays silent.
   */
  public void refundDelay(Duration delay) {
    refundDelay = delay;
  }

  /** Whether refunds are on their way until {@link #settleRefund}. */
  public void refundsByHand(boolean byHand) {
    refundsByHand = byHand;
  }

  /** How refunds end by themselves: {@code SUCCESS} (at first) or {@code FAILED}. */
  public void refundsEndAs(String status) {
    refundEnd = end(status);
  }

  /**
   * The bank's side of a refund to a card: {@code dback_status} {@code S}, {@code F}, {@code P}.
   */
  public void depositBack(String outRequestNo, String status) {
    if (!Set.of("S", "F", "P").contains(status)) {
      throw new IllegalArgumentException(
          "dback_status is S, F or P, but was asked for \"" + status + "\".");
    }
    ledger.depositBack(requireRefund(outRequestNo), status);
  }

  /** Whether refunds are refused with {@code ACQ.SELLER_BALANCE_NOT_ENOUGH}. */
  public void notEnoughFunds(boolean lacking) {
    ledger.sellerHasNoMoney(lacking);
  }

  /** What buyers do whose codes are scanned from now on. */
  public void buyerCode(BuyerCode does) {
    buyerCode = does;
  }

  BuyerCode buyerCode() {
    return buyerCode;
  }

  /** The next so many cancellations do nothing and answer {@code retry_flag=Y}. */
  public void cancelAsksAgain(int times) {
    ledger.cancelsToRepeat(times);
  }

  /**
   * Whether a QR code that nobody has scanned can still be paid after it was cancelled. At first it
   * cannot; what the real platform does is not known.
   */
  public void unscannedSurvivesCancel(boolean survives) {
    ledger.unscannedSurvivesCancel(survives);
  }

  /**
   * Whether every change of state is notified. At first the documented absences hold: the page and
   * both face-to-face products say nothing of a close or a full refund.
   */
  public void notifyEverything(boolean everything) {
    notifyEverything = everything;
  }

  /** Whether new trades tell the buyer's open id in place of the number. */
  public void openIds(boolean told) {
    ledger.openIds(told);
    auths.openIds(told);
  }

  /** Whether {@code sign} comes before the result in the gateway's answers. */
  public void signFirst(boolean first) {
    channel.signFirst(first);
  }

  /** How far off a request's time may be; one hour at first. */
  public void timestampTolerance(Duration tolerance) {
    channel.timestampTolerance(tolerance);
  }

  /** The next request of this operation is refused; nothing is done. */
  public void answerNext(String operation, String code, String subCode) {
    answerNext(operation, code, subCode, /* committed= */ false, /* signed= */ true);
  }

  /**
   * The next request of this operation gets this answer in place of the right one.
   *
   * @param operation such as {@code pay} or {@code refund}
   * @param code such as {@code 20000} or {@code 40004}
   * @param subCode such as {@code ACQ.SYSTEM_ERROR}
   * @param committed whether the platform does what was asked all the same
   * @param signed whether the answer carries a signature
   */
  public void answerNext(
      String operation, String code, String subCode, boolean committed, boolean signed) {
    synchronized (planned) {
      planned.addLast(
          new Planned(operation, committed, new AlipayError(code, subCode, "系统繁忙", signed)));
    }
  }

  @Nullable Planned takePlanned(String operation) {
    synchronized (planned) {
      for (Iterator<Planned> all = planned.iterator(); all.hasNext(); ) {
        Planned next = all.next();
        if (next.operation().equals(operation)) {
          all.remove();
          return next;
        }
      }
      return null;
    }
  }

  /**
   * Makes another certificate of the platform, which signs from now on in certificate mode. The
   * download call gives it and the older ones out.
   */
  public void rotateAlipayCertificate() {
    keys.rotate();
  }

  /** Makes the next delivery of a notification odd. */
  public void twistNextNotification(Twist... how) {
    twistNextNotifications(1, how);
  }

  /** Makes the next {@code deliveries} deliveries of notifications odd, re-deliveries included. */
  public void twistNextNotifications(int deliveries, Twist... how) {
    notifications.twistNext(deliveries, set(how));
  }

  /** Every delivery of a notification so far, oldest first. */
  public List<Delivery> notifications() {
    return context.outbox().deliveries().stream()
        .filter(delivery -> delivery.channel().equals(AlipayChannel.NAME))
        .toList();
  }

  /** Notifies once more of a paid trade or a freezing, as a new fact with a new id. */
  public void notifyPayment(String number) {
    tell(paymentEvent(number));
  }

  /** Builds the signed notification of a paid trade or a freezing without sending it. */
  public OutboundMessage signedPaymentNotification(String number, Twist... how) {
    return notifications.message(paymentEvent(number), set(how));
  }

  /** Builds the signed notification of a refund that has succeeded without sending it. */
  public OutboundMessage signedRefundNotification(String outRequestNo, Twist... how) {
    Refund refund = requireRefund(outRequestNo);
    if (refund.status != Refund.Status.SUCCESS) {
      throw new IllegalStateException(
          "Refund " + outRequestNo + " has not succeeded: there is nothing to notify.");
    }
    return notifications.message(ledger.read(() -> Notifications.refunded(refund)), set(how));
  }

  /**
   * Builds a signed notification of anything, for the application in key mode, without sending it.
   *
   * @param fields every parameter but {@code charset}, {@code sign_type} and {@code sign}
   */
  public OutboundMessage signedNotification(Map<String, String> fields, Twist... how) {
    return signedNotification(credentials(), fields, how);
  }

  /** Builds a signed notification of anything for this application without sending it. */
  public OutboundMessage signedNotification(
      AlipayCredentials app, Map<String, String> fields, Twist... how) {
    return notifications.message(app, fields, set(how));
  }

  private Notifications.Event paymentEvent(String number) {
    sweep();
    if (ledger.find(number) == null) {
      Auth auth = auth(number);
      if (auths.read(() -> auth.frozen() == 0)) {
        throw new IllegalStateException(
            "Authorisation " + number + " is not confirmed: there is nothing to notify.");
      }
      return auths.read(() -> Notifications.frozen(auth));
    }
    Trade trade = paid(number);
    return ledger.read(() -> Notifications.changed(trade));
  }

  private Trade paid(String number) {
    Trade trade = trade(number);
    if (!ledger.read(trade::isPaid)) {
      throw new IllegalStateException(
          "Order " + number + " is not paid: there is nothing to notify.");
    }
    return trade;
  }

  private Trade trade(String number) {
    sweep();
    Trade trade = ledger.find(number);
    if (trade == null) {
      throw new Channel.NotFound("This sandbox has no such order or refund.");
    }
    return trade;
  }

  private Auth auth(String number) {
    Auth auth = auths.find(number);
    if (auth == null) {
      throw new Channel.NotFound("This sandbox has no such order or refund.");
    }
    return auth;
  }

  private Refund requireRefund(String outRequestNo) {
    Refund refund = ledger.findRefund(outRequestNo);
    if (refund == null) {
      throw new Channel.NotFound("This sandbox has no such order or refund.");
    }
    return refund;
  }

  /** What is to be told of the trade's present state; null when nothing is. */
  Notifications.@Nullable Event event(Trade trade) {
    return ledger.read(() -> isTold(trade) ? Notifications.changed(trade) : null);
  }

  private boolean isTold(Trade trade) {
    return notifyEverything || trade.product.tells(trade.state);
  }

  void tell(Notifications.@Nullable Event event) {
    if (event != null) {
      notifications.send(event);
    }
  }

  /** Closes what has run out of time, and tells so where that is due. */
  void sweep() {
    auths.sweep();
    for (Trade trade : ledger.sweep()) {
      tell(event(trade));
    }
  }

  /** Puts the end of a trade on the agenda. */
  void watch(Trade trade) {
    watch(ledger.read(() -> trade.deadline));
  }

  void watch(Auth auth) {
    watch(auth.deadline);
  }

  private void watch(Instant deadline) {
    Duration left = Duration.between(context.clock().instant(), deadline);
    context.agenda().later(left.isNegative() ? Duration.ZERO : left, 1, this::sweep);
  }

  private static Set<Twist> set(Twist... how) {
    Set<Twist> twists = EnumSet.noneOf(Twist.class);
    twists.addAll(List.of(how));
    return twists;
  }
}
