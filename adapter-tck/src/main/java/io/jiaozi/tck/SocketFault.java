package io.jiaozi.tck;

import java.util.Locale;

/** What goes wrong at the socket: fourteen faults, some in variants. */
enum SocketFault {
  CONNECT_REFUSED(1, Where.ADDRESS, "nobody listens"),
  DNS_FAILURE(2, Where.ADDRESS, "the host name does not exist"),
  TLS_FAILURE(3, Where.ADDRESS, "the TLS handshake fails"),
  RESET_BEFORE_READ(4, Where.ADDRESS, "reset before the request is read"),

  RESET_AFTER_READ(5, Where.BEFORE_COMMIT, "reset after the request is read"),
  CLOSE_AFTER_READ(6, Where.BEFORE_COMMIT, "closed after the request is read"),
  HTML_502(7, Where.BEFORE_COMMIT, 502, "status 502 with a page"),
  STATUS_503(8, Where.BEFORE_COMMIT, 503, "status 503 with Retry-After: 0"),
  STATUS_500(9, Where.BEFORE_COMMIT, 500, "status 500"),
  STATUS_429(10, Where.BEFORE_COMMIT, 429, "status 429 with Retry-After: 0"),
  STATUS_408(11, Where.BEFORE_COMMIT, 408, "status 408"),
  REDIRECT_307(12, Where.BEFORE_COMMIT, "redirected to another host"),

  RESET_AFTER_COMMIT(13, Where.AFTER_COMMIT, "done, then reset"),
  CLOSE_AFTER_COMMIT(14, Where.AFTER_COMMIT, "done, then closed without a reply"),
  SILENCE_AFTER_COMMIT(15, Where.AFTER_COMMIT, "done, then silence until the time is over"),
  TRUNCATED_REPLY(16, Where.AFTER_COMMIT, "done, the reply breaks off"),
  MALFORMED_CHUNK(17, Where.AFTER_COMMIT, "done, a chunk of the reply is none"),
  GARBAGE(18, Where.AFTER_COMMIT, "done, the reply is not HTTP"),
  HTML_200(19, Where.AFTER_COMMIT, "done, status 200 with a page"),
  BAD_SIGNATURE(20, Where.AFTER_COMMIT, "done, the reply's signature is wrong"),
  MISSING_SIGNATURE(21, Where.AFTER_COMMIT, "done, the reply's signature is missing");

  enum Where {
    /** The adapter is told to look elsewhere. */
    ADDRESS,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  private final int id;
  private final Where where;
  private final int status;
  private final String words;

  SocketFault(int id, Where where, String words) {
    this(id, where, 0, words);
  }

  SocketFault(int id, Where where, int status, String words) {
    this.id = id;
    this.where = where;
    this.status = status;
    this.words = words;
  }

  boolean isAddress() {
    return where == Where.ADDRESS;
  }

  boolean acts() {
    return where == Where.AFTER_COMMIT;
  }

  /** The status in place of the right one; 0 if this is not about it. */
  int status() {
    return status;
  }

  boolean isAboutSignature() {
    return this == BAD_SIGNATURE || this == MISSING_SIGNATURE;
  }

  String words() {
    return words;
  }

  String id() {
    return String.format(Locale.ROOT, "X-%02d", id);
  }
}
