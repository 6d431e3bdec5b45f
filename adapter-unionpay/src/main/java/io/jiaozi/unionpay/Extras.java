package io.jiaozi.unionpay;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.ChannelExtras;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Fields of UnionPay's own that a request may carry beside the common ones: plain field names and
 * exact values. Card data are refused: card numbers do not exist in this API.
 */
final class Extras {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,31}");
  private static final int LONGEST = 2048;

  private static final Set<String> MESSAGE =
      Set.of(
          "version",
          "encoding",
          "signMethod",
          "certId",
          "encryptCertId",
          "signature",
          "signPubKeyCert",
          "merId",
          "accessType",
          "subMerId",
          "txnType",
          "txnSubType",
          "bizType",
          "channelType",
          "orderId",
          "txnTime",
          "txnAmt",
          "currencyCode",
          "backUrl",
          "frontUrl",
          "payTimeout",
          "reqReserved",
          "queryId",
          "origQryId",
          "origOrderId",
          "origTxnTime",
          "tokenPayData");

  private Extras() {}

  /**
   * Everything wrong with the extras of one request.
   *
   * @param alsoOurs names that the scene of the request sets itself
   */
  static List<Problem> check(ChannelExtras extras, Set<String> alsoOurs) {
    Set<String> ours = new HashSet<>(MESSAGE);
    ours.addAll(alsoOurs);
    List<Problem> problems = new ArrayList<>();
    extras
        .fields()
        .forEach(
            (name, value) -> {
              if (!NAME.matcher(name).matches()) {
                problems.add(
                    new Problem(
                        "channelExtras",
                        "holds a name that is none. Write it as UnionPay's documents do, such as riskRateInfo."));
              } else {
                checkField(name, value, ours, problems);
              }
            });
    return problems;
  }

  private static void checkField(
      String name, String value, Set<String> ours, List<Problem> problems) {
    String field = "channelExtras." + name;
    if (CardData.FIELDS.contains(name)) {
      problems.add(
          new Problem(
              field,
              "carries card data, which this API never does. Let the buyer type them on UnionPay's page."));
    } else if (ours.contains(name)) {
      problems.add(
          new Problem(
              field,
              "is set by the SDK from the request or the account, so it cannot be given again. Remove it."));
    } else if (value.length() > LONGEST) {
      problems.add(new Problem(field, "has more than 2048 characters. Shorten it."));
    } else {
      Texts.problemWithValue(value)
          .ifPresent(sentence -> problems.add(new Problem(field, sentence)));
    }
  }

  /** Puts checked extras into a message. */
  static void addTo(Fields message, ChannelExtras extras) {
    extras.fields().forEach(message::put);
  }
}
