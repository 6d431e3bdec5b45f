package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.tck.ContractContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a reply is believed: proved bytes and nothing else. */
class ReplyTrustTest {

  private static final String PAID =
      "{\"code\":\"10000\",\"msg\":\"Success\","
          + TestAccount.trade(
              "TRADE_SUCCESS",
              ",\"send_pay_date\":\"2026-11-24 20:00:03\",\"note\":\"} \\\" { https:\\/\\/x \\u4e2d\"")
          + "}";
  private static final String METHOD = "alipay.trade.query";

  private final FakeAlipay server = new FakeAlipay();
  private final ContractContext context = new ContractContext();
  private final AlipayAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private static String sign(String node) {
    return TestKeys.sign(TestKeys.ALIPAY, node.getBytes(StandardCharsets.UTF_8));
  }

  private void answer(String body) {
    server.then((asked, exchange) -> FakeAlipay.reply(exchange, 200, "application/json", body));
  }

  private PaymentState state() {
    return adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY)).state();
  }

  private OutcomeUnknown unknown() {
    return catchThrowableOfType(OutcomeUnknown.class, this::state);
  }

  @Test
  void reply_genuine_isBelievedWhateverTheOrderOfItsMembers() {
    answer(FakeAlipay.envelope(METHOD, PAID, sign(PAID), null));
    answer(
        "{ \"sign\" : \""
            + sign(PAID)
            + "\" ,\n \"alipay_trade_query_response\" :  "
            + PAID
            + " }");
    answer("{\"sign\":\"" + sign(PAID) + "\",\"error_response\":" + PAID + "}");

    assertThat(state()).isEqualTo(PaymentState.PAID);
    assertThat(state()).isEqualTo(PaymentState.PAID);
    assertThat(state()).isEqualTo(PaymentState.PAID);
  }

  @Test
  void reply_signedWithBareSlashes_isBelieved() {
    answer(FakeAlipay.envelope(METHOD, PAID, sign(PAID.replace("\\/", "/")), null));

    assertThat(state()).isEqualTo(PaymentState.PAID);
  }

  @Test
  void reply_signedOverAnythingElse_isNot() {
    answer(FakeAlipay.envelope(METHOD, PAID, sign(PAID.replace("88.00", "88.01")), null));
    answer(FakeAlipay.envelope(METHOD, PAID, sign(PAID.replace("\\u4e2d", "中")), null));
    answer(FakeAlipay.envelope(METHOD, PAID, sign(PAID.replace(",", ", ")), null));

    for (int i = 0; i < 3; i++) {
      OutcomeUnknown unknown = unknown();
      assertThat(unknown.reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
      assertThat(unknown.getMessage())
          .isEqualTo(
              "answered 200 with a message that carries a signature that does not fit its bytes (unproved, it says 10000)");
    }
  }

  @Test
  void reply_signedByStranger_isNot() {
    server.signed(PAID, TestKeys.STRANGER, null);

    assertThat(unknown().reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void reply_signedWithSha1_isNot() {
    answer(
        FakeAlipay.envelope(
            METHOD,
            PAID,
            TestKeys.sign(
                "SHA1withRSA", TestKeys.ALIPAY.getPrivate(), PAID.getBytes(StandardCharsets.UTF_8)),
            null));

    assertThat(unknown().reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA", "not base64!", "====", "-_-_"})
  void reply_signatureIsNoSignature_isNot(String signature) {
    answer(FakeAlipay.envelope(METHOD, PAID, signature, null));

    assertThat(unknown().reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void reply_successUnsigned_isNot() {
    server.unsigned(PAID);
    answer("{\"alipay_trade_query_response\":" + PAID + ",\"sign\":\"\"}");

    assertThat(unknown().reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
    assertThat(unknown().reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void reply_pendingUnsigned_isNot() {
    server.unsigned("{\"code\":\"10003\",\"msg\":\"x\"}");

    assertThat(unknown().reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  /** "Not found" decides whether something is sent again, so it must be proved. */
  @Test
  void reply_notFoundUnsigned_isNotBelieved() {
    server.unsigned(FakeAlipay.error("40004", "ACQ.TRADE_NOT_EXIST"));

    assertThat(unknown().reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void reply_failureWithWrongSignature_isNotBelieved() {
    server.signed(FakeAlipay.error("40002", "isv.app-cert-not-exist"), TestKeys.STRANGER, null);

    assertThat(unknown().getMessage())
        .isEqualTo(
            "answered 200 with a message that carries a signature that does not fit its bytes (unproved, it says 40002,"
                + " isv.app-cert-not-exist)");
  }

  @Test
  void reply_anotherMethodsAnswer_isUnreadable() {
    answer(FakeAlipay.envelope("alipay.trade.pay", PAID, sign(PAID), null));

    assertThat(unknown().reason()).isEqualTo(Cause.UNREADABLE_REPLY);
  }

  @Test
  void reply_twoAnswersOrAMemberTwice_isUnreadable() {
    answer(
        "{\"alipay_trade_query_response\":"
            + PAID
            + ",\"error_response\":"
            + PAID
            + ",\"sign\":\""
            + sign(PAID)
            + "\"}");
    answer(
        "{\"alipay_trade_query_response\":{},\"alipay_trade_query_response\":"
            + PAID
            + ",\"sign\":\""
            + sign(PAID)
            + "\"}");

    assertThat(unknown().reason()).isEqualTo(Cause.UNREADABLE_REPLY);
    assertThat(unknown().reason()).isEqualTo(Cause.UNREADABLE_REPLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>", "{", "[]", "null", "{\"alipay_trade_query_response\":12}", "{}"})
  void reply_garbage_isUnreadable(String body) {
    server.raw(200, body);

    assertThat(unknown().reason()).isEqualTo(Cause.UNREADABLE_REPLY);
  }

  @Test
  void reply_genuineWithoutCode_isUnreadable() {
    server.signed("{\"msg\":\"Success\"}");

    assertThat(unknown().reason()).isEqualTo(Cause.UNREADABLE_REPLY);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 302, 404, 500, 503})
  void reply_otherStatusThan200_isUnknown(int status) {
    server.raw(status, "x");

    OutcomeUnknown unknown = unknown();
    assertThat(unknown.reason()).isEqualTo(Cause.SERVER_ERROR);
    assertThat(unknown.httpStatus()).isEqualTo(status);
  }

  @Test
  void reply_encryptedUnsigned_isNotEvenOpened() {
    Map<String, String> values = TestAccount.values();
    values.put(Settings.CONTENT_KEY, TestAccount.CONTENT_KEY);
    AlipayAdapter encrypting = TestAccount.open(server.address(), context, values);
    server.unsigned("\"G7PYcjyAquhKW/Z/PmtCC9anZI58gbG8GWG+T8AntSJAGJKBHBrz/7IoJGO1LdCr\"");

    assertThat(
            catchThrowableOfType(
                    OutcomeUnknown.class,
                    () -> encrypting.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY)))
                .reason())
        .isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"AAAA\"", "\"no base64!\"", "\"AAECAwQFBgcICQoLDA0ODw==\""})
  void reply_encryptedWithAnotherKey_isUnreadable(String node) {
    Map<String, String> values = TestAccount.values();
    values.put(Settings.CONTENT_KEY, TestAccount.CONTENT_KEY);
    AlipayAdapter encrypting = TestAccount.open(server.address(), context, values);
    server.signed(node);

    assertThat(
            catchThrowableOfType(
                    OutcomeUnknown.class,
                    () -> encrypting.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY)))
                .getMessage())
        .isEqualTo(
            "answered with an encrypted message that \"content-key\" does not open; compare it with the console");
  }

  @Test
  void reply_encryptedAndNoContentKey_saysSo() {
    server.signed("\"G7PYcjyAquhKW/Z/PmtCC9anZI58gbG8GWG+T8AntSJAGJKBHBrz/7IoJGO1LdCr\"");

    assertThat(unknown().getMessage())
        .isEqualTo(
            "answered with an encrypted message, and the account has no \"content-key\" to open it");
  }
}
