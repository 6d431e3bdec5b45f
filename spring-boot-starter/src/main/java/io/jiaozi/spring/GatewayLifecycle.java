package io.jiaozi.spring;

import io.jiaozi.PaymentGateway;
import io.jiaozi.health.Finding;
import io.jiaozi.journal.RecoveryReport;
import io.jiaozi.notification.NotificationHandler;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * The gateway's day: says how the accounts are and looks after what the last run left open before
 * the web server listens; after it has stopped, waits for the handlers and closes the gateway.
 */
final class GatewayLifecycle implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(GatewayLifecycle.class);

  /** Before the web server, whose phases are the last 1024 and 2048, and after it at the end. */
  private static final int PHASE = Integer.MAX_VALUE - 4096;

  private final ConfigurableApplicationContext context;
  private final PaymentGateway gateway;
  private final NotificationHandler notifications;
  private final ShopHandler shop;
  private final boolean journal;
  private final String kept;
  private final Housekeeping housekeeping;
  private final Duration every;
  private volatile boolean running;
  private boolean started;

  GatewayLifecycle(
      ConfigurableApplicationContext context,
      PaymentGateway gateway,
      NotificationHandler notifications,
      ShopHandler shop,
      boolean journal,
      String kept,
      Housekeeping housekeeping,
      Duration every) {
    this.context = context;
    this.gateway = gateway;
    this.notifications = notifications;
    this.shop = shop;
    this.journal = journal;
    this.kept = kept;
    this.housekeeping = housekeeping;
    this.every = every;
  }

  @Override
  public synchronized void start() {
    running = true;
    if (started) {
      return;
    }
    started = true;
    report();
    housekeeping.begin();
    if (journal && shop.isThere()) {
      // Not on this thread: a channel that does not answer must not keep the shop from opening.
      Thread recovery = new Thread(this::recover, "jiaozi-recovery");
      recovery.setDaemon(true);
      recovery.start();
    }
  }

  private void report() {
    var diagnosis = gateway.diagnose();
    log.info(
        "Payments: {} accounts; journal and handled messages {}.",
        diagnosis.accounts().size(),
        kept);
    tell("jiaozi", diagnosis.general());
    diagnosis
        .accounts()
        .forEach(
            account ->
                tell(
                    "Account " + account.account() + " (" + account.channel() + ")",
                    account.findings()));
  }

  private static void tell(String what, List<Finding> findings) {
    List<Finding> bad = level(findings, Finding.Level.WARNING, Finding.Level.BROKEN).toList();
    if (bad.isEmpty() && !findings.isEmpty()) {
      log.info("{}: in order", what);
    }
    bad.forEach(finding -> log.warn("{}: {} {}", what, finding.field(), finding.sentence()));
  }

  private static Stream<Finding> level(
      List<Finding> findings, Finding.Level one, Finding.Level other) {
    return findings.stream().filter(finding -> finding.level() == one || finding.level() == other);
  }

  private void recover() {
    try {
      RecoveryReport report = gateway.recover(notifications.merchantHandler());
      if (report.looked() > 0) {
        log.info("What the last run left open: {}", report);
      }
    } catch (RuntimeException failed) {
      log.warn(
          "Looking after what the last run left open failed with {}; the sweep goes on with it",
          failed.getClass().getName());
    }
    try {
      gateway.sweep(every, notifications.merchantHandler());
    } catch (IllegalStateException closedOrSweeping) {
      log.debug("No sweep is begun: {}", closedOrSweeping.getMessage());
    }
  }

  /**
   * For good only if the application ends: a context that pauses or is stopped by hand goes on with
   * the same gateway.
   */
  @Override
  public void stop() {
    running = false;
    if (context.isClosed()) {
      notifications.close();
      gateway.close();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
