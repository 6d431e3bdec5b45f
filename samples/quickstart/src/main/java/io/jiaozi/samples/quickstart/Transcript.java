package io.jiaozi.samples.quickstart;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** What a person reads while the walk goes on. */
final class Transcript {

  private final PrintStream out;
  private int step;

  Transcript(PrintStream out) {
    this.out = out;
  }

  /** A step that was not as expected. */
  static final class NotAsExpected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAsExpected(String message) {
      super(message);
    }
  }

  void chapter(String title) {
    step = 0;
    out.printf("%n== %s%n", title);
  }

  void step(String text) {
    out.printf("%2d. %s%n", ++step, text);
  }

  void say(String text) {
    out.println("    " + text);
  }

  /** Ends the walk unless what happened is what should have happened. */
  void expect(String what, Object expected, @Nullable Object actual) {
    if (!expected.equals(actual)) {
      throw new NotAsExpected(what + " should be " + expected + ", but is " + actual + ".");
    }
    say("ok: " + what + " is " + actual);
  }

  void end(String text) {
    out.println();
    out.println(text);
  }
}
