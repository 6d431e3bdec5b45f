package io.jiaozi.support.http;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Made on first use, once. Safe for use by many threads. */
final class Lazy<T> {

  private final Supplier<T> maker;
  private volatile @Nullable T made;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  T get() {
    T value = made;
    if (value == null) {
      synchronized (this) {
        value = made;
        if (value == null) {
          value = maker.get();
          made = value;
        }
      }
    }
    return value;
  }
}
