package io.jiaozi.proving.stage;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Every text that printing an exception in any way could show. */
public final class Everything {

  private Everything() {}

  public static String of(Throwable thrown) {
    StringWriter text = new StringWriter();
    collect(
        thrown, new PrintWriter(text, true), Collections.newSetFromMap(new IdentityHashMap<>()));
    return text.toString();
  }

  private static void collect(Throwable thrown, PrintWriter to, Set<Throwable> seen) {
    if (!seen.add(thrown)) {
      return;
    }
    to.println(thrown);
    to.println(thrown.getMessage());
    to.println(thrown.getLocalizedMessage());
    thrown.printStackTrace(to);
    for (Throwable suppressed : thrown.getSuppressed()) {
      collect(suppressed, to, seen);
    }
    if (thrown.getCause() != null) {
      collect(thrown.getCause(), to, seen);
    }
  }
}
