package io.jiaozi.support.http;

import okhttp3.Request;

/**
 * Signs what is about to be sent. Called once for each request, with the final URL and the final
 * bytes; safe for use by many threads.
 */
@FunctionalInterface
public interface RequestSigning {

  /**
   * Adds what proves the sender. Only headers may be added: another URL, method or body is refused
   * before anything is sent.
   *
   * @param request as it will be sent, to this very host
   * @param body its bytes; empty if it has none; do not modify
   * @return the request with headers added
   */
  Request sign(Request request, byte[] body);
}
