package io.jiaozi.tck;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.tck.MessageShape.Role;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be done to a genuine message on its way, and what must come of it: refused, if {@link
 * ChannelHarness#verdicts} does not say otherwise. None of them knows a channel; what each does to
 * a message follows from the channel's {@link MessageShape}. In the report each has an id, {@code
 * F-01} and so on, which stays.
 */
public enum Forgery {
  /** The signature is left out. */
  DROP_SIGNATURE(1),
  /** The time is left out. */
  DROP_TIME(2),
  /** The nonce is left out. */
  DROP_NONCE(3),
  /** The name of the key is left out. */
  DROP_KEY(4),
  /** The name of the algorithm is left out. */
  DROP_ALGORITHM(5),
  /** The body is left out. */
  DROP_BODY(6),

  /** The signature is empty. */
  EMPTY_SIGNATURE(7),
  /** The time is empty. */
  EMPTY_TIME(8),
  /** The nonce is empty. */
  EMPTY_NONCE(9),
  /** The name of the key is empty. */
  EMPTY_KEY(10),
  /** The name of the algorithm is empty. */
  EMPTY_ALGORITHM(11),

  /** One bit of the signature is another. */
  FLIP_SIGNATURE(12),
  /** One bit of what is said is another. */
  FLIP_BODY(13),
  /** One digit of the time is another. */
  FLIP_TIME(14),
  /** One bit of the nonce is another. */
  FLIP_NONCE(15),
  /** One bit of the key's name is another. */
  FLIP_KEY(16),

  /** The signature lacks its last byte. */
  TRUNCATE_SIGNATURE(17),
  /** The signature has a byte more. */
  EXTEND_SIGNATURE(18),
  /** The signature in the alphabet of URLs. */
  SIGNATURE_URL_SAFE(19),
  /** The signature with a blank inside. */
  SIGNATURE_WITH_SPACE(20),
  /** The signature without its padding. */
  SIGNATURE_WITHOUT_PADDING(21),
  /** The signature in upper case. */
  SIGNATURE_UPPER_CASE(22),

  /** The parts of the body in another order. */
  REORDER_BODY(23),
  /** White space in the body that means nothing to a reader; in a form, {@code %20} for a plus. */
  SPACE_IN_BODY(24),
  /** One letter of the body written as an escape. */
  ESCAPE_IN_BODY(25),
  /** A part of the body twice, with another value, before all others. */
  DUPLICATE_FIRST(26),
  /** The same after all others. */
  DUPLICATE_LAST(27),
  /** One more part in the body that at some SDK once switched verification off. */
  SWITCH_FIELD(28),
  /** A byte order mark before the body. */
  MARK_BEFORE_BODY(29),
  /** Text after the body. */
  TEXT_AFTER_BODY(30),

  /** The name of another algorithm. */
  OTHER_ALGORITHM(31),
  /** The name of a weak algorithm. */
  WEAK_ALGORITHM(32),
  /** The algorithm is called "none". */
  NO_ALGORITHM(33),

  /** The signature twice. */
  REPEAT_SIGNATURE(34),
  /** A key that nobody has heard of. */
  UNHEARD_OF_KEY(35),
  /** The key's place names an address of the forger's. */
  KEY_ELSEWHERE(36),
  /** A line end after the nonce. */
  LINE_END_IN_NONCE(37),
  /** The time with a minus before it. */
  NEGATIVE_TIME(38),
  /** A time beyond any number. */
  OVERFLOW_TIME(39),

  /** What another genuine message says, under this one's signature. */
  OTHER_BODY(40),
  /** {@link Making#FOREIGN_KEY}. */
  FOREIGN_KEY(41, Making.FOREIGN_KEY),
  /** {@link Making#OWN_KEY_SAME_NAME}. */
  OWN_KEY_SAME_NAME(42, Making.OWN_KEY_SAME_NAME),
  /** {@link Making#EXPIRED_CERTIFICATE}. */
  EXPIRED_CERTIFICATE(43, Making.EXPIRED_CERTIFICATE),
  /** {@link Making#OTHER_AUTHORITY}. */
  OTHER_AUTHORITY(44, Making.OTHER_AUTHORITY),
  /** {@link Making#TEST_CERTIFICATE}. */
  TEST_CERTIFICATE(45, Making.TEST_CERTIFICATE),
  /** {@link Making#STALE}. */
  STALE(46, Making.STALE),
  /** {@link Making#FUTURE}. */
  FUTURE(47, Making.FUTURE),
  /** {@link Making#OTHER_MERCHANT}. */
  OTHER_MERCHANT(48, Making.OTHER_MERCHANT),

  /** Header names in lower case, as HTTP/2 sends them. */
  HEADERS_LOWER_CASE(49),
  /** A header nobody knows. */
  UNKNOWN_HEADER(50),
  /** The query says something else. */
  QUERY_SAYS_OTHERWISE(51);

  private final int id;
  private final Making making;

  Forgery(int id) {
    this(id, Making.GENUINE);
  }

  Forgery(int id, Making making) {
    this.id = id;
    this.making = making;
  }

  /** What must come of it where the harness says nothing else. */
  public Verdict usualVerdict() {
    return switch (this) {
      case DROP_SIGNATURE, EMPTY_SIGNATURE -> Verdict.refused(UntrustedReason.MISSING_SIGNATURE);
      case FLIP_SIGNATURE, FLIP_BODY -> Verdict.refused(UntrustedReason.BAD_SIGNATURE);
      case STALE, FUTURE -> Verdict.refused(UntrustedReason.STALE);
      case OTHER_MERCHANT -> Verdict.refused(UntrustedReason.FOREIGN);
      case HEADERS_LOWER_CASE -> Verdict.equivalent("names of headers have no case");
      case UNKNOWN_HEADER -> Verdict.equivalent("headers that are not signed mean nothing");
      case QUERY_SAYS_OTHERWISE -> Verdict.equivalent("only the body and its headers are read");
      default -> Verdict.refused();
    };
  }

  /** How the message must be made; {@link Making#GENUINE} for what outsiders can do themselves. */
  public Making making() {
    return making;
  }

  String id() {
    return String.format(Locale.ROOT, "F-%02d", id);
  }

  /** In words, for the report. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Does what an outsider can do; empty where there is nothing to do it to. */
  Optional<WireMessage> forge(Forging f) {
    return switch (this) {
      case DROP_SIGNATURE -> f.without(Role.SIGNATURE);
      case DROP_TIME -> f.without(Role.TIME);
      case DROP_NONCE -> f.without(Role.NONCE);
      case DROP_KEY -> f.without(Role.KEY);
      case DROP_ALGORITHM -> f.without(Role.ALGORITHM);
      case DROP_BODY -> Optional.of(f.start().withBody(""));
      case EMPTY_SIGNATURE -> f.with(Role.SIGNATURE, right -> "");
      case EMPTY_TIME -> f.with(Role.TIME, right -> "");
      case EMPTY_NONCE -> f.with(Role.NONCE, right -> "");
      case EMPTY_KEY -> f.with(Role.KEY, right -> "");
      case EMPTY_ALGORITHM -> f.with(Role.ALGORITHM, right -> "");
      case FLIP_SIGNATURE -> f.flippedSignature();
      case FLIP_BODY -> f.flippedBody();
      case FLIP_TIME -> f.with(Role.TIME, Forging::lastDigitFlipped);
      case FLIP_NONCE -> f.flipped(Role.NONCE);
      case FLIP_KEY -> f.flipped(Role.KEY);
      case TRUNCATE_SIGNATURE -> f.signatureBytes(Forging::withoutLast);
      case EXTEND_SIGNATURE -> f.signatureBytes(Forging::withOneMore);
      case SIGNATURE_URL_SAFE ->
          f.signatureText(text -> text.replace('+', '-').replace('/', '_').replace("=", ""));
      case SIGNATURE_WITH_SPACE ->
          f.signatureText(
              text ->
                  text.substring(0, text.length() / 2) + " " + text.substring(text.length() / 2));
      case SIGNATURE_WITHOUT_PADDING -> f.signatureText(text -> text.replace("=", ""));
      case SIGNATURE_UPPER_CASE -> f.with(Role.SIGNATURE, right -> right.toUpperCase(Locale.ROOT));
      case REORDER_BODY -> f.reordered();
      case SPACE_IN_BODY -> f.spaced();
      case ESCAPE_IN_BODY -> f.escaped();
      case DUPLICATE_FIRST -> f.duplicated(true);
      case DUPLICATE_LAST -> f.duplicated(false);
      case SWITCH_FIELD -> f.added(f.shape().switchField(), false);
      case MARK_BEFORE_BODY ->
          Optional.of(f.start().withBody("\u00ef\u00bb\u00bf" + f.start().body()));
      case TEXT_AFTER_BODY -> Optional.of(f.start().withBody(f.start().body() + "\r\n0"));
      case OTHER_ALGORITHM -> f.with(Role.ALGORITHM, right -> f.shape().otherAlgorithm());
      case WEAK_ALGORITHM -> f.with(Role.ALGORITHM, right -> f.shape().weakAlgorithm());
      case NO_ALGORITHM -> f.with(Role.ALGORITHM, right -> "none");
      case REPEAT_SIGNATURE -> f.twice(Role.SIGNATURE);
      case UNHEARD_OF_KEY ->
          f.with(Role.KEY, right -> new StringBuilder(right).reverse().toString());
      case KEY_ELSEWHERE -> f.with(Role.KEY, right -> f.elsewhere().toString());
      case LINE_END_IN_NONCE -> f.with(Role.NONCE, right -> right + "\n");
      case NEGATIVE_TIME -> f.with(Role.TIME, right -> "-" + right);
      case OVERFLOW_TIME -> f.with(Role.TIME, right -> "99999999999999999999");
      case OTHER_BODY -> Optional.of(f.saying(f.donor()));
      case HEADERS_LOWER_CASE -> Optional.of(f.start().renamingHeaders());
      case UNKNOWN_HEADER -> Optional.of(f.start().plusHeader("X-Verified", "true"));
      case QUERY_SAYS_OTHERWISE -> Optional.of(f.start().withQuery("amount=1&sign=0"));
      case FOREIGN_KEY,
          OWN_KEY_SAME_NAME,
          EXPIRED_CERTIFICATE,
          OTHER_AUTHORITY,
          TEST_CERTIFICATE,
          STALE,
          FUTURE,
          OTHER_MERCHANT ->
          Optional.empty();
    };
  }
}
