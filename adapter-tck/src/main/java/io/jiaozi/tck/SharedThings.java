package io.jiaozi.tck;

import java.util.Collection;

/** Closes what adapters shared. */
final class SharedThings {

  private SharedThings() {}

  static void close(Collection<? extends AutoCloseable> things) {
    IllegalStateException first = null;
    for (AutoCloseable thing : things) {
      try {
        thing.close();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } catch (Exception failed) {
        if (first == null) {
          first = new IllegalStateException("A shared thing could not be closed.", failed);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
