package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Answers on their way from whoever decides to whoever signs. Until then they travel as a form,
 * because a signed answer is not encoded and could not be read back without loss.
 */
final class Answers {
  private static final String UNSIGNED = "application/x-unionpay-unsigned";
  private static final Set<String> ECHOED =
      Set.of(
          "accessType",
          "bizType",
          "merId",
          "orderId",
          "origQryId",
          "reqReserved",
          "reserved",
          "txnAmt",
          "txnSubType",
          "txnTime",
          "txnType");

  private Answers() {}

  /** The fields of a request that every answer repeats. */
  static SortedMap<String, String> echo(Form form) {
    SortedMap<String, String> fields = new TreeMap<>();
    form.fields()
        .forEach(
            (name, value) -> {
              if (ECHOED.contains(name)) {
                fields.put(name, value);
              }
            });
    fields.put("version", "5.1.0");
    // In lower case, whatever was asked: sheet 2.4.
    fields.put("encoding", form.charset().name().toLowerCase(Locale.ROOT));
    return fields;
  }

  static Reply of(SortedMap<String, String> fields, String code, String text) {
    SortedMap<String, String> all = new TreeMap<>(fields);
    all.put("respCode", code);
    all.put("respMsg", text);
    return Reply.of(
        200, UNSIGNED, Form.encode(new ArrayList<>(all.entrySet()), StandardCharsets.UTF_8));
  }

  static Reply of(SortedMap<String, String> fields, String code) {
    return of(fields, code, ResponseText.of(code));
  }

  static Reply refused(Form form, Refusal refusal) {
    return of(echo(form), refusal.code(), refusal.text());
  }

  /** The same answer with another code. */
  static Reply again(Reply reply, String code) {
    return of(new TreeMap<>(fields(reply)), code);
  }

  static boolean isUnsigned(Reply reply) {
    return UNSIGNED.equals(reply.headers().get("Content-Type"));
  }

  /** The fields of an answer that {@link #of} has made. */
  static Map<String, String> fields(Reply reply) {
    SortedMap<String, String> fields = new TreeMap<>();
    for (String pair : new String(reply.body(), StandardCharsets.US_ASCII).split("&", -1)) {
      int equals = pair.indexOf('=');
      fields.put(
          java.net.URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
          java.net.URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }
}
