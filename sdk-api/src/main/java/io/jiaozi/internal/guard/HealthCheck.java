package io.jiaozi.internal.guard;

import io.jiaozi.Capability;
import io.jiaozi.MerchantAccount;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.PaymentException;
import io.jiaozi.health.AccountDiagnosis;
import io.jiaozi.health.Finding;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.internal.config.AccountChecks;
import io.jiaozi.internal.health.Findings;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.HealthFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How an open account is. Whatever the adapter does when it is asked, this never throws. */
final class HealthCheck {

  private final Guard guard;
  private final String field;

  HealthCheck(Guard guard) {
    this.guard = guard;
    this.field = AccountChecks.field(guard.words().account());
  }

  /** What the adapter knows; none if it knows nothing or breaks. */
  List<HealthFact> factsOrNone() {
    try {
      return facts();
    } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
      // offline() tells.
      return List.of();
    }
  }

  private List<HealthFact> facts() {
    if (!(guard.adapter() instanceof ChannelAdapter.Diagnosing diagnosing)) {
      return List.of();
    }
    return List.copyOf(diagnosing.healthFacts());
  }

  /** Everything known without asking the channel. */
  AccountDiagnosis offline() {
    List<Finding> findings = new ArrayList<>();
    try {
      facts().forEach(fact -> findings.add(judged(fact)));
      if (!(guard.adapter() instanceof ChannelAdapter.Diagnosing)) {
        findings.add(
            finding(
                Level.NOT_CHECKED,
                About.ADAPTER,
                "has an adapter that tells nothing about keys and certificates; it opened without"
                    + " objection."));
      }
    } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
      findings.add(broke(thrown));
    }
    findings.add(calls());
    return diagnosis(findings);
  }

  private Finding judged(HealthFact fact) {
    return Findings.of(
        fact, field, guard.words().displayName(), guard.time().now(), guard.expiryWarning());
  }

  private Finding broke(Throwable thrown) {
    return finding(
        Level.WARNING,
        About.ADAPTER,
        "has an adapter that failed with "
            + thrown.getClass().getName()
            + " when it was asked how the account is. Tell the author of the adapter.");
  }

  private Finding calls() {
    String held =
        Stream.concat(
                Stream.of(CallClass.values())
                    .filter(each -> guard.lane(each).isHeldBack())
                    .map(CallClass::words),
                guard.fetches().stream().filter(KeyBreaker::isHeldBack).map(KeyBreaker::words))
            .collect(Collectors.joining(", "));
    return held.isEmpty()
        ? finding(Level.FINE, About.CALLS, "holds no calls back.")
        : finding(
            Level.WARNING,
            About.CALLS,
            "holds back "
                + held
                + ", because too many failed lately; now and then one is let through, and the first"
                + " that is answered ends this. See the log for how they failed.");
  }

  /** Asks the channel about a payment that cannot exist, and compares its clock. */
  AccountDiagnosis probe(MerchantAccount account) {
    List<Finding> findings = new ArrayList<>(answer(account).findings());
    factsOrNone().stream()
        .filter(HealthFact.ChannelClock.class::isInstance)
        .map(this::judged)
        .forEach(findings::add);
    return diagnosis(findings);
  }

  /** Asks the channel about a payment that cannot exist. */
  AccountDiagnosis answer(MerchantAccount account) {
    return diagnosis(List.of(asked(account)));
  }

  private Finding asked(MerchantAccount account) {
    PaymentReference unknown;
    try {
      unknown = unknownPayment();
    } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
      return broke(thrown);
    }
    return unknown == null
        ? finding(
            Level.NOT_CHECKED,
            About.ANSWER,
            guard.words().displayName() + " cannot be asked anything harmless by this adapter.")
        : asked(account, unknown);
  }

  private @Nullable PaymentReference unknownPayment() {
    if (guard.adapter() instanceof ChannelAdapter.Diagnosing diagnosing) {
      return diagnosing.unknownPayment();
    }
    return guard.capabilities().has(Capability.FIND_BY_NUMBER)
        ? PaymentReference.ofNumber("NONE" + guard.time().now().toEpochMilli())
        : null;
  }

  private Finding asked(MerchantAccount account, PaymentReference unknown) {
    String channel = guard.words().displayName();
    try {
      Payment told = account.query(unknown);
      return told.state() == PaymentState.NOT_FOUND
          ? finding(
              Level.FINE,
              About.ANSWER,
              channel
                  + " answered a harmless question as it should: it took the request, knows no"
                  + " payment "
                  + unknown.number()
                  + ", and its answer passed every check.")
          : finding(
              Level.WARNING,
              About.ANSWER,
              channel
                  + " says that payment "
                  + unknown.number()
                  + ", which was made up for this question, is "
                  + told.state().name().toLowerCase(Locale.ROOT)
                  + ". Check what answers at the account's address.");
    } catch (PaymentException failed) {
      return finding(
          isTransient(failed) ? Level.WARNING : Level.BROKEN,
          About.ANSWER,
          channel + " was asked a harmless question, in vain. " + Findings.oneLine(text(failed)));
    } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
      return broke(thrown);
    }
  }

  private static String text(Throwable failed) {
    return String.valueOf(failed.getMessage());
  }

  /** Whether the next try may well succeed with nothing changed here. */
  private static boolean isTransient(PaymentException failed) {
    return failed instanceof OutcomeUnknownException unknown
        && unknown.open().cause() != OpenOutcome.Cause.UNTRUSTED_REPLY;
  }

  private AccountDiagnosis diagnosis(List<Finding> findings) {
    return new AccountDiagnosis(guard.words().account(), guard.words().channel(), findings);
  }

  private Finding finding(Level level, About about, String sentence) {
    return Finding.of(level, about, field, sentence);
  }
}
