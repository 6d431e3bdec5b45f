package io.jiaozi.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRuleTest {

  private static final URI REAL = URI.create("https://api.pay.example");
  private static final URI SANDBOX = URI.create("http://127.0.0.1:8099");

  private static final String NOT_ABSOLUTE =
      "is not an absolute https URL. Write it in full, such as https://shop.example/pay.";
  private static final String PLAIN_HTTP =
      "is http. Use https: plain http is for this machine alone (127.0.0.1, ::1, localhost).";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1",
        "http://127.0.0.1:8099/x",
        "http://127.255.255.255",
        "http://[::1]:1/",
        "http://localhost",
        "http://LOCALHOST:80",
        "HTTP://localhost/"
      })
  void loopback_writtenAsSuch_mayBeHttpInASandboxOnly(String text) {
    URI url = URI.create(text);
    assertThat(UrlRule.isLoopback(url)).isTrue();
    assertThat(UrlRule.problem(url, SANDBOX)).isEmpty();
    assertThat(UrlRule.problemWithBase(url)).isEmpty();
    assertThat(UrlRule.problem(url, REAL))
        .contains(
            "is http on this machine, but the account's base-url is not on this machine. Use https,"
                + " or point base-url at a sandbox.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://localhost.",
        "http://xlocalhost",
        "http://evil.example",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://192.168.0.1",
        "http://[::]",
        "http://[::2]",
        "http://[::ffff:127.0.0.1]",
        "http://[0:0:0:0:0:0:0:1]"
      })
  void lookAlike_isNotThisMachine(String text) {
    URI url = URI.create(text);
    assertThat(UrlRule.isLoopback(url)).isFalse();
    assertThat(UrlRule.problem(url, SANDBOX)).contains(PLAIN_HTTP);
    assertThat(UrlRule.problemWithBase(url)).contains(PLAIN_HTTP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.1", "http://0x7f.0.0.1", "http://0177.0.0.1", "http://2130706433",
        "http://127.0.0.256", "http://127.0.0.01", "http://127.0.0.1.", "http://127.0.0"
      })
  void oddlyWrittenAddress_isRefusedOneWayOrTheOther(String text) {
    URI url = URI.create(text);
    assertThat(UrlRule.isLoopback(url)).isFalse();
    assertThat(UrlRule.problem(url, SANDBOX)).isPresent();
    assertThat(UrlRule.problemWithBase(url)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/pay",
        "shop.example/pay",
        "//shop.example",
        "https:",
        "https:///x",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://shop.example",
        "file:///etc/passwd",
        "mailto:a@b.example",
        "https:opaque",
        "jar:https://shop.example!/x",
        "wss://shop.example"
      })
  void notAnAbsoluteHttpUrl_isRefused(String text) {
    assertThat(UrlRule.problem(uri(text), SANDBOX)).contains(NOT_ABSOLUTE);
  }

  private static URI uri(String text) {
    // The one shape that java.net.URI itself does not take.
    return text.equals("https:") ? URI.create("https:x") : URI.create(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://u:p@shop.example | carries a user name before the host. Remove it.",
        "https://127.0.0.1@evil.example | carries a user name before the host. Remove it.",
        "http://localhost@evil.example | carries a user name before the host. Remove it.",
        "https://shop.example/#x | has a part after \"#\", which is never sent. Remove it."
      })
  void userInfoAndFragment_areRefusedEverywhere(String text, String sentence) {
    assertThat(UrlRule.problem(URI.create(text), SANDBOX)).contains(sentence);
    assertThat(UrlRule.problem(URI.create(text), REAL)).contains(sentence);
    assertThat(UrlRule.problemWithBase(URI.create(text))).contains(sentence);
  }

  @Test
  void https_isFineAnywhere() {
    for (String text :
        new String[] {"https://shop.example/pay?x=1", "https://10.0.0.1", "HTTPS://A.example"}) {
      assertThat(UrlRule.problem(URI.create(text), REAL)).isEmpty();
      assertThat(UrlRule.problem(URI.create(text), SANDBOX)).isEmpty();
    }
  }

  @Test
  void base_withQuery_isRefused() {
    assertThat(UrlRule.problemWithBase(URI.create("https://shop.example/?x=1")))
        .contains("has a query. A base URL ends with its host, port or path.");
  }

  @Test
  void notificationUrl_withQueryOrTooLong_isRefused() {
    assertThat(UrlRule.problemWithNotificationUrl(URI.create("https://shop.example/n?x=1"), REAL))
        .contains("has a query. Put what it says into the path.");
    String longest = "https://shop.example/" + "n".repeat(234);
    assertThat(UrlRule.problemWithNotificationUrl(URI.create(longest), REAL)).isEmpty();
    assertThat(UrlRule.problemWithNotificationUrl(URI.create(longest + "n"), REAL))
        .contains("has 256 characters. Use at most 255.");
    assertThat(UrlRule.problemWithNotificationUrl(URI.create("http://shop.example/n"), SANDBOX))
        .contains(PLAIN_HTTP);
  }
}
