package io.jiaozi.sandbox;

import io.jiaozi.sandbox.channel.Operation;
import java.time.Duration;

/**
 * A fault and the requests it is for. Immutable.
 *
 * @param fault what goes wrong
 * @param target {@code *} for every request; an operation such as {@code refund} or {@code
 *     wechat.refund}; or a path's beginning such as {@code /v3/refund}
 * @param skip how many matching requests pass unharmed first
 * @param times how many matching requests it strikes then
 * @param afterCommit for the status faults: the channel changes its state all the same
 * @param delay how long, in real time, the answer is kept back
 */
public record FaultPlan(
    Fault fault, String target, int skip, int times, boolean afterCommit, Duration delay) {

  public FaultPlan {
    if (fault.isAddress()) {
      throw new IllegalArgumentException(
          fault
              + " happens before the sandbox sees a request, so it cannot be armed. Call the address"
              + " that faults().deadEnd("
              + fault
              + ") gives instead of the sandbox's own.");
    }
    if (times < 1 || skip < 0 || delay.isNegative()) {
      throw new IllegalArgumentException(
          "A fault strikes at least once, skips 0 or more requests and delays by 0 or more, but was"
              + " given times "
              + times
              + ", skip "
              + skip
              + ", delay "
              + delay
              + ".");
    }
  }

  /** The fault strikes the next request of any kind, once. */
  public static FaultPlan of(Fault fault) {
    return new FaultPlan(fault, "*", 0, 1, false, Duration.ZERO);
  }

  /** The same for these requests only; see {@link #target}. */
  public FaultPlan on(String newTarget) {
    return new FaultPlan(fault, newTarget, skip, times, afterCommit, delay);
  }

  /** The same, so many times. */
  public FaultPlan times(int newTimes) {
    return new FaultPlan(fault, target, skip, newTimes, afterCommit, delay);
  }

  /** The same, after so many matching requests have passed. */
  public FaultPlan after(int newSkip) {
    return new FaultPlan(fault, target, newSkip, times, afterCommit, delay);
  }

  /** The same, but the channel changes its state before the status goes wrong. */
  public FaultPlan committed() {
    return new FaultPlan(fault, target, skip, times, true, delay);
  }

  /** The same, with the answer (or what stands for it) kept back so long in real time. */
  public FaultPlan delayed(Duration newDelay) {
    return new FaultPlan(fault, target, skip, times, afterCommit, newDelay);
  }

  boolean matches(Operation operation, String path) {
    return target.equals("*")
        || (target.startsWith("/")
            ? path.startsWith(target)
            : target.equals(operation.name())
                || target.equals(operation.channel() + "." + operation.name()));
  }

  boolean commits() {
    return afterCommit || fault.where() == Fault.Where.AFTER_COMMIT;
  }
}
