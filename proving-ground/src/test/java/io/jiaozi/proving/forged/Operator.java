package io.jiaozi.proving.forged;

import io.jiaozi.proving.message.Forging;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.Making;
import io.jiaozi.proving.message.MessageShape.Role;
import io.jiaozi.proving.message.WireMessage;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be done to a genuine message on its way. The first forty are the same for every channel;
 * the others stand in for those that a channel has no place for. None of them knows a channel.
 */
enum Operator {
  DROP_SIGNATURE,
  DROP_TIME,
  DROP_NONCE,
  DROP_KEY,
  DROP_ALGORITHM,
  DROP_BODY,

  EMPTY_SIGNATURE,
  EMPTY_TIME,
  EMPTY_NONCE,
  EMPTY_KEY,

  FLIP_SIGNATURE,
  FLIP_BODY,
  FLIP_TIME,
  FLIP_NONCE,
  FLIP_KEY,

  TRUNCATE_SIGNATURE,
  EXTEND_SIGNATURE,

  SIGNATURE_URL_SAFE,
  SIGNATURE_WITH_SPACE,
  SIGNATURE_WITHOUT_PADDING,

  REORDER_BODY,
  SPACE_IN_BODY,
  ESCAPE_IN_BODY,

  DUPLICATE_FIRST,
  DUPLICATE_LAST,

  OTHER_ALGORITHM,
  WEAK_ALGORITHM,
  NO_ALGORITHM,

  FOREIGN_KEY,
  OWN_KEY_SAME_NAME,
  EXPIRED_CERTIFICATE,
  OTHER_AUTHORITY,
  TEST_CERTIFICATE,

  STALE,
  FUTURE,
  NEGATIVE_TIME,
  OVERFLOW_TIME,

  OTHER_BODY,
  OTHER_MERCHANT,
  SWITCH_FIELD,

  // From here on: stand-ins.

  /** The channel's own probe. */
  PROBE(false),
  /** The same signature twice. */
  REPEAT_SIGNATURE(false),
  /** A key nobody has heard of, named like a real one. */
  UNHEARD_OF_KEY(false),
  /** The key's place names an address of the forger's own. */
  KEY_ELSEWHERE(false),
  /** A line end in the nonce, which could move the border between nonce and body. */
  LINE_END_IN_NONCE(false),
  /** The algorithm is named, by an empty name. */
  EMPTY_ALGORITHM(false),
  /** The signature in upper case, which is another one. */
  SIGNATURE_UPPER_CASE(false),
  /** A byte order mark before the body. */
  MARK_BEFORE_BODY(false),
  /** Text after the body. */
  TEXT_AFTER_BODY(false),
  /** The signed fields a second time in the query, where nobody may look. */
  QUERY_SAYS_OTHERWISE(false),
  /** Header names in lower case, as HTTP/2 sends them. */
  HEADERS_LOWER_CASE(false),
  /** A header nobody knows. */
  UNKNOWN_HEADER(false);

  /** How many every channel faces. */
  static final int COUNT = 40;

  private final boolean forAll;

  Operator() {
    this(true);
  }

  Operator(boolean forAll) {
    this.forAll = forAll;
  }

  /** Whether every channel's table has it. */
  boolean forAll() {
    return forAll;
  }

  /** The making a message has to start from; {@link Making#GENUINE} for what outsiders can do. */
  Making making() {
    return switch (this) {
      case FOREIGN_KEY -> Making.FOREIGN_KEY;
      case OWN_KEY_SAME_NAME -> Making.OWN_KEY_SAME_NAME;
      case EXPIRED_CERTIFICATE -> Making.EXPIRED_CERTIFICATE;
      case OTHER_AUTHORITY -> Making.OTHER_AUTHORITY;
      case TEST_CERTIFICATE -> Making.TEST_CERTIFICATE;
      case STALE -> Making.STALE;
      case FUTURE -> Making.FUTURE;
      case OTHER_MERCHANT -> Making.OTHER_MERCHANT;
      case PROBE -> Making.PROBE;
      default -> Making.GENUINE;
    };
  }

  /** Does it to a message made anew; empty where the channel's messages have no place for it. */
  Optional<WireMessage> forge(GenuineMessage message, Forging with) {
    return making() == Making.GENUINE ? forge(with) : message.make(making());
  }

  /** Does what an outsider can do; empty where there is nothing to do it to. */
  Optional<WireMessage> forge(Forging f) {
    return switch (this) {
      case DROP_SIGNATURE -> f.without(Role.SIGNATURE);
      case DROP_TIME -> f.without(Role.TIME);
      case DROP_NONCE -> f.without(Role.NONCE);
      case DROP_KEY -> f.without(Role.KEY);
      case DROP_ALGORITHM -> f.without(Role.ALGORITHM);
      case DROP_BODY -> f.withoutBody();
      case EMPTY_SIGNATURE -> f.emptied(Role.SIGNATURE);
      case EMPTY_TIME -> f.emptied(Role.TIME);
      case EMPTY_NONCE -> f.emptied(Role.NONCE);
      case EMPTY_KEY -> f.emptied(Role.KEY);
      case FLIP_SIGNATURE -> f.flippedSignature();
      case FLIP_BODY -> f.flippedBody();
      case FLIP_TIME -> f.with(Role.TIME, Operator::lastDigitFlipped);
      case FLIP_NONCE -> f.flipped(Role.NONCE);
      case FLIP_KEY -> f.flipped(Role.KEY);
      case TRUNCATE_SIGNATURE -> f.signatureBytes(Operator::withoutLast);
      case EXTEND_SIGNATURE -> f.signatureBytes(Operator::withOneMore);
      case SIGNATURE_URL_SAFE ->
          f.signatureText(text -> text.replace('+', '-').replace('/', '_').replace("=", ""));
      case SIGNATURE_WITH_SPACE ->
          f.signatureText(text -> text.substring(0, 64) + " " + text.substring(64));
      case SIGNATURE_WITHOUT_PADDING -> f.signatureText(text -> text.replace("=", ""));
      case REORDER_BODY -> f.reordered();
      case SPACE_IN_BODY -> f.spaced();
      case ESCAPE_IN_BODY -> f.escaped();
      case DUPLICATE_FIRST -> f.duplicated(true);
      case DUPLICATE_LAST -> f.duplicated(false);
      case OTHER_ALGORITHM -> f.with(Role.ALGORITHM, right -> f.shape().otherAlgorithm());
      case WEAK_ALGORITHM -> f.with(Role.ALGORITHM, right -> f.shape().weakAlgorithm());
      case NO_ALGORITHM -> f.with(Role.ALGORITHM, right -> "none");
      case NEGATIVE_TIME -> f.with(Role.TIME, right -> "-" + right);
      case OVERFLOW_TIME -> f.with(Role.TIME, right -> "99999999999999999999");
      case OTHER_BODY -> f.saying(f.donor().get());
      case SWITCH_FIELD -> f.added(f.shape().switchField(), false);
      case REPEAT_SIGNATURE -> f.twice(Role.SIGNATURE);
      case UNHEARD_OF_KEY -> f.with(Role.KEY, Operator::unheardOf);
      case KEY_ELSEWHERE -> f.with(Role.KEY, right -> f.elsewhere().toString());
      case LINE_END_IN_NONCE -> f.with(Role.NONCE, right -> right + "\n");
      case EMPTY_ALGORITHM -> f.emptied(Role.ALGORITHM);
      case SIGNATURE_UPPER_CASE -> f.with(Role.SIGNATURE, right -> right.toUpperCase(Locale.ROOT));
      case MARK_BEFORE_BODY -> f.marked();
      case TEXT_AFTER_BODY ->
          Optional.of(f.start().withBodyAsBytes(f.start().bodyAsBytes() + "\r\n0"));
      case QUERY_SAYS_OTHERWISE -> Optional.of(f.start().withQuery("total_amount=0.01&sign=0"));
      case HEADERS_LOWER_CASE ->
          Optional.of(f.start().renamingHeaders(name -> name.toLowerCase(Locale.ROOT)));
      case UNKNOWN_HEADER -> Optional.of(f.start().plusHeader("X-Verified", "true", true));
      case FOREIGN_KEY,
          OWN_KEY_SAME_NAME,
          EXPIRED_CERTIFICATE,
          OTHER_AUTHORITY,
          TEST_CERTIFICATE,
          STALE,
          FUTURE,
          OTHER_MERCHANT,
          PROBE ->
          Optional.empty();
    };
  }

  private static String lastDigitFlipped(String time) {
    for (int at = time.length() - 1; at >= 0; at--) {
      char c = time.charAt(at);
      if (c >= '0' && c <= '9') {
        return time.substring(0, at) + (char) (c ^ 1) + time.substring(at + 1);
      }
    }
    return time + "1";
  }

  private static byte[] withoutLast(byte[] bytes) {
    byte[] changed = new byte[Math.max(0, bytes.length - 1)];
    System.arraycopy(bytes, 0, changed, 0, changed.length);
    return changed;
  }

  private static byte[] withOneMore(byte[] bytes) {
    byte[] changed = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, changed, 0, bytes.length);
    return changed;
  }

  /** The same characters, turned round: the length and the alphabet are right. */
  private static String unheardOf(String key) {
    return new StringBuilder(key).reverse().toString();
  }
}
