package io.jiaozi.simulation;

import io.jiaozi.Capability;
import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.NotSentException;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.journal.RecoveryReport;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.simulation.Rows.Attempt;
import io.jiaozi.simulation.Rows.RefundRow;
import io.jiaozi.simulation.Rows.Sale;
import io.jiaozi.simulation.Rows.VoidRow;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The merchant's program, which does what the documents of the API ask of a shop: a row with number
 * and time before each call, the same request on every repeat, {@link PaymentState#advance} for
 * every piece of news, one act per fact, and questions until everything is known.
 */
final class Shop {

  private static final Duration CALL = Duration.ofSeconds(11);
  private static final Duration AT_TILL = Duration.ofSeconds(100);
  private static final Duration GRACE = Duration.ofMinutes(10);
  private static final int MOST_REQUESTS = 24;
  private static final int MOST_AT_TILL = 60;

  private final World world;
  private final Store store;
  private final ChannelModel model;
  private final Court court;
  private final Mutant mutant;
  private final Supplier<GatewayConfig> config;
  private final Consumer<Attempt> customers;
  private PaymentGateway gateway;
  private MerchantAccount account;
  private boolean journaled;

  /**
   * @param config a configuration for each start of the process
   * @param customers is told of every attempt whose customer can act now
   */
  Shop(
      World world,
      Store store,
      ChannelModel model,
      Court court,
      Mutant mutant,
      Supplier<GatewayConfig> config,
      Consumer<Attempt> customers) {
    this.world = world;
    this.store = store;
    this.model = model;
    this.court = court;
    this.mutant = mutant;
    this.config = config;
    this.customers = customers;
  }

  /** The process starts; one that has died left nothing in memory. */
  void open() {
    close();
    court.processStarts();
    GatewayConfig current = config.get();
    journaled = current.journal().isPresent();
    gateway = PaymentGateway.open(current);
    account = gateway.account(model.channel());
  }

  void close() {
    if (gateway != null) {
      gateway.close();
    }
  }

  boolean can(Capability capability) {
    return account.capabilities().has(capability);
  }

  // ---- Paying

  Attempt place(Sale sale, String number) {
    Attempt attempt = new Attempt(sale, number, sale.price, world.shopTime(), null, true);
    attempt.reference = account.reference(request(attempt));
    attempt.calls = 1;
    attempt.running = sale.product == Product.TILL;
    store.intend("attempt " + number, () -> sale.attempts.add(attempt));
    ask(attempt);
    return attempt;
  }

  private PaymentRequest request(Attempt attempt) {
    return PaymentRequest.builder(
            attempt.number,
            attempt.amount,
            model.scene(attempt.sale.product, attempt.number),
            attempt.placedAt)
        .description("Tea")
        .build();
  }

  /** Asks for the money, for the first time or once more, always with the same request. */
  void send(Attempt attempt) {
    store.intend(
        "call of " + attempt.number,
        () -> {
          attempt.calls++;
          attempt.running = attempt.sale.product == Product.TILL;
        });
    ask(attempt);
  }

  private void ask(Attempt attempt) {
    boolean till = attempt.sale.product == Product.TILL;
    PaymentRequest request = request(attempt);
    PaymentResult result =
        call(
            attempt,
            (attempt.isHold() ? "authorize " : "pay ") + attempt.number,
            till,
            () -> attempt.isHold() ? account.authorize(request) : account.pay(request));
    if (result != null) {
      take(attempt, result);
    }
  }

  private void take(Attempt attempt, PaymentResult result) {
    if (result instanceof PaymentResult.Declined declined && declined.decline().orderStillOpen()) {
      // Its buyer could still pay it in another way: undone before anything else is tried.
      store.commit(
          "declined, still open: " + attempt.number,
          () -> {
            attempt.open = true;
            attempt.running = false;
          });
      if (attempt.sale.product == Product.TILL) {
        reverse(attempt);
      }
      return;
    }
    store.commit(
        "result " + result.kind() + " of " + attempt.number,
        () -> {
          attempt.open = false;
          learn(attempt, result.payment());
          settle(attempt);
          if (result instanceof PaymentResult.AwaitingCustomer) {
            attempt.shown = true;
          }
        });
    if (result instanceof PaymentResult.AwaitingCustomer waiting) {
      show(attempt, waiting.next());
    }
  }

  private void show(Attempt attempt, NextAction next) {
    model.shown(attempt.number, next);
    customers.accept(attempt);
  }

  /** One call about an attempt; null if it has no answer, which the row then says. */
  private <T> @Nullable T call(Attempt attempt, String what, boolean till, Supplier<T> call) {
    try {
      return counted(what, till, call);
    } catch (NotSentException notSent) {
      boolean never = sends(what) && attempt.calls == 1 && !attempt.open;
      store.commit(
          "not sent: " + attempt.number,
          () -> {
            attempt.calls -= never ? 1 : 0;
            attempt.running &= !never;
          });
      return null;
    } catch (OutcomeUnknownException unknown) {
      OpenOutcome open = unknown.open();
      store.commit(
          "open outcome of " + attempt.number,
          () -> {
            attempt.open = true;
            attempt.running = false;
            attempt.repeatIsHarmless = open.repeatIsHarmless();
            if (open.payment() != null) {
              attempt.reference = better(attempt.reference, open.payment());
            }
          });
      return null;
    } catch (RejectedException rejected) {
      boolean first = sends(what) && attempt.calls == 1 && !attempt.open;
      store.commit(
          "refusal " + rejected.reason() + " of " + attempt.number,
          () -> {
            if (first) {
              attempt.refused = true;
              attempt.running = false;
            } else {
              attempt.refusals++;
            }
          });
      return null;
    } catch (InvalidRequestException invalid) {
      boolean first = sends(what) && attempt.calls == 1 && !attempt.open;
      store.commit(
          "invalid request of " + attempt.number,
          () -> {
            if (first) {
              attempt.refused = true;
              attempt.running = false;
            }
          });
      return null;
    }
  }

  private static boolean sends(String what) {
    return what.startsWith("pay") || what.startsWith("authorize") || what.startsWith("capture");
  }

  private <T> T counted(String what, boolean till, Supplier<T> call) {
    world.say(what);
    court.callBegins();
    try {
      T answer = call.get();
      world.requireAlive();
      world.say(what + " = " + Words.of(answer));
      return answer;
    } catch (RuntimeException failed) {
      world.requireAlive();
      world.say(what + " ! " + Words.of(failed));
      throw failed;
    } finally {
      court.callEnds(what, till ? AT_TILL : CALL, till ? MOST_AT_TILL : MOST_REQUESTS);
    }
  }

  private static PaymentReference better(PaymentReference old, PaymentReference now) {
    return now.locator() == null ? old : now;
  }

  /** News of a payment, inside a commit. */
  private void learn(Attempt attempt, Payment payment) {
    if (payment.amount() != null && !payment.amount().equals(attempt.amount)) {
      store.alarms.add(attempt.sale.name + " other amount");
      return;
    }
    attempt.reference = better(attempt.reference, payment.reference());
    PaymentState from = attempt.state;
    PaymentState to = payment.state();
    PaymentState.Advance advance =
        mutant == Mutant.BACKWARDS && to != from ? PaymentState.Advance.FORWARD : from.advance(to);
    if (advance == PaymentState.Advance.SAME || advance == PaymentState.Advance.STALE) {
      if (mutant == Mutant.SHIPS_ON_EVERY_NEWS && to == PaymentState.PAID) {
        attempt.sale.shipped++;
      }
      return;
    }
    attempt.state = to;
    attempt.history.add(to);
    if (to == PaymentState.VOIDED && attempt.release != null) {
      attempt.release.done = true;
    }
    court.moved(attempt, from, to);
    if (advance == PaymentState.Advance.LATE_SUCCESS) {
      store.alarms.add(attempt.sale.name + " late success of " + attempt.number);
    }
    if (Court.rank(to) == 4 && Court.rank(from) < 4 && to == PaymentState.PAID) {
      attempt.successes++;
      if (attempt.running || (attempt.open && attempt.sale.product == Product.TILL)) {
        attempt.shipWhenSettled = true;
      } else {
        paid(attempt);
      }
    }
  }

  /**
   * The call that waits for the buyer at the till has ended, or has been found out. Until then a
   * notification that he has paid ships nothing: the same call may be undoing it.
   */
  private void settle(Attempt attempt) {
    attempt.running = false;
    if (attempt.shipWhenSettled && attempt.state == PaymentState.PAID) {
      paid(attempt);
    }
    attempt.shipWhenSettled = false;
  }

  private void paid(Attempt attempt) {
    Sale sale = attempt.sale;
    if (attempt.hold != null) {
      sale.shipped = 1;
    } else if (sale.shipped == 0 && !sale.cancelled) {
      sale.shipped++;
      sale.shippedFor = attempt;
    } else if (mutant != Mutant.KEEPS_WHAT_COMES_TWICE) {
      store.alarms.add(
          sale.name
              + (sale.shipped > 0 ? " overpaid by " : " paid when given up by ")
              + attempt.number);
      giveBack(attempt);
    }
  }

  /** The rule of this shop for money it did not expect: all of it goes back. */
  private void giveBack(Attempt attempt) {
    RefundRow refund =
        new RefundRow(attempt, "Z1" + attempt.number, attempt.amount, world.shopTime());
    refund.again = 2;
    attempt.refunds.add(refund);
    world.later(
        Duration.ofSeconds(70), World.Actor.WORK, "give back", () -> sendRefund(refund, true));
  }

  // ---- Asking

  /** The buyer is back: executes what he approved, or asks. */
  void complete(Attempt attempt) {
    if (attempt.isOver() || !canAsk(attempt)) {
      return;
    }
    PaymentResult result =
        call(
            attempt,
            "complete " + attempt.number,
            false,
            () -> account.complete(attempt.reference));
    if (result != null) {
      take(attempt, result);
    }
  }

  private boolean canAsk(Attempt attempt) {
    return can(Capability.FIND_BY_NUMBER) || attempt.reference.locator() != null;
  }

  private @Nullable Payment query(Attempt attempt) {
    return call(attempt, "query " + attempt.number, false, () -> account.query(attempt.reference));
  }

  /** Finds out how an attempt stands, and does what follows from it. */
  void follow(Attempt attempt) {
    if (attempt.isOver()) {
      return;
    }
    boolean late = world.shopTime().isAfter(attempt.placedAt.plus(model.longestLife()).plus(GRACE));
    if (attempt.calls == 0 && attempt.hold == null) {
      if (late || attempt.sale.cancelled) {
        store.commit("never sent: " + attempt.number, () -> end(attempt));
      } else {
        send(attempt);
      }
      return;
    }
    if (attempt.calls == 0) {
      store.commit("call of " + attempt.number, () -> attempt.calls++);
      sendCapture(attempt);
      return;
    }
    if (!canAsk(attempt)) {
      // Its order was never known here, so nobody can execute it, and no money moves.
      if (late || attempt.sale.cancelled) {
        store.commit("end of " + attempt.number, () -> end(attempt));
      } else {
        send(attempt);
      }
      return;
    }
    if (attempt.sale.product == Product.TILL) {
      followAtTill(attempt);
      return;
    }
    Payment found = query(attempt);
    if (found == null) {
      return;
    }
    store.commit(
        "news " + found.state() + " of " + attempt.number,
        () -> {
          attempt.open = false;
          learn(attempt, found);
          if (late && found.state() == PaymentState.NOT_FOUND) {
            end(attempt);
          }
        });
    if (attempt.isOver() || attempt.hold != null) {
      followCapture(attempt, found);
    } else if (found.state() == PaymentState.APPROVED && !attempt.sale.cancelled) {
      complete(attempt);
    } else if (Court.rank(found.state()) <= 1) {
      followOpen(attempt, found, late);
    }
  }

  private static void end(Attempt attempt) {
    attempt.open = false;
    attempt.running = false;
    attempt.expired = true;
  }

  private void followOpen(Attempt attempt, Payment found, boolean late) {
    boolean again = !attempt.shown && !attempt.sale.cancelled && attempt.calls < 4;
    if (late && can(Capability.CLOSE)) {
      closeUnpaid(attempt);
    } else if (again && found.state() != PaymentState.PROCESSING && !late) {
      send(attempt);
    } else if (late && attempt.sale.cancelled && found.state() == PaymentState.APPROVED) {
      store.commit("end of " + attempt.number, () -> end(attempt));
    }
  }

  /** So often an undoing may be refused before it is asked how the payment stands. */
  private static final int MOST_REFUSALS = 3;

  /**
   * The process died while a call waited at the till, or the call left its outcome open. It may
   * have begun to undo the payment: a request to undo it may still be on its way, and not every
   * channel shows to a question what was undone. "Paid" would be believed too early, so it is
   * undone once more, until that is answered.
   */
  private void followAtTill(Attempt attempt) {
    if ((attempt.running || attempt.open) && attempt.refusals < MOST_REFUSALS) {
      reverse(attempt);
      return;
    }
    Payment found = query(attempt);
    if (found == null) {
      return;
    }
    store.commit("news " + found.state() + " of " + attempt.number, () -> learn(attempt, found));
    boolean late = world.shopTime().isAfter(attempt.placedAt.plus(model.longestLife()).plus(GRACE));
    if (found.state().isOutcomeKnown()) {
      store.commit(
          "end of asking " + attempt.number,
          () -> {
            attempt.open = false;
            settle(attempt);
          });
      return;
    }
    if (late && found.state() == PaymentState.NOT_FOUND) {
      store.commit("never there: " + attempt.number, () -> end(attempt));
      return;
    }
    reverse(attempt);
  }

  /** The customer has left the till long ago. */
  void reverse(Attempt attempt) {
    Payment undone =
        call(attempt, "reverse " + attempt.number, false, () -> account.reverse(attempt.reference));
    if (undone == null) {
      return;
    }
    boolean old = world.shopTime().isAfter(attempt.placedAt.plus(GRACE).plus(GRACE));
    store.commit(
        "reversed " + undone.state() + " " + attempt.number,
        () -> {
          learn(attempt, undone);
          if (undone.state().isOutcomeKnown()) {
            settle(attempt);
          }
          attempt.open = !undone.state().isOutcomeKnown() && !old;
          if (old && undone.state() == PaymentState.NOT_FOUND) {
            end(attempt);
          }
        });
  }

  /** Gives an order up that nobody has paid. */
  void closeUnpaid(Attempt attempt) {
    if (attempt.isOver() || attempt.isHold() || !can(Capability.CLOSE)) {
      return;
    }
    Payment closed =
        call(attempt, "close " + attempt.number, false, () -> account.close(attempt.reference));
    if (closed != null) {
      store.commit(
          "closed " + closed.state() + " " + attempt.number,
          () -> {
            attempt.open = false;
            learn(attempt, closed);
          });
    }
  }

  void giveUp(Sale sale) {
    store.commit("given up: " + sale.name, () -> sale.cancelled = sale.shipped == 0);
  }

  // ---- Holds

  void capture(Attempt hold, String number, long minor, boolean last) {
    Attempt capture =
        new Attempt(hold.sale, number, model.money(minor), world.shopTime(), hold, last);
    capture.reference = account.reference(request(capture, hold));
    capture.calls = 1;
    store.intend("capture " + number, () -> hold.captures.add(capture));
    sendCapture(capture);
  }

  private static CaptureRequest request(Attempt capture, Attempt hold) {
    CaptureRequest.Builder builder =
        CaptureRequest.builder(hold.reference, capture.number, capture.amount, capture.placedAt);
    return (capture.last ? builder : builder.moreToFollow()).build();
  }

  private void sendCapture(Attempt capture) {
    Attempt hold = capture.hold;
    PaymentResult result =
        call(
            capture,
            "capture " + capture.number,
            false,
            () -> account.capture(request(capture, hold)));
    if (result != null) {
      take(capture, result);
    }
  }

  private void followCapture(Attempt capture, Payment found) {
    if (capture.hold == null || capture.isOver() || found.state() != PaymentState.NOT_FOUND) {
      return;
    }
    boolean graceOver = world.shopTime().isAfter(capture.placedAt.plus(GRACE));
    if (!graceOver) {
      return;
    }
    if (capture.repeatIsHarmless && capture.calls < 4) {
      store.commit("call of " + capture.number, () -> capture.calls++);
      sendCapture(capture);
    } else {
      store.commit("never there: " + capture.number, () -> end(capture));
    }
  }

  void release(Attempt hold, String number) {
    VoidRow row = new VoidRow(number, world.shopTime());
    store.intend("void " + number, () -> hold.release = row);
    sendVoid(hold, row);
  }

  private void sendVoid(Attempt hold, VoidRow row) {
    VoidRequest request = new VoidRequest(hold.reference, row.number, row.placedAt);
    try {
      Payment released =
          counted("void " + row.number, false, () -> account.voidAuthorization(request));
      store.commit(
          "void " + released.state(),
          () -> {
            row.done = released.state().isOutcomeKnown();
            learn(hold, released);
          });
    } catch (NotSentException | OutcomeUnknownException later) {
      // Asked for again by the sweep: the same void is harmless.
    } catch (RejectedException | InvalidRequestException refused) {
      store.commit("void refused", () -> row.refused = true);
    }
  }

  // ---- Refunds

  void refund(Attempt payment, String number, long minor) {
    RefundRow refund = new RefundRow(payment, number, model.money(minor), world.shopTime());
    store.intend("refund " + number, () -> payment.refunds.add(refund));
    sendRefund(refund, true);
  }

  private RefundRequest request(RefundRow refund) {
    return RefundRequest.builder(
            refund.payment.reference, refund.number, refund.amount, refund.placedAt)
        .paymentAmount(refund.payment.amount)
        .build();
  }

  private void sendRefund(RefundRow refund, boolean first) {
    if (refund.isOver()) {
      return;
    }
    store.intend("call of " + refund.number, () -> refund.calls++);
    RefundRequest request = request(refund);
    Refund answer =
        refundCall(refund, "refund " + refund.number, first, () -> account.refund(request));
    if (answer != null) {
      store.commit("refund " + answer.state() + " " + refund.number, () -> learn(refund, answer));
    }
  }

  private @Nullable Refund refundCall(
      RefundRow refund, String what, boolean first, Supplier<Refund> call) {
    try {
      return counted(what, false, call);
    } catch (NotSentException notSent) {
      boolean never = what.startsWith("refund") && refund.calls == 1 && !refund.open;
      store.commit("not sent: " + refund.number, () -> refund.calls -= never ? 1 : 0);
      return null;
    } catch (OutcomeUnknownException unknown) {
      store.commit(
          "open outcome of " + refund.number,
          () -> {
            refund.open = true;
            refund.repeatIsHarmless = unknown.open().repeatIsHarmless();
            if (unknown.open().refund() != null) {
              refund.reference = unknown.open().refund();
            }
          });
      if (mutant == Mutant.NEW_NUMBER_AFTER_SILENCE && what.startsWith("refund")) {
        refund.again = Math.max(2, refund.again);
        again(refund);
      }
      return null;
    } catch (RejectedException | InvalidRequestException refused) {
      boolean certain = what.startsWith("refund") && refund.calls == 1 && !refund.open;
      boolean notThere = what.startsWith("refund") && !first;
      store.commit(
          "refusal of " + refund.number,
          () -> {
            refund.refused |= certain;
            refund.neverThere |= notThere && !refund.accepted;
          });
      again(refund);
      return null;
    }
  }

  private void learn(RefundRow refund, Refund told) {
    refund.open = false;
    if (told.reference().number() != null) {
      refund.reference = told.reference();
    }
    RefundState from = refund.state;
    refund.accepted |= told.state() == RefundState.PROCESSING;
    RefundState.Advance advance = from.advance(told.state());
    if (advance == RefundState.Advance.CONTRADICTION) {
      store.alarms.add(refund.number + " contradiction");
    }
    if (advance == RefundState.Advance.FORWARD || advance == RefundState.Advance.CONTRADICTION) {
      refund.state = told.state();
      court.moved(refund, from, told.state());
    }
    if (refund.state == RefundState.FAILED && refund.again > 0) {
      world.later(Duration.ofMinutes(10), World.Actor.WORK, "give back again", () -> again(refund));
    }
  }

  private void follow(RefundRow refund) {
    if (refund.isOver()) {
      return;
    }
    if (refund.calls == 0) {
      sendRefund(refund, true);
      return;
    }
    RefundReference reference =
        refund.reference == null ? account.reference(request(refund)) : refund.reference;
    Refund told =
        refundCall(
            refund, "query refund " + refund.number, false, () -> account.queryRefund(reference));
    if (told == null) {
      return;
    }
    store.commit("refund " + told.state() + " " + refund.number, () -> learn(refund, told));
    boolean graceOver = world.shopTime().isAfter(refund.placedAt.plus(GRACE));
    if (told.state() == RefundState.NOT_FOUND && graceOver) {
      // What was accepted once and is not found is on its way, or has failed: the same again.
      if (refund.accepted || refund.repeatIsHarmless || model.channel().equals("wechat")) {
        sendRefund(refund, false);
      } else {
        store.commit("never there: " + refund.number, () -> refund.neverThere = true);
        again(refund);
      }
    }
  }

  /** What has to go back goes back under another number, once the old one is known to be dead. */
  private void again(RefundRow dead) {
    boolean over = dead.isOver() || mutant == Mutant.NEW_NUMBER_AFTER_SILENCE;
    if (dead.again == 0 || dead.again > 5 || !over) {
      return;
    }
    RefundRow next =
        new RefundRow(
            dead.payment, "Z" + dead.again + dead.payment.number, dead.amount, world.shopTime());
    next.again = dead.again + 1;
    next.inPlaceOf = dead;
    store.commit(
        "another refund " + next.number,
        () -> {
          dead.again = 0;
          dead.payment.refunds.add(next);
        });
    world.later(
        Duration.ofSeconds(70), World.Actor.WORK, "give back", () -> sendRefund(next, true));
  }

  // ---- Now and then

  /** Asks about everything whose end is not known. */
  void sweep() {
    if (mutant == Mutant.NEVER_ASKS) {
      return;
    }
    recover();
    for (Attempt attempt : store.attempts()) {
      follow(attempt);
      for (RefundRow refund : java.util.List.copyOf(attempt.refunds)) {
        follow(refund);
      }
      VoidRow release = attempt.release;
      if (release != null && !release.done && !release.refused) {
        sendVoid(attempt, release);
      }
    }
  }

  /** What the journal's sweep finds out is news like any other. */
  void recover() {
    if (!journaled) {
      return;
    }
    try {
      RecoveryReport report = gateway.recover(new Told());
      world.say("sweep over the journal: " + report);
    } catch (IllegalStateException journalDown) {
      world.requireAlive();
      world.say("the sweep over the journal fails");
    }
  }

  private final class Told implements MerchantHandler {
    @Override
    public void paymentChanged(MerchantAccount told, Payment payment) {
      Attempt attempt = store.attempt(payment.reference().number());
      if (attempt != null) {
        store.commit(
            "told " + payment.state() + " of " + attempt.number,
            () -> {
              learn(attempt, payment);
              if (payment.state().isOutcomeKnown()) {
                settle(attempt);
                attempt.open = false;
              } else if (payment.state() == PaymentState.NOT_FOUND) {
                // The sweep says so only of what is certain.
                end(attempt);
              }
            });
      }
    }

    @Override
    public void refundChanged(MerchantAccount told, Refund refund, @Nullable Payment payment) {
      RefundRow row = store.refund(refund.reference().number());
      if (row != null) {
        store.commit("told " + refund.state() + " of " + row.number, () -> learn(row, refund));
      }
    }
  }

  // ---- Notifications

  /** The address that channels call; null if there was no answer. */
  NotificationReply.Kind notified(InboundRequest request) {
    world.boundary("notification arrived");
    Notification notification;
    try {
      notification = account.readNotification(request);
      world.requireAlive();
    } catch (UntrustedMessageException untrusted) {
      world.requireAlive();
      world.say("notification refused");
      return NotificationReply.Kind.UNTRUSTED;
    } catch (PaymentException unverified) {
      world.requireAlive();
      world.say("notification not verified: " + Words.of(unverified));
      return NotificationReply.Kind.TRY_AGAIN;
    }
    world.say("notification " + Words.of(notification));
    if (mutant == Mutant.ACKNOWLEDGES_FIRST) {
      court.acknowledged(notification.factKey());
    }
    if (!store.facts.contains(notification.factKey())) {
      handle(notification);
    }
    account.taken(notification);
    court.acknowledged(notification.factKey());
    world.boundary("before the notification is acknowledged");
    return NotificationReply.Kind.ACCEPTED;
  }

  NotificationReply reply(NotificationReply.Kind kind) {
    return account.reply(kind);
  }

  private void handle(Notification notification) {
    if (notification instanceof Notification.PaymentChanged changed) {
      Payment payment = changed.payment();
      Attempt attempt = store.attempt(payment.reference().number());
      boolean approved =
          attempt != null
              && payment.state() == PaymentState.APPROVED
              && !attempt.sale.cancelled
              && !attempt.isOver();
      store.commit(
          "fact of " + payment.reference().number(),
          () -> {
            store.facts.add(notification.factKey());
            if (attempt == null) {
              store.alarms.add("nobody's: " + payment.reference().number());
            } else {
              learn(attempt, payment);
              // At the till a request to undo it may be on its way: that is settled by undoing.
              boolean till =
                  attempt.sale.product == Product.TILL && attempt.state != PaymentState.REVERSED;
              attempt.open &= till || !attempt.state.isOutcomeKnown();
            }
          });
      if (approved) {
        complete(attempt);
      }
      return;
    }
    if (notification instanceof Notification.RefundChanged changed) {
      String number = changed.refund().reference().number();
      RefundRow refund = number == null ? null : store.refund(number);
      store.commit(
          "fact of refund " + number,
          () -> {
            store.facts.add(notification.factKey());
            if (refund != null) {
              learn(refund, changed.refund());
            }
          });
      return;
    }
    store.commit("other fact", () -> store.facts.add(notification.factKey()));
  }
}
