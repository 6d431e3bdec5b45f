package io.jiaozi.unionpay;

import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.RsaEncryptor;
import io.jiaozi.support.keys.CertificateSerials;
import io.jiaozi.support.keys.KeyChecks;
import io.jiaozi.support.keys.KeyMaterial;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * UnionPay's certificate for sensitive fields. The configured one is the first; before something is
 * encrypted UnionPay is asked, at most once a day, whether there is a newer one (transaction 95).
 * Old and new are both valid for a month, so an answer that does not come keeps the present one.
 * Source: protocol sheet, sections 4.3 and 4.5. Safe for use by many threads.
 */
final class EncryptionCertificates {

  private static final Logger log = LoggerFactory.getLogger(EncryptionCertificates.class);
  private static final Duration BETWEEN_QUESTIONS = Duration.ofDays(1);
  private static final HexFormat DIGITS = HexFormat.of().withUpperCase();

  private final Exchange.Gateway gateway;
  private final AdapterContext context;
  private final AtomicReference<Instant> askedAt = new AtomicReference<>(Instant.EPOCH);
  private volatile Current current;

  /** What encrypts, and its name on the wire. */
  record Current(RsaEncryptor encryptor, String certId) {

    static Current of(X509Certificate certificate) {
      return new Current(
          SensitiveFields.encryptor(certificate), CertificateSerials.decimal(certificate));
    }
  }

  EncryptionCertificates(
      X509Certificate configured, Exchange.Gateway gateway, AdapterContext context) {
    this.gateway = gateway;
    this.context = context;
    this.current = Current.of(configured);
  }

  /** The certificate in force, asking for a newer one where a day has passed. */
  Current current(Exchange exchange) {
    Instant before = Objects.requireNonNull(askedAt.get());
    boolean due = Duration.between(before, exchange.now()).compareTo(BETWEEN_QUESTIONS) >= 0;
    // Whoever sets the time asks; everybody else goes on with what is there.
    if (due && askedAt.compareAndSet(before, exchange.now())) {
      ask(exchange);
    }
    return current;
  }

  private void ask(Exchange exchange) {
    try {
      X509Certificate newest = context.fetchKeys(() -> fetch(exchange));
      current = Current.of(newest);
    } catch (ChannelFailure | IllegalArgumentException unanswered) {
      log.warn(
          "UnionPay did not tell its newest encryption certificate; the present one goes on. It is asked again in a day.");
    }
  }

  private X509Certificate fetch(Exchange exchange) {
    Fields question =
        gateway
            .message()
            .kind("95", "00", "000000")
            .put("channelType", "07")
            .put("certType", "01")
            .pair(new Pair(number(), Beijing.format(exchange.now())));
    Exchange.Answer answer = exchange.send(exchange.calls()::back, question);
    String pem = answer.message().text("encryptPubKeyCert");
    if (Code.of(answer.code()).kind() != Code.Kind.SUCCESS || pem == null) {
      throw ErrorMapping.failure(answer);
    }
    X509Certificate certificate = KeyMaterial.inline("encryptPubKeyCert", pem).certificate();
    KeyChecks.requireValidAt("encryptPubKeyCert", certificate, exchange.now());
    return certificate;
  }

  private String number() {
    return "K" + DIGITS.formatHex(context.randomBytes(12));
  }
}
