package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.Outbox;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a request's fields by the rules of sheet 4.2; whatever breaks one is a {@link Refusal}. */
final class Fields {
  static final Pattern ORDER_ID = Pattern.compile("[0-9A-Za-z]{8,40}");
  static final Pattern QUERY_ID = Pattern.compile("[0-9A-Za-z]{20,21}");
  private static final Pattern AMOUNT = Pattern.compile("[1-9][0-9]{0,11}");
  private static final Pattern PRIVATE =
      Pattern.compile("(10|169\\.254|192\\.168|172\\.(1[6-9]|2[0-9]|3[01])|0)\\..*");

  private final Form form;

  Fields(Form form) {
    this.form = form;
  }

  boolean has(String name) {
    return form.has(name);
  }

  String require(String name) {
    if (!form.has(name)) {
      throw Refusal.missing(name);
    }
    return form.get(name);
  }

  String require(String name, Pattern grammar) {
    String value = require(name);
    if (!grammar.matcher(value).matches()) {
      throw Refusal.invalid(name);
    }
    return value;
  }

  void require(String name, String only) {
    if (!require(name).equals(only)) {
      throw Refusal.invalid(name);
    }
  }

  /** Fen, 1 or more. */
  long amount() {
    return Long.parseLong(require("txnAmt", AMOUNT));
  }

  Instant time(String name) {
    Instant time = BeijingTime.parse(require(name));
    if (time == null) {
      throw Refusal.invalid(name);
    }
    return time;
  }

  @Nullable Instant optionalTime(String name) {
    return form.has(name) ? time(name) : null;
  }

  void requireLength(String name, int longest) {
    if (form.get(name).getBytes(form.charset()).length > longest) {
      throw Refusal.invalid(name);
    }
  }

  /**
   * An absolute http or https address that the channel could call. The one thing the sandbox allows
   * beyond that is loopback, because that is where it delivers to.
   */
  URI url(String name) {
    String text = require(name);
    requireLength(name, 256);
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      String host = url.getHost();
      boolean web = scheme.equals("http") || scheme.equals("https");
      if (!web || host == null || url.getRawFragment() != null) {
        throw Refusal.invalid(name);
      }
      if (!Outbox.isLoopback(url) && PRIVATE.matcher(host).matches()) {
        throw Refusal.invalid(name);
      }
      return url;
    } catch (URISyntaxException e) {
      throw Refusal.invalid(name);
    }
  }
}
