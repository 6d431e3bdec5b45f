package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.unionpay.Transaction.Entrance;
import io.jiaozi.sandbox.unionpay.Transaction.State;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * UnionPay's online gateway in the sandbox: its credentials, its transactions, and what buyers,
 * banks and channel do. A number is the merchant's {@code orderId}, and then the newest transaction
 * with that number is meant; or {@code orderId.txnTime}, which is exactly one. Amounts are fen.
 * Safe for use by many threads.
 *
 * <p>Methods that name a transaction throw {@link Channel.NotFound} when there is none. Response
 * codes are the channel's two characters: 00 success, A6 success with a defect, 03, 04 and 05 not
 * known yet, others as in the channel's table.
 */
public final class UnionpaySandbox {
  private static final Set<String> SUCCESSES = Set.of("00", "A6");
  private static final Set<String> PENDING = Set.of("03", "04", "05");

  /** What was paid too late is back with the buyer after five working days: a week. */
  private static final Duration GIVEN_BACK_AFTER = Duration.ofDays(7);

  private final ChannelContext context;
  private final UnionpayCredentials credentials;
  private final Ledger ledger;
  private final Contents contents;
  private final MessageSigner signer;
  private final Notifications notifications;
  private final AskingCalls asking;
  private final UnionpayChannel channel;
  private final Deque<Set<Twist>> replyTwists = new ArrayDeque<>();
  private final List<Objection> objections = new ArrayList<>();
  private volatile boolean buyersTakeTheirTime;
  private volatile boolean refundsByHand;
  private volatile Duration refundDelay = Duration.ZERO;
  private volatile String successCode = "00";
  private volatile String endCode = "00";
  private volatile Put putOff = new Put("", 0);

  /**
   * How long the truth is put off.
   *
   * @param code what is said instead
   * @param queries how many queries are told so
   */
  private record Put(String code, int queries) {}

  /** Requests that are refused without a reason of their own. */
  private static final class Objection {
    private final String operation;
    private final String code;
    private int times;

    private Objection(String operation, String code, int times) {
      this.operation = operation;
      this.code = code;
      this.times = times;
    }
  }

  /** Made by the sandbox when it starts. */
  public UnionpaySandbox(ChannelContext context) {
    this(context, new UnionpayCredentials(context));
  }

  private UnionpaySandbox(ChannelContext context, UnionpayCredentials credentials) {
    this.context = context;
    this.credentials = credentials;
    ledger = new Ledger(context);
    contents = new Contents(credentials);
    signer = new MessageSigner(credentials, context.randomness());
    notifications = new Notifications(signer, context);
    asking = new AskingCalls(ledger, contents, credentials, this::outcomeKnown);
    channel = new UnionpayChannel(context, this, credentials, ledger, signer, asking);
  }

  /** The same merchants with the same keys, and everything else as it is at first: empty books. */
  public UnionpaySandbox anew(ChannelContext fresh) {
    return new UnionpaySandbox(fresh, credentials);
  }

  /** The channel's side towards the sandbox. */
  public Channel channel() {
    return channel;
  }

  /** Ids, keys and certificates of the merchants and the channel. */
  public UnionpayCredentials credentials() {
    return credentials;
  }

  /** Purchases and pre-authorisations of all merchants, oldest first. */
  public List<UnionpayTransaction> orders() {
    return ledger.all(transaction -> transaction.kind.needsBuyer());
  }

  /** Everything, oldest first: also refunds, completions and voids. */
  public List<UnionpayTransaction> transactions() {
    return ledger.all(transaction -> true);
  }

  /** One transaction of any kind. */
  public UnionpayTransaction order(String number) {
    return view(found(number));
  }

  /** All refunds, oldest first. */
  public List<UnionpayTransaction> refunds() {
    return ledger.all(transaction -> transaction.kind == Kind.REFUND);
  }

  /** One refund. */
  public UnionpayTransaction refund(String number) {
    return view(foundRefund(number));
  }

  private UnionpayTransaction view(Transaction transaction) {
    return ledger.read(transaction, found -> found.view(now()));
  }

  private Instant now() {
    return context.clock().instant();
  }

  private Transaction found(String number) {
    Transaction transaction = ledger.newest(number);
    if (transaction == null) {
      throw new Channel.NotFound("This sandbox has no transaction with the number " + number + ".");
    }
    return transaction;
  }

  private Transaction foundRefund(String number) {
    Transaction transaction = found(number);
    if (transaction.kind != Kind.REFUND) {
      throw new Channel.NotFound("The transaction " + number + " is no refund.");
    }
    return transaction;
  }

  /**
   * The buyer pays, or agrees to the hold; the merchant is notified.
   *
   * @throws IllegalStateException when that is not possible: paid already, over, or too late
   */
  public UnionpayTransaction pay(String number) {
    requireDone(number, pay(found(number)), Ledger.Attempt.PAID);
    return order(number);
  }

  Ledger.Attempt pay(Transaction order) {
    Ledger.Attempt attempt = ledger.pay(order, successCode);
    if (attempt == Ledger.Attempt.PAID) {
      tell(order);
    }
    return attempt;
  }

  /**
   * The buyer had begun to pay on his bank's own page and finishes after {@code payTimeout}: the
   * payment succeeds, the merchant is notified, and a week later the channel gives the money back
   * by itself.
   *
   * @throws IllegalStateException when the order is none that a page shows, or its time is not over
   */
  public UnionpayTransaction payLate(String number) {
    requireDone(number, payLate(found(number)), Ledger.Attempt.PAID);
    return order(number);
  }

  Ledger.Attempt payLate(Transaction order) {
    Ledger.Attempt attempt = ledger.payLate(order);
    if (attempt == Ledger.Attempt.PAID) {
      context.agenda().later(GIVEN_BACK_AFTER, 1, () -> ledger.giveBack(order));
      tell(order);
    }
    return attempt;
  }

  /** The buyer's bank says that there is not enough money: {@link #decline(String, String)}. */
  public UnionpayTransaction decline(String number) {
    return decline(number, "64");
  }

  /**
   * The buyer's bank says no. Where the buyer holds the page, the control or the code, he can try
   * again and nobody is told; where the shop has scanned his code, that is the end and the merchant
   * is notified.
   *
   * @param code why, such as 61 or 64
   * @throws IllegalStateException when the order could not have been paid anyway
   */
  public UnionpayTransaction decline(String number, String code) {
    requireDone(number, decline(found(number), code), Ledger.Attempt.DECLINED);
    return order(number);
  }

  Ledger.Attempt decline(Transaction order, String code) {
    Ledger.Attempt attempt = ledger.decline(order, failure(code));
    if (attempt == Ledger.Attempt.DECLINED && order.entrance == Entrance.QR_SCANNED) {
      tell(order);
    }
    return attempt;
  }

  /** The buyer leaves without paying. Nothing changes and nobody is told. */
  public UnionpayTransaction walkAway(String number) {
    return order(number);
  }

  /** The buyer's time is over: as if {@code payTimeout} were this moment. */
  public UnionpayTransaction expire(String number) {
    ledger.expire(found(number));
    return order(number);
  }

  private static void requireDone(String number, Ledger.Attempt was, Ledger.Attempt wanted) {
    if (was != wanted) {
      throw new IllegalStateException(
          "Order " + number + " cannot be paid or declined like this now: " + was + ".");
    }
  }

  /**
   * The page on which a person pays.
   *
   * @param code a {@code tn} or {@code qrCode} from an answer, or {@link UnionpayTransaction#code}
   */
  public URI cashier(String code) {
    String path = channel.cashierPath(code);
    if (path == null) {
      throw new Channel.NotFound("No order of this sandbox has this code.");
    }
    return context.address().get().resolve(path);
  }

  /**
   * Ends a refund and notifies the merchant. A refund that has ended already stays so.
   *
   * @param code 00, A6, or why it fails
   */
  public UnionpayTransaction settleRefund(String number, String code) {
    end(foundRefund(number), end(code));
    return refund(number);
  }

  private static String end(String code) {
    if (!code.matches("[0-9A-Z]{2}") || PENDING.contains(code)) {
      throw new IllegalArgumentException(
          "A transaction ends with a code of two characters that is not 03, 04 or 05, but was asked"
              + " for \""
              + code
              + "\".");
    }
    return code;
  }

  private static String failure(String code) {
    if (SUCCESSES.contains(end(code))) {
      throw new IllegalArgumentException(code + " is a success, not a reason to decline.");
    }
    return code;
  }

  private void end(Transaction transaction, String code) {
    if (ledger.end(transaction, code) && !ledger.isPutOff(transaction)) {
      tell(transaction);
    }
  }

  private void outcomeKnown(Transaction transaction) {
    if (ledger.read(transaction, UnionpaySandbox::hasEnded)) {
      tell(transaction);
    }
  }

  private static boolean hasEnded(Transaction transaction) {
    return transaction.state == State.SUCCESS || transaction.state == State.FAILED;
  }

  private void tell(Transaction transaction) {
    notifications.send(content(transaction), transaction.backUrl);
  }

  private SortedMap<String, String> content(Transaction transaction) {
    return ledger.read(transaction, found -> contents.notification(found, now()));
  }

  /** What becomes of what the merchant does alone; the answer says how far it is. */
  Reply accepted(Transaction transaction, Reply reply) {
    String code = endCode;
    boolean isRefund = transaction.kind == Kind.REFUND;
    boolean byHand = isRefund && refundsByHand;
    Duration delay = isRefund ? refundDelay : Duration.ZERO;
    Reply answer = putOff(transaction, reply);
    if (byHand) {
      return answer;
    }
    if (!delay.isZero()) {
      context.agenda().later(delay, 1, () -> end(transaction, code));
      return answer;
    }
    // Ended before the answer is out, so that a query at once sees it; told afterwards.
    ledger.end(transaction, code);
    return tellAfterwards(transaction, answer);
  }

  /** What becomes of a buyer whose code was scanned. */
  Reply scanned(Transaction order, Reply reply) {
    Reply answer = putOff(order, reply);
    if (buyersTakeTheirTime) {
      return answer;
    }
    if (SUCCESSES.contains(endCode)) {
      ledger.pay(order, endCode);
    } else {
      ledger.decline(order, endCode);
    }
    return tellAfterwards(order, answer);
  }

  private Reply putOff(Transaction transaction, Reply reply) {
    Put put = putOff;
    if (put.code().isEmpty()) {
      return reply;
    }
    ledger.pretend(transaction, put.code(), put.queries());
    return Answers.again(reply, put.code());
  }

  private Reply tellAfterwards(Transaction transaction, Reply reply) {
    return ledger.isPutOff(transaction) ? reply : reply.afterwards(() -> tell(transaction));
  }

  /** Tells the merchant of a reversal, which is no transaction of its own. */
  void tellReversed(Transaction original, Form form, @Nullable URI target) {
    SortedMap<String, String> content = content(original);
    content.put("txnType", "99");
    content.put("txnSubType", "01");
    content.put("bizType", form.get("bizType"));
    content.put("respCode", "00");
    content.put("respMsg", ResponseText.of("00"));
    notifications.send(content, target);
  }

  /**
   * Whether a buyer whose code the shop has scanned is still typing his password: the order waits
   * for {@link #pay} or {@link #decline}. At first he has paid when the answer comes.
   */
  public void buyersTakeTheirTime(boolean slow) {
    buyersTakeTheirTime = slow;
  }

  /** How long refunds are under way, in the sandbox's time; at first not at all. */
  public void refundDelay(Duration delay) {
    refundDelay = delay;
  }

  /** Whether refunds stay under way until {@link #settleRefund}. */
  public void refundsByHand(boolean byHand) {
    refundsByHand = byHand;
  }

  /** How buyers' payments on page, control or shown code succeed: 00 (at first) or A6. */
  public void paymentsSucceedAs(String code) {
    if (!SUCCESSES.contains(code)) {
      throw new IllegalArgumentException(
          "A payment succeeds as 00 or A6, but was asked for \"" + code + "\".");
    }
    successCode = code;
  }

  /**
   * How everything ends that goes to {@code backTransReq.do} and needs no page: scanned codes,
   * refunds, completions, undoes, voids. 00 at first; A6; or a failure such as 61. The answer to
   * the request is 00 all the same: accepted.
   */
  public void backTransactionsEndAs(String code) {
    endCode = end(code);
  }

  /**
   * Puts off the truth about new transactions of that kind: the answer and the first queries carry
   * this code, the notification comes only afterwards.
   *
   * @param code 03, 04 or 05; the empty text ends it
   * @param queries how many queries are told so; 0 for the answer only
   */
  public void putOffOutcomes(String code, int queries) {
    if ((!code.isEmpty() && !PENDING.contains(code)) || queries < 0) {
      throw new IllegalArgumentException(
          "An outcome is put off with 03, 04 or 05 for 0 or more queries, but was asked for \""
              + code
              + "\" and "
              + queries
              + ".");
    }
    putOff = new Put(code, queries);
  }

  /**
   * Refuses the next requests, properly signed as they are, without doing what they ask.
   *
   * @param operation such as {@code refund}; {@code *} for any
   * @param code such as 06 (busy) or 37 (too often)
   */
  public void refuseNext(String operation, String code, int times) {
    if (times < 1 || !code.matches("[0-9A-Z]{2}") || SUCCESSES.contains(code)) {
      throw new IllegalArgumentException(
          "Refuse at least once, with a code of two characters that is no success.");
    }
    synchronized (objections) {
      objections.add(new Objection(operation, code, times));
    }
  }

  /** Throws what {@link #refuseNext} has asked for. */
  void object(String operation) {
    synchronized (objections) {
      for (Iterator<Objection> all = objections.iterator(); all.hasNext(); ) {
        Objection objection = all.next();
        if (objection.operation.equals("*") || objection.operation.equals(operation)) {
          objection.times--;
          if (objection.times == 0) {
            all.remove();
          }
          throw Refusal.of(objection.code);
        }
      }
    }
  }

  /**
   * Whether an order on a page that nobody has paid yet is unknown to queries (34) instead of 05.
   * The texts leave open which; 05 at first.
   */
  public void unpaidIsUnknown(boolean unknown) {
    asking.unpaidIsUnknown(unknown);
  }

  /** How card numbers appear; masked at first. */
  public void cardNumbers(CardNumbers how) {
    contents.cardNumbers(how);
  }

  /** When notifications come again; {@link RedeliveryPlan#GATEWAY} at first. */
  public void redelivery(RedeliveryPlan plan) {
    notifications.plan(plan);
  }

  /** Makes another encryption certificate, which question 95 gives out from now on. */
  public void renewEncryptionCertificate() {
    credentials.renewEncryptionCertificate();
  }

  /** Makes the next delivery of a notification odd. */
  public void twistNextNotification(Twist... how) {
    twistNextNotifications(1, how);
  }

  /** Makes the next {@code deliveries} deliveries of notifications odd, re-deliveries included. */
  public void twistNextNotifications(int deliveries, Twist... how) {
    notifications.twistNext(deliveries, set(how));
  }

  /** Makes the next signed reply odd; what was asked for is done. */
  public void twistNextReply(Twist... how) {
    twistNextReplies(1, how);
  }

  /** Makes the next {@code replies} signed replies odd. */
  public void twistNextReplies(int replies, Twist... how) {
    synchronized (replyTwists) {
      for (int i = 0; i < replies; i++) {
        replyTwists.addLast(set(how));
      }
    }
  }

  Set<Twist> nextReplyTwists() {
    synchronized (replyTwists) {
      Set<Twist> next = replyTwists.pollFirst();
      return next == null ? Set.of() : next;
    }
  }

  /** Every delivery of a notification so far, oldest first. */
  public List<Delivery> notifications() {
    return context.outbox().deliveries().stream()
        .filter(delivery -> delivery.channel().equals(UnionpayChannel.NAME))
        .toList();
  }

  /** Notifies the merchant once more of how a transaction has ended. */
  public void notifyAgain(String number) {
    tell(ended(found(number)));
  }

  /** Builds the signed notification of a transaction that has ended, without sending it. */
  public OutboundMessage signedPaymentNotification(String number, Twist... how) {
    return notifications.message(content(ended(found(number))), set(how));
  }

  /** Builds the signed notification of a refund that has ended, without sending it. */
  public OutboundMessage signedRefundNotification(String number, Twist... how) {
    return notifications.message(content(ended(foundRefund(number))), set(how));
  }

  /**
   * Builds a signed notification of anything without sending it.
   *
   * @param fields taken as they are; {@code merId} decides how it is signed; {@code signMethod},
   *     certificate and signature are added
   */
  public OutboundMessage signedNotification(Map<String, String> fields, Twist... how) {
    return notifications.message(fields, set(how));
  }

  /**
   * Builds the form that brings the buyer's browser back to the shop, in any state of the order.
   */
  public OutboundMessage signedReturn(String number, Twist... how) {
    return notifications.message(content(found(number)), set(how));
  }

  List<Map.Entry<String, String>> returnFields(Transaction order) {
    return signer.sign(content(order), Set.of());
  }

  /**
   * Builds a signed reply of anything: {@code k=v&...}, not encoded.
   *
   * @param fields as for {@link #signedNotification}
   */
  public byte[] signedReply(Map<String, String> fields, Twist... how) {
    return Form.plain(signer.sign(fields, set(how)), Form.charsetOf(fields));
  }

  private Transaction ended(Transaction transaction) {
    if (!ledger.read(transaction, UnionpaySandbox::hasEnded)) {
      throw new IllegalStateException(
          "Transaction "
              + transaction.key.orderId()
              + " has not ended: there is nothing to notify.");
    }
    return transaction;
  }

  private static Set<Twist> set(Twist... how) {
    Set<Twist> twists = EnumSet.noneOf(Twist.class);
    twists.addAll(Arrays.asList(how));
    return twists;
  }
}
