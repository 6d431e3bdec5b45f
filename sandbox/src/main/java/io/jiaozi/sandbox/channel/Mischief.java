package io.jiaozi.sandbox.channel;

/** What a person can let go wrong next, by a button of a cashier. */
public enum Mischief {
  /** The next request is carried out and its answer is lost. */
  REPLY_LOST("丢失下一个应答", "Lose the next reply"),
  /** The next request fails in the channel, which does nothing. */
  SERVER_ERROR("下一个请求 500", "Next request fails"),
  /** See {@link Outbox.Mishap#DELAYED}. */
  NOTIFICATION_DELAYED("通知延迟十秒", "Notify 10 s late"),
  /** See {@link Outbox.Mishap#DUPLICATED}. */
  NOTIFICATION_DUPLICATED("通知发两次", "Notify twice"),
  /** See {@link Outbox.Mishap#DROPPED}. */
  NOTIFICATION_DROPPED("通知丢失", "Never notify"),
  /** The armed faults are forgotten; mishaps of notifications are not. */
  NO_FAULTS("撤销请求故障", "Forget the faults");

  private final String chinese;
  private final String english;

  Mischief(String chinese, String english) {
    this.chinese = chinese;
    this.english = english;
  }

  /** What the button sends: the name in lower case with hyphens. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The button's words for people. */
  public String chinese() {
    return chinese;
  }

  /** The same in English. */
  public String english() {
    return english;
  }
}
