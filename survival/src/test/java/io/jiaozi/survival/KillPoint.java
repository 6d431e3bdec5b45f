package io.jiaozi.survival;

/** Where a shop's process is killed. */
enum KillPoint {
  /** The intent is written, nothing is sent. */
  INTENT_WRITTEN,
  /** The channel has done what was asked, its answer is on the way. */
  SENT,
  /** The answer is there, and not written. */
  ANSWERED,
  /** The answer is written, and the shop has not heard it. */
  OUTCOME_WRITTEN,
  /** At a moment of chance after the call began. */
  ANY_MOMENT
}
