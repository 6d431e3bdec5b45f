package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Notice;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.channel.Seal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the merchant what happened; protocol sheet 7. Every delivery is encrypted and signed anew,
 * under the same {@code id}.
 */
final class Notifications {
  /**
   * The documented waits. The sheet counts 15 deliveries and lists 15 waits; here the first
   * delivery comes at once, so the fifteenth follows the fourteenth wait and the last wait is not
   * used.
   */
  private static final List<Duration> GAPS =
      List.of(
          Duration.ofSeconds(15),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10),
          Duration.ofMinutes(20),
          Duration.ofMinutes(30),
          Duration.ofMinutes(30),
          Duration.ofMinutes(30),
          Duration.ofMinutes(60),
          Duration.ofHours(3),
          Duration.ofHours(3),
          Duration.ofHours(3),
          Duration.ofHours(6));

  private final PlatformSigner signer;
  private final ChannelContext context;
  private final Deque<Set<Twist>> twists = new ArrayDeque<>();
  private volatile NotificationKey key = NotificationKey.AS_REQUESTED;
  private volatile int publicKeyPercent = 50;
  private volatile int probeEvery;
  private final AtomicInteger sent = new AtomicInteger();

  Notifications(PlatformSigner signer, ChannelContext context) {
    this.signer = signer;
    this.context = context;
  }

  void key(NotificationKey newKey) {
    key = newKey;
  }

  void publicKeyShare(int percent) {
    publicKeyPercent = percent;
  }

  /** Makes every so many-th delivery a probe; 0 for none. */
  void probeEvery(int deliveries) {
    probeEvery = deliveries;
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
      if (next != null) {
        return next;
      }
    }
    int every = probeEvery;
    boolean probe = every > 0 && sent.incrementAndGet() % every == 0;
    return probe ? Set.of(Twist.SIGNTEST) : Set.of();
  }

  /**
   * Something to tell, read from the books while nobody changes them.
   *
   * @param subject the merchant's number
   * @param plaintext what is encrypted
   * @param publicKeyAsked whether the merchant's request named the public key
   */
  record Event(
      String kind,
      String originalType,
      String summary,
      String subject,
      String plaintext,
      boolean publicKeyAsked) {}

  static Event paid(Payable payable) {
    return new Event(
        "TRANSACTION.SUCCESS",
        "transaction",
        "支付成功",
        payable.number(),
        text(payable.toNotification()),
        payable.publicKeyAsked());
  }

  static Event refunded(Refund refund) {
    String summary =
        switch (refund.status) {
          case SUCCESS -> "退款成功";
          case CLOSED -> "退款关闭";
          case ABNORMAL -> "退款异常";
          case PROCESSING ->
              throw new IllegalArgumentException(
                  "Refund " + refund.number + " is still processing: nothing to notify yet.");
        };
    return new Event(
        "REFUND." + refund.status.name(),
        "refund",
        summary,
        refund.number,
        text(refund.toNotification()),
        refund.publicKeyAsked);
  }

  private static String text(ObjectNode content) {
    return new String(Json.bytes(content), StandardCharsets.UTF_8);
  }

  /** Delivers until acknowledged, or to the end of the schedule. */
  void send(Event event, @Nullable URI target) {
    if (target != null) {
      context.outbox().submit(new Telling(event, target, newId(), context.clock().instant()));
    }
  }

  private String newId() {
    String hex = context.randomness().hex(32);
    return hex.substring(0, 8)
        + "-"
        + hex.substring(8, 12)
        + "-"
        + hex.substring(12, 16)
        + "-"
        + hex.substring(16, 20)
        + "-"
        + hex.substring(20);
  }

  /** Builds and signs a message without sending it. */
  OutboundMessage message(Event event, Set<Twist> how) {
    return message(event, newId(), context.clock().instant(), how);
  }

  private OutboundMessage message(Event event, String id, Instant created, Set<Twist> how) {
    byte[] body = Json.bytes(envelope(event, id, created, how));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "*/*");
    headers.put("User-Agent", "Mozilla/4.0");
    headers.putAll(signature(body, withPublicKey(event, how), how));
    headers.put("Request-ID", context.randomness().upperHex(32) + "-0");
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

  private Map<String, String> signature(byte[] body, boolean withPublicKey, Set<Twist> how) {
    Map<String, String> headers =
        how.contains(Twist.FUTURE)
            ? signer.headers(body, withPublicKey, seal(how), PlatformSigner.FAR_OFF_SECONDS)
            : signer.headers(body, withPublicKey, seal(how));
    if (how.contains(Twist.OTHER_SIGNATURE_TYPE)) {
      headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3");
    }
    return headers;
  }

  private ObjectNode envelope(Event event, String id, Instant created, Set<Twist> how) {
    String nonce = context.randomness().text(12);
    String associated = how.contains(Twist.EMPTY_ASSOCIATED_DATA) ? "" : event.originalType();
    ObjectNode resource = Json.object();
    if (!how.contains(Twist.NO_ORIGINAL_TYPE)) {
      resource.put("original_type", event.originalType());
    }
    String content = content(event, how);
    resource
        .put("algorithm", how.contains(Twist.OTHER_CIPHER) ? "AEAD_SM4_GCM" : "AEAD_AES_256_GCM")
        .put(
            "ciphertext",
            how.contains(Twist.OTHER_CIPHER_KEY)
                ? signer.encryptForNobody(content, nonce, associated)
                : signer.encrypt(content, nonce, associated))
        .put("associated_data", associated)
        .put("nonce", nonce);
    ObjectNode envelope =
        Json.object()
            .put("id", id)
            .put("create_time", WireTime.format(created))
            .put("resource_type", "encrypt-resource")
            .put("event_type", event.kind())
            .put("summary", event.summary());
    envelope.set("resource", resource);
    return envelope;
  }

  /** The content, or the same as another merchant or app would be told it. */
  private static String content(Event event, Set<Twist> how) {
    ObjectNode content = Json.parseObject(event.plaintext().getBytes(StandardCharsets.UTF_8));
    if (content == null
        || !(how.contains(Twist.FOREIGN_MERCHANT) || how.contains(Twist.FOREIGN_APP))) {
      return event.plaintext();
    }
    if (how.contains(Twist.FOREIGN_MERCHANT)) {
      replace(content, "1900000001", "mchid", "sp_mchid", "combine_mchid");
    }
    if (how.contains(Twist.FOREIGN_APP)) {
      replace(content, "wx0000000000000000", "appid", "sp_appid", "combine_appid");
    }
    return text(content);
  }

  private static void replace(ObjectNode content, String value, String... names) {
    for (String name : names) {
      if (content.has(name)) {
        content.put(name, value);
      }
    }
  }

  private boolean withPublicKey(Event event, Set<Twist> how) {
    if (how.contains(Twist.PUBLIC_KEY) || how.contains(Twist.CERTIFICATE)) {
      return how.contains(Twist.PUBLIC_KEY);
    }
    return switch (key) {
      case AS_REQUESTED -> event.publicKeyAsked();
      case CERTIFICATE -> false;
      case PUBLIC_KEY -> true;
      case BY_SHARE -> context.randomness().source().nextInt(100) < publicKeyPercent;
    };
  }

  private static Seal seal(Set<Twist> how) {
    if (how.contains(Twist.MISSING_SIGNATURE)) {
      return Seal.MISSING_SIGNATURE;
    }
    if (how.contains(Twist.SIGNTEST)) {
      return Seal.PROBE;
    }
    if (how.contains(Twist.BAD_SIGNATURE)) {
      return Seal.BAD_SIGNATURE;
    }
    if (how.contains(Twist.UNKNOWN_KEY)) {
      return Seal.UNKNOWN_KEY;
    }
    if (how.contains(Twist.EXPIRED_CERTIFICATE)) {
      return Seal.EXPIRED_KEY;
    }
    return how.contains(Twist.STALE) ? Seal.STALE : Seal.GENUINE;
  }

  /**
   * The same JSON but for one letter of the summary's field name: still parses, no longer signed.
   */
  private static byte[] altered(byte[] body) {
    byte[] changed = body.clone();
    int at = new String(body, StandardCharsets.ISO_8859_1).indexOf("summary");
    changed[at] ^= 1;
    return changed;
  }

  /** One fact on its way to the merchant. */
  private final class Telling implements Notice {
    private final Event event;
    private final URI target;
    private final String id;
    private final Instant created;

    private Telling(Event event, URI target, String id, Instant created) {
      this.event = event;
      this.target = target;
      this.id = id;
      this.created = created;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String channel() {
      return WechatChannel.NAME;
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
      return target;
    }

    @Override
    public List<Duration> gaps() {
      return GAPS;
    }

    @Override
    public OutboundMessage message(int attempt) {
      return Notifications.this.message(event, id, created, nextTwists());
    }

    /** The status decides, whatever the body says; protocol sheet 7.3. */
    @Override
    public boolean acknowledged(int status, byte[] body) {
      return status >= 200 && status < 300;
    }
  }
}
