package io.jiaozi.fake;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.Problem;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.spi.SettingSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Currency;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The provider of a channel that plays a script: for each operation a queue of steps, and a plain
 * good answer once the queue is empty.
 */
public final class FakeChannel implements ChannelAdapterProvider {

  /** One step of a script: an answer, or a throw. */
  public interface Step {
    /** Plays. */
    Object play(CallContext context) throws Throwable;
  }

  private final String channel;
  private final Map<Operation, Deque<Step>> script = new EnumMap<>(Operation.class);
  private final List<CallContext> contexts = new CopyOnWriteArrayList<>();
  private final List<String> closed = new CopyOnWriteArrayList<>();
  private List<SettingSpec> settings =
      List.of(
          SettingSpec.optional("base-url", SettingSpec.Kind.URLS, "The channel's address."),
          SettingSpec.optional("api-key", SettingSpec.Kind.SECRET, "Ask the channel for it."));
  private Capabilities capabilities = everything();
  private OutcomePlan plan = freely();
  private List<Problem> problems = List.of();
  private boolean voidsAreTransactions;
  private BiFunction<AccountSettings, AdapterContext, ChannelAdapter> opening =
      (accountSettings, context) -> new FakeAdapter.Full(this, accountSettings);
  private @Nullable AdapterContext context;
  private @Nullable AccountSettings opened;

  /** A channel called {@code fake}. */
  public FakeChannel() {
    this("fake");
  }

  /** A channel of another id. */
  public FakeChannel(String channel) {
    this.channel = channel;
  }

  // ---- what it is

  @Override
  public String channel() {
    return channel;
  }

  @Override
  public String displayName() {
    return "Fake Pay";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<SettingSpec> settings() {
    return settings;
  }

  @Override
  public ChannelAdapter open(AccountSettings accountSettings, AdapterContext adapterContext) {
    this.opened = accountSettings;
    this.context = adapterContext;
    return opening.apply(accountSettings, adapterContext);
  }

  // ---- what tests choose

  /** Declares these settings. */
  public FakeChannel settings(SettingSpec... specs) {
    this.settings = List.of(specs);
    return this;
  }

  /** Opens accounts in this way. */
  public FakeChannel opening(BiFunction<AccountSettings, AdapterContext, ChannelAdapter> way) {
    this.opening = way;
    return this;
  }

  /** Can do this and nothing else. */
  public FakeChannel capabilities(Capabilities value) {
    this.capabilities = value;
    return this;
  }

  /** Can do everything but these. */
  public FakeChannel without(Capability... missing) {
    Set<Capability> left = EnumSet.allOf(Capability.class);
    left.removeAll(Arrays.asList(missing));
    return capabilities(
        new Capabilities(
            capabilities.pay(), capabilities.authorize(), left, capabilities.currencies()));
  }

  /** Plans every operation like this. */
  public FakeChannel plan(OutcomePlan value) {
    this.plan = value;
    return this;
  }

  /** Never shows in a hold that it was voided; the void has to be asked for itself. */
  public FakeChannel voidsAreTransactions() {
    this.voidsAreTransactions = true;
    return this;
  }

  /** Finds this wrong with every request. */
  public FakeChannel finds(Problem... wrong) {
    this.problems = List.of(wrong);
    return this;
  }

  /** Plays these steps next. */
  public synchronized FakeChannel on(Operation operation, Step... steps) {
    script.computeIfAbsent(operation, key -> new ArrayDeque<>()).addAll(List.of(steps));
    return this;
  }

  /** Plays this step many times. */
  public FakeChannel onNext(int times, Operation operation, Step step) {
    for (int i = 0; i < times; i++) {
      on(operation, step);
    }
    return this;
  }

  // ---- steps

  /** Answers this. */
  public static Step answers(Object answer) {
    return context -> answer;
  }

  /** Throws this. */
  public static Step fails(Throwable thrown) {
    return context -> {
      throw thrown;
    };
  }

  /** No byte went out. */
  public static Step notSent() {
    return fails(new ChannelFailure.NotSent("refused the connection", null));
  }

  /** Sent, and no answer came. */
  public static Step noReply() {
    return unknown(OpenOutcome.Cause.NO_REPLY);
  }

  /** Sent, and what came settles nothing. */
  public static Step unknown(OpenOutcome.Cause cause) {
    return fails(new ChannelFailure.OutcomeUnknown(cause, "did not answer within 5 s", null));
  }

  /** Said no. */
  public static Step rejected(RejectedReason reason, @Nullable Duration retryAfter) {
    return fails(
        new ChannelFailure.Rejected(
            reason, "NO_WAY", "refused it", "Do better.", 400, "req-1", retryAfter));
  }

  /** Lets time pass, then plays the step. */
  public static Step after(VirtualTime time, Duration duration, Step step) {
    return context -> {
      time.pass(duration);
      return step.play(context);
    };
  }

  // ---- plans

  /** Repeats freely. */
  public static OutcomePlan freely() {
    return plan(OutcomePlan.Repeat.FREELY);
  }

  /** Repeats in this way; asking tells nothing. */
  public static OutcomePlan plan(OutcomePlan.Repeat repeat) {
    return new OutcomePlan(repeat, List.of(), Duration.ofMinutes(10), OutcomePlan.GiveUp.REPORT);
  }

  /** Repeats in this way; asks after so many seconds; "not found" proves nothing for 10 minutes. */
  public static OutcomePlan asking(OutcomePlan.Repeat repeat, long... seconds) {
    return new OutcomePlan(
        repeat, moments(seconds), Duration.ofMinutes(10), OutcomePlan.GiveUp.REPORT);
  }

  /** The same, where "not found" is believed at once. */
  public static OutcomePlan believing(OutcomePlan.Repeat repeat, long... seconds) {
    return new OutcomePlan(repeat, moments(seconds), Duration.ZERO, OutcomePlan.GiveUp.REPORT);
  }

  /** Asks after so many seconds, then undoes; "not found" proves nothing for a minute. */
  public static OutcomePlan till(long... seconds) {
    return new OutcomePlan(
        OutcomePlan.Repeat.NEVER,
        moments(seconds),
        Duration.ofMinutes(1),
        OutcomePlan.GiveUp.REVERSE);
  }

  private static List<Duration> moments(long... seconds) {
    return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList();
  }

  /** Everything there is, in CNY and JPY. */
  public static Capabilities everything() {
    Set<Scene.Kind> scenes = EnumSet.allOf(Scene.Kind.class);
    return new Capabilities(
        scenes,
        scenes,
        EnumSet.allOf(Capability.class),
        Set.of(Currency.getInstance("CNY"), Currency.getInstance("JPY")));
  }

  // ---- what happened

  /** How many requests of this kind were sent. */
  public long requests(Operation operation) {
    return contexts.stream().filter(sent -> sent.operation() == operation).count();
  }

  /** What the gateway told with each request. */
  public List<CallContext> contexts() {
    return List.copyOf(contexts);
  }

  /** Accounts whose adapters were closed, in order. */
  public List<String> closed() {
    return List.copyOf(closed);
  }

  /** What the gateway lent. */
  public AdapterContext context() {
    if (context == null) {
      throw new IllegalStateException("not opened");
    }
    return context;
  }

  /** The settings the account was opened with. */
  public AccountSettings opened() {
    if (opened == null) {
      throw new IllegalStateException("not opened");
    }
    return opened;
  }

  Capabilities capabilities() {
    return capabilities;
  }

  OutcomePlan plan() {
    return plan;
  }

  List<Problem> problems() {
    return problems;
  }

  boolean hasVoidsAsTransactions() {
    return voidsAreTransactions;
  }

  void closed(String account) {
    closed.add(account);
  }

  Object play(CallContext call, Step otherwise) {
    contexts.add(call);
    Step step;
    synchronized (this) {
      Deque<Step> steps = script.get(call.operation());
      step = steps == null || steps.isEmpty() ? otherwise : steps.pop();
    }
    try {
      return step.play(call);
    } catch (Throwable thrown) {
      throw FakeChannel.<RuntimeException>sneaky(thrown);
    }
  }

  /** Throws even what is checked, as careless code can. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the point of the trick
  static <T extends Throwable> T sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
