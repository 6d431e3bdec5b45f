package io.jiaozi.simulation;

import io.jiaozi.Capability;
import io.jiaozi.GatewayConfig;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.sandbox.channel.Courier;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.simulation.Rows.Attempt;
import io.jiaozi.simulation.Rows.Sale;
import io.jiaozi.spi.AccountConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One run: what a seed makes happen, from the first customer to the last question. */
final class Run {

  private static final Duration HORIZON = Duration.ofMinutes(50);
  private static final Instant FIRST_START = Instant.parse("2026-03-03T00:00:00Z");

  /** How often everything is asked about once the network has healed. */
  private static final int ROUNDS = 10;

  /**
   * What is to be run.
   *
   * @param crashes at which boundaries the process dies; null lets the seed decide
   * @param script what happens; null lets the seed decide
   */
  record Order(long seed, String channel, Mutant mutant, Set<Integer> crashes, Script script) {

    /** A run in which the seed decides everything. */
    static Order of(long seed) {
      String channel = ChannelModel.CHANNELS.get((int) Math.floorMod(seed, 4L));
      return new Order(seed, channel, Mutant.NONE, null, null);
    }

    Order with(Mutant other) {
      return new Order(seed, channel, other, crashes, script);
    }

    /** The same without chance: what happens is written down, and one crash is chosen. */
    static Order of(String channel, Script script, Set<Integer> crashes) {
      return new Order(1, channel, Mutant.NONE, crashes, script);
    }
  }

  /**
   * What came of it.
   *
   * @param violations empty if all invariants held
   */
  record Outcome(
      long seed,
      String channel,
      String trace,
      String digest,
      List<String> violations,
      int boundaries) {}

  private final Order order;
  private final Chance chance;
  private final Weather weather;
  private final World world;
  private final ChannelModel model;
  private final Store store;
  private final Court court;
  private final Shop shop;
  private final SimulatedJournal journal;
  private final Set<String> served = new HashSet<>();
  private int starts;

  private Run(World.Keys keys, Order order) {
    this.order = order;
    chance = new Chance(order.seed());
    boolean calm = order.script() != null;
    weather = new Weather(new Chance(~order.seed()), calm ? 0 : chance.pick(List.of(0, 4, 12, 30)));
    Instant start = calm ? FIRST_START : FIRST_START.plusSeconds(chance.below(40 * 24 * 3_600));
    Set<Integer> crashes = order.crashes() != null ? order.crashes() : someCrashes();
    world = new World(keys, start, order.seed() * 31 + 7, courier(), crashes);
    model = ChannelModel.of(order.channel(), world);
    model.open();
    store = new Store(world, order.mutant() == Mutant.WRITES_NOTHING_FIRST);
    court = new Court(world, store, model);
    ScriptedNetwork network = new ScriptedNetwork(world, weather, court);
    AccountConfig account = model.account();
    journal =
        isJournaled()
            ? new SimulatedJournal(
                world,
                court,
                new Chance(order.seed() ^ 0x5DEECE66DL),
                calm,
                order.mutant() == Mutant.FORGETS_OUTCOMES)
            : null;
    shop =
        new Shop(
            world,
            store,
            model,
            court,
            order.mutant(),
            () -> {
              GatewayConfig.Builder config =
                  GatewayConfig.builder()
                      .account(model.channel(), account)
                      .provider(
                          new ScriptedProvider(
                              model.provider(),
                              network::transport,
                              adapter -> Breakage.of(order.mutant(), adapter)))
                      .time(world.time())
                      .random(Chance.generator(order.seed() + 1_000_003L * ++starts));
              return journal == null ? config.build() : config.journal(journal).build();
            },
            this::served);
  }

  /** Every second run has a journal; the others show what a shop can do without. */
  private boolean isJournaled() {
    return order.script() != null || Math.floorMod(order.seed() / 4, 2L) == 0;
  }

  private Set<Integer> someCrashes() {
    Set<Integer> crashes = new TreeSet<>();
    if (chance.percent(60)) {
      for (int i = chance.between(1, 3); i > 0; i--) {
        crashes.add(chance.between(1, 90));
      }
    }
    return crashes;
  }

  static Outcome of(World.Keys keys, Order order) {
    return new Run(keys, order).outcome();
  }

  private Outcome outcome() {
    try {
      play();
    } finally {
      shop.close();
    }
    return new Outcome(
        order.seed(),
        order.channel(),
        world.trace().text(),
        world.trace().digest(),
        List.copyOf(court.violations()),
        world.boundaries());
  }

  private void play() {
    world.say("seed " + order.seed() + " at " + order.channel() + ", " + world.start());
    shop.open();
    if (order.script() != null) {
      order.script().write(this);
      sweeps();
    } else {
      write();
    }
    goOn(world.start().plus(HORIZON));
    world.say("the network has healed");
    weather.clears();
    world.noMoreCrashes();
    if (journal != null) {
      journal.heals();
    }
    recover();
    if (court.violations().isEmpty()) {
      court.look();
      court.end();
      if (journal != null) {
        untilTheJournalRests();
        court.end(journal.entries());
      }
    }
  }

  /** Some entries wait for an expiry, or for a bank: no entry is asked about for ever. */
  private void untilTheJournalRests() {
    for (int round = 0; round < 60 && court.violations().isEmpty(); round++) {
      Instant next = journal.lastQuestionAt().orElse(null);
      if (next == null) {
        return;
      }
      world.later(Duration.ZERO, World.Actor.WORK, "the journal", shop::recover);
      Instant due = next.isAfter(world.now()) ? next : world.now().plusSeconds(60);
      goOn(due);
    }
  }

  private void goOn(Instant end) {
    while (court.violations().isEmpty() && world.step(end)) {
      if (world.isDead()) {
        restart();
      }
      court.look();
    }
    if (court.violations().isEmpty()) {
      world.pass(Duration.between(world.now(), end));
    }
  }

  private void restart() {
    world.pass(order.script() == null ? chance.seconds(1, 90) : Duration.ofSeconds(10));
    world.say("the process starts again");
    world.revive();
    shop.open();
    world.later(Duration.ofSeconds(1), World.Actor.WORK, "recovery", shop::sweep);
    for (Sale sale : store.sales) {
      if (sale.attempts.isEmpty()) {
        world.later(
            Duration.ofSeconds(20), World.Actor.WORK, "the customer again", () -> place(sale, 7));
      }
    }
  }

  private void recover() {
    for (int round = 1; round <= ROUNDS && court.violations().isEmpty(); round++) {
      world.say("round " + round);
      world.later(Duration.ZERO, World.Actor.WORK, "round", shop::sweep);
      Duration step =
          round < 4
              ? Duration.ofMinutes(10)
              : round == 4 ? model.longestLife().plusMinutes(15) : Duration.ofMinutes(15);
      goOn(world.now().plus(step));
    }
  }

  // ---- What the seed writes

  private void write() {
    for (int i = chance.between(1, 2); i > 0; i--) {
      sale("S" + i, chance.pick(model.products()), chance.between(2, 900_00));
    }
    model.mood(chance);
    sweeps();
    for (int i = chance.below(3); i > 0; i--) {
      world.later(chance.seconds(10, 2_400), World.Actor.VISIT, "attacker", this::attack);
    }
    if (chance.percent(15)) {
      Duration ahead = Duration.ofMillis(chance.between(-90_000, 90_000));
      world.later(chance.seconds(0, 1_500), World.Actor.OUTSIDE, "clock", () -> world.skew(ahead));
    }
  }

  private void sweeps() {
    for (int minute : new int[] {2, 6, 13, 26, 44}) {
      Duration when = Duration.ofMinutes(minute).plus(chance.seconds(0, 50));
      world.later(when, World.Actor.WORK, "sweep", shop::sweep);
    }
  }

  private void sale(String name, Product product, int price) {
    Sale sale = new Sale(name, model.money(price), product);
    store.sales.add(sale);
    Duration begin = chance.seconds(0, 40);
    world.later(begin, World.Actor.WORK, "place " + name, () -> place(sale, 1));
    if (chance.percent(30)) {
      boolean again = chance.percent(60);
      world.later(
          begin.plus(chance.seconds(60, 1_700)),
          World.Actor.WORK,
          "give up " + name,
          () -> giveUp(sale, again));
    }
    if (chance.percent(60)) {
      int percent = chance.between(1, 60);
      Duration when = begin.plus(chance.seconds(90, 1_200));
      world.later(when, World.Actor.WORK, "refund", () -> refund(sale, 1, percent));
      if (chance.percent(40)) {
        int rest = chance.between(1, 40);
        world.later(
            when.plus(chance.seconds(65, 300)),
            World.Actor.WORK,
            "refund",
            () -> refund(sale, 2, rest));
      }
    }
    if (product == Product.HOLD) {
      int percent = chance.percent(30) ? 0 : chance.between(20, 100);
      boolean more = chance.percent(30);
      world.later(
          begin.plus(chance.seconds(200, 600)),
          World.Actor.WORK,
          "take",
          () -> takeHeld(sale, percent, more));
    }
  }

  String number(Sale sale, int attempt) {
    String seed = Long.toString(Math.floorMod(order.seed(), 1_000_000_000L));
    return sale.name + "0".repeat(9 - seed.length()) + seed + "A" + attempt;
  }

  void place(Sale sale, int attempt) {
    String number = number(sale, attempt);
    if (store.attempt(number) != null) {
      return;
    }
    if (sale.product == Product.TILL) {
      atTill(number);
    }
    shop.place(sale, number);
  }

  private void atTill(String number) {
    ChannelModel.Typist typist =
        order.script() != null
            ? order.script().typist()
            : chance.pick(List.of(ChannelModel.Typist.values()));
    model.nextAtTill(typist);
    world.say("the buyer at the till " + typist);
    if (typist == ChannelModel.Typist.TYPES || typist == ChannelModel.Typist.HESITATES) {
      Duration typing =
          typist == ChannelModel.Typist.TYPES ? chance.seconds(3, 20) : chance.seconds(25, 80);
      world.later(typing, World.Actor.OUTSIDE, "typed", () -> pays(number));
    } else if (typist == ChannelModel.Typist.IS_POOR) {
      world.later(
          chance.seconds(3, 9),
          World.Actor.OUTSIDE,
          "declined",
          () -> world.say("the bank declines " + number + ": " + model.declines(number)));
    }
  }

  private boolean pays(String number) {
    boolean done = model.pays(number);
    world.say("the buyer pays " + number + ": " + done);
    return done;
  }

  /** A customer has a code or page in front of him. */
  private void served(Attempt attempt) {
    if (!served.add(attempt.number)) {
      return;
    }
    if (order.script() != null) {
      if (order.script().customersPay()) {
        world.later(Duration.ofSeconds(5), World.Actor.OUTSIDE, "pay", () -> payAndReturn(attempt));
      }
      return;
    }
    int kind = chance.below(100);
    if (kind < 10) {
      world.say("the customer of " + attempt.number + " goes away");
      return;
    }
    Duration when =
        kind < 75
            ? chance.seconds(3, 180)
            : kind < 90 ? chance.seconds(600, 1_790) : chance.seconds(1_810, 2_600);
    if (chance.percent(12)) {
      world.later(
          when.dividedBy(2),
          World.Actor.OUTSIDE,
          "declined",
          () ->
              world.say(
                  "the bank declines " + attempt.number + ": " + model.declines(attempt.number)));
    }
    world.later(when, World.Actor.OUTSIDE, "pay", () -> payAndReturn(attempt));
    if (chance.percent(20)) {
      world.later(
          when.plus(chance.seconds(1, 200)),
          World.Actor.OUTSIDE,
          "pay again",
          () -> payAndReturn(attempt));
    }
  }

  private void payAndReturn(Attempt attempt) {
    boolean done = pays(attempt.number);
    if (done && (order.script() != null || chance.percent(70))) {
      Duration back = order.script() != null ? Duration.ofSeconds(3) : chance.seconds(1, 8);
      world.later(
          back,
          World.Actor.VISIT,
          "return of " + attempt.number,
          () -> {
            if (!attempt.sale.cancelled) {
              shop.complete(attempt);
            }
          });
    }
  }

  void giveUp(Sale sale, boolean again) {
    if (sale.attempts.isEmpty() || sale.shipped > 0 || sale.product == Product.TILL) {
      return;
    }
    if (!again) {
      shop.giveUp(sale);
    }
    for (Attempt attempt : List.copyOf(sale.attempts)) {
      shop.closeUnpaid(attempt);
    }
    if (again && sale.shipped == 0 && sale.product != Product.HOLD) {
      place(sale, 2);
    }
  }

  void refund(Sale sale, int part, int percent) {
    for (Attempt attempt : store.attempts()) {
      boolean due =
          attempt.sale == sale
              && attempt.successes == 1
              && (attempt.hold != null || attempt == sale.shippedFor)
              && attempt.refunds.size() == part - 1;
      if (due) {
        long minor = Math.max(1, attempt.amount.minorUnits() * percent / 100);
        shop.refund(attempt, "R" + part + attempt.number, minor);
        return;
      }
    }
  }

  void takeHeld(Sale sale, int percent, boolean more) {
    for (Attempt hold : List.copyOf(sale.attempts)) {
      if (hold.state != PaymentState.AUTHORIZED) {
        continue;
      }
      if (percent == 0) {
        shop.release(hold, "V" + hold.number);
        continue;
      }
      long minor = Math.max(1, hold.amount.minorUnits() * percent / 100);
      boolean several = more && shop.can(Capability.SEVERAL_CAPTURES) && percent < 50;
      shop.capture(hold, "C1" + hold.number, minor, !several);
      if (several) {
        shop.capture(hold, "C2" + hold.number, minor, true);
      }
    }
  }

  // ---- Messages

  private Courier courier() {
    return (target, message) -> {
      Weather.Post post = weather.post();
      if (post == Weather.Post.LOST) {
        world.say("a notification is lost");
        throw new IOException("lost");
      }
      if (post == Weather.Post.LATE) {
        world.say("a notification is late");
        world.later(
            Duration.ofSeconds(6).plus(weather.lateness()),
            World.Actor.VISIT,
            "late notification",
            () -> shop.notified(inbound(target, message)));
        throw new IOException("late");
      }
      Courier.Answer answer = delivered(target, message);
      if (post == Weather.Post.TWICE) {
        answer = delivered(target, message);
      }
      if (post == Weather.Post.UNANSWERED) {
        world.say("the answer to a notification is lost");
        throw new IOException("unanswered");
      }
      return answer;
    };
  }

  private Courier.Answer delivered(URI target, OutboundMessage message) throws IOException {
    if (!world.takesVisitors()) {
      throw new IOException("refused");
    }
    Map<String, NotificationReply> reply = new HashMap<>();
    world.inProcess(
        "notification", () -> reply.put("it", shop.reply(shop.notified(inbound(target, message)))));
    NotificationReply it = reply.get("it");
    if (it == null) {
      throw new IOException("died");
    }
    return new Courier.Answer(
        it.status(), it.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static InboundRequest inbound(URI target, OutboundMessage message) {
    Map<String, List<String>> headers = new HashMap<>();
    message.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    return new InboundRequest("POST", target.getRawPath(), "", headers, message.body());
  }

  // ---- The attacker

  private void attack() {
    List<Attempt> attempts = store.attempts();
    if (attempts.isEmpty()) {
      return;
    }
    String number = chance.pick(attempts).number;
    URI target = URI.create("http://127.0.0.1:8080/pay/notify");
    switch (chance.below(3)) {
      case 0 -> forge(target, model.forged(number));
      case 1 ->
          model
              .overheard(number)
              .ifPresent(genuine -> forge(target, ChannelModel.altered(genuine)));
      default ->
          model
              .overheard(number)
              .ifPresent(
                  genuine ->
                      world.later(
                          chance.seconds(0, 900),
                          World.Actor.VISIT,
                          "replay",
                          () -> {
                            world.say("the attacker replays");
                            shop.notified(inbound(target, genuine));
                          }));
    }
  }

  private void forge(URI target, OutboundMessage message) {
    world.say("the attacker forges");
    String before = store.fingerprint();
    NotificationReply.Kind kind = shop.notified(inbound(target, message));
    court.forged(before, kind == NotificationReply.Kind.ACCEPTED);
  }

  // ---- For scripts

  List<Product> products() {
    return model.products();
  }

  void at(int second, String name, Runnable work) {
    world.later(Duration.ofSeconds(second), World.Actor.WORK, name, work);
  }

  Sale newSale(Product product) {
    Sale sale = new Sale("S1", model.money(88_00), product);
    store.sales.add(sale);
    at(1, "place", () -> place(sale, 1));
    return sale;
  }
}
