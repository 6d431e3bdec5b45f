package io.jiaozi.sandbox.unionpay;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One transaction. Not thread-safe: the {@link Ledger} guards it. */
final class Transaction {
  /** How the buyer comes in; {@link #MERCHANT} when no buyer is needed. */
  enum Entrance {
    FRONT,
    APP,
    QR_SHOWN,
    QR_SCANNED,
    MERCHANT
  }

  enum State {
    /** The buyer can still pay. */
    WAITING,
    /** Accepted; the end is not known yet. */
    PROCESSING,
    SUCCESS,
    FAILED,
    REVERSED
  }

  /**
   * What identifies a transaction; sheet 4.2.
   *
   * @param txnTime as on the wire
   */
  record Key(String merchantId, String orderId, String txnTime) {}

  final Account account;
  final Map<String, String> request;
  final Key key;
  final Kind kind;
  final Entrance entrance;
  final long amount;
  final @Nullable URI backUrl;
  final @Nullable URI frontUrl;
  final @Nullable Transaction origin;
  final Instant acceptedAt;
  final String queryId;
  final String traceNo;
  final String traceTime;
  final String token;
  final String code;
  final List<Transaction> followers = new ArrayList<>();

  State state;
  @Nullable Instant deadline;
  String endCode = "";
  int declines;
  Instant endedAt;

  /** What the next {@link #pendingQueries} queries are told instead of the truth. */
  String pendingCode = "";

  int pendingQueries;

  /** Paid on a bank's page after {@link #deadline}: the money goes back by itself. */
  boolean late;

  boolean returned;

  Transaction(Draft draft, Numbers numbers) {
    this.account = draft.account();
    this.request = draft.request();
    this.kind = draft.kind();
    this.entrance = draft.entrance();
    this.amount = draft.amount();
    this.backUrl = draft.backUrl();
    this.frontUrl = draft.frontUrl();
    this.deadline = draft.deadline();
    this.origin = draft.origin();
    this.key = draft.key();
    this.acceptedAt = numbers.acceptedAt();
    this.endedAt = numbers.acceptedAt();
    this.queryId = numbers.queryId();
    this.traceNo = numbers.traceNo();
    this.traceTime = BeijingTime.trace(numbers.acceptedAt());
    this.token = numbers.token();
    this.code = numbers.code();
    this.state = entrance == Entrance.MERCHANT ? State.PROCESSING : State.WAITING;
  }

  /**
   * What a request asks for, checked but not yet written down.
   *
   * @param request the fields of the request, decoded
   * @param deadline {@code payTimeout}
   * @param origin what is refunded, completed or undone
   */
  record Draft(
      Account account,
      Map<String, String> request,
      Kind kind,
      Entrance entrance,
      long amount,
      @Nullable URI backUrl,
      @Nullable URI frontUrl,
      @Nullable Instant deadline,
      @Nullable Transaction origin) {
    Key key() {
      return new Key(
          account.merchantId(),
          request.getOrDefault("orderId", ""),
          request.getOrDefault("txnTime", ""));
    }
  }

  /**
   * What the channel gives a transaction.
   *
   * @param token the cashier page's secret
   * @param code {@code tn} or {@code qrCode}; the token when there is no other
   */
  record Numbers(Instant acceptedAt, String queryId, String traceNo, String token, String code) {}

  String field(String name) {
    return request.getOrDefault(name, "");
  }

  /** A product of QR codes: found by the original's own number, 30 days for refunds. */
  boolean isQr() {
    return field("bizType").equals("000000");
  }

  boolean isSuccess() {
    return state == State.SUCCESS;
  }

  /** Neither failed nor taken back. */
  boolean counts() {
    return state != State.FAILED && state != State.REVERSED;
  }

  /** What was or may still be given back. */
  long refunded() {
    return followers.stream()
        .filter(follower -> follower.kind == Kind.REFUND && follower.counts())
        .mapToLong(follower -> follower.amount)
        .sum();
  }

  /** A follower of this kind that has not failed and has not been undone itself; null if none. */
  @Nullable Transaction follower(Kind wanted) {
    for (Transaction follower : followers) {
      if (follower.kind == wanted
          && follower.counts()
          && follower.follower(Kind.COMPLETION_VOID) == null) {
        return follower;
      }
    }
    return null;
  }

  /** Whether the whole of it has been undone. */
  boolean isUndone() {
    return follower(Kind.PURCHASE_UNDO) != null
        || follower(Kind.PREAUTHORISATION_VOID) != null
        || follower(Kind.COMPLETION_VOID) != null;
  }

  boolean isPast(Instant now) {
    Instant end = deadline;
    return end != null && !now.isBefore(end);
  }

  /** {@code origRespCode} as it is, whatever queries are told for a while. */
  String respCode(Instant now) {
    return switch (state) {
      case WAITING -> waitingCode(now);
      case PROCESSING -> "05";
      case SUCCESS, FAILED -> endCode;
      case REVERSED -> "46";
    };
  }

  /**
   * An order that nobody has paid: 05 until its time is over, then 42; after a declined attempt
   * that attempt's code, which is the last word once the time is over (sheet 5.3). That it is 05
   * and 42 is this sandbox's assumption: the sheet names neither.
   */
  private String waitingCode(Instant now) {
    if (!endCode.isEmpty()) {
      return endCode;
    }
    return isPast(now) ? "42" : "05";
  }

  UnionpayTransaction view(Instant now) {
    return new UnionpayTransaction(
        key.merchantId(),
        key.orderId(),
        key.txnTime(),
        kind.txnType(),
        field("txnSubType"),
        field("bizType"),
        field("channelType"),
        amount,
        description(),
        state.name(),
        respCode(now),
        queryId,
        origin == null ? null : origin.queryId,
        code,
        declines,
        refunded(),
        isUndone() || returned,
        backUrl);
  }

  private String description() {
    String text = field("orderDesc");
    return text.isEmpty() ? field("riskRateInfo") : text;
  }
}
