package io.jiaozi.support.http;

import java.io.IOException;

/** A reply had more bytes than the adapter is willing to hold. */
final class ReplyTooLargeException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int limit;

  ReplyTooLargeException(int limit) {
    super("The reply is larger than the limit.");
    this.limit = limit;
  }

  String clause() {
    return "answered with more than " + limit + " bytes, which were not read";
  }
}
