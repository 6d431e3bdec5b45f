package io.jiaozi.internal.discovery;

import io.jiaozi.internal.report.SafeText;

/** Names what went wrong in foreign code without repeating messages that may hold anything. */
final class Faults {

  private Faults() {}

  /**
   * The class of the exception. Of errors that the JVM itself makes while linking, the message too:
   * it holds class names and is the whole diagnosis.
   */
  static String describe(Throwable thrown) {
    String name = thrown.getClass().getName();
    boolean madeByTheJvm =
        thrown instanceof LinkageError && !(thrown instanceof ExceptionInInitializerError);
    String message = thrown.getMessage();
    return madeByTheJvm && message != null ? name + " (" + SafeText.oneLine(message) + ")" : name;
  }
}
