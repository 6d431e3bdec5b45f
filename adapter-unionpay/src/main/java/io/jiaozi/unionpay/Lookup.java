package io.jiaozi.unionpay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one transaction by its number and its own time. The reply has two codes: of the question
 * and, inside, of the transaction. Source: protocol sheet, sections 4.3 and 5.3.
 */
final class Lookup {

  private final Exchange.Gateway gateway;

  /**
   * What the channel knows.
   *
   * @param transaction null if it knows none
   */
  record Told(Exchange.Answer answer, @Nullable Transaction transaction) {

    Optional<Transaction> found() {
      return Optional.ofNullable(transaction);
    }
  }

  Lookup(Exchange.Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Asks once. "Not found" is an answer.
   *
   * @throws ChannelFailure if the question itself failed
   */
  Told ask(Pair pair, Exchange exchange) {
    Fields question = gateway.message().kind("00", "00", "000000").pair(pair);
    Exchange.Answer answer = exchange.send(exchange.calls()::query, question);
    return switch (Code.of(answer.code()).kind()) {
      case SUCCESS -> new Told(answer, transaction(pair, answer));
      case NOT_FOUND -> new Told(answer, null);
      case PENDING, UNKNOWN, DUPLICATE, FAILED -> throw ErrorMapping.ofQuestion(answer);
    };
  }

  private static Transaction transaction(Pair pair, Exchange.Answer answer) {
    Transaction told = Transaction.of(answer.message(), "origRespCode");
    if (!pair.orderId().equals(told.orderId())) {
      throw answer.mismatched("tells of another number than the one asked for");
    }
    if (told.txnTime() != null && !pair.txnTime().equals(told.txnTime())) {
      throw answer.mismatched("tells of another time than the one asked for");
    }
    StateMapping.incomplete(told)
        .ifPresent(
            clause -> {
              throw answer.mismatched(clause);
            });
    return told;
  }

  /**
   * Asks in order to do something else. Where that fails, the something else was not sent.
   *
   * @param whatFor fits after "was not asked"
   */
  Told askFirst(Pair pair, Exchange exchange, String whatFor) {
    try {
      return ask(pair, exchange);
    } catch (ChannelFailure.OutcomeUnknown unanswered) {
      throw new ChannelFailure.NotSent(
          "was not asked "
              + whatFor
              + ", because asking how the payment stands failed: it "
              + unanswered.getMessage(),
          unanswered);
    }
  }

  /**
   * Asks after something was sent. Where that fails, what was sent stays open.
   *
   * @param before what is known already, a clause after the channel's name
   */
  Told askAfter(Pair pair, Exchange exchange, String before) {
    try {
      return ask(pair, exchange);
    } catch (ChannelFailure failed) {
      throw new ChannelFailure.OutcomeUnknown(
          failed instanceof ChannelFailure.OutcomeUnknown unknown
              ? unknown.reason()
              : OpenOutcome.Cause.NO_REPLY,
          before + ", but asking how it stands failed: it " + failed.getMessage(),
          null,
          failed.httpStatus(),
          null,
          null,
          failed);
    }
  }
}
