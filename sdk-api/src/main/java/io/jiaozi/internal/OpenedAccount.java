package io.jiaozi.internal;

import io.jiaozi.error.Problem;
import io.jiaozi.internal.discovery.Adapter;
import io.jiaozi.internal.guard.GuardedAccount;
import io.jiaozi.internal.report.ScrubbedFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How opening one account ended.
 *
 * @param problems everything wrong with it; empty if it is open
 * @param account null if it is not open
 * @param adapter the adapter of its channel; null if there is none
 * @param asked whether the adapter was asked, which it is not while settings are out of order
 * @param fault what the adapter threw, if it broke
 */
record OpenedAccount(
    List<Problem> problems,
    @Nullable GuardedAccount account,
    @Nullable Adapter adapter,
    boolean asked,
    @Nullable ScrubbedFault fault) {

  OpenedAccount {
    problems = List.copyOf(problems);
  }
}
