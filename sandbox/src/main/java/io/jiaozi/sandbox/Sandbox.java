package io.jiaozi.sandbox;

import io.jiaozi.sandbox.alipay.AlipaySandbox;
import io.jiaozi.sandbox.channel.Agenda;
import io.jiaozi.sandbox.channel.CertificateAuthority;
import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.Outbox;
import io.jiaozi.sandbox.channel.Randomness;
import io.jiaozi.sandbox.paypal.PaypalSandbox;
import io.jiaozi.sandbox.unionpay.UnionpaySandbox;
import io.jiaozi.sandbox.wechat.WechatSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The payment channels, simulated in this process on one loopback port, at their real paths. It
 * checks every request as the real channel does, signs and encrypts, keeps orders and refunds,
 * notifies the merchant until acknowledged, and misbehaves on demand. Keys, certificates and ids
 * are made anew at every start. Nothing is ever sent beyond this machine.
 *
 * <p>Safe for use by many threads. Close it to free the port and the threads.
 */
public final class Sandbox implements AutoCloseable {
  private final SandboxClock clock;
  private final Agenda agenda;
  private final Outbox outbox;
  private final RequestLog requests = new RequestLog();
  private final Faults faults;
  private final WechatSandbox wechat;
  private final AlipaySandbox alipay;
  private final PaypalSandbox paypal;
  private final UnionpaySandbox unionpay;
  private final List<Channel> channels;
  private final WireMockFront front;
  private final Map<String, String> settings;
  private volatile @Nullable URI address;

  private Sandbox(Builder builder) {
    clock = new SandboxClock(builder.clock);
    agenda = Agenda.withThreads(clock);
    outbox = new Outbox(clock, agenda);
    outbox.speed(builder.notificationSpeed);
    faults = new Faults(new DeadEnds(this::address));
    Randomness randomness = new Randomness();
    ChannelContext context =
        new ChannelContext(
            clock,
            randomness,
            agenda,
            outbox,
            new CertificateAuthority(clock, randomness),
            this::address);
    wechat = new WechatSandbox(context);
    alipay = new AlipaySandbox(context);
    unionpay = new UnionpaySandbox(context);
    paypal = new PaypalSandbox(context);
    channels = List.of(wechat.channel(), alipay.channel(), unionpay.channel(), paypal.channel());
    ControlApi api = new ControlApi(channels, clock, requests, faults, outbox);
    OwnPages pages = new OwnPages(channels, api, faults, outbox);
    front =
        new WireMockFront(
            builder.port, clock, new Dispatcher(channels, clock, requests, faults, pages::answer));
    try {
      address = URI.create("http://127.0.0.1:" + front.start());
      settings = builder.export == null ? new InlineSettings(channels) : export(builder.export);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e.getMessage(), e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts a sandbox on any free port. */
  public static Sandbox start() {
    return builder().start();
  }

  /** Everything about a sandbox that can be chosen. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where every channel listens: {@code http://127.0.0.1:<port>}, without a path. */
  public URI address() {
    URI known = address;
    if (known == null) {
      throw new IllegalStateException("The sandbox has not started.");
    }
    return known;
  }

  /** The page with all orders, for a person's browser. */
  public URI landingPage() {
    return address().resolve("/_sandbox/");
  }

  /** WeChat Pay: its credentials, its orders, and what its buyers do. */
  public WechatSandbox wechat() {
    return wechat;
  }

  /** Alipay: its credentials, its trades and authorisations, and what its buyers do. */
  public AlipaySandbox alipay() {
    return alipay;
  }

  /** PayPal: its credentials, its orders, and what its buyers do. */
  public PaypalSandbox paypal() {
    return paypal;
  }

  /** UnionPay: its credentials, its transactions, and what its buyers do. */
  public UnionpaySandbox unionpay() {
    return unionpay;
  }

  /**
   * Settings of the merchant accounts, {@code jiaozi.accounts.<account>.<setting>}: one account per
   * channel, called as the channel, and {@code alipay-cert}. Keys and certificates are PEM texts,
   * or absolute paths if the sandbox was told to export.
   */
  public Map<String, String> settings() {
    return settings;
  }

  /** Makes things go wrong. */
  public Faults faults() {
    return faults;
  }

  /** The sandbox's time. */
  public SandboxClock clock() {
    return clock;
  }

  /** The requests the channels have seen. */
  public RequestLog requests() {
    return requests;
  }

  /** Every delivery of a notification so far, oldest first. */
  public List<Delivery> deliveries() {
    return outbox.deliveries();
  }

  /**
   * Waits until so many deliveries about one order or refund have ended.
   *
   * @param subject the merchant's number of the order or refund
   * @param count how many deliveries to wait for
   * @param patience the longest wait, in real time
   * @return those deliveries, oldest first; fewer than {@code count} when the time was over
   */
  public List<Delivery> awaitDeliveries(String subject, int count, Duration patience)
      throws InterruptedException {
    return outbox.await(subject, count, patience);
  }

  /** See {@link Builder#notificationSpeed}. */
  public void notificationSpeed(long sandboxSecondsPerSecond) {
    outbox.speed(sandboxSecondsPerSecond);
  }

  /**
   * Lets something happen to the next notification of any channel on its way; several in the order
   * given.
   */
  public void nextNotification(Outbox.Mishap mishap) {
    outbox.next(mishap);
  }

  /** How many notifications are kept back to arrive out of order. */
  public int heldNotifications() {
    return outbox.held();
  }

  /** Sends the notifications that were kept back to arrive out of order. */
  public void releaseHeldNotifications() {
    outbox.releaseHeld();
  }

  private Map<String, String> export(Path folder) throws IOException {
    return Export.write(folder, address(), channels);
  }

  /** Frees the port, ends silent answers and drops what was still to be delivered. Idempotent. */
  @Override
  public void close() {
    faults.close();
    front.stop();
    agenda.close();
  }

  /** Choices before starting. Not thread-safe. */
  public static final class Builder {
    private int port;
    private Clock clock = Clock.systemUTC();
    private @Nullable Path export;
    private long notificationSpeed = 500;

    private Builder() {}

    /** 1 to 65535, or 0 (the default) for any free port. */
    public Builder port(int port) {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("A port is 0 to 65535, but was " + port + ".");
      }
      this.port = port;
      return this;
    }

    /** The clock that the sandbox's own is built on; the system's by default. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Writes keys, certificates, {@code jiaozi.properties} and {@code credentials.json} into this
     * folder, which must be new, empty, or written by a sandbox before.
     */
    public Builder export(Path folder) {
      this.export = folder;
      return this;
    }

    /**
     * How fast the channels' re-delivery schedules run.
     *
     * @param sandboxSecondsPerSecond 500 at first, so that a documented gap of 15 s takes 30 ms; 1
     *     is the documented pace; 0 re-delivers only when the clock is moved forward
     */
    public Builder notificationSpeed(long sandboxSecondsPerSecond) {
      this.notificationSpeed = sandboxSecondsPerSecond;
      return this;
    }

    /**
     * Starts listening.
     *
     * @throws IllegalStateException if the port is taken
     * @throws UncheckedIOException with a sentence for the user if nothing can be exported
     */
    public Sandbox start() {
      return new Sandbox(this);
    }
  }
}
