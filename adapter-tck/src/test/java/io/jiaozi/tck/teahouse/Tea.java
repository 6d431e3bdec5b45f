package io.jiaozi.tck.teahouse;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The wire of the teahouse: flat JSON objects of texts, and one kind of signature. */
final class Tea {

  static final String SIGNATURE = "Tea-Signature";
  static final String TIME = "Tea-Time";
  static final String NONCE = "Tea-Nonce";
  static final String KEY = "Tea-Key";
  static final String ALGORITHM = "Tea-Algorithm";
  static final String HMAC = "HMAC-SHA256";

  private static final Pattern MEMBER =
      Pattern.compile("\\G(,?)\"([a-zA-Z_]{1,32})\":\"((?:[^\"\\\\\\x00-\\x1f]|\\\\.){0,2048})\"");

  private Tea() {}

  static String write(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> "\"" + field.getKey() + "\":\"" + escaped(field.getValue()) + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  /** Reads what {@link #write} writes and nothing else. */
  static Map<String, String> read(String json) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (json.length() < 2 || json.charAt(0) != '{' || json.charAt(json.length() - 1) != '}') {
      throw new IllegalArgumentException("no object");
    }
    String members = json.substring(1, json.length() - 1);
    Matcher matcher = MEMBER.matcher(members);
    int end = 0;
    while (matcher.find()) {
      if (matcher.group(1).isEmpty() != fields.isEmpty()
          || fields.put(matcher.group(2), matcher.group(3).replaceAll("\\\\(.)", "$1")) != null) {
        throw new IllegalArgumentException("no object of texts");
      }
      end = matcher.end();
    }
    if (end != members.length()) {
      throw new IllegalArgumentException("no object of texts");
    }
    return fields;
  }

  static String sign(byte[] key, String time, String nonce, String body) {
    return sign(key, time + "\n" + nonce + "\n" + body + "\n");
  }

  static String sign(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e.getClass().getName(), e);
    }
  }

  static String seconds(long seconds) {
    return String.format(Locale.ROOT, "%d", seconds);
  }
}
