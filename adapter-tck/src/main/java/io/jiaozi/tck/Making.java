package io.jiaozi.tck;

/**
 * How a message is made by those who hold the channel's keys: as it should be, or wrong in a way
 * that no outsider could bring about. A fake that knows no such way says so by an empty answer; the
 * author gives the reason in {@link ChannelHarness#verdicts}.
 */
public enum Making {
  /** As the channel makes it, now. */
  GENUINE,
  /** Genuine, long ago: signed for a time of yesterday. */
  STALE,
  /** Genuine, for a time far ahead: signed for a time of tomorrow. */
  FUTURE,
  /** Signed with a good key that is not the channel's, and says so. */
  FOREIGN_KEY,
  /** Signed with a key of the forger's own under the name of the channel's. */
  OWN_KEY_SAME_NAME,
  /** Signed with the channel's own key, whose certificate is over. */
  EXPIRED_CERTIFICATE,
  /** Signed under a certificate of another authority. */
  OTHER_AUTHORITY,
  /** Signed as the channel's test environment does. */
  TEST_CERTIFICATE,
  /** Genuine, for another merchant or app of the same channel. */
  OTHER_MERCHANT
}
