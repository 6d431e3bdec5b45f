package io.jiaozi.alipay;

import io.jiaozi.support.http.Reply;
import org.jspecify.annotations.Nullable;

/** The id under which Alipay's support finds a call. Source: protocol sheet, 2.3 and 3.2. */
final class TraceIds {

  private static final String GATEWAY = "trace_id";
  private static final String REST = "alipay-trace-id";
  private static final int LONGEST = 128;

  private TraceIds() {}

  /** Not signed, so only what looks like an id is passed on. */
  static @Nullable String of(Reply reply) {
    String id = reply.header(GATEWAY);
    if (id == null) {
      id = reply.header(REST);
    }
    return id != null && Words.isWord(id, LONGEST) ? id : null;
  }
}
