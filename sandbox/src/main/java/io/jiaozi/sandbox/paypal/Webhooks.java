package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Notice;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the merchant what happened; protocol sheet 5. There is one address for an app; while none
 * is set, events are made but not sent. Every delivery is signed anew, under the same event id.
 */
final class Webhooks {
  /**
   * 25 repeats over three days, as documented; how they are spaced is not published, so the pace is
   * ours: soon at first, then every four and a half hours.
   */
  private static final List<Duration> GAPS = gaps();

  private final PaypalCredentials credentials;
  private final CertificateShelf shelf;
  private final ChannelContext context;
  private final Deque<Set<Twist>> twists = new ArrayDeque<>();
  private volatile @Nullable URI target;

  Webhooks(PaypalCredentials credentials, CertificateShelf shelf, ChannelContext context) {
    this.credentials = credentials;
    this.shelf = shelf;
    this.context = context;
  }

  private static List<Duration> gaps() {
    List<Duration> gaps = new ArrayList<>();
    for (long minutes : new long[] {1, 2, 3, 5, 10, 15, 20, 30, 45, 60}) {
      gaps.add(Duration.ofMinutes(minutes));
    }
    for (int i = 0; i < 15; i++) {
      gaps.add(Duration.ofMinutes(275));
    }
    return List.copyOf(gaps);
  }

  void target(@Nullable URI url) {
    target = url;
  }

  @Nullable URI target() {
    return target;
  }

  /** Makes the next deliveries odd. */
  void twistNext(int deliveries, Set<Twist> how) {
    synchronized (twists) {
      for (int i = 0; i < deliveries; i++) {
        twists.addLast(Set.copyOf(how));
      }
    }
  }

  private Set<Twist> nextTwists() {
    synchronized (twists) {
      Set<Twist> next = twists.pollFirst();
      return next == null ? Set.of() : next;
    }
  }

  /** Starts telling. */
  void send(Event event) {
    URI url = target;
    if (url != null) {
      context.outbox().submit(new Telling(event, url, newId(), context.clock().instant()));
    }
  }

  private String newId() {
    return "WH-"
        + context.randomness().text(17).toUpperCase(Locale.ROOT)
        + "-"
        + context.randomness().text(17).toUpperCase(Locale.ROOT);
  }

  /** One delivery of an event, with a new event id. */
  OutboundMessage message(Event event, Set<Twist> how) {
    return message(event, newId(), context.clock().instant(), how);
  }

  private OutboundMessage message(Event event, String id, Instant created, Set<Twist> how) {
    return signed(Json.bytes(envelope(event, id, created)), how);
  }

  /** One delivery of exactly these bytes. */
  OutboundMessage signed(byte[] body, Set<Twist> how) {
    String transmission =
        UUID.nameUUIDFromBytes(context.randomness().text(32).getBytes(StandardCharsets.US_ASCII))
            .toString();
    String time = WireTime.format(transmissionTime(how));
    String webhook =
        how.contains(Twist.FOREIGN_WEBHOOK)
            ? context.randomness().text(17).toUpperCase(Locale.ROOT)
            : credentials.webhookId();
    String signed = signedText(transmission, time, webhook, body);
    boolean weak = how.contains(Twist.OTHER_ALGORITHM);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "*/*");
    headers.put("User-Agent", "PayPal/AUHR-214.0");
    headers.put("PAYPAL-AUTH-VERSION", "v2");
    headers.put("PAYPAL-TRANSMISSION-ID", transmission);
    headers.put("PAYPAL-TRANSMISSION-TIME", time);
    headers.put("PAYPAL-CERT-URL", certificateUrl(how));
    headers.put(
        "PAYPAL-AUTH-ALGO",
        weak || how.contains(Twist.OTHER_ALGORITHM_NAME) ? "SHA1withRSA" : "SHA256withRSA");
    if (!how.contains(Twist.MISSING_SIGNATURE)) {
      String covered = how.contains(Twist.BAD_SIGNATURE) ? signed + "0" : signed;
      headers.put("PAYPAL-TRANSMISSION-SIG", sign(weak ? "SHA1withRSA" : "SHA256withRSA", covered));
    }
    headers.put("CORRELATION-ID", context.randomness().hex(13));
    if (how.contains(Twist.LOWER_CASE_HEADERS)) {
      Map<String, String> lower = new LinkedHashMap<>();
      headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
      headers = lower;
    }
    OutboundMessage message =
        OutboundMessage.of(headers, how.contains(Twist.ALTER_BYTE) ? altered(body) : body);
    message = how.contains(Twist.DUPLICATE) ? message.twice() : message;
    return how.contains(Twist.REORDER) ? message.held() : message;
  }

  private Instant transmissionTime(Set<Twist> how) {
    Instant now = context.clock().instant();
    if (how.contains(Twist.STALE)) {
      return now.minus(Duration.ofDays(4));
    }
    if (how.contains(Twist.LATE)) {
      return now.minus(Duration.ofDays(2));
    }
    return how.contains(Twist.FUTURE) ? now.plus(Duration.ofHours(1)) : now;
  }

  private String certificateUrl(Set<Twist> how) {
    String path = shelf.path(CertificateShelf.named(how));
    if (how.contains(Twist.FOREIGN_HOST)) {
      return "https://api.sandbox.paypal.com.shop.example" + path;
    }
    if (how.contains(Twist.UNKNOWN_KEY)) {
      path = Links.CERTIFICATES + "CERT-" + context.randomness().hex(8);
    }
    return context.address().get().resolve(path).toString();
  }

  private ObjectNode envelope(Event event, String id, Instant created) {
    ObjectNode envelope =
        Json.object()
            .put("id", id)
            .put("event_version", "1.0")
            .put("create_time", WireTime.format(created))
            .put("resource_type", event.resourceType())
            .put("resource_version", "2.0")
            .put("event_type", event.kind())
            .put("summary", event.summary());
    envelope.set("resource", event.resource());
    envelope.set(
        "links",
        Links.on(context.address())
            .add("self", "GET", "/v1/notifications/webhooks-events/" + id)
            .add("resend", "POST", "/v1/notifications/webhooks-events/" + id + "/resend")
            .json());
    return envelope;
  }

  /** The text that is signed; protocol sheet 5.3. */
  private static String signedText(String transmission, String time, String webhook, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return transmission + "|" + time + "|" + webhook + "|" + crc.getValue();
  }

  private String sign(String algorithm, String text) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(shelf.signingKey());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The sandbox could not sign an event.", e);
    }
  }

  /**
   * Whether a delivery is genuine, as the platform answers when it is asked; protocol sheet 5.4.
   *
   * @param event the raw bytes of the event as they stand in the request
   */
  boolean isGenuine(ObjectNode question, byte[] event) {
    boolean named =
        question.path("auth_algo").asString("").equals("SHA256withRSA")
            && question.path("webhook_id").asString("").equals(credentials.webhookId())
            && question
                .path("cert_url")
                .asString("")
                .endsWith(shelf.path(CertificateShelf.Shelf.GENUINE));
    String text =
        signedText(
            question.path("transmission_id").asString(""),
            question.path("transmission_time").asString(""),
            credentials.webhookId(),
            event);
    return named
        && verifies(shelf.verificationKey(), text, question.path("transmission_sig").asString(""));
  }

  private static boolean verifies(PublicKey key, String text, String base64) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return signature.verify(Base64.getDecoder().decode(base64));
    } catch (GeneralSecurityException | IllegalArgumentException noSignature) {
      return false;
    }
  }

  /**
   * The same JSON but for one letter of the summary's field name, if it has one: still parses, no
   * longer signed.
   */
  private static byte[] altered(byte[] body) {
    byte[] changed = body.clone();
    int at = Math.max(0, new String(body, StandardCharsets.ISO_8859_1).indexOf("summary"));
    changed[at] ^= 1;
    return changed;
  }

  /** One fact on its way to the merchant. */
  private final class Telling implements Notice {
    private final Event event;
    private final URI url;
    private final String id;
    private final Instant created;

    private Telling(Event event, URI url, String id, Instant created) {
      this.event = event;
      this.url = url;
      this.id = id;
      this.created = created;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String channel() {
      return PaypalChannel.NAME;
    }

    @Override
    public String kind() {
      return event.kind();
    }

    @Override
    public String subject() {
      return event.subject();
    }

    @Override
    public URI target() {
      return url;
    }

    @Override
    public List<Duration> gaps() {
      return GAPS;
    }

    @Override
    public OutboundMessage message(int attempt) {
      return Webhooks.this.message(event, id, created, nextTwists());
    }

    /** Any 2xx; protocol sheet 5.1. */
    @Override
    public boolean acknowledged(int status, byte[] body) {
      return status >= 200 && status < 300;
    }
  }
}
