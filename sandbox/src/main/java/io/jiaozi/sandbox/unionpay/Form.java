package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.WireRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A posted form. Its own field {@code encoding} names the charset of the others, so the values are
 * decoded to bytes first and to text afterwards. Immutable.
 *
 * @param fields by name, decoded; of a repeated name the first
 * @param charset UTF-8 or GBK
 * @param fault why this is no form of the channel, null when it is one
 */
record Form(SortedMap<String, String> fields, Charset charset, @Nullable Refusal fault) {
  private static final Charset GBK = Charset.forName("GBK");

  static Form of(WireRequest request) {
    return of(request.body());
  }

  static Form of(byte[] body) {
    SortedMap<String, String> raw = new TreeMap<>();
    Refusal fault = null;
    for (String pair : new String(body, StandardCharsets.ISO_8859_1).split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = bytesOf(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : bytesOf(pair.substring(equals + 1));
      if (name.isEmpty()) {
        fault = Refusal.of("10");
      } else if (raw.putIfAbsent(name, value) != null || value.isEmpty()) {
        fault = Refusal.invalid(name);
      }
    }
    String encoding = raw.getOrDefault("encoding", "");
    Charset charset = encoding.equalsIgnoreCase("GBK") ? GBK : StandardCharsets.UTF_8;
    SortedMap<String, String> fields = new TreeMap<>();
    raw.forEach(
        (name, value) ->
            fields.put(name, new String(value.getBytes(StandardCharsets.ISO_8859_1), charset)));
    return new Form(Collections.unmodifiableSortedMap(fields), charset, fault);
  }

  /** Percent-decoded, each byte as one character. */
  private static String bytesOf(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException notEncoded) {
      return encoded;
    }
  }

  /** A field's value, or the empty text. */
  String get(String name) {
    return fields.getOrDefault(name, "");
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The charset that these fields name, UTF-8 when they name none. */
  static Charset charsetOf(Map<String, String> fields) {
    return fields.getOrDefault("encoding", "").equalsIgnoreCase("GBK")
        ? GBK
        : StandardCharsets.UTF_8;
  }

  /** A form's body. */
  static byte[] encode(List<Map.Entry<String, String>> fields, Charset charset) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, String> field : fields) {
      pairs.add(
          URLEncoder.encode(field.getKey(), charset)
              + "="
              + URLEncoder.encode(field.getValue(), charset));
    }
    return String.join("&", pairs).getBytes(StandardCharsets.US_ASCII);
  }

  /** A reply's body: nothing is encoded; sheet 3. */
  static byte[] plain(List<Map.Entry<String, String>> fields, Charset charset) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, String> field : fields) {
      pairs.add(field.getKey() + "=" + field.getValue());
    }
    return String.join("&", pairs).getBytes(charset);
  }
}
