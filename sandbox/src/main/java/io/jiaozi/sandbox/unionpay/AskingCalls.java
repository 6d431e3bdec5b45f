package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.CertificateAuthority.Identity;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.unionpay.Transaction.Entrance;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Questions: about transactions, the encryption certificate, a settlement day. */
final class AskingCalls {
  private static final Pattern MONTH_DAY =
      Pattern.compile("(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])");

  private final Ledger ledger;
  private final Contents contents;
  private final UnionpayCredentials credentials;
  private final Consumer<Transaction> outcomeKnown;
  private volatile boolean unpaidIsUnknown;

  /**
   * @param outcomeKnown told when a query was the last that was put off
   */
  AskingCalls(
      Ledger ledger,
      Contents contents,
      UnionpayCredentials credentials,
      Consumer<Transaction> outcomeKnown) {
    this.ledger = ledger;
    this.contents = contents;
    this.credentials = credentials;
    this.outcomeKnown = outcomeKnown;
  }

  void unpaidIsUnknown(boolean unknown) {
    unpaidIsUnknown = unknown;
  }

  /** 00: two codes, one for the question and one for what was asked about; sheet 5.3. */
  Reply query(Account account, Form form) {
    Fields fields = new Fields(form);
    fields.require("accessType", "0");
    Transaction found =
        switch (fields.require("txnSubType")) {
          case "00" -> byPair(account, form, fields);
          case "02" ->
              ledger.byQueryId(account.merchantId(), fields.require("queryId", Fields.QUERY_ID));
          default -> throw Refusal.invalid("txnSubType");
        };
    if (found == null || isHidden(found)) {
      throw Refusal.of("34");
    }
    Ledger.Told told = ledger.tell(found);
    SortedMap<String, String> answer =
        ledger.read(found, transaction -> contents.told(transaction, told.code()));
    Reply reply = Answers.of(answer, "00");
    return told.truthComesOut() ? reply.afterwards(() -> outcomeKnown.accept(found)) : reply;
  }

  private @Nullable Transaction byPair(Account account, Form form, Fields fields) {
    String orderId = fields.require("orderId", Fields.ORDER_ID);
    fields.time("txnTime");
    return ledger.find(new Transaction.Key(account.merchantId(), orderId, form.get("txnTime")));
  }

  private boolean isHidden(Transaction found) {
    return unpaidIsUnknown
        && found.entrance == Entrance.FRONT
        && ledger.read(found, order -> order.state == Transaction.State.WAITING);
  }

  /** 95: the certificate that merchants encrypt for. */
  Reply encryptionCertificate(Form form) {
    Fields fields = new Fields(form);
    fields.require("txnSubType", "00");
    fields.require("bizType", "000000");
    fields.require("certType", "01");
    fields.require("orderId", Fields.ORDER_ID);
    fields.time("txnTime");
    SortedMap<String, String> answer = Answers.echo(form);
    answer.put("certType", "01");
    Identity encryption = credentials.encryption();
    answer.put("encryptPubKeyCert", MessageSigner.pem(encryption));
    return Answers.of(answer, "00");
  }

  /** 76: the file about a settlement day of this year or, when that is still to come, the last. */
  Reply settlementFile(Account account, Form form, LocalDate today) {
    Fields fields = new Fields(form);
    fields.require("txnSubType", "01");
    fields.require("bizType", "000000");
    fields.require("fileType", "00");
    String monthDay = fields.require("settleDate", MONTH_DAY);
    fields.time("txnTime");
    LocalDate day = settlementDay(monthDay, today);
    List<byte[]> records = ledger.settled(account.merchantId(), day, SettlementFile::record);
    if (records.isEmpty()) {
      throw Refusal.of("98");
    }
    SortedMap<String, String> answer = Answers.echo(form);
    answer.put("fileType", "00");
    answer.put("settleDate", monthDay);
    answer.put("fileName", SettlementFile.fileName(account.merchantId(), day));
    answer.put("fileContent", SettlementFile.content(account.merchantId(), day, records));
    return Answers.of(answer, "00");
  }

  private static LocalDate settlementDay(String monthDay, LocalDate today) {
    int month = Integer.parseInt(monthDay.substring(0, 2));
    int dayOfMonth = Integer.parseInt(monthDay.substring(2));
    for (int year = today.getYear(); year > today.getYear() - 8; year--) {
      // Eight years hold a leap year, whatever the century.
      if (YearMonth.of(year, month).isValidDay(dayOfMonth)) {
        LocalDate day = LocalDate.of(year, month, dayOfMonth);
        if (!day.isAfter(today)) {
          return day;
        }
      }
    }
    throw Refusal.invalid("settleDate");
  }
}
