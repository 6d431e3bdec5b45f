package io.jiaozi.tck;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One thing done wrong by the adapter of the teahouse, and the rules that turn red by it: exactly
 * these of the chapters they stand in.
 */
public enum Defect {
  LOUD_ID("A-02 A-08..10 A-12"),
  NAMELESS("A-04 W-06"),
  OTHER_SPI("A-03 A-08..10 A-12"),
  FORGETS_REQUIRED("A-08 A-12"),
  ADDRESS_AS_TEXT("A-10"),
  OPEN_SECRET("A-06"),
  ODD_SETTING("A-05 A-08..10 A-12"),
  SHOWS_BROKEN_KEY("A-09"),
  EAGER("A-07"),
  LOGS_SETTINGS("R-03 R-07 R-08"),
  LEAKS_THREADS("T-07"),
  ADDS_PROVIDER("J-01"),
  LOOSENS_TLS("J-02"),
  SETS_PROPERTY("J-03"),
  REPLACES_TLS_DEFAULT("J-04"),
  STOPS_REDIRECTS("J-05"),
  SPEAKS_ANOTHER_LANGUAGE("J-06"),
  TAKES_STREAM("J-07"),
  TAKES_HANDLER("J-08"),
  WAITS_LONGER("X-15"),
  FOLLOWS_REDIRECTS("X-12"),
  SILENCE_IS_NOT_SENT("X-15"),
  SILENCE_IS_A_CODE("W-02"),
  RESENDS("X-05 X-06 X-13 X-14 X-16..18"),
  LOST_IS_NOT_SENT("X-05 X-06 X-13 X-14 X-16..18"),
  LOST_IS_REFUSED("X-04..06 X-13 X-14 X-16..18"),
  TECHNICAL_WORDS("W-01"),
  LEAKS_SOCKETS("T-06"),
  NO_NAME_IS_OPEN("X-02"),
  NO_HANDSHAKE_IS_OPEN("X-03"),
  REFUSED_IS_OPEN("X-01 X-02"),
  GARBAGE_BREAKS("X-18"),
  CHUNKS_BREAK("X-17"),
  TRUNCATED_IS_REFUSED("X-16"),
  FEWER_SCENES("C-01"),
  CLAIMS_EVERY_SCENE("C-01 C-15..17"),
  CLAIMS_EVERY_HOLD("C-02 C-19..23"),
  CLAIMS_NO_HOLD("C-02 C-11 I-15"),
  CLAIMS_XAF("C-04 L-04 L-08"),
  FICKLE("C-04 C-05"),
  DENIES_CLOSE("C-03 C-06"),
  DENIES_REVERSE("C-03 C-07"),
  DENIES_COMPLETE("C-03 C-08 I-16"),
  DENIES_REAUTHORIZE("C-03 C-09"),
  DENIES_CALLS("C-03 C-10 C-39"),
  TOO_STRICT("L-02"),
  TOO_LAX("L-03 L-05"),
  PROBLEM_WITHOUT_STOP("W-05"),
  ONE_PROBLEM_AT_A_TIME("L-05"),
  PASSES_EXTRAS("L-07"),
  REFUSES_EXPIRY("C-26"),
  CHECKS_BY_ASKING("L-09"),
  TAKES_ANY_REFUND_NUMBER("L-10"),
  REFUNDS_PARTS_ONLY("C-34"),
  TAKES_ANY_LOCATOR("L-06"),
  ASKS_ABOUT_QUESTIONS("P-01"),
  ASKS_BACKWARDS("P-03"),
  SENDS_CODES_AGAIN("P-05"),
  NEVER_ASKS("P-06"),
  NEGATIVE_GRACE("P-07"),
  FICKLE_PLAN("P-02"),
  UNDOES_EVERYTHING("P-04"),
  IMPURE_REFERENCE("S-02 W-07"),
  UNPADDED("M-01..04 M-06 M-07"),
  TWO_DECIMALS("M-03"),
  LOCAL_DIGITS("M-05"),
  ROUNDS_REFUNDS("M-06"),
  ROUNDS_CAPTURES("M-07"),
  DOES_NOT_RECOVER("T-06 T-08"),
  MIXES_ANSWERS("T-03"),
  NOT_THREAD_SAFE("T-01"),
  LOGS_REQUESTS("R-03 R-04 R-08"),
  STATUS_IS_REFUSED("X-07..12"),
  HIDES_STATUS("W-08"),
  TRUSTS_UNSIGNED_REPLIES("X-21"),
  PAGE_IS_REFUSED("X-19 X-21"),
  TRUSTS_ANY_REPLY("X-20"),
  SHOWS_REPLY("R-04"),
  REFUSES_WITHOUT_CODE("W-03"),
  FRESH_KEY_FOR_PAYMENTS("I-01 I-02 I-12 I-13 T-02"),
  FRESH_KEY_FOR_HOLDS("I-06"),
  FRESH_KEY_FOR_CAPTURES("I-07 I-15"),
  FRESH_KEY_FOR_REFUNDS("I-03 I-05 I-14 T-04"),
  FRESH_KEY_FOR_COMPLETIONS("I-11 I-16"),
  FORGETS_RAW("S-19"),
  OPEN_IS_PAID("S-04 S-17"),
  HELD_IS_PAID("C-18 C-33 S-14"),
  UNDONE_IS_PAID("C-28 I-10 S-09"),
  DECLINED_IS_OPEN("S-07"),
  NOT_FOUND_IS_REFUSED("S-06"),
  FORGETS_REFUNDS("S-18"),
  FORGETS_CHANNEL_ID("S-05"),
  REUSED_IS_FINE("I-02"),
  TOO_MUCH_IS_FINE("S-12 S-15 W-03"),
  WRONG_STATE_IS_FINE("S-13 S-16"),
  ACTS_FOR_NOBODY("C-38"),
  RENAMES("S-01..03 S-05 S-07..12 S-18 S-19"),
  SHOWS_AT_THE_TILL("C-13"),
  SHOWS_NOTHING("C-12"),
  SPOILS_PAGES("C-14"),
  TAKES_INSTEAD_OF_HOLDING("C-18 C-30..33 S-14"),
  FORGETS_NUMBERS("C-24"),
  KNOWS_ITS_OWN_OBJECTS_ONLY("S-03"),
  ASKS_TWICE("X-00"),
  COMPLETED_IS_APPROVED("C-29 I-11"),
  UNAPPROVED_IS_PAID("S-17"),
  CLOSES_NOTHING("C-27 I-09"),
  CLOSED_WHATEVER("S-08"),
  CLOSES_ONCE_ONLY("I-09"),
  REVERSES_NOTHING("C-28 I-10 S-09"),
  REVERSES_ONCE_ONLY("I-10"),
  CAPTURES_ALL("C-30 C-31"),
  EVERY_CAPTURE_IS_LAST("C-31"),
  VOIDS_ONCE_ONLY("I-08"),
  VOIDED_IS_HELD("C-32 I-08"),
  RENEWED_IS_PROCESSING("C-33"),
  ONE_REFUND_A_PAYMENT("I-03..05 I-14"),
  REFUNDS_ALL("C-35"),
  REUSED_REFUND_IS_FINE("I-05"),
  RENAMES_REFUNDS("S-10"),
  FORGETS_REFUND_NUMBERS("C-25"),
  NO_REFUND_IS_PROCESSING("S-11"),
  DISOWNS("N-11"),
  OWNS_ALL("N-12"),
  OWNERSHIP_BREAKS("N-13"),
  PARSES_FIRST("N-14..19"),
  ASKS_WHILE_READING("N-08 N-14..19"),
  LOCKS_OUT("T-05"),
  LOGS_MESSAGES("R-05 R-06"),
  BELIEVES_ANYTHING("F-01..42 F-46 F-47 N-14..19 T-05"),
  REFUSES_WHAT_IT_DOES_NOT_KNOW("F-50 F-51"),
  BELIEVES_UNSIGNED("F-01 F-07 F-34"),
  IGNORES_KEY("F-04 F-10 F-16 F-35 F-36"),
  FETCHES_KEYS_ANYWHERE("F-36"),
  IGNORES_ALGORITHM("F-05 F-11 F-31..33"),
  GIVES_WRONG_REASON("F-12 F-13"),
  SHOWS_FORGERY("R-06"),
  UNTRUSTED_IN_SENTENCES("W-04"),
  IGNORES_TIME("F-46 F-47"),
  MINDS_HEADER_CASE("F-34 F-49 N-22"),
  TAKES_FIRST_OF_TWO("F-34"),
  LENIENT_BASE64("F-19..21"),
  COMPARES_BEGINNINGS("F-17 F-18"),
  IGNORES_MERCHANT("F-48"),
  PAYMENTS_ARE_UNMAPPED("C-36 N-01 N-09 N-22"),
  REFUNDS_ARE_UNMAPPED("C-37 N-05"),
  NOTIFIED_REFUNDS_FAILED("N-05"),
  REFUND_IS_THE_SAME_FACT("N-06"),
  UNKNOWN_IS_UNTRUSTED("N-07"),
  NOTIFIED_AMOUNT_IS_OFF("N-01"),
  NOTIFIED_REFERENCE_FINDS_NOTHING("N-01 N-09 N-22"),
  FACT_IS_THE_DELIVERY("N-02"),
  ONE_FACT_FOR_ALL("N-03"),
  LONG_FACTS("N-04"),
  REPLIES_IN_PROSE("N-10"),
  ASKS_AT_RETURNS("N-20"),
  CALLS_RETURNS_SIGNED("N-21"),
  CALLS_TWICE("C-39"),
  CLOSES_ITSELF_ONCE("A-11"),
  SHOWS_KEY("R-07"),
  UNREGISTERED("A-01"),
  FEW_LIMITS("L-01"),
  LENIENT_VERDICTS("F-01..42 F-46..48 F-99"),
  NO_SECRETS("R-01");

  private static final AtomicReference<Defect> CURRENT = new AtomicReference<>();

  private final String rules;

  /**
   * What is found out.
   *
   * @param rules ids apart by blanks; {@code F-01..03} is three
   */
  Defect(String rules) {
    this.rules = rules;
  }

  /** Switches one on, and the one before off; null switches all off. */
  static void use(Defect defect) {
    CURRENT.set(defect);
  }

  /** Whether it is done wrong now. */
  public boolean on() {
    return CURRENT.get() == this;
  }

  /** The rules that turn red. */
  Set<String> rules() {
    Set<String> ids = new TreeSet<>();
    for (String piece : rules.split(" ", -1)) {
      String chapter = piece.substring(0, 2);
      int first = Integer.parseInt(piece.substring(2, 4));
      int last = piece.contains("..") ? Integer.parseInt(piece.substring(6)) : first;
      for (int id = first; id <= last; id++) {
        ids.add(chapter + String.format(Locale.ROOT, "%02d", id));
      }
    }
    return ids;
  }
}
