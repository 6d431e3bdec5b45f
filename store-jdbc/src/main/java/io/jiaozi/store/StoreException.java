package io.jiaozi.store;

import org.jspecify.annotations.Nullable;

/**
 * The database failed. Says what was tried and the SQL state; never the contents of a row. Whether
 * a write took place is then not known: read again, or try the same again.
 */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  StoreException(String message) {
    super(message);
  }
}
