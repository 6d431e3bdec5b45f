package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.CertificateAuthority.Identity;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.unionpay.Transaction.Entrance;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Questions: about transactions, the encryption certificate, a settlement day. */
final class AskingCalls {
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
}
