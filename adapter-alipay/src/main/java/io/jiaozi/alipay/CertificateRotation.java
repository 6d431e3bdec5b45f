package io.jiaozi.alipay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonOut;
import io.jiaozi.support.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gets the certificate that replaced the one we have, when a reply of Alipay names it. Source:
 * protocol sheet, section 1.4.
 *
 * <p>The download's own signature proves nothing, it is made with the very key that is asked for;
 * what proves the certificate is {@link CertificateProof}. One download at a time; one name is
 * asked for once a minute at most, all names together six times a minute. Notifications never lead
 * here: anybody can send one. Safe for use by many threads.
 */
final class CertificateRotation {

  static final String METHOD = "alipay.open.app.alipaycert.download";

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_IN_WINDOW = 6;
  private static final int MOST_REMEMBERED = 64;

  private final AlipayKeys keys;
  private final @Nullable CertificateProof proof;
  private final GatewayPost post;
  private final AdapterContext context;

  private final ReentrantLock oneDownload = new ReentrantLock();
  private final Map<String, Instant> lastAsked = new LinkedHashMap<>();
  private final Deque<Instant> downloads = new ArrayDeque<>();

  CertificateRotation(
      AlipayKeys keys, @Nullable CertificateProof proof, GatewayPost post, AdapterContext context) {
    this.keys = keys;
    this.proof = proof;
    this.post = post;
    this.context = context;
  }

  /**
   * The keys that may have signed a reply, got from Alipay if they are new.
   *
   * @param sn the certificate the reply names; null if none
   * @throws ChannelFailure.OutcomeUnknown if there is none to believe
   */
  List<AlipayKeys.Key> forReply(@Nullable String sn, Exchange exchange) {
    List<AlipayKeys.Key> known = keys.named(sn);
    CertificateProof demanded = proof;
    if (!known.isEmpty() || sn == null || demanded == null) {
      return known;
    }
    if (!CertificateSns.isName(sn)) {
      throw unknown("names a certificate (alipay_cert_sn) by something that is no name", null);
    }
    lockWithin(exchange.timeLeft());
    try {
      List<AlipayKeys.Key> meanwhile = keys.named(sn);
      if (meanwhile.isEmpty()) {
        requireAllowed(sn, exchange.now());
        keys.add(context.fetchKeys(() -> download(sn, demanded, exchange)));
      }
      return keys.named(sn);
    } finally {
      oneDownload.unlock();
    }
  }

  private void lockWithin(Duration time) {
    try {
      if (oneDownload.tryLock(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw unknown("is signed with a new certificate that could not be got in time", null);
  }

  /** Called with the lock held. */
  private void requireAllowed(String sn, Instant now) {
    Instant justBefore = now.minus(WINDOW);
    while (!downloads.isEmpty() && downloads.peekFirst().isBefore(justBefore)) {
      downloads.removeFirst();
    }
    Instant last = lastAsked.get(sn);
    if (downloads.size() >= MOST_IN_WINDOW || (last != null && last.isAfter(justBefore))) {
      throw unknown(
          "is signed with certificate "
              + sn
              + ", which is not known and was asked for in vain less than a minute ago",
          null);
    }
    downloads.addLast(now);
    lastAsked.remove(sn);
    lastAsked.put(sn, now);
    if (lastAsked.size() > MOST_REMEMBERED) {
      lastAsked.remove(lastAsked.keySet().iterator().next());
    }
  }

  private AlipayKeys.Key download(String sn, CertificateProof demanded, Exchange exchange) {
    String question =
        new String(JsonOut.object().field("alipay_cert_sn", sn).toBytes(), StandardCharsets.UTF_8);
    Reply reply = post.send(METHOD, Map.of("biz_content", question), exchange);
    Fields answer = answer(reply);
    String content = answer.text("alipay_cert_content");
    if (!answer.is("code", Answer.SUCCESS) || content == null) {
      throw unknown(
          "is signed with certificate " + sn + ", which Alipay does not hand out when asked", null);
    }
    try {
      return demanded.prove(sn, content, exchange.now());
    } catch (CertificateProof.UnprovedException unproved) {
      throw unknown(
          "is signed with certificate "
              + sn
              + ", and what was got under that name "
              + unproved.getMessage(),
          unproved);
    }
  }

  private static Fields answer(Reply reply) {
    Envelope envelope = Envelope.read(METHOD, reply);
    if (envelope.isEncrypted()) {
      throw unknown(
          "is signed with a new certificate, which came encrypted although nobody asked", null);
    }
    try {
      return Fields.read(envelope.node());
    } catch (MalformedJsonException malformed) {
      throw unknown("is signed with a new certificate, whose download cannot be read", malformed);
    }
  }

  private static ChannelFailure.OutcomeUnknown unknown(String what, @Nullable Throwable cause) {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNTRUSTED_REPLY, "answered with a message that " + what, cause);
  }
}
