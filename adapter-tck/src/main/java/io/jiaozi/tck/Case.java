package io.jiaozi.tck;

/**
 * One thing that is tried.
 *
 * @param id of the rule, such as {@code X-07}
 * @param rule what the rule asks, a clause that fits after "The adapter" or stands alone
 * @param detail which case of the rule; empty if it has one only
 * @param excusable whether an author may say that the rule does not apply
 * @param trial tries it
 */
record Case(String id, String rule, String detail, boolean excusable, Trial trial) {

  /** Tries it; fails by throwing. */
  interface Trial {
    void run() throws Exception;
  }

  static Case of(String id, String rule, Trial trial) {
    return new Case(id, rule, "", true, trial);
  }

  /** One that nobody is excused from. */
  static Case always(String id, String rule, Trial trial) {
    return new Case(id, rule, "", false, trial);
  }

  Case in(String which) {
    return new Case(id, rule, which, excusable, trial);
  }

  /** What authors name it by. */
  String key() {
    return detail.isEmpty() ? id : id + "/" + detail;
  }

  String displayName() {
    return id + " " + (detail.isEmpty() ? "" : detail + ": ") + rule;
  }
}
