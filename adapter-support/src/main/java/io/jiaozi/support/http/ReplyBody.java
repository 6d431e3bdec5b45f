package io.jiaozi.support.http;

import java.io.IOException;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/** Reads the body of a reply up to a limit, counted after transport compression is undone. */
final class ReplyBody {

  private ReplyBody() {}

  static byte[] read(ResponseBody body, int limit) throws IOException {
    if (body.contentLength() > limit) {
      throw new ReplyTooLargeException(limit);
    }
    BufferedSource source = body.source();
    Buffer held = new Buffer();
    long read = 0;
    while (read != -1) {
      read = source.read(held, (long) limit + 1 - held.size());
      if (held.size() > limit) {
        throw new ReplyTooLargeException(limit);
      }
    }
    return held.readByteArray();
  }
}
