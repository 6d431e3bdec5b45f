package io.jiaozi.store;

import java.sql.Connection;

/**
 * Where the application's transactions begin and end, so that the row of a handled message and what
 * its handler writes are committed together: then a crash can neither lose the handler's work nor
 * repeat it. Safe for use by many threads.
 *
 * <p>With Spring: a {@code TransactionTemplate} round {@code DataSourceUtils.getConnection}.
 */
@FunctionalInterface
public interface Transactions {

  /**
   * Runs the work in a new transaction on the calling thread, commits it if the work returns, and
   * rolls it back if it throws; then throws the same.
   */
  void run(Work work) throws Exception;

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work {
    /**
     * Does it.
     *
     * @param connection the transaction's own; neither to be committed nor closed
     */
    void on(Connection connection) throws Exception;
  }
}
