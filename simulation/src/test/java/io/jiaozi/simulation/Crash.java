package io.jiaozi.simulation;

/** The merchant's process dies here. No code of the process may act after it. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("the process has died", null, false, false);
  }
}
