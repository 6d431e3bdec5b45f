package io.jiaozi.internal.guard;

import io.jiaozi.error.NotSentException;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.event.GatewayEvent;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call with what is written before and after it, and with the events that tell of it: the intent
 * before the first byte, the outcome before the caller hears of it. Not thread-safe: one for each
 * call.
 */
final class RecordedCall<T> {

  private final Guard guard;
  private final Memory memory;
  private final GuardedCall.Order<T> order;
  private final Duration within;
  private final Bookkeeper.@Nullable Page page;
  private final GuardedCall<T> call;
  private final long start;

  /**
   * Writes the intent.
   *
   * @param intent what is written; null for questions, and where there is no journal
   * @param within how long the call may take
   */
  RecordedCall(
      Guard guard,
      Memory memory,
      GuardedCall.Order<T> order,
      Duration within,
      @Nullable Intent intent) {
    this.guard = guard;
    this.memory = memory;
    this.order = order;
    this.within = within;
    this.page = begun(intent);
    this.call = new GuardedCall<>(guard, order, within, page);
    this.start = guard.time().nanos();
  }

  private Bookkeeper.@Nullable Page begun(@Nullable Intent intent) {
    Bookkeeper bookkeeper = memory.bookkeeper();
    if (bookkeeper == null || intent == null) {
      return null;
    }
    Till<T> till = order.till();
    return bookkeeper.begin(
        intent, order.subject(), till == null ? within : within.plus(till.patience()));
  }

  T run() {
    guard.tellBegan(order.subject());
    try {
      T answer = call.run();
      if (page == null) {
        memory.answered(answer);
      }
      write((book, written) -> book.answered(written, answer, order.plan()));
      ended(GatewayEvent.Ending.ANSWERED, Outcomes.of(answer));
      return answer;
    } catch (OutcomeUnknownException open) {
      write(
          (book, written) ->
              book.leftOpen(written, open.open().firstSentAt(), open.open().askAgainAt()));
      ended(GatewayEvent.Ending.UNKNOWN, open.open().cause().name());
      if (!order.subject().isQuestion()) {
        guard.tellLeftOpen(order.subject(), open.open(), page != null);
      }
      throw open;
    } catch (RejectedException refused) {
      if (refused.reason() == RejectedReason.ALREADY_PAID || call.mayHaveArrived()) {
        write((book, written) -> book.isThereAlready(written, order.plan()));
      } else {
        write(Bookkeeper::didNothing);
      }
      ended(GatewayEvent.Ending.REJECTED, refused.reason().name());
      throw refused;
    } catch (NotSentException unsent) {
      write(Bookkeeper::didNothing);
      ended(GatewayEvent.Ending.NOT_SENT, "NOT_SENT");
      throw unsent;
    }
  }

  private void write(BiConsumer<Bookkeeper, Bookkeeper.Page> outcome) {
    Bookkeeper bookkeeper = memory.bookkeeper();
    if (bookkeeper != null && page != null) {
      outcome.accept(bookkeeper, page);
    }
  }

  private void ended(GatewayEvent.Ending ending, String outcome) {
    guard.tellEnded(
        order.subject(), ending, outcome, call.attempts(), guard.time().nanos() - start);
  }
}
