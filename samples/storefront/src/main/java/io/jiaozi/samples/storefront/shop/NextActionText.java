package io.jiaozi.samples.storefront.shop;

import io.jiaozi.payment.NextAction;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A next action as one text, because some channels give it out once only: the page must be able to
 * show it again after a reload.
 */
final class NextActionText {
  private static final String VALID_UNTIL = "valid-until";
  private static final String TARGET = "target";
  private static final String FIELD = "field.";

  private NextActionText() {}

  static String write(NextAction action) {
    Map<String, String> parts = new LinkedHashMap<>();
    Instant end = action.validUntil();
    if (end != null) {
      parts.put(VALID_UNTIL, end.toString());
    }
    if (action instanceof NextAction.Redirect redirect) {
      parts.put(TARGET, redirect.url().toString());
    } else if (action instanceof NextAction.ShowQrCode code) {
      parts.put(TARGET, code.content());
    } else if (action instanceof NextAction.SubmitForm form) {
      parts.put(TARGET, form.action().toString());
      form.fields().forEach((name, value) -> parts.put(FIELD + name, value));
    } else if (action instanceof NextAction.InvokeClient client) {
      parts.put(TARGET, client.client());
      client.parameters().forEach((name, value) -> parts.put(FIELD + name, value));
    }
    StringBuilder text = new StringBuilder(action.kind().name());
    parts.forEach(
        (name, value) ->
            text.append('&')
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return text.toString();
  }

  static @Nullable NextAction read(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String[] pieces = text.split("&", -1);
    Map<String, String> fields = new LinkedHashMap<>();
    String target = "";
    Instant end = null;
    for (int i = 1; i < pieces.length; i++) {
      int equals = pieces[i].indexOf('=');
      String name = URLDecoder.decode(pieces[i].substring(0, equals), StandardCharsets.UTF_8);
      String value = URLDecoder.decode(pieces[i].substring(equals + 1), StandardCharsets.UTF_8);
      if (name.equals(TARGET)) {
        target = value;
      } else if (name.equals(VALID_UNTIL)) {
        end = Instant.parse(value);
      } else {
        fields.put(name.substring(FIELD.length()), value);
      }
    }
    return switch (NextAction.Kind.valueOf(pieces[0])) {
      case REDIRECT -> new NextAction.Redirect(URI.create(target), end);
      case SHOW_QR_CODE -> new NextAction.ShowQrCode(target, end);
      case SUBMIT_FORM -> new NextAction.SubmitForm(URI.create(target), fields, end);
      case INVOKE_CLIENT -> new NextAction.InvokeClient(target, fields, end);
    };
  }
}
