package io.jiaozi.cli;

/** Exit codes; described for people at {@link Jiaozi}. */
final class Exit {
  static final int DONE = 0;
  static final int BAD_NEWS = 1;
  static final int WRONG_ARGUMENTS = 2;
  static final int CONFIGURATION = 3;
  static final int NOT_SENT = 4;
  static final int OUTCOME_UNKNOWN = 5;
  static final int FAULT = 70;

  private Exit() {}
}
