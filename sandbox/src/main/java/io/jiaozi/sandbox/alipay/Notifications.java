package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Notice;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the merchant what happened; protocol sheet 6. Every delivery is signed anew, under the same
 * {@code notify_id} with the time of its sending.
 */
final class Notifications {
  /** 8 deliveries in 25 hours; protocol sheet 6.5. */
  private static final List<Duration> GAPS =
      List.of(
          Duration.ofMinutes(4),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(15));

  private static final byte[] SUCCESS = "success".getBytes(StandardCharsets.US_ASCII);

  private final Messages messages;
  private final ChannelContext context;
  private final Deque<Set<Twist>> twists = new ArrayDeque<>();

  Notifications(Messages messages, ChannelContext context) {
    this.messages = messages;
    this.context = context;
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

  /**
   * Something to tell, read from the books while nobody changes them.
   *
   * @param kind {@code notify_type}, and after a dot what it is about
   * @param party for whom
   * @param subject the merchant's number of the order, refund or release
   * @param fields the parameters without those that every notification has
   */
  record Event(
      String kind, Party party, String subject, @Nullable URI target, Map<String, String> fields) {

    String type() {
      int dot = kind.indexOf('.');
      return dot < 0 ? kind : kind.substring(0, dot);
    }
  }

  static Event changed(Trade trade) {
    return new Event(
        "trade_status_sync." + trade.state,
        trade.party,
        trade.number,
        trade.notifyUrl(),
        trade.toNotification(null));
  }

  static Event refunded(Refund refund) {
    return new Event(
        "trade_status_sync.refund",
        refund.trade.party,
        refund.number,
        refund.trade.notifyUrl(),
        refund.trade.toNotification(refund));
  }

  static Event frozen(Auth auth) {
    return new Event(
        "fund_auth_freeze",
        auth.party,
        auth.number,
        auth.freezing().notifyUrl,
        auth.toNotification(auth.freezing()));
  }

  static Event released(Auth auth, Auth.Step step) {
    return new Event(
        "fund_auth_unfreeze", auth.party, step.number, step.notifyUrl, auth.toNotification(step));
  }

  static Event cancelled(Auth auth, Auth.Step step, String action) {
    Map<String, String> fields = auth.toNotification(step);
    fields.put("action", action);
    return new Event("fund_auth_operation_cancel", auth.party, auth.number, step.notifyUrl, fields);
  }

  /** Delivers until acknowledged, or to the end of the schedule. */
  void send(Event event) {
    URI target = event.target();
    if (target != null) {
      context.outbox().submit(new Telling(event, target, newId()));
    }
  }

  private String newId() {
    return WireTime.day(context.clock().instant()) + "00222" + context.randomness().digits(21);
  }

  /** Builds and signs a message without sending it. */
  OutboundMessage message(Event event, Set<Twist> how) {
    return message(event, newId(), how);
  }

  private OutboundMessage message(Event event, String id, Set<Twist> how) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("notify_time", WireTime.format(context.clock().instant()));
    fields.put("notify_type", event.type());
    fields.put("notify_id", id);
    fields.put("version", "1.0");
    fields.put("app_id", event.party().app().appId());
    fields.put("auth_app_id", event.party().authAppId());
    fields.putAll(event.fields());
    return form(messages.sign(event.party().app(), fields, how), how);
  }

  /** Signs these very parameters, adding {@code charset}, {@code sign_type} and {@code sign}. */
  OutboundMessage message(AlipayCredentials app, Map<String, String> fields, Set<Twist> how) {
    return form(messages.sign(app, fields, how), how);
  }

  private static OutboundMessage form(Messages.Form form, Set<Twist> how) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(
        "Content-Type",
        "application/x-www-form-urlencoded; charset="
            + form.charset().name().toLowerCase(Locale.ROOT));
    headers.put("User-Agent", "Mozilla/4.0");
    OutboundMessage message =
        OutboundMessage.of(headers, form.text().getBytes(StandardCharsets.US_ASCII));
    message = how.contains(Twist.DUPLICATE) ? message.twice() : message;
    return how.contains(Twist.REORDER) ? message.held() : message;
  }

  /** One fact on its way to the merchant. */
  private final class Telling implements Notice {
    private final Event event;
    private final URI target;
    private final String id;

    private Telling(Event event, URI target, String id) {
      this.event = event;
      this.target = target;
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String channel() {
      return AlipayChannel.NAME;
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
      return Notifications.this.message(event, id, nextTwists());
    }

    /** Exactly these seven characters; protocol sheet 6.5. */
    @Override
    public boolean acknowledged(int status, byte[] body) {
      return status == 200 && Arrays.equals(body, SUCCESS);
    }
  }
}
