package io.jiaozi.unionpay;

import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Decline;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What UnionPay's two-character codes mean, wherever they stand: {@code respCode} for a request,
 * {@code origRespCode} for a transaction asked about. A code nobody knows is {@link Kind#UNKNOWN},
 * never a failure. Source: protocol sheet, section 5.2.
 *
 * @param kind what follows from it
 * @param what what the channel says, a clause
 * @param reason why a request with this code was refused; null where it is no refusal
 * @param remedy what to do, a sentence; empty where it is no refusal
 * @param decline why a buyer's payment with this code was declined; null if it is no decline
 */
record Code(
    Kind kind,
    String what,
    @Nullable RejectedReason reason,
    String remedy,
    Decline.@Nullable Reason decline) {

  /** What a code leads to. */
  enum Kind {
    /** Done; of a request that starts something, accepted. */
    SUCCESS,
    /** The channel or a bank is working on it: ask. */
    PENDING,
    /** Whether anything happened is not told: ask. */
    UNKNOWN,
    /** The number exists: ask for it. */
    DUPLICATE,
    /** There is no such transaction. */
    NOT_FOUND,
    /** Refused for good. */
    FAILED
  }

  private static final String ASK_UNIONPAY = "Ask UnionPay's support with the order number.";
  private static final String ANOTHER_WAY = "Ask the buyer to pay in another way.";

  private static final Map<String, Code> ALL =
      Map.ofEntries(
          Map.entry("00", open(Kind.SUCCESS, "says that it is done")),
          Map.entry("A6", open(Kind.SUCCESS, "says that it is done with a defect")),
          Map.entry("03", open(Kind.PENDING, "lost touch with the bank")),
          Map.entry("04", open(Kind.PENDING, "does not know yet how it ended")),
          Map.entry("05", open(Kind.PENDING, "has taken it and not finished it")),
          Map.entry("70", open(Kind.PENDING, "waits for the cardholder")),
          Map.entry("83", open(Kind.PENDING, "waits for the card's bank")),
          Map.entry("02", open(Kind.UNKNOWN, "says that its system is closed")),
          Map.entry("06", open(Kind.UNKNOWN, "says that its system is busy")),
          Map.entry("37", open(Kind.UNKNOWN, "says that the calls come too often")),
          Map.entry("74", open(Kind.UNKNOWN, "does not know how the bill was settled")),
          Map.entry("75", open(Kind.UNKNOWN, "took the money and could not settle the bill")),
          Map.entry("99", open(Kind.UNKNOWN, "reports a failure without a cause")),
          Map.entry("12", open(Kind.DUPLICATE, "says that the number exists already")),
          Map.entry(
              "34",
              new Code(
                  Kind.NOT_FOUND,
                  "knows no such transaction",
                  RejectedReason.NOT_FOUND,
                  "Check number, time and account.",
                  null)),
          Map.entry(
              "10",
              refusal(
                  RejectedReason.INVALID,
                  "finds the message malformed",
                  "Check the channel extras; if there are none, report this with the order number.")),
          Map.entry(
              "11",
              refusal(
                  RejectedReason.BAD_CREDENTIALS,
                  "does not accept the signature",
                  "Check \"signing-certificate\", whether it is the one registered in the merchant portal, and \"merchant-id\"."
                      + " Until then every call will fail.")),
          Map.entry(
              "13",
              refusal(
                  RejectedReason.INVALID,
                  "misses a field",
                  "Check which fields the product wants and add them as channel extras.")),
          Map.entry(
              "14", refusal(RejectedReason.INVALID, "finds the batch malformed", "Mend the file.")),
          Map.entry(
              "31",
              refusal(
                  RejectedReason.NOT_PERMITTED,
                  "says that the merchant may not do this in its present state",
                  "Ask UnionPay or the acquirer to enable the merchant.")),
          Map.entry(
              "32",
              refusal(
                  RejectedReason.NOT_PERMITTED,
                  "says that the merchant has no permission for this transaction",
                  "Apply for the product with UnionPay or the acquirer.")),
          Map.entry(
              "33",
              new Code(
                  Kind.FAILED,
                  "says that the amount is beyond a limit",
                  RejectedReason.AMOUNT_EXCEEDED,
                  "Look up the merchant's limits in the contract.",
                  Decline.Reason.LIMIT)),
          Map.entry(
              "43",
              refusal(
                  RejectedReason.NOT_PERMITTED,
                  "says that the merchant has not got this business",
                  "Apply for the product with UnionPay or the acquirer.")),
          Map.entry(
              "35",
              refusal(
                  RejectedReason.WRONG_STATE,
                  "does not find the original transaction, or finds it in a state that does not allow this",
                  "Query it and act on its state.")),
          Map.entry(
              "36",
              refusal(
                  RejectedReason.INVALID,
                  "says that this does not match the original transaction",
                  "Query it and compare amount and currency.")),
          Map.entry(
              "45",
              refusal(
                  RejectedReason.WRONG_STATE,
                  "says that the original was given back or undone already",
                  "Query the refunds before another one.")),
          Map.entry(
              "46",
              refusal(
                  RejectedReason.WRONG_STATE,
                  "says that the original was reversed already",
                  "Query it and act on its state.")),
          Map.entry(
              "38",
              new Code(
                  Kind.FAILED,
                  "refuses for risk control",
                  RejectedReason.OTHER,
                  ASK_UNIONPAY,
                  Decline.Reason.RISK)),
          Map.entry(
              "39",
              new Code(
                  Kind.FAILED,
                  "does not accept this at this hour",
                  RejectedReason.TOO_LATE,
                  "Try again within the accepting hours.",
                  Decline.Reason.OTHER)),
          Map.entry("40", declined("refuses the card's binding", Decline.Reason.INSTRUMENT)),
          Map.entry(
              "41",
              refusal(
                  RejectedReason.NOT_FOUND,
                  "has no file for this batch yet",
                  "Ask again an hour later.")),
          Map.entry(
              "42",
              new Code(
                  Kind.FAILED,
                  "says that the time to pay was over",
                  RejectedReason.TOO_LATE,
                  "Begin a new attempt with a new number.",
                  Decline.Reason.TIMED_OUT)),
          Map.entry(
              "98",
              refusal(
                  RejectedReason.NOT_FOUND,
                  "has no such file",
                  "Ask for another day, or later; a day without transactions has none.")),
          Map.entry("01", declined("says that it failed", Decline.Reason.OTHER)),
          Map.entry("30", declined("says that it did not pass", Decline.Reason.OTHER)),
          Map.entry("44", declined("refuses the card", Decline.Reason.INSTRUMENT)),
          Map.entry("60", declined("says that the bank refused", Decline.Reason.OTHER)),
          Map.entry("61", declined("finds the card invalid", Decline.Reason.INSTRUMENT)),
          Map.entry(
              "62",
              declined("says that the bank refuses this merchant", Decline.Reason.INSTRUMENT)),
          Map.entry("63", declined("finds the card in a wrong state", Decline.Reason.INSTRUMENT)),
          Map.entry("64", declined("finds too little money on the card", Decline.Reason.FUNDS)),
          Map.entry(
              "65", declined("finds a wrong secret of the card", Decline.Reason.WRONG_SECRET)),
          Map.entry(
              "66", declined("finds a wrong name, identity or phone", Decline.Reason.WRONG_SECRET)),
          Map.entry("67", declined("counts too many wrong secrets", Decline.Reason.WRONG_SECRET)),
          Map.entry("68", declined("does not support this card here", Decline.Reason.INSTRUMENT)),
          Map.entry("69", declined("waited too long for the buyer", Decline.Reason.TIMED_OUT)),
          Map.entry("71", declined("finds a wrong SMS code", Decline.Reason.WRONG_SECRET)),
          Map.entry("72", declined("finds the card not enrolled", Decline.Reason.INSTRUMENT)),
          Map.entry("73", declined("finds the payment expired", Decline.Reason.TIMED_OUT)),
          Map.entry(
              "77", declined("finds the card not opened for this", Decline.Reason.INSTRUMENT)),
          Map.entry(
              "78", declined("says that the bank restricts the card", Decline.Reason.INSTRUMENT)),
          Map.entry("79", declined("cannot send an SMS for this card", Decline.Reason.INSTRUMENT)),
          Map.entry("80", declined("finds the token expired", Decline.Reason.INSTRUMENT)),
          Map.entry("81", declined("finds the month's limit reached", Decline.Reason.LIMIT)),
          Map.entry("82", declined("wants the card's PIN", Decline.Reason.WRONG_SECRET)),
          Map.entry(
              "91", declined("could not authenticate the buyer", Decline.Reason.WRONG_SECRET)),
          Map.entry("85", declined("refuses by a rule of its promotion", Decline.Reason.OTHER)),
          Map.entry("86", declined("finds the code in a wrong state", Decline.Reason.CODE_INVALID)),
          Map.entry("87", declined("finds the code used up", Decline.Reason.CODE_INVALID)),
          Map.entry("88", declined("knows no such code", Decline.Reason.CODE_INVALID)),
          Map.entry("89", declined("finds the token in a wrong state", Decline.Reason.INSTRUMENT)),
          Map.entry("90", declined("finds too little money", Decline.Reason.FUNDS)));

  private static final Code STRANGE =
      open(Kind.UNKNOWN, "answered with a code that has no known meaning");

  static Code of(String code) {
    return ALL.getOrDefault(code, STRANGE);
  }

  static boolean isKnown(String code) {
    return ALL.containsKey(code);
  }

  /** Paid, and something beside the payment went wrong: a person should compare the statement. */
  static boolean isDefect(String code) {
    return code.equals("A6");
  }

  private static Code open(Kind kind, String what) {
    return new Code(kind, what, null, "", null);
  }

  private static Code refusal(RejectedReason reason, String what, String remedy) {
    return new Code(Kind.FAILED, what, reason, remedy, null);
  }

  private static Code declined(String what, Decline.Reason decline) {
    return new Code(Kind.FAILED, what, RejectedReason.OTHER, ANOTHER_WAY, decline);
  }
}
