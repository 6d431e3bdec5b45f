package io.jiaozi.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The shop's database: a commit happens as a whole or not at all, and takes time. */
final class Store {
  private final World world;
  private final boolean forgetful;
  final List<Rows.Sale> sales = new ArrayList<>();
  final Set<String> facts = new LinkedHashSet<>();
  final List<String> alarms = new ArrayList<>();

  /**
   * @param forgetful a mutant: what is written before sending is lost
   */
  Store(World world, boolean forgetful) {
    this.world = world;
    this.forgetful = forgetful;
  }

  void commit(String what, Runnable change) {
    world.boundary("before writing " + what);
    change.run();
    world.boundary("written: " + what);
  }

  /** What has to be written before anything is sent. */
  void intend(String what, Runnable change) {
    commit(what, forgetful ? () -> {} : change);
  }

  Rows.Attempt attempt(String number) {
    for (Rows.Sale sale : sales) {
      for (Rows.Attempt attempt : sale.attempts) {
        if (attempt.number.equals(number)) {
          return attempt;
        }
        for (Rows.Attempt capture : attempt.captures) {
          if (capture.number.equals(number)) {
            return capture;
          }
        }
      }
    }
    return null;
  }

  Rows.RefundRow refund(String number) {
    for (Rows.Attempt attempt : attempts()) {
      for (Rows.RefundRow refund : attempt.refunds) {
        if (refund.number.equals(number)) {
          return refund;
        }
      }
    }
    return null;
  }

  /** Whether some row has this number. */
  boolean knows(String number) {
    if (attempt(number) != null || refund(number) != null) {
      return true;
    }
    for (Rows.Attempt attempt : attempts()) {
      if (attempt.release != null && attempt.release.number.equals(number)) {
        return true;
      }
    }
    return false;
  }

  List<Rows.Attempt> attempts() {
    List<Rows.Attempt> all = new ArrayList<>();
    for (Rows.Sale sale : sales) {
      for (Rows.Attempt attempt : sale.attempts) {
        all.add(attempt);
        all.addAll(attempt.captures);
      }
    }
    return all;
  }

  /** Everything that matters, as text: equal before and after what must change nothing. */
  String fingerprint() {
    StringBuilder text = new StringBuilder();
    for (Rows.Attempt attempt : attempts()) {
      text.append(attempt.number)
          .append(attempt.state)
          .append(attempt.successes)
          .append(attempt.sale.shipped);
      attempt.refunds.forEach(refund -> text.append(refund.number).append(refund.state));
    }
    return text.append(facts).append(alarms).toString();
  }
}
