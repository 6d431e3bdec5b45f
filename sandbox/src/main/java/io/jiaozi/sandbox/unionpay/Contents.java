package io.jiaozi.sandbox.unionpay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Cipher;

/** What the channel says about a transaction: in notifications, on the way back, in queries. */
final class Contents {
  /** A public test card; sheet 7.1. */
  private static final String CARD = "6216261000000000018";

  private static final List<String> ECHOED =
      List.of(
          "accessType",
          "bizType",
          "merId",
          "orderId",
          "reqReserved",
          "reserved",
          "txnAmt",
          "txnSubType",
          "txnTime",
          "txnType");

  private final UnionpayCredentials credentials;
  private volatile CardNumbers cardNumbers = CardNumbers.MASKED;

  Contents(UnionpayCredentials credentials) {
    this.credentials = credentials;
  }

  void cardNumbers(CardNumbers how) {
    cardNumbers = how;
  }

  /** Fields of a notification; sheet 5.1, examples KA-1 and KA-4. */
  SortedMap<String, String> notification(Transaction transaction, Instant now) {
    SortedMap<String, String> fields = about(transaction);
    settled(fields, transaction);
    String code = transaction.respCode(now);
    fields.put("respCode", code);
    fields.put("respMsg", ResponseText.of(code));
    return fields;
  }

  /** Fields of a query's answer; sheet 5.3, example KA-3. */
  SortedMap<String, String> told(Transaction transaction, String code) {
    SortedMap<String, String> fields = about(transaction);
    if (transaction.isSuccess() && transaction.endCode.equals(code)) {
      settled(fields, transaction);
    }
    fields.put("issuerIdentifyMode", "0");
    fields.put("origRespCode", code);
    fields.put("origRespMsg", ResponseText.of(code));
    return fields;
  }

  private SortedMap<String, String> about(Transaction transaction) {
    SortedMap<String, String> fields = new TreeMap<>();
    for (String name : ECHOED) {
      if (transaction.request.containsKey(name)) {
        fields.put(name, transaction.field(name));
      }
    }
    fields.put("version", "5.1.0");
    fields.put("encoding", Form.charsetOf(transaction.request).name().toLowerCase(Locale.ROOT));
    fields.put("currencyCode", "156");
    fields.put("queryId", transaction.queryId);
    fields.put("traceNo", transaction.traceNo);
    fields.put("traceTime", transaction.traceTime);
    return fields;
  }

  private void settled(SortedMap<String, String> fields, Transaction transaction) {
    fields.put("settleAmt", Long.toString(transaction.amount));
    fields.put("settleCurrencyCode", "156");
    fields.put("settleDate", BeijingTime.monthDay(BeijingTime.settlementDay(transaction.endedAt)));
    String card = card(transaction.account);
    if (!card.isEmpty()) {
      fields.put("accNo", card);
    }
  }

  private String card(Account account) {
    return switch (cardNumbers) {
      case LEFT_OUT -> "";
      case CLEAR -> CARD;
      case MASKED -> masked();
      case ENCRYPTED -> account.signsWithCertificate() ? encrypted(masked()) : masked();
    };
  }

  private static String masked() {
    return CARD.substring(0, 4) + "***********" + CARD.substring(CARD.length() - 4);
  }

  /** For the merchant's signing certificate; sheet 4.5. */
  private String encrypted(String text) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(Cipher.ENCRYPT_MODE, credentials.merchantCertificate().getPublicKey());
      return Base64.getEncoder()
          .encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The sandbox could not encrypt a card number.", e);
    }
  }
}
