package io.jiaozi.paypal;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.RsaVerifier;
import io.jiaozi.support.crypto.SignatureVerifier;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.keys.CertificateNames;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.keys.KeyMaterialException;
import io.jiaozi.support.keys.UntrustedCertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * PayPal's signing certificates, fetched once by the address a message names and then kept as long
 * as they are in force: their dates, and those of the chain above them, are compared for every
 * message. Safe for use by many threads. Source: protocol sheet, section 5.3.
 *
 * <p>The address is the sender's choice, so what a flood of forged messages can cause is bounded:
 * one fetch at a time, two at once and then one a minute; an address that brought nothing good is
 * not asked again for a minute; only certificates found good are kept.
 */
final class SigningCertificates {

  static final int MAX_BYTES = 64 * 1024;
  private static final Duration LONGEST_FETCH = Duration.ofSeconds(5);
  private static final Duration REST = Duration.ofMinutes(1);
  private static final int MOST_AT_ONCE = 2;
  private static final int MAX_GOOD = 16;
  private static final int MAX_BAD = 64;
  private static final int LONGEST_CHAIN = 10;

  private final ChannelHttp http;
  private final PaypalCalls calls;
  private final TrustAnchors anchors;
  private final String name;
  private final Clock clock;
  private final Map<String, Good> good = new ConcurrentHashMap<>();
  private final Refusals refusals = new Refusals();
  private final AtomicReference<@Nullable Fetch> running = new AtomicReference<>();

  /** A certificate found good, with what was sent along. */
  private record Good(List<X509Certificate> chain, RsaVerifier verifier) {}

  /** A fetch under way. */
  private record Fetch(String url, CompletableFuture<Good> result) {}

  /** Why an address brought nothing good; null reason: for now only. */
  private record Refusal(@Nullable UntrustedReason reason, String what, Instant until) {
    ChannelFailure toFailure() {
      return reason == null ? forNow(what, null) : new ChannelFailure.Untrusted(reason, what, null);
    }
  }

  SigningCertificates(
      ChannelHttp http, PaypalCalls calls, TrustAnchors anchors, String name, Clock clock) {
    this.http = http;
    this.calls = calls;
    this.anchors = anchors;
    this.name = name;
    this.clock = clock;
  }

  /**
   * The key of the certificate at an address that was found allowed.
   *
   * @throws ChannelFailure.Untrusted if it is not PayPal's, or not in force now
   * @throws ChannelFailure.OutcomeUnknown if it cannot be had now
   */
  SignatureVerifier at(String url, Duration left) {
    Good known = good.get(url);
    if (known != null) {
      try {
        anchors.chains().requireTrusted(known.chain(), clock.instant());
        return known.verifier();
      } catch (UntrustedCertificateException over) {
        throw untrusted(over);
      }
    }
    return fetched(url, left).verifier();
  }

  private Good fetched(String url, Duration left) {
    Fetch mine = new Fetch(url, new CompletableFuture<>());
    Fetch other = running.compareAndExchange(null, mine);
    if (other != null) {
      if (!other.url().equals(url)) {
        throw forNow("is being asked for another certificate at this moment", null);
      }
      return await(other, left);
    }
    try {
      Good just = good.get(url);
      if (just == null) {
        just = fetch(url, left);
      }
      mine.result().complete(just);
      return just;
    } catch (RuntimeException | Error failed) {
      mine.result().completeExceptionally(failed);
      throw failed;
    } finally {
      running.set(null);
    }
  }

  private static Good await(Fetch other, Duration left) {
    try {
      return other.result().get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ChannelFailure told) {
        throw told;
      }
      throw forNow("did not give its signing certificate", null);
    } catch (TimeoutException slow) {
      throw forNow("did not give its signing certificate in time", null);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw forNow("did not give its signing certificate before the thread was interrupted", null);
    }
  }

  private Good fetch(String url, Duration left) {
    Instant now = clock.instant();
    Refusal before = refusals.admit(url, now);
    if (before != null) {
      throw before.toFailure();
    }
    try {
      Good found = judged(downloaded(url, left), now);
      remember(url, found);
      return found;
    } catch (ChannelFailure.Untrusted untrusted) {
      refusals.add(url, refusal(untrusted.reason(), untrusted, now));
      throw untrusted;
    } catch (ChannelFailure failed) {
      refusals.add(url, refusal(null, failed, now));
      throw failed;
    }
  }

  private static Refusal refusal(
      @Nullable UntrustedReason reason, ChannelFailure failure, Instant now) {
    return new Refusal(reason, String.valueOf(failure.getMessage()), now.plus(REST));
  }

  private List<X509Certificate> downloaded(String url, Duration left) {
    Duration within = left.compareTo(LONGEST_FETCH) < 0 ? left : LONGEST_FETCH;
    Reply reply;
    try {
      reply =
          http.send(
              calls.certificate(url), new CallContext(Operation.NOTIFICATION, within, 1, null));
    } catch (ChannelFailure failed) {
      throw forNow("gave no signing certificate: it " + failed.getMessage(), failed);
    }
    if (reply.status() == 404 || reply.status() == 410) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.UNKNOWN_KEY, "names a certificate that PayPal does not have", null);
    }
    if (reply.status() != 200) {
      // Redirects are not followed: they would lead anywhere.
      throw forNow("answered the request for its signing certificate with " + reply.status(), null);
    }
    try {
      return KeyMaterial.inline("The signing certificate", reply.body()).certificates();
    } catch (KeyMaterialException notACertificate) {
      throw forNow("answered the request for its signing certificate with something else", null);
    }
  }

  private Good judged(List<X509Certificate> chain, Instant now) {
    X509Certificate leaf = chain.get(0);
    if (chain.size() > LONGEST_CHAIN || !CertificateOwner.is(name, leaf)) {
      throw bad("is not made out to " + name);
    }
    if (chain.stream().anyMatch(SigningCertificates::isSignedWeakly)) {
      throw bad("was signed with SHA-1 or MD5");
    }
    try {
      anchors.chains().requireTrusted(chain, now);
      return new Good(chain, RsaVerifier.of(leaf.getPublicKey()));
    } catch (UntrustedCertificateException untrusted) {
      throw untrusted(untrusted);
    } catch (IllegalArgumentException noUsableKey) {
      throw bad("holds a key that cannot verify these signatures");
    }
  }

  /** A root signs itself, and its signature proves nothing, whatever it is made with. */
  private static boolean isSignedWeakly(X509Certificate certificate) {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    boolean weak = algorithm.startsWith("SHA1") || algorithm.startsWith("MD");
    return weak && !CertificateNames.namesAsIssuer(certificate, certificate);
  }

  private void remember(String url, Good found) {
    Iterator<String> any = good.keySet().iterator();
    while (good.size() >= MAX_GOOD && any.hasNext()) {
      any.next();
      any.remove();
    }
    good.put(url, found);
  }

  private static ChannelFailure.Untrusted untrusted(UntrustedCertificateException why) {
    return bad(
        switch (why.reason()) {
          case EXPIRED -> "has expired, or one above it has";
          case NOT_YET_VALID -> "is not valid yet; check this machine's clock";
          case UNSUITABLE_KEY -> "holds a key that is too weak or not meant for signatures";
          case NO_PATH ->
              "does not lead to a trusted root; check \""
                  + Settings.WEBHOOK_TRUST_ANCHORS
                  + "\" or the roots of this Java";
        });
  }

  private static ChannelFailure.Untrusted bad(String what) {
    return new ChannelFailure.Untrusted(
        UntrustedReason.BAD_CERTIFICATE, "is signed with a certificate that " + what, null);
  }

  /** Not the message's fault: it is to be delivered again. */
  private static ChannelFailure.OutcomeUnknown forNow(String what, @Nullable Throwable cause) {
    return new ChannelFailure.OutcomeUnknown(OpenOutcome.Cause.UNTRUSTED_REPLY, what, cause);
  }

  /**
   * Addresses that brought nothing good lately, and how many may be asked. Safe for many threads.
   */
  private static final class Refusals {
    private final Map<String, Refusal> bad = new LinkedHashMap<>();
    private int atOnce = MOST_AT_ONCE;
    private @Nullable Instant lastGain;

    /** Null if the address may be asked now, which then counts. */
    synchronized @Nullable Refusal admit(String url, Instant now) {
      Refusal before = bad.get(url);
      if (before != null && now.isBefore(before.until())) {
        return before;
      }
      gain(now);
      if (atOnce == 0) {
        return new Refusal(
            null, "was asked for other unknown certificates less than a minute ago", now);
      }
      atOnce--;
      return null;
    }

    private void gain(Instant now) {
      Instant last = lastGain;
      if (last == null || now.isBefore(last)) {
        lastGain = now;
        return;
      }
      long minutes = Duration.between(last, now).toMinutes();
      if (minutes > 0) {
        atOnce = (int) Math.min(MOST_AT_ONCE, atOnce + minutes);
        lastGain = last.plus(REST.multipliedBy(minutes));
      }
    }

    synchronized void add(String url, Refusal refusal) {
      Iterator<String> oldest = bad.keySet().iterator();
      while (bad.size() >= MAX_BAD && oldest.hasNext()) {
        oldest.next();
        oldest.remove();
      }
      bad.put(url, refusal);
    }
  }
}
