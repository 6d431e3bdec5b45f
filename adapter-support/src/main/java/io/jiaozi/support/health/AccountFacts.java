package io.jiaozi.support.health;

import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.spi.UrlRule;
import io.jiaozi.support.keys.CertificateSerials;
import java.net.URI;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects what an adapter knows about its account when it opens. Reads keys and certificates for
 * their length and dates only; tells nothing of their content. Not thread-safe.
 */
public final class AccountFacts {

  /**
   * Names that lead nowhere, reserved for documents (RFC 2606): somebody copied an example and
   * never changed it.
   */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?:.*\\.)?(?:example(?:\\.com|\\.net|\\.org)?|invalid|test)");

  private final String displayName;
  private final List<HealthFact> facts = new ArrayList<>();

  /**
   * Begins.
   *
   * @param displayName the channel's name for people
   */
  public AccountFacts(String displayName) {
    this.displayName = displayName;
  }

  /** What was collected. */
  public List<HealthFact> toList() {
    return List.copyOf(facts);
  }

  /** Adds something that none of the other methods says. */
  public AccountFacts remark(Level level, About about, String setting, String sentence) {
    facts.add(new HealthFact.Remark(level, about, setting, sentence));
    return this;
  }

  /**
   * Which of the channel's systems an address leads to.
   *
   * @param base the first of the account's addresses
   * @param real hosts where money moves, lower case
   * @param test hosts of the channel's own test system, lower case
   */
  public AccountFacts address(String setting, URI base, Set<String> real, Set<String> test) {
    facts.add(address(setting, base, real, test, displayName));
    return this;
  }

  private static HealthFact.Address address(
      String setting, URI base, Set<String> real, Set<String> test, String displayName) {
    String host = String.valueOf(base.getHost()).toLowerCase(Locale.ROOT);
    if (UrlRule.isLoopback(base)) {
      return new HealthFact.Address(
          HealthFact.Address.Kind.TEST,
          setting,
          "is on this machine: a simulation, no money moves.");
    }
    if (test.contains(host)) {
      return new HealthFact.Address(
          HealthFact.Address.Kind.TEST,
          setting,
          "leads to " + displayName + "'s test system: no money moves.");
    }
    return real.contains(host)
        ? new HealthFact.Address(
            HealthFact.Address.Kind.REAL,
            setting,
            "leads to " + displayName + "'s real system: money moves.")
        : new HealthFact.Address(
            HealthFact.Address.Kind.UNKNOWN,
            setting,
            "leads to a host that "
                + displayName
                + " does not publish, which sees everything sent there. If that is not a proxy of your own, remove it.");
  }

  /**
   * A key and its length.
   *
   * @param whose with its article, {@code "the merchant's private key"}
   */
  public AccountFacts key(String setting, String whose, Key key) {
    String bits =
        key instanceof RSAKey rsa ? ", RSA of " + rsa.getModulus().bitLength() + " bits" : "";
    return remark(Level.FINE, About.KEY, setting, "is " + whose + bits + ".");
  }

  /** A private key that lives outside the process and is not asked to sign for a diagnosis. */
  public AccountFacts keyOutside(String setting) {
    return remark(
        Level.NOT_CHECKED,
        About.KEY,
        setting,
        "is a Signer object, which is not asked to sign here. Whether its key is the right one shows with the first call.");
  }

  /**
   * A certificate in use.
   *
   * @param whose with its article, {@code "the merchant's API certificate"}
   * @param remedy how to get the next one, a sentence
   */
  public AccountFacts certificate(
      String setting, String whose, X509Certificate certificate, String remedy) {
    facts.add(fact(setting, whose, certificate, remedy));
    return this;
  }

  private static HealthFact.Certificate fact(
      String setting, String whose, X509Certificate certificate, String remedy) {
    return new HealthFact.Certificate(
        setting,
        whose + " " + CertificateSerials.hex(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        remedy);
  }

  /**
   * Certificates of which one in force is enough, as while old and new stand together: those that
   * are over only want to be removed then.
   *
   * @param whose with its article, of each: {@code "the root above the signatures"}
   * @param remedy how to get the next one, a sentence
   */
  public AccountFacts certificates(
      String setting,
      String whose,
      List<X509Certificate> certificates,
      Instant now,
      String remedy) {
    facts.addAll(
        oneIsEnough(
            certificates.stream().map(each -> fact(setting, whose, each, remedy)).toList(), now));
    return this;
  }

  /**
   * The same for facts made elsewhere: where one certificate is in force, those of others that are
   * not become remarks.
   */
  public static List<HealthFact> oneIsEnough(
      List<HealthFact.Certificate> certificates, Instant now) {
    boolean covered = certificates.stream().anyMatch(each -> isInForce(each, now));
    return certificates.stream()
        .<HealthFact>map(each -> covered && !isInForce(each, now) ? beside(each, now) : each)
        .toList();
  }

  private static boolean isInForce(HealthFact.Certificate certificate, Instant now) {
    return !now.isBefore(certificate.from()) && !now.isAfter(certificate.until());
  }

  private static HealthFact beside(HealthFact.Certificate certificate, Instant now) {
    return now.isBefore(certificate.from())
        ? new HealthFact.Remark(
            Level.FINE,
            About.CERTIFICATE,
            certificate.setting(),
            certificate.what()
                + " begins at "
                + certificate.from()
                + "; until then another serves.")
        : new HealthFact.Remark(
            Level.WARNING,
            About.CERTIFICATE,
            certificate.setting(),
            certificate.what()
                + " expired at "
                + certificate.until()
                + "; another is in force. Remove this one.");
  }

  /**
   * Where the channel is to notify.
   *
   * @param url the account's; null if it has none
   * @param base the account's own address
   * @param without what is so without one, and what to do; follows the setting
   */
  public AccountFacts notificationUrl(String setting, @Nullable URI url, URI base, String without) {
    if (url == null) {
      return remark(Level.WARNING, About.NOTIFICATIONS, setting, without);
    }
    String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    boolean copied = !UrlRule.isLoopback(base) && PLACEHOLDER.matcher(host).matches();
    return copied
        ? remark(
            Level.WARNING,
            About.NOTIFICATIONS,
            setting,
            "is an example that leads nowhere, so "
                + displayName
                + " can tell nobody about payments. Give the shop's own public address.")
        : remark(
            Level.FINE, About.NOTIFICATIONS, setting, "is an address the channel can be told.");
  }
}
