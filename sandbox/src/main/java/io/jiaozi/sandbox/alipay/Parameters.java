package io.jiaozi.sandbox.alipay;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Form-encoded parameters and the text that is signed over them: sorted by name, {@code name=value}
 * joined with {@code &}, values as they are, empty ones left out. Source: protocol sheet 2.2, 6.1.
 */
final class Parameters {
  private Parameters() {}

  /**
   * Decodes each part once.
   *
   * @return null when a name comes twice or a part cannot be decoded
   */
  static @Nullable Map<String, String> parse(Charset charset, String... encodedForms) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String form : encodedForms) {
      for (String part : form.split("&", -1)) {
        if (part.isEmpty()) {
          continue;
        }
        int equals = part.indexOf('=');
        try {
          String name = URLDecoder.decode(equals < 0 ? part : part.substring(0, equals), charset);
          String value = equals < 0 ? "" : URLDecoder.decode(part.substring(equals + 1), charset);
          if (parameters.put(name, value) != null) {
            return null;
          }
        } catch (IllegalArgumentException notEncoded) {
          return null;
        }
      }
    }
    return parameters;
  }

  /** The first value of one parameter, without trusting anything; null when there is none. */
  static @Nullable String peek(String name, String encodedForm) {
    for (String part : encodedForm.split("&", -1)) {
      if (part.startsWith(name + "=")) {
        try {
          return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
          return null;
        }
      }
    }
    return null;
  }

  static String signedText(Map<String, String> parameters, Set<String> left, boolean withEmpty) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(parameters)
        .forEach(
            (name, value) -> {
              if (!name.isEmpty() && (withEmpty || !value.isEmpty()) && !left.contains(name)) {
                text.append(text.length() == 0 ? "" : "&").append(name).append('=').append(value);
              }
            });
    return text.toString();
  }

  static String encode(Map<String, String> parameters, Charset charset) {
    StringBuilder form = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            form.append(form.length() == 0 ? "" : "&")
                .append(URLEncoder.encode(name, charset))
                .append('=')
                .append(URLEncoder.encode(value, charset)));
    return form.toString();
  }
}
