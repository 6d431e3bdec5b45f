package io.jiaozi.simulation;

/** Something broken on purpose, which the simulation must find. */
enum Mutant {
  /** Nothing is broken. */
  NONE,
  /** Whatever may have been sent is sent again at once, whatever the channel says about it. */
  REPEATS_ALL,
  /** "Not found" is taken for the end. */
  NOT_FOUND_IS_FAILED,
  /** What has to be written before sending is lost. */
  WRITES_NOTHING_FIRST,
  /** Every state is taken, also an older one. */
  BACKWARDS,
  /** A notification is acknowledged before it is written down. */
  ACKNOWLEDGES_FIRST,
  /** Every piece of news of a payment ships once more. */
  SHIPS_ON_EVERY_NEWS,
  /** Signatures of notifications are not looked at. */
  BELIEVES_ALL,
  /** A payment at the till without an answer is taken for paid. */
  SILENCE_IS_PAID,
  /** A refund without an answer is sent again under another number. */
  NEW_NUMBER_AFTER_SILENCE,
  /** Nothing that is open is asked about. */
  NEVER_ASKS,
  /** Money that nobody expected is kept, and nobody is told. */
  KEEPS_WHAT_COMES_TWICE,
  /** The journal does not keep how calls ended. */
  FORGETS_OUTCOMES
}
