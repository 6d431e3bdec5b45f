package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Outbox;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The platform's rules for a notification address (protocol sheet 9): absolute http or https, no
 * query, no fragment, not a private address. The one thing the sandbox allows beyond that is
 * loopback, because that is where it delivers to; every other address is accepted and never called.
 */
final class NotifyUrl {
  private static final Pattern PRIVATE =
      Pattern.compile("(10|169\\.254|192\\.168|172\\.(1[6-9]|2[0-9]|3[01])|0)\\..*");

  private NotifyUrl() {}

  static URI require(String url) {
    URI address;
    try {
      address = new URI(url);
    } catch (URISyntaxException e) {
      throw refused(url, "is not a URL");
    }
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    String host = address.getHost();
    if (!(scheme.equals("http") || scheme.equals("https")) || host == null) {
      throw refused(url, "must be an absolute http or https URL");
    }
    if (address.getRawQuery() != null || address.getRawFragment() != null) {
      throw refused(url, "must have no query and no fragment");
    }
    if (!Outbox.isLoopback(address) && PRIVATE.matcher(host).matches()) {
      throw refused(url, "must not be a private address");
    }
    return address;
  }

  private static WechatError refused(String url, String issue) {
    return WechatError.field("/notify_url", url, issue);
  }
}
