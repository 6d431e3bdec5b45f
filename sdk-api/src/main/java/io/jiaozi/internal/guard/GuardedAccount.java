package io.jiaozi.internal.guard;

import io.jiaozi.CallOptions;
import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.ChannelCalls;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.SubMerchantLookup;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.Problem;
import io.jiaozi.health.AccountDiagnosis;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.money.Money;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.spi.OutcomePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A merchant account whose every call is checked, bounded, repeated where that is harmless, and
 * compared with what was asked. A view is a few references; all views of an account share one
 * guard.
 */
public final class GuardedAccount implements MerchantAccount {

  private final Guard guard;
  private final CallOptions options;
  private final @Nullable SubMerchant actingFor;
  private final Memory memory;

  private GuardedAccount(Guard guard, CallOptions options, @Nullable SubMerchant actingFor) {
    this.guard = guard;
    this.options = options;
    this.actingFor = actingFor;
    this.memory = new Memory(guard, actingFor);
  }

  /** Guards an adapter. Asks it for its capabilities; whatever that throws is let through. */
  public static GuardedAccount of(Guard.Parts parts) {
    Guard guard = new Guard(parts);
    return new GuardedAccount(guard, guard.defaultOptions(), null);
  }

  @Override
  public String name() {
    return guard.words().account();
  }

  @Override
  public String channel() {
    return guard.words().channel();
  }

  @Override
  public Capabilities capabilities() {
    return guard.capabilities();
  }

  @Override
  public MerchantAccount with(CallOptions other) {
    return new GuardedAccount(guard, Objects.requireNonNull(other, "options"), actingFor);
  }

  @Override
  public MerchantAccount actingFor(SubMerchant subMerchant) {
    guard.requireOpen();
    guard.require(
        Subject.actingFor(subMerchant),
        guard.abilities().has(Capability.ACT_FOR_SUB_MERCHANT, true, "act for sub-merchants"),
        guard.checks().subMerchant(subMerchant),
        () -> adapter().check(subMerchant));
    return new GuardedAccount(guard, options, subMerchant);
  }

  @Override
  public PaymentReference reference(PaymentRequest request) {
    guard.requireOpen();
    guard.require(
        Subject.pay(request.orderNumber()),
        List.of(),
        guard.checks().number("orderNumber", request.orderNumber()),
        List::of);
    return guard.ask("a reference", () -> adapter().reference(guard.checks().withExpiry(request)));
  }

  @Override
  public RefundReference reference(RefundRequest request) {
    guard.requireOpen();
    guard.require(
        Subject.refund(request.refundNumber(), request.payment()),
        List.of(),
        guard.checks().number("refundNumber", request.refundNumber()),
        List::of);
    return guard.ask("a reference", () -> adapter().reference(request));
  }

  @Override
  public PaymentReference reference(CaptureRequest request) {
    guard.requireOpen();
    ChannelAdapter.Authorizing authorizing = as(ChannelAdapter.Authorizing.class);
    guard.require(
        Subject.capture(request.captureNumber(), request.authorization()),
        guard.abilities().capture(authorizing != null),
        guard.checks().number("captureNumber", request.captureNumber()),
        List::of);
    return guard.ask("a reference", () -> Objects.requireNonNull(authorizing).reference(request));
  }

  @Override
  public PaymentReference reference(VoidRequest request) {
    guard.requireOpen();
    ChannelAdapter.Authorizing authorizing = as(ChannelAdapter.Authorizing.class);
    guard.require(
        Subject.voiding(request.voidNumber(), request.authorization()),
        mayVoid(authorizing),
        guard.checks().number("voidNumber", request.voidNumber()),
        List::of);
    return guard.ask("a reference", () -> Objects.requireNonNull(authorizing).reference(request));
  }

  @Override
  public PaymentResult pay(PaymentRequest request) {
    guard.requireOpen();
    Subject draft = Subject.pay(request.orderNumber());
    PaymentRequest full = asFirstPlaced(Operation.PAY, draft, request);
    guard.require(
        draft,
        guard.abilities().pay(full.scene().kind()),
        guard.checks().payment(full),
        () -> adapter().check(full, actingFor));
    PaymentReference reference = guard.prepare(draft, () -> adapter().reference(full));
    Scene.Kind scene = full.scene().kind();
    OutcomePlan plan = guard.prepare(draft, () -> adapter().plan(Operation.PAY, scene));
    boolean undone = plan.giveUp() == OutcomePlan.GiveUp.REVERSE;
    boolean waits = undone && options.waitForBuyer() && as(ChannelAdapter.Reversing.class) != null;
    return run(
        plan,
        draft.found(reference, null),
        Operation.PAY,
        context -> adapter().pay(full, context),
        AnswerChecks.result(reference, full.amount(), actingFor),
        asking(
            reference,
            full.amount(),
            payment ->
                waits ? Findings.ofOrderAtTheTill(payment, plan) : Findings.ofOrder(payment, plan)),
        waits ? till(reference, plan) : null,
        memory.intent(Operation.PAY, full.orderNumber(), key -> Intent.pay(key, full, reference)));
  }

  private PaymentRequest asFirstPlaced(
      Operation operation, Subject subject, PaymentRequest request) {
    Instant first = memory.placedAt(operation, subject, request.orderNumber(), request.placedAt());
    return guard.checks().withExpiry(Remembered.payment(request, first));
  }

  /** Waits for the buyer at the till; undoes the payment when the plan's moments are over. */
  private Till<PaymentResult> till(PaymentReference reference, OutcomePlan plan) {
    return new Till<>(
        Findings.patience(plan),
        Findings::waitsForBuyer,
        elapsed -> {
          try {
            return Findings.afterGivingUp(
                undo(reference), elapsed.compareTo(plan.notFoundGrace()) >= 0);
          } catch (PaymentException failed) {
            return new Finding.Nothing<>("undoing it did not work. " + failed.getMessage());
          }
        });
  }

  @Override
  public PaymentResult authorize(PaymentRequest request) {
    guard.requireOpen();
    Subject draft = Subject.authorize(request.orderNumber());
    PaymentRequest full = asFirstPlaced(Operation.AUTHORIZE, draft, request);
    ChannelAdapter.Authorizing authorizing = as(ChannelAdapter.Authorizing.class);
    guard.require(
        draft,
        guard.abilities().authorize(full.scene().kind(), authorizing != null),
        guard.checks().payment(full),
        () -> adapter().check(full, actingFor));
    PaymentReference reference = guard.prepare(draft, () -> adapter().reference(full));
    OutcomePlan plan =
        guard.prepare(draft, () -> adapter().plan(Operation.AUTHORIZE, full.scene().kind()));
    return run(
        plan,
        draft.found(reference, null),
        Operation.AUTHORIZE,
        context -> Objects.requireNonNull(authorizing).authorize(full, context),
        AnswerChecks.result(reference, full.amount(), actingFor),
        asking(reference, full.amount(), payment -> Findings.ofOrder(payment, plan)),
        null,
        memory.intent(
            Operation.AUTHORIZE, full.orderNumber(), key -> Intent.pay(key, full, reference)));
  }

  @Override
  public PaymentResult complete(PaymentReference given) {
    guard.requireOpen();
    PaymentReference reference = memory.located(given);
    if (!capabilities().has(Capability.COMPLETE_AFTER_APPROVAL)) {
      return completeByAsking(reference);
    }
    Subject subject = Subject.complete(reference);
    ChannelAdapter.Completing completing = as(ChannelAdapter.Completing.class);
    guard.require(
        subject,
        guard
            .abilities()
            .has(Capability.COMPLETE_AFTER_APPROVAL, completing != null, "complete payments"),
        guard.checks().reference(reference),
        () -> adapter().check(reference));
    OutcomePlan plan = guard.prepare(subject, () -> adapter().plan(Operation.COMPLETE, null));
    return run(
        plan,
        subject,
        Operation.COMPLETE,
        context -> Objects.requireNonNull(completing).complete(reference, context),
        AnswerChecks.result(reference, null, actingFor),
        asking(reference, null, payment -> Findings.ofCompletion(payment, plan)),
        null,
        about(Operation.COMPLETE, reference));
  }

  private PaymentResult completeByAsking(PaymentReference reference) {
    Subject subject = Subject.completeByAsking(reference);
    guard.require(
        subject, List.of(), guard.checks().reference(reference), () -> adapter().check(reference));
    OutcomePlan payPlan = guard.prepare(subject, () -> adapter().plan(Operation.PAY, null));
    Duration askAgainAfter = Schedule.firstGap(payPlan);
    return ask(
        subject,
        Operation.QUERY,
        context -> Completion.of(adapter().query(reference, context), askAgainAfter),
        AnswerChecks.result(reference, null, actingFor));
  }

  @Override
  public PaymentResult capture(CaptureRequest given) {
    guard.requireOpen();
    Subject draft = Subject.capture(given.captureNumber(), given.authorization());
    CaptureRequest request =
        Remembered.capture(
            given,
            memory.placedAt(Operation.CAPTURE, draft, given.captureNumber(), given.placedAt()));
    ChannelAdapter.Authorizing authorizing = as(ChannelAdapter.Authorizing.class);
    guard.require(
        draft,
        guard.abilities().capture(authorizing != null),
        guard.checks().capture(request),
        () -> Objects.requireNonNull(authorizing).check(request));
    PaymentReference reference =
        guard.prepare(draft, () -> Objects.requireNonNull(authorizing).reference(request));
    OutcomePlan plan = guard.prepare(draft, () -> adapter().plan(Operation.CAPTURE, null));
    return run(
        plan,
        draft.found(reference, null),
        Operation.CAPTURE,
        context -> Objects.requireNonNull(authorizing).capture(request, context),
        AnswerChecks.result(reference, request.amount(), actingFor),
        asking(reference, request.amount(), payment -> Findings.ofOrder(payment, plan)),
        null,
        memory.intent(
            Operation.CAPTURE,
            request.captureNumber(),
            key -> Intent.capture(key, request, reference)));
  }

  @Override
  public PaymentResult reauthorize(PaymentReference authorization, Money amount) {
    guard.requireOpen();
    Subject subject = Subject.reauthorize(authorization);
    ChannelAdapter.Reauthorizing reauthorizing = as(ChannelAdapter.Reauthorizing.class);
    guard.require(
        subject,
        guard.abilities().has(Capability.REAUTHORIZE, reauthorizing != null, "renew holds"),
        guard.checks().reauthorization(authorization, amount),
        () -> adapter().check(authorization));
    // Nothing is asked afterwards: the state of a hold does not tell whether it was renewed.
    return run(
        guard.prepare(subject, () -> adapter().plan(Operation.REAUTHORIZE, null)),
        subject,
        Operation.REAUTHORIZE,
        context ->
            Objects.requireNonNull(reauthorizing).reauthorize(authorization, amount, context),
        AnswerChecks.result(authorization, amount, actingFor),
        null,
        null,
        null);
  }

  @Override
  public Payment voidAuthorization(VoidRequest given) {
    guard.requireOpen();
    Subject draft = Subject.voiding(given.voidNumber(), given.authorization());
    VoidRequest request =
        Remembered.voiding(
            given, memory.placedAt(Operation.VOID, draft, given.voidNumber(), given.placedAt()));
    ChannelAdapter.Authorizing authorizing = as(ChannelAdapter.Authorizing.class);
    guard.require(
        draft,
        mayVoid(authorizing),
        guard.checks().voiding(request),
        () -> Objects.requireNonNull(authorizing).check(request));
    PaymentReference hold = request.authorization();
    PaymentReference reference =
        guard.prepare(draft, () -> Objects.requireNonNull(authorizing).reference(request));
    return run(
        guard.prepare(draft, () -> adapter().plan(Operation.VOID, null)),
        draft.found(reference, null),
        Operation.VOID,
        context -> Objects.requireNonNull(authorizing).voidAuthorization(request, context),
        AnswerChecks.payment(hold, null, actingFor),
        asking(
            reference,
            null,
            payment ->
                reference.equals(hold)
                    ? Findings.ofVoid(payment)
                    : Findings.ofVoidItself(payment, hold)),
        null,
        memory.intent(
            Operation.VOID, request.voidNumber(), key -> Intent.voiding(key, request, reference)));
  }

  private List<Problem> mayVoid(ChannelAdapter.@Nullable Authorizing authorizing) {
    return guard
        .abilities()
        .has(Capability.VOID_AUTHORIZATION, authorizing != null, "release holds");
  }

  @Override
  public Payment query(PaymentReference reference) {
    guard.requireOpen();
    return ask(memory.located(reference), null);
  }

  @Override
  public Payment close(PaymentReference given) {
    guard.requireOpen();
    PaymentReference reference = memory.located(given);
    Subject subject = Subject.close(reference);
    ChannelAdapter.Closing closing = as(ChannelAdapter.Closing.class);
    guard.require(
        subject,
        guard.abilities().has(Capability.CLOSE, closing != null, "close unpaid orders"),
        guard.checks().reference(reference),
        () -> adapter().check(reference));
    return run(
        guard.prepare(subject, () -> adapter().plan(Operation.CLOSE, null)),
        subject,
        Operation.CLOSE,
        context -> Objects.requireNonNull(closing).close(reference, context),
        AnswerChecks.payment(reference, null, actingFor),
        asking(reference, null, Findings::ofClosing),
        null,
        about(Operation.CLOSE, reference));
  }

  @Override
  public Payment reverse(PaymentReference given) {
    guard.requireOpen();
    PaymentReference reference = memory.located(given);
    guard.require(
        Subject.reverse(reference),
        guard
            .abilities()
            .has(
                Capability.REVERSE,
                as(ChannelAdapter.Reversing.class) != null,
                "undo payments at the till"),
        guard.checks().reference(reference),
        () -> adapter().check(reference));
    return undo(reference);
  }

  private Payment undo(PaymentReference reference) {
    Subject subject = Subject.reverse(reference);
    ChannelAdapter.Reversing reversing = Objects.requireNonNull(as(ChannelAdapter.Reversing.class));
    return run(
        guard.prepare(subject, () -> adapter().plan(Operation.REVERSE, null)),
        subject,
        Operation.REVERSE,
        context -> reversing.reverse(reference, context),
        AnswerChecks.payment(reference, null, actingFor),
        asking(reference, null, Findings::ofReversal),
        null,
        about(Operation.REVERSE, reference));
  }

  private @Nullable Intent about(Operation operation, PaymentReference reference) {
    return memory.intent(operation, reference.number(), key -> Intent.about(key, reference));
  }

  @Override
  public Refund refund(RefundRequest given) {
    guard.requireOpen();
    Subject draft = Subject.refund(given.refundNumber(), given.payment());
    RefundRequest request = asRemembered(draft, given);
    guard.require(
        draft,
        guard.abilities().has(Capability.REFUND, true, "refund"),
        guard.checks().refund(request),
        () -> adapter().check(request));
    RefundReference reference = guard.prepare(draft, () -> adapter().reference(request));
    Function<Refund, Optional<String>> mismatch =
        AnswerChecks.refund(request.refundNumber(), request.payment(), request.amount());
    return run(
        guard.prepare(draft, () -> adapter().plan(Operation.REFUND, null)),
        draft.found(request.payment(), reference),
        Operation.REFUND,
        context -> adapter().refund(request, context),
        mismatch,
        new Resolution<>(
            Operation.QUERY_REFUND,
            context -> adapter().queryRefund(reference, context),
            AnswerChecks.refund(reference, request.amount()),
            Findings::ofRefund),
        null,
        memory.intent(
            Operation.REFUND,
            request.refundNumber(),
            key -> Intent.refund(key, request, reference)));
  }

  /** What the journal knows better, or at all: when it was first asked for, and of what. */
  private RefundRequest asRemembered(Subject subject, RefundRequest request) {
    Money whole = request.paymentAmount();
    return Remembered.refund(
        request,
        memory.located(request.payment()),
        whole == null ? memory.amountOf(request.payment()) : whole,
        memory.placedAt(Operation.REFUND, subject, request.refundNumber(), request.placedAt()));
  }

  @Override
  public Refund queryRefund(RefundReference reference) {
    guard.requireOpen();
    Subject subject = Subject.queryRefund(reference);
    guard.require(
        subject,
        guard.abilities().has(Capability.REFUND, true, "refund, so there is none to ask for"),
        guard.checks().refundReference(reference),
        () -> adapter().check(reference));
    return ask(
        subject,
        Operation.QUERY_REFUND,
        context -> adapter().queryRefund(reference, context),
        AnswerChecks.refund(reference));
  }

  @Override
  public CustomerReturn readReturn(InboundRequest request) {
    guard.requireOpen();
    return new NotificationReading(guard).customerReturn(request);
  }

  @Override
  public Notification readNotification(InboundRequest request) {
    guard.requireOpen();
    Notification notification =
        new NotificationReading(guard).notification(request, options.deadline(), actingFor);
    memory.read(notification);
    return notification;
  }

  @Override
  public void taken(Notification notification) {
    memory.taken(Objects.requireNonNull(notification, "notification"));
  }

  /**
   * Asks about an entry of the journal that is due, tells the merchant, and writes what it came to.
   */
  public Fate resolve(JournalEntry entry, MerchantHandler handler, SubMerchantLookup lookup) {
    return new Recovery(guard, Objects.requireNonNull(guard.bookkeeper()), this, handler)
        .resolve(entry, lookup);
  }

  /**
   * Whether an unverified message looks like this account's. A hint that proves nothing; an adapter
   * that fails on it gives none.
   */
  public ChannelAdapter.Ownership ownership(InboundRequest unverified) {
    try {
      return Objects.requireNonNull(adapter().ownership(unverified), "ownership");
    } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
      return ChannelAdapter.Ownership.CANNOT_TELL;
    }
  }

  @Override
  public NotificationReply reply(NotificationReply.Kind kind) {
    guard.requireOpen();
    Objects.requireNonNull(kind, "kind");
    return guard.ask("a reply to a notification", () -> adapter().reply(kind));
  }

  @Override
  public ChannelCalls channelCalls() {
    return this::send;
  }

  private RawReply send(ChannelCall call) {
    guard.requireOpen();
    Subject subject = Subject.channelCall(call);
    ChannelAdapter.Calling calling = as(ChannelAdapter.Calling.class);
    guard.require(
        subject,
        guard
            .abilities()
            .has(Capability.CHANNEL_CALLS, calling != null, "call endpoints of its own"),
        guard.checks().channelCall(call),
        () -> Objects.requireNonNull(calling).check(call));
    OutcomePlan plan =
        new OutcomePlan(
            call.repeatable() ? OutcomePlan.Repeat.FREELY : OutcomePlan.Repeat.NEVER,
            List.of(),
            Duration.ZERO,
            OutcomePlan.GiveUp.REPORT);
    return run(
        plan,
        subject,
        Operation.CHANNEL_CALL,
        context -> Objects.requireNonNull(calling).call(call, context),
        reply -> Optional.empty(),
        null,
        null,
        null);
  }

  @Override
  public AccountDiagnosis diagnose() {
    guard.requireOpen();
    return new HealthCheck(guard).offline();
  }

  @Override
  public AccountDiagnosis probe() {
    guard.requireOpen();
    return new HealthCheck(guard).probe(this);
  }

  /** What a harmless question to the channel proves, without what {@link #diagnose} tells. */
  public AccountDiagnosis answer() {
    return new HealthCheck(guard).answer(this);
  }

  /** What the adapter tells of this account; none if it tells nothing or breaks. */
  public List<HealthFact> facts() {
    return new HealthCheck(guard).factsOrNone();
  }

  /** A view for a sub-merchant of the journal's, whose details were in order once. */
  GuardedAccount viewFor(SubMerchant subMerchant) {
    return (GuardedAccount) actingFor(subMerchant);
  }

  /** Asks for a payment, and compares its amount too. */
  Payment ask(PaymentReference reference, @Nullable Money amount) {
    guard.requireOpen();
    Subject subject = Subject.query(reference);
    guard.require(
        subject, List.of(), guard.checks().reference(reference), () -> adapter().check(reference));
    return ask(
        subject,
        Operation.QUERY,
        context -> adapter().query(reference, context),
        AnswerChecks.payment(reference, amount, actingFor));
  }

  /** Asks for a refund, and compares its amount too. */
  Refund ask(RefundReference reference, @Nullable Money amount) {
    guard.requireOpen();
    Subject subject = Subject.queryRefund(reference);
    guard.require(
        subject,
        List.of(),
        guard.checks().refundReference(reference),
        () -> adapter().check(reference));
    return ask(
        subject,
        Operation.QUERY_REFUND,
        context -> adapter().queryRefund(reference, context),
        amount == null ? AnswerChecks.refund(reference) : AnswerChecks.refund(reference, amount));
  }

  /** A question to the channel, which changes nothing. */
  private <T> T ask(
      Subject subject,
      Operation asked,
      Function<CallContext, T> exchange,
      Function<T, Optional<String>> mismatch) {
    OutcomePlan plan = guard.prepare(subject, () -> adapter().plan(asked, null));
    return run(plan, subject, asked, exchange, mismatch, null, null, null);
  }

  /** An open outcome of anything about a payment is found out by asking how the payment stands. */
  private <T> Resolution<Payment, T> asking(
      PaymentReference reference, @Nullable Money amount, Function<Payment, Finding<T>> reading) {
    return new Resolution<>(
        Operation.QUERY,
        context -> adapter().query(reference, context),
        AnswerChecks.payment(reference, amount, actingFor),
        reading);
  }

  private <T> T run(
      OutcomePlan plan,
      Subject subject,
      Operation asked,
      Function<CallContext, T> exchange,
      Function<T, Optional<String>> mismatch,
      @Nullable Resolution<?, T> resolution,
      @Nullable Till<T> till,
      @Nullable Intent intent) {
    return new RecordedCall<>(
            guard,
            memory,
            new GuardedCall.Order<>(
                subject,
                CallClass.of(asked),
                asked,
                plan,
                actingFor,
                exchange,
                mismatch,
                resolution,
                till),
            options.deadline(),
            intent)
        .run();
  }

  private ChannelAdapter adapter() {
    return guard.adapter();
  }

  private <T> @Nullable T as(Class<T> ability) {
    return ability.isInstance(guard.adapter()) ? ability.cast(guard.adapter()) : null;
  }

  @Override
  public String toString() {
    return "MerchantAccount[" + name() + ", channel=" + channel() + "]";
  }
}
