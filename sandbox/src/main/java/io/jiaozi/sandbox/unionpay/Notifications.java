package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Notice;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Tells the merchant what happened, as a posted form; sheet 5.1. Every delivery is signed anew. */
final class Notifications {
  private final MessageSigner signer;
  private final ChannelContext context;
  private final Deque<Set<Twist>> twists = new ArrayDeque<>();
  private volatile RedeliveryPlan plan = RedeliveryPlan.GATEWAY;

  Notifications(MessageSigner signer, ChannelContext context) {
    this.signer = signer;
    this.context = context;
  }

  void plan(RedeliveryPlan newPlan) {
    plan = newPlan;
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

  /** Delivers until acknowledged, or to the end of the schedule. */
  void send(SortedMap<String, String> content, @Nullable URI target) {
    if (target != null) {
      context.outbox().submit(new Telling(content, target, context.randomness().hex(32)));
    }
  }

  /** Builds and signs a message without sending it. */
  OutboundMessage message(Map<String, String> content, Set<Twist> how) {
    Charset charset = Form.charsetOf(content);
    byte[] body = Form.encode(signer.sign(content, how), charset);
    OutboundMessage message =
        OutboundMessage.of(
            Map.of(
                "Content-Type",
                "application/x-www-form-urlencoded;charset="
                    + charset.name().toUpperCase(Locale.ROOT)),
            body);
    message = how.contains(Twist.DUPLICATE) ? message.twice() : message;
    return how.contains(Twist.REORDER) ? message.held() : message;
  }

  /** One fact on its way to the merchant. */
  private final class Telling implements Notice {
    private final SortedMap<String, String> content;
    private final URI target;
    private final String id;
    private final RedeliveryPlan gaps;

    private Telling(SortedMap<String, String> content, URI target, String id) {
      this.content = content;
      this.target = target;
      this.id = id;
      this.gaps = plan;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String channel() {
      return UnionpayChannel.NAME;
    }

    /** {@code txnType} and {@code respCode}, such as {@code 04/00}. */
    @Override
    public String kind() {
      return content.getOrDefault("txnType", "") + "/" + content.getOrDefault("respCode", "");
    }

    @Override
    public String subject() {
      return content.getOrDefault("orderId", "");
    }

    @Override
    public URI target() {
      return target;
    }

    @Override
    public List<Duration> gaps() {
      return gaps.gaps();
    }

    @Override
    public OutboundMessage message(int attempt) {
      return Notifications.this.message(content, nextTwists());
    }

    /** 200 only, whatever the body says; one text also takes 302, another does not. */
    @Override
    public boolean acknowledged(int status, byte[] body) {
      return status == 200;
    }
  }
}
