package io.jiaozi.internal.report;

import org.jspecify.annotations.Nullable;

/**
 * What is left of an exception that came out of foreign code: its class names and where it came
 * from. Its messages are dropped, for they may hold anything, a body or a key included.
 */
public final class ScrubbedFault extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 8;

  private ScrubbedFault(Throwable original, @Nullable ScrubbedFault cause) {
    super(
        original.getClass().getName() + " (its message is not repeated here)", cause, false, true);
    setStackTrace(original.getStackTrace());
  }

  /** A copy of the exception and its causes without any message. */
  public static ScrubbedFault of(Throwable original) {
    return copy(original, DEEPEST);
  }

  private static ScrubbedFault copy(Throwable original, int depth) {
    Throwable cause = original.getCause();
    // The depth also ends chains that lead back to themselves.
    return new ScrubbedFault(original, cause == null || depth == 0 ? null : copy(cause, depth - 1));
  }

  /** The stack was set from the original; one of its own would cost and tell nothing. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
