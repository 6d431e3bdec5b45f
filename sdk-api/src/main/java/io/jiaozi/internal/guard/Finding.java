package io.jiaozi.internal.guard;

/**
 * What a question told about an open outcome.
 *
 * @param <T> what the caller asked for
 */
sealed interface Finding<T> {

  /** Known, and this is the answer the caller would have got. */
  record Settled<T>(T answer) implements Finding<T> {}

  /** The channel does not know it. */
  record NotThere<T>() implements Finding<T> {}

  /**
   * The channel knows it, and what was asked has not been done; the same request may do it.
   *
   * @param words the state, a clause that follows the channel's name
   */
  record NotDone<T>(String words) implements Finding<T> {}

  /**
   * It may still become anything; only time helps.
   *
   * @param words the state, a clause that follows the channel's name
   */
  record Pending<T>(String words) implements Finding<T> {}

  /**
   * Nothing was learned.
   *
   * @param words why, a clause that stands alone
   */
  record Nothing<T>(String words) implements Finding<T> {}
}
