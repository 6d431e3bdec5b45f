package io.jiaozi.wechat;

import io.jiaozi.support.http.Reply;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id under which WeChat Pay's support finds a call. */
final class RequestIds {

  private static final String HEADER = "Request-ID";

  /** Not signed, so only what looks like an id is passed on. */
  private static final Pattern SHAPE = Pattern.compile("[0-9A-Za-z_-]{1,128}");

  private RequestIds() {}

  static @Nullable String of(Reply reply) {
    String id = reply.header(HEADER);
    return id != null && SHAPE.matcher(id).matches() ? id : null;
  }
}
