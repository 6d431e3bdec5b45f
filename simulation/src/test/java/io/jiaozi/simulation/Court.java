package io.jiaozi.simulation;

import io.jiaozi.journal.JournalEntry;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundState;
import io.jiaozi.sandbox.channel.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what was done against the invariants. Knows the shop's rows and the channel's books. */
final class Court {

  private static final Set<String> INTENTS =
      Set.of("pay", "authorize", "capture", "refund", "complete");

  /**
   * What must not be sent again before it was asked about, and how long "not found" proves nothing,
   * by the channels' documents and not from the adapters' plans, so that a wrong plan disagrees.
   */
  private static final Map<String, Duration> ASK_FIRST =
      Map.of(
          "wechat.refund", Duration.ZERO,
          "alipay.refund", Duration.ofSeconds(10),
          "alipay.capture", Duration.ofSeconds(10),
          "unionpay.pay", Duration.ofMinutes(10),
          "unionpay.authorize", Duration.ofMinutes(10),
          "unionpay.capture", Duration.ofMinutes(10),
          "unionpay.refund", Duration.ofMinutes(10),
          "paypal.complete", Duration.ZERO);

  private final World world;
  private final Store store;
  private final ChannelModel model;
  private final List<String> violations = new ArrayList<>();
  private final Set<String> sentBefore = new HashSet<>();
  private final Deque<Running> running = new ArrayDeque<>();

  /** The retry budget of the account: ten repeats, and one more for every ten answers. */
  private int tenths = 100;

  Court(World world, Store store, ChannelModel model) {
    this.world = world;
    this.store = store;
    this.model = model;
  }

  List<String> violations() {
    return violations;
  }

  void violated(String invariant, String how) {
    world.say("VIOLATED " + invariant + ": " + how);
    violations.add(invariant + ": " + how);
  }

  // ---- On the wire

  /** A call of the shop, while it lasts. */
  private static final class Running {
    private final Instant begun;
    private final Set<String> unasked = new HashSet<>();
    private final Map<String, Instant> firstSent = new HashMap<>();
    private Duration others = Duration.ZERO;
    private int exchanges;
    private boolean silent;
    private boolean gaveUp;

    private Running(Instant begun) {
      this.begun = begun;
    }
  }

  /** A number for the trace; one that an adapter has made from keys differs between machines. */
  String shown(String number) {
    return number == null || store.knows(number) ? String.valueOf(number) : "(its own number)";
  }

  void callBegins() {
    running.push(new Running(world.now()));
  }

  /** A deadline is about the channel; how long a store takes is the store's. */
  void waitedForTheStore(Duration slowness) {
    if (!running.isEmpty()) {
      running.peek().others = running.peek().others.plus(slowness);
    }
  }

  /** I12. What other threads did meanwhile took this one no time. */
  void callEnds(String what, Duration within, int mostExchanges) {
    Running call = running.pop();
    Duration took = Duration.between(call.begun, world.now());
    if (!running.isEmpty()) {
      running.peek().others = running.peek().others.plus(took);
    }
    if (call.exchanges > mostExchanges) {
      violated("I12", what + " made " + call.exchanges + " requests");
    }
    if (took.minus(call.others).compareTo(within) > 0) {
      violated("I12", what + " took " + took.minus(call.others));
    }
  }

  /** Something leaves the machine. */
  void sent(Operation operation) {
    if (!running.isEmpty()) {
      spend(running.peek(), operation);
    }
    String number = operation.businessNumber();
    String word = operation.channel() + "." + operation.name();
    if (number == null || !INTENTS.contains(operation.name())) {
      return;
    }
    String key = word + "/" + number;
    if (!store.knows(number) && !operation.name().equals("complete")) {
      violated("I8", key + " was sent before anything was written");
    }
    Rows.RefundRow refund = store.refund(number);
    if (refund != null && refund.inPlaceOf != null && !refund.inPlaceOf.isOver()) {
      violated("I8", key + " was sent in place of " + refund.inPlaceOf.number + ", which is open");
    }
    Rows.Attempt attempt = store.attempt(number);
    boolean till = attempt != null && attempt.sale.product == Product.TILL;
    if (operation.name().equals("pay") && till && !sentBefore.add(key)) {
      violated("I8", key + " was sent twice: the buyer's code is charged once");
    }
    if (ASK_FIRST.containsKey(word)) {
      sentAgain(running.peek(), key, ASK_FIRST.get(word));
    }
  }

  /**
   * Whatever is sent after silence within a call costs the account a token; giving up has calls of
   * its own, whose first is free.
   */
  private void spend(Running call, Operation operation) {
    call.exchanges++;
    boolean free = operation.name().equals("reverse") && !call.gaveUp;
    call.gaveUp |= free;
    if (call.silent && !free) {
      tenths -= 10;
      if (tenths < 0) {
        violated("I12", "more was repeated than the budget of the account allows");
      }
    }
    call.silent = true;
  }

  /** A new process has a full budget. */
  void processStarts() {
    tenths = 100;
    running.clear();
  }

  /** What the engine repeats within one call; the shop's own repeats are its contract. */
  private void sentAgain(Running call, String key, Duration grace) {
    Instant first = call.firstSent.get(key);
    if (first == null) {
      call.firstSent.put(key, world.now());
    } else if (call.unasked.contains(key)) {
      violated("I8", key + " was sent again though nobody knew what had become of it");
    } else if (Duration.between(first, world.now()).compareTo(grace) < 0) {
      violated("I8", key + " was sent again though \"not found\" proved nothing yet");
    }
    call.unasked.add(key);
  }

  /** A trustworthy answer has come back. */
  void answered(Operation operation) {
    if (running.isEmpty()) {
      return;
    }
    running.peek().silent = false;
    tenths = Math.min(100, tenths + 1);
    Set<String> unasked = running.peek().unasked;
    // An answer of its own tells what became of it: a token that had ended, for one.
    String own = operation.channel() + "." + operation.name() + "/" + operation.businessNumber();
    if (unasked.remove(own)) {
      running.peek().firstSent.remove(own);
    }
    if (operation.name().equals("query") || operation.name().equals("queryRefund")) {
      unasked.removeIf(open -> isAskedBy(open, operation));
    }
  }

  /** By its own number, by that of what it belongs to, or by an id that is the channel's. */
  private boolean isAskedBy(String open, Operation question) {
    String number = open.substring(open.indexOf('/') + 1);
    String asked = question.businessNumber();
    Rows.RefundRow refund = store.refund(number);
    Rows.Attempt attempt = store.attempt(number);
    return asked == null
        || asked.equals(number)
        || question.channel().equals("paypal")
        || (refund != null && asked.equals(refund.payment.number))
        || (attempt != null && attempt.hold != null && asked.equals(attempt.hold.number));
  }

  // ---- In the rows

  /** I3, I4, I5: a state was written. */
  void moved(Rows.Attempt attempt, PaymentState from, PaymentState to) {
    if (rank(to) < rank(from) || rank(to) == 0 || (rank(to) == rank(from) && rank(to) != 1)) {
      violated("I5", attempt.number + " went from " + from + " to " + to);
    }
    Books books = model.books(attempt.number);
    if (to == PaymentState.PAID && (books.payments() == 0 || books.taken() != minor(attempt))) {
      violated("I3", attempt.number + " is written down as paid, but the channel says " + books);
    }
    if (rank(to) == 3) {
      boolean money = books.payments() > 0 && books.kept() > 0;
      boolean canBe = books.payable() || books.held();
      if (money || (canBe && to != PaymentState.VOIDED && model.endsAreCertain())) {
        violated("I4", attempt.number + " is written down as " + to + ", but " + books);
      }
    }
    if (rank(from) == 3 && rank(to) >= 4 && rank(to) < 6 && model.endsAreCertain()) {
      violated("I4", attempt.number + " was " + from + " and has become " + to);
    }
  }

  /** I3, I4, I5 of refunds. */
  void moved(Rows.RefundRow refund, RefundState from, RefundState to) {
    if (from.isOutcomeKnown()) {
      violated("I5", refund.number + " went from " + from + " to " + to);
    }
    Books books = model.books(refund.payment.number);
    boolean done = books.refunds().containsKey(refund.number);
    if (to == RefundState.SUCCEEDED && !done) {
      violated("I3", refund.number + " is written down as given back, but " + books);
    }
    if (to == RefundState.FAILED && done) {
      violated("I4", refund.number + " is written down as failed, but " + books);
    }
  }

  /** I9: the channel is told that it need not come again. */
  void acknowledged(String factKey) {
    if (!store.facts.contains(factKey)) {
      violated("I9", "a notification was acknowledged before it was written down");
    }
  }

  /** I10. */
  void forged(String before, boolean accepted) {
    if (accepted) {
      violated("I10", "a forged notification was believed");
    } else if (!before.equals(store.fingerprint())) {
      violated("I10", "a forged notification changed the rows");
    }
  }

  /** Invariants that hold at every moment. */
  void look() {
    for (Rows.Sale sale : store.sales) {
      if (sale.shipped > 1) {
        violated("I6", sale.name + " was shipped " + sale.shipped + " times");
      }
    }
    for (Rows.Attempt attempt : store.attempts()) {
      Books books = model.books(attempt.number);
      if (books.payments() > 1 || books.taken() > minor(attempt)) {
        violated("I1", attempt.number + " was paid " + books.payments() + " times: " + books);
      }
      if (attempt.successes > 1) {
        violated(
            "I1", attempt.number + " was written down as paid " + attempt.successes + " times");
      }
      if (books.givenBack() > books.taken() || books.refundedTwice()) {
        violated("I2", attempt.number + ": " + books);
      }
      if (attempt.isHold()) {
        long captured = 0;
        for (Rows.Attempt capture : attempt.captures) {
          captured += model.books(capture.number).taken();
        }
        if (captured > minor(attempt)) {
          violated("I1", attempt.number + " was held, and " + captured + " was taken of it");
        }
      }
    }
  }

  // ---- At the end

  /** I1, I3, I4, I6, I7, I11, when the network has long healed. */
  void end() {
    for (Rows.Sale sale : store.sales) {
      long kept = 0;
      int paid = 0;
      boolean money = false;
      for (Rows.Attempt attempt : sale.attempts) {
        Books books = model.books(attempt.number);
        kept += books.kept();
        paid += books.payments() > 0 && !books.undone() ? 1 : 0;
        end(attempt, books);
        money |= books.payments() > 0 && !books.undone();
        for (Rows.Attempt capture : attempt.captures) {
          Books taken = model.books(capture.number);
          end(capture, taken);
          money |= taken.payments() > 0;
        }
      }
      if (sale.shipped > 0 && !money) {
        violated("I6", sale.name + " was shipped, and no money ever stayed");
      }
      boolean told = store.alarms.stream().anyMatch(alarm -> alarm.contains(sale.name + " "));
      if (paid > 1 && !told) {
        violated("I11", sale.name + " was paid " + paid + " times, and nobody was told");
      }
      if (sale.cancelled && paid > 0 && sale.shipped == 0 && !told) {
        violated("I11", sale.name + " was paid after it was given up, and nobody was told");
      }
      if (kept > sale.price.minorUnits()) {
        violated("I1", sale.name + " costs " + sale.price + ", and " + kept + " stayed");
      }
    }
  }

  /** I13: the journal rests, and what it says is what the channel's books say. */
  void end(List<JournalEntry> journal) {
    for (JournalEntry entry : journal) {
      String what = entry.key().operation() + " " + entry.key().number();
      if (entry.nextQuestionAt() != null) {
        violated("I13", what + " is still to be asked about: " + entry.phase());
      }
      if (entry.key().operation() != io.jiaozi.Operation.PAY) {
        continue;
      }
      Books books = model.books(entry.key().number());
      boolean told = entry.paymentState() == PaymentState.PAID;
      if (told && books.payments() == 0) {
        violated("I13", what + " is paid in the journal, but " + books);
      }
      boolean nothing =
          entry.phase() == JournalEntry.Phase.NOTHING_HAPPENED
              || (entry.phase() == JournalEntry.Phase.DONE
                  && (entry.paymentState() == null || rank(entry.paymentState()) < 2));
      if (nothing && books.payments() > 0 && !books.undone() && model.endsAreCertain()) {
        violated("I13", what + " has come to nothing in the journal, but " + books);
      }
    }
  }

  private void end(Rows.Attempt attempt, Books books) {
    if (attempt.isHold()) {
      endOfHold(attempt, books);
      return;
    }
    if (attempt.open || (!attempt.isOver() && books.payments() > 0)) {
      violated("I7", attempt.number + " is still " + attempt.state + " in the rows, but " + books);
    }
    boolean believed =
        attempt.state == PaymentState.PAID
            || attempt.state == PaymentState.REFUND_STARTED
            || attempt.state == PaymentState.REFUNDED;
    if (books.payments() > 0 && !books.undone() && !believed) {
      violated("I7", attempt.number + " is " + attempt.state + " in the rows, but " + books);
    }
    if (believed && books.payments() == 0) {
      violated("I3", attempt.number + " is " + attempt.state + " in the rows, but " + books);
    }
    if (attempt.isOver() && !believed && books.kept() > 0) {
      violated("I4", attempt.number + " is over in the rows, but " + books);
    }
    for (Rows.RefundRow refund : attempt.refunds) {
      boolean done = books.refunds().containsKey(refund.number);
      if (!refund.isOver()) {
        violated("I7", refund.number + " is still " + refund.state + ", done " + done);
      } else if (done != (refund.state == RefundState.SUCCEEDED)) {
        violated("I7", refund.number + " is " + refund.state + " in the rows, done " + done);
      }
    }
  }

  private void endOfHold(Rows.Attempt hold, Books books) {
    boolean released = hold.release != null && hold.release.done;
    if (hold.open || (hold.release != null && !released && !hold.release.refused)) {
      violated("I7", hold.number + " is still " + hold.state + " in the rows, but " + books);
    }
    if (released && books.held()) {
      violated("I3", hold.number + " is released in the rows, but " + books);
    }
    if (books.held() && Court.rank(hold.state) != 2) {
      violated("I7", hold.number + " is " + hold.state + " in the rows, but " + books);
    }
  }

  private static long minor(Rows.Attempt attempt) {
    return attempt.amount.minorUnits();
  }

  /** The ranks of API documents, written down once more so that a wrong graph disagrees. */
  static int rank(PaymentState state) {
    return switch (state) {
      case NOT_FOUND, UNKNOWN -> 0;
      case AWAITING_CUSTOMER, APPROVED, PROCESSING -> 1;
      case AUTHORIZED -> 2;
      case DECLINED, CLOSED, VOIDED -> 3;
      case PAID, CAPTURED -> 4;
      case REFUND_STARTED -> 5;
      case REFUNDED, REVERSED -> 6;
    };
  }
}
