package io.jiaozi.support.http;

import java.io.IOException;

/** A pooled connection turned out to be closed by the server, before anything was written to it. */
final class DeadConnectionException extends IOException {

  private static final long serialVersionUID = 1L;

  DeadConnectionException() {
    super("The pooled connection was closed by the server.");
  }
}
