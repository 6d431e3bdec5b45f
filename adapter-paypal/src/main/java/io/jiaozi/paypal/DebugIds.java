package io.jiaozi.paypal;

import io.jiaozi.support.http.Reply;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id under which PayPal's support finds a call. Source: protocol sheet, section 1.3. */
final class DebugIds {

  private static final String HEADER = "PayPal-Debug-Id";
  private static final Pattern SHAPE = Pattern.compile("[0-9A-Za-z_-]{1,128}");

  private DebugIds() {}

  static @Nullable String of(Reply reply) {
    return checked(reply.header(HEADER));
  }

  static @Nullable String checked(@Nullable String id) {
    return id != null && SHAPE.matcher(id).matches() ? id : null;
  }
}
