package io.jiaozi.interop.paypal;

import io.jiaozi.interop.HttpMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Whether an event is PayPal's, judged by the JDK alone from PayPal's description (protocol sheet,
 * 5.2 and 5.3): the official SDK has no code for it. Written without a look at our adapter or at
 * the sandbox.
 *
 * @param webhookId of the merchant's own webhook
 * @param origin where certificates may come from
 * @param root to which they must lead
 */
record WebhookCheck(String webhookId, URI origin, X509Certificate root) {

  /** What was found. */
  enum Finding {
    GENUINE,
    HEADER_MISSING,
    OTHER_ALGORITHM,
    TOO_OLD_OR_EARLY,
    CERTIFICATE_ELSEWHERE,
    CERTIFICATE_NOT_GIVEN,
    CERTIFICATE_OF_ANOTHER,
    CERTIFICATE_NOT_TRUSTED,
    SIGNATURE_WRONG
  }

  static final String NAME = "messageverificationcerts.sandbox.paypal.com";

  private static final String ALGORITHM = "SHA256withRSA";
  private static final Duration OLDEST = Duration.ofDays(3).plusHours(6);
  private static final Duration EARLIEST = Duration.ofMinutes(5);
  private static final int LARGEST = 64 * 1024;
  private static final int DNS_NAME = 2;

  Finding of(HttpMessage event, Instant now) throws IOException, InterruptedException {
    for (String suffix :
        List.of(
            "TRANSMISSION-ID", "TRANSMISSION-TIME", "TRANSMISSION-SIG", "CERT-URL", "AUTH-ALGO")) {
      if (!event.headers().containsKey("PAYPAL-" + suffix)) {
        return Finding.HEADER_MISSING;
      }
    }
    if (!event.header("PAYPAL-AUTH-ALGO").equals(ALGORITHM)) {
      return Finding.OTHER_ALGORITHM;
    }
    if (!isInTime(event.header("PAYPAL-TRANSMISSION-TIME"), now)) {
      return Finding.TOO_OLD_OR_EARLY;
    }
    URI url = URI.create(event.header("PAYPAL-CERT-URL"));
    boolean here =
        origin.getScheme().equals(url.getScheme())
            && origin.getAuthority().equals(url.getRawAuthority())
            && url.getRawQuery() == null
            && url.getRawFragment() == null
            && url.getRawPath().matches("/v1/notifications/certs/CERT-[A-Za-z0-9-]+");
    if (!here) {
      return Finding.CERTIFICATE_ELSEWHERE;
    }
    List<X509Certificate> chain = fetch(url);
    if (chain.isEmpty()) {
      return Finding.CERTIFICATE_NOT_GIVEN;
    }
    if (!isTrusted(chain, now)) {
      return Finding.CERTIFICATE_NOT_TRUSTED;
    }
    if (!isMadeOutToPaypal(chain.get(0))) {
      return Finding.CERTIFICATE_OF_ANOTHER;
    }
    return isSigned(event, chain.get(0)) ? Finding.GENUINE : Finding.SIGNATURE_WRONG;
  }

  private static boolean isInTime(String text, Instant now) {
    try {
      Instant sent = Instant.parse(text);
      return !sent.isBefore(now.minus(OLDEST)) && !sent.isAfter(now.plus(EARLIEST));
    } catch (DateTimeException notATime) {
      return false;
    }
  }

  private static List<X509Certificate> fetch(URI url) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    HttpResponse<InputStream> answer =
        http.send(
            HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10)).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    byte[] bytes;
    try (InputStream in = answer.body()) {
      bytes = in.readNBytes(LARGEST + 1);
    }
    if (answer.statusCode() != 200 || bytes.length > LARGEST) {
      return List.of();
    }
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Certificate each : factory.generateCertificates(new ByteArrayInputStream(bytes))) {
        chain.add((X509Certificate) each);
      }
    } catch (CertificateException notCertificates) {
      return List.of();
    }
    return chain;
  }

  private boolean isTrusted(List<X509Certificate> chain, Instant now) {
    try {
      List<X509Certificate> path = new ArrayList<>(chain);
      path.removeIf(each -> each.equals(root));
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return !path.isEmpty();
    } catch (GeneralSecurityException noPath) {
      return false;
    }
  }

  private static boolean isMadeOutToPaypal(X509Certificate leaf) {
    try {
      return leaf.getSubjectAlternativeNames() != null
          && leaf.getSubjectAlternativeNames().stream()
              .anyMatch(
                  name ->
                      Integer.valueOf(DNS_NAME).equals(name.get(0)) && NAME.equals(name.get(1)));
    } catch (CertificateException unreadable) {
      return false;
    }
  }

  private boolean isSigned(HttpMessage event, X509Certificate leaf) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(leaf.getPublicKey());
      signature.update(
          text(
              event.header("PAYPAL-TRANSMISSION-ID"),
              event.header("PAYPAL-TRANSMISSION-TIME"),
              webhookId,
              event.body()));
      return signature.verify(Base64.getDecoder().decode(event.header("PAYPAL-TRANSMISSION-SIG")));
    } catch (GeneralSecurityException | IllegalArgumentException noSignature) {
      return false;
    }
  }

  /** What PayPal signs. */
  static byte[] text(String id, String time, String webhookId, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return String.join("|", id, time, webhookId, Long.toString(crc.getValue()))
        .getBytes(StandardCharsets.UTF_8);
  }
}
