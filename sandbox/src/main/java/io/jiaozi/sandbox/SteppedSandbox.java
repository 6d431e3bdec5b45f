package io.jiaozi.sandbox;

import io.jiaozi.sandbox.alipay.AlipaySandbox;
import io.jiaozi.sandbox.channel.CertificateAuthority;
import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Courier;
import io.jiaozi.sandbox.channel.Operation;
import io.jiaozi.sandbox.channel.Outbox;
import io.jiaozi.sandbox.channel.Randomness;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.Seal;
import io.jiaozi.sandbox.channel.SteppedAgenda;
import io.jiaozi.sandbox.channel.WireRequest;
import io.jiaozi.sandbox.paypal.PaypalSandbox;
import io.jiaozi.sandbox.unionpay.UnionpaySandbox;
import io.jiaozi.sandbox.wechat.WechatSandbox;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payment channels without a port, threads or real time: a request is answered in the caller's
 * thread, notifications go to a {@link Courier}, and what a channel does later waits for {@link
 * SteppedAgenda#runNext}. The channels are those of {@link Sandbox}, signatures and all. For
 * simulations that must repeat to the byte.
 *
 * <p>Keys are made once and kept over {@link #anew}. Not thread-safe.
 */
public final class SteppedSandbox {
  private final SandboxClock clock;
  private final CertificateAuthority authority;
  private final URI address;
  private final SteppedAgenda agenda;
  private final WechatSandbox wechat;
  private final AlipaySandbox alipay;
  private final UnionpaySandbox unionpay;
  private final PaypalSandbox paypal;
  private final List<Channel> channels;
  private final Map<String, String> settings;

  private SteppedSandbox(
      SandboxClock clock,
      CertificateAuthority authority,
      URI address,
      SteppedAgenda agenda,
      WechatSandbox wechat,
      AlipaySandbox alipay,
      UnionpaySandbox unionpay,
      PaypalSandbox paypal,
      @Nullable Map<String, String> settings) {
    this.clock = clock;
    this.authority = authority;
    this.address = address;
    this.agenda = agenda;
    this.wechat = wechat;
    this.alipay = alipay;
    this.unionpay = unionpay;
    this.paypal = paypal;
    channels = List.of(wechat.channel(), alipay.channel(), unionpay.channel(), paypal.channel());
    this.settings =
        settings == null
            ? Collections.unmodifiableMap(new LinkedHashMap<>(new InlineSettings(channels)))
            : settings;
  }

  /**
   * Makes merchants, keys and certificates.
   *
   * @param clock the only time the channels know; it must not go backwards while one of them is
   *     used
   * @param address where the channels say they are; nothing listens there
   */
  public static SteppedSandbox of(Clock clock, URI address) {
    SandboxClock own = new SandboxClock(clock);
    Randomness randomness = new Randomness();
    CertificateAuthority authority = new CertificateAuthority(own, randomness);
    SteppedAgenda agenda = new SteppedAgenda(own);
    ChannelContext context =
        new ChannelContext(
            own,
            randomness,
            agenda,
            new Outbox(own, agenda, (target, message) -> new Courier.Answer(404, new byte[0])),
            authority,
            () -> address);
    return new SteppedSandbox(
        own,
        authority,
        address,
        agenda,
        new WechatSandbox(context),
        new AlipaySandbox(context),
        new UnionpaySandbox(context),
        new PaypalSandbox(context),
        null);
  }

  /**
   * The same merchants with the same keys at channels whose books are empty.
   *
   * @param random where ids come from; a seeded one makes every id of a run repeatable
   * @param courier delivers notifications, in the thread that calls {@link SteppedAgenda#runNext}
   */
  public SteppedSandbox anew(SecureRandom random, Courier courier) {
    SteppedAgenda fresh = new SteppedAgenda(clock);
    ChannelContext context =
        new ChannelContext(
            clock,
            new Randomness(random),
            fresh,
            new Outbox(clock, fresh, courier),
            authority,
            () -> address);
    return new SteppedSandbox(
        clock,
        authority,
        address,
        fresh,
        wechat.anew(context),
        alipay.anew(context),
        unionpay.anew(context),
        paypal.anew(context),
        settings);
  }

  /** WeChat Pay: its credentials, its orders, and what its buyers do. */
  public WechatSandbox wechat() {
    return wechat;
  }

  /** Alipay: its credentials, its trades and authorisations, and what its buyers do. */
  public AlipaySandbox alipay() {
    return alipay;
  }

  /** UnionPay: its credentials, its transactions, and what its buyers do. */
  public UnionpaySandbox unionpay() {
    return unionpay;
  }

  /** PayPal: its credentials, its orders, and what its buyers do. */
  public PaypalSandbox paypal() {
    return paypal;
  }

  /** Settings of the merchant accounts, as {@link Sandbox#settings}. */
  public Map<String, String> settings() {
    return settings;
  }

  /** What a request asks of which channel; null when its path belongs to none. */
  public @Nullable Operation operation(WireRequest request) {
    for (Channel channel : channels) {
      Operation operation = channel.operation(request);
      if (operation != null) {
        return operation;
      }
    }
    return null;
  }

  /**
   * An answer on its way.
   *
   * @param reply what is sent
   * @param broken how the sending goes wrong, null when it does not: a reset, a close, a cut, or
   *     silence
   */
  public record Answered(Reply reply, @Nullable Fault broken) {}

  /**
   * Answers a request. What the channel puts off until the answer is out is done by the next {@link
   * SteppedAgenda#runNext}.
   *
   * @param fault what goes wrong, null when nothing does; none that is an address
   * @param committed for the faults that may strike before or after the channel has done what was
   *     asked: after
   * @throws IllegalArgumentException if the path belongs to no channel
   */
  public Answered answer(WireRequest request, @Nullable Fault fault, boolean committed) {
    for (Channel channel : channels) {
      if (channel.operation(request) != null) {
        return answer(channel, request, fault, committed);
      }
    }
    throw new IllegalArgumentException("No simulated channel has the path " + request.path());
  }

  private Answered answer(
      Channel channel, WireRequest request, @Nullable Fault fault, boolean committed) {
    if (fault == null) {
      Reply reply = channel.handle(request);
      agenda.now(reply::runAfterwards);
      return new Answered(channel.seal(request, reply, Seal.GENUINE), null);
    }
    boolean commits = committed || fault.where() == Fault.Where.AFTER_COMMIT;
    Reply reply = commits ? channel.handle(request) : Reply.empty(200);
    agenda.now(reply::runAfterwards);
    Dispatcher.Served served = Dispatcher.struck(channel, request, fault, reply);
    return new Answered(served.reply(), served.fault());
  }

  /** What the channels still have to do: {@link SteppedAgenda#nextDue} and its like. */
  public SteppedAgenda agenda() {
    return agenda;
  }
}
