package io.jiaozi.proving;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;

/**
 * One operation of a channel, ready to be struck by faults.
 *
 * @param operation in the common words
 * @param atSandbox the sandbox's word for the request it makes
 * @param repeats how often the channel's documents let the same request be sent without asking
 * @param stage brings the channel into the state the call needs
 */
record ProvedCall(Operation operation, String atSandbox, Repeats repeats, Stage stage) {

  /**
   * What the plan of the adapter must say, written down here a second time from the channel's
   * documents.
   */
  enum Repeats {
    FREELY,
    NOT_WITHOUT_ASKING
  }

  /** Prepares with a healthy account and tells what to do then. */
  interface Stage {
    Act prepare(MerchantAccount healthy, String uniqueNumber);
  }

  /**
   * What to do.
   *
   * @param number the business number of the request, as the sandbox counts it
   * @param call makes the call; may be made again and must then be the very same request
   */
  record Act(String number, Call call) {}

  /** Makes the call. */
  interface Call {
    Object make(MerchantAccount account);
  }

  @Override
  public String toString() {
    return operation.name();
  }
}
