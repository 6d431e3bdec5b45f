package io.jiaozi.support.http;

import java.util.Objects;
import okhttp3.MediaType;
import okhttp3.RequestBody;

/** Request bodies from bytes that are sent, and signed, exactly as given. */
public final class HttpBody {

  private static final MediaType JSON = Objects.requireNonNull(MediaType.parse("application/json"));

  private HttpBody() {}

  /**
   * A JSON document.
   *
   * @param utf8 not copied; do not modify until it is sent
   */
  public static RequestBody json(byte[] utf8) {
    return RequestBody.create(utf8, JSON);
  }

  /**
   * An encoded form, with its charset in the content type.
   *
   * @param encoded not copied; do not modify until it is sent
   * @param charset the name as the channel writes it, such as {@code utf-8}
   */
  public static RequestBody form(byte[] encoded, String charset) {
    MediaType type = MediaType.parse("application/x-www-form-urlencoded;charset=" + charset);
    return RequestBody.create(encoded, Objects.requireNonNull(type, "charset"));
  }
}
