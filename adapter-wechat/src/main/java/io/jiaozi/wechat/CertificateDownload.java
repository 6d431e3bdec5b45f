package io.jiaozi.wechat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.RsaVerifier;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.keys.CertificateSerials;
import io.jiaozi.support.keys.KeyMaterial;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches WeChat Pay's platform certificates. Source: protocol sheet, section 1.4.
 *
 * <p>The very first answer has to be read before it can be verified, for the key that verifies it
 * is inside. What is believed of it until then is only what the APIv3 key opens, which nobody but
 * WeChat Pay and the merchant holds. Then the whole answer is verified with the certificate it
 * names, and nothing is kept unless that succeeds; later ones too. Safe for many threads.
 */
final class CertificateDownload {

  private static final int MOST = 32;

  private final ChannelHttp http;
  private final WechatCalls calls;
  private final ResourceCipher cipher;
  private final Clock clock;

  /**
   * Fetches through a line of its own.
   *
   * @param http signs, and does not verify
   */
  CertificateDownload(ChannelHttp http, ResourceCipher cipher, Clock clock) {
    this.http = http;
    this.calls = http.calls(WechatCalls.class);
    this.cipher = cipher;
    this.clock = clock;
  }

  /** One certificate as listed. */
  private record Listed(@Nullable String serial, Envelope.@Nullable Resource resource) {

    static List<Listed> read(JsonIn in) {
      List<Listed> all = new ArrayList<>();
      while (in.nextField()) {
        if (in.field().equals("data")) {
          in.enterArray();
          while (in.nextElement()) {
            all.add(one(in));
          }
        }
      }
      return all;
    }

    private static Listed one(JsonIn in) {
      String serial = null;
      Envelope.Resource resource = null;
      in.enterObject();
      while (in.nextField()) {
        switch (in.field()) {
          case "serial_no" -> serial = in.textOrNull();
          case "encrypt_certificate" -> resource = Envelope.Resource.read(in);
          default -> in.skip();
        }
      }
      return new Listed(serial, resource);
    }
  }

  /**
   * Asks for the certificates, once.
   *
   * @param known keys that are trusted already
   * @return the public key that is known, if there is one, and the certificates now in force or to
   *     come
   */
  PlatformKeys fetch(PlatformKeys known, Duration patience) {
    Reply reply =
        http.send(calls.certificates(), new CallContext(Operation.CHANNEL_CALL, patience, 1, null));
    if (reply.status() != 200) {
      throw refusal(ChannelError.of(reply, clock.instant()));
    }
    PlatformKeys told = known.withCertificates(opened(reply));
    verify(reply, told.knows(String.valueOf(reply.header(MessageVerifier.SERIAL))) ? told : known);
    return told;
  }

  private static ChannelFailure refusal(ChannelError error) {
    if (error.is("RESOURCE_NOT_EXISTS")) {
      return new ChannelFailure.Rejected(
          RejectedReason.BAD_CREDENTIALS,
          String.valueOf(error.code()),
          "has no platform certificates for this merchant, for it signs with the WeChat Pay public key instead",
          "Set \"" + Settings.PUBLIC_KEY + "\" and \"" + Settings.PUBLIC_KEY_ID + "\".",
          error.status(),
          error.requestId(),
          null);
    }
    ChannelFailure failure = ErrorMapping.failure(Operation.CHANNEL_CALL, error);
    return failure instanceof ChannelFailure.Rejected refused && !isForGood(refused.reason())
        ? new ChannelFailure.OutcomeUnknown(
            OpenOutcome.Cause.SERVER_ERROR,
            refused.getMessage() + ErrorMapping.told(error),
            error.code(),
            error.status(),
            error.requestId(),
            error.retryAfter(),
            null)
        : failure;
  }

  /**
   * Whether the account itself is refused. Anything else says nothing about the call that the
   * certificates are for, "too many requests" least of all, so it must not look like its refusal.
   */
  private static boolean isForGood(RejectedReason reason) {
    return reason == RejectedReason.BAD_CREDENTIALS || reason == RejectedReason.NOT_PERMITTED;
  }

  private List<X509Certificate> opened(Reply reply) {
    Instant now = clock.instant();
    List<Listed> listed = Exchange.read(reply, Listed::read);
    if (listed.isEmpty() || listed.size() > MOST) {
      throw unusable(reply, "listed no platform certificates, or far too many");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Listed one : listed) {
      X509Certificate certificate = opened(one, reply);
      if (!now.isAfter(certificate.getNotAfter().toInstant())) {
        certificates.add(certificate);
      }
    }
    if (certificates.isEmpty()) {
      throw unusable(
          reply, "listed only platform certificates that are over; check this machine's clock");
    }
    return certificates;
  }

  private X509Certificate opened(Listed one, Reply reply) {
    Envelope.Resource resource = one.resource();
    if (resource == null
        || resource.nonce() == null
        || resource.ciphertext() == null
        || !ResourceCipher.ALGORITHM.equals(resource.algorithm())) {
      throw unusable(
          reply,
          "listed a platform certificate that is not encrypted with " + ResourceCipher.ALGORITHM);
    }
    byte[] pem = cipher.open(resource.nonce(), resource.associatedData(), resource.ciphertext());
    X509Certificate certificate;
    try {
      certificate = KeyMaterial.inline("certificate", pem).certificate();
      // Refuses keys that are weak or of another kind.
      RsaVerifier.of(certificate.getPublicKey());
    } catch (IllegalArgumentException broken) {
      throw unusable(reply, "listed something that is no usable platform certificate");
    }
    Optional<String> serial = CertificateSerials.normalise(String.valueOf(one.serial()));
    if (!serial.equals(Optional.of(CertificateSerials.hex(certificate)))) {
      throw unusable(
          reply, "listed a platform certificate under another serial number than its own");
    }
    return certificate;
  }

  private void verify(Reply reply, PlatformKeys keys) {
    try {
      new MessageVerifier(keys, clock).verify(reply::header, reply.body());
    } catch (ChannelFailure.Untrusted unproved) {
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.UNTRUSTED_REPLY,
          "listed platform certificates in a message that " + unproved.getMessage(),
          null,
          reply.status(),
          RequestIds.of(reply),
          null,
          unproved);
    }
  }

  private static ChannelFailure.OutcomeUnknown unusable(Reply reply, String what) {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNREADABLE_REPLY,
        what,
        null,
        reply.status(),
        RequestIds.of(reply),
        null,
        null);
  }
}
