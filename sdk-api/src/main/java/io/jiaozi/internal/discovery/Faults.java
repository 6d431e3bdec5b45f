package io.jiaozi.internal.discovery;

import io.jiaozi.internal.report.SafeText;

/** Names what went wrong in foreign code without repeating messages that may hold anything. */
final class Faults {

  private Faults() {}

  /** Foreign code may throw whatever it likes; what says that the JVM itself is ill goes on. */
  static void rethrowIfNotOurs(Throwable thrown) {
    if (thrown instanceof VirtualMachineError ill && !(thrown instanceof StackOverflowError)) {
      throw ill;
    }
  }

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
