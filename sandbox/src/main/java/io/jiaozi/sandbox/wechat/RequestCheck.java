package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.SandboxClock;
import io.jiaozi.sandbox.channel.WireRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verifies that a request comes from the merchant, over the bytes as they came: method, path and
 * query still encoded, timestamp, nonce, body, each followed by a line feed. Source: protocol sheet
 * 2.1. A nonce that was seen before is accepted, as at the real platform.
 */
final class RequestCheck {
  private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern ITEM = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
  private static final Set<String> ITEMS =
      Set.of("mchid", "nonce_str", "signature", "timestamp", "serial_no");

  private final WechatCredentials credentials;
  private final SandboxClock clock;

  RequestCheck(WechatCredentials credentials, SandboxClock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /** Throws the 401 or 400 that the platform would answer; returns when all is well. */
  void require(WireRequest request) {
    Map<String, String> items = authorization(request);
    String timestamp = items.getOrDefault("timestamp", "");
    String nonce = items.getOrDefault("nonce_str", "");
    if (!timestamp.matches("[0-9]{1,12}")) {
      throw refused("timestamp must be seconds since 1970", request, "");
    }
    if (!nonce.matches("[0-9A-Za-z]{1,32}")) {
      throw refused("nonce_str must be 1 to 32 letters and digits", request, "");
    }
    long drift = clock.instant().getEpochSecond() - Long.parseLong(timestamp);
    if (Math.abs(drift) > TOLERANCE.toSeconds()) {
      throw refused("timestamp is more than 5 minutes off", request, "");
    }
    if (!credentials.merchantId().equals(items.get("mchid"))) {
      throw refused("no such mchid", request, "");
    }
    if (!credentials.merchantSerial().equals(items.get("serial_no"))) {
      throw refused("serial_no is not a certificate of this merchant", request, "");
    }
    byte[] signed = signedBytes(request, timestamp, nonce);
    if (!matches(signed, items.getOrDefault("signature", ""))) {
      throw refused("sign not match", request, new String(signed, StandardCharsets.UTF_8));
    }
    requireHeaders(request);
  }

  private static Map<String, String> authorization(WireRequest request) {
    List<String> values = request.headers("Authorization");
    if (values.size() != 1) {
      throw refused("exactly one Authorization header is needed", request, "");
    }
    String value = values.get(0);
    if (!value.startsWith(SCHEME + " ")) {
      throw refused("the scheme must be " + SCHEME, request, "");
    }
    Map<String, String> items = new LinkedHashMap<>();
    for (String item : value.substring(SCHEME.length() + 1).split(",", -1)) {
      Matcher matcher = ITEM.matcher(item);
      if (!matcher.matches() || items.put(matcher.group(1), matcher.group(2)) != null) {
        throw refused("the Authorization header cannot be read", request, "");
      }
    }
    if (!items.keySet().equals(ITEMS)) {
      throw refused("the Authorization header needs the five items " + ITEMS, request, "");
    }
    return items;
  }

  private static byte[] signedBytes(WireRequest request, String timestamp, String nonce) {
    String head =
        request.method() + "\n" + request.target() + "\n" + timestamp + "\n" + nonce + "\n";
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(request.body());
    signed.write('\n');
    return signed.toByteArray();
  }

  private boolean matches(byte[] signed, String signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(credentials.merchantPublicKey());
      verifier.update(signed);
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException | GeneralSecurityException notASignature) {
      return false;
    }
  }

  /** The gateway's rules for headers; that a User-Agent is demanded is this sandbox's choice. */
  private static void requireHeaders(WireRequest request) {
    String accept = request.header("Accept");
    if (accept == null || !(accept.contains("application/json") || accept.contains("*/*"))) {
      throw header("Accept", "must allow application/json");
    }
    if (request.header("User-Agent") == null) {
      throw header("User-Agent", "is missing");
    }
    String type = request.header("Content-Type");
    if (request.hasBody()
        && (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json"))) {
      throw header("Content-Type", "must be application/json");
    }
  }

  private static WechatError header(String name, String issue) {
    return WechatError.located("PARAM_ERROR", "header", name, null, issue);
  }

  private static WechatError refused(String issue, WireRequest request, String signed) {
    return WechatError.signature(issue, request.method(), request.target(), signed);
  }
}
