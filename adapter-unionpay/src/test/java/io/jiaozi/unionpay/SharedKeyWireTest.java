package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.tck.ContractContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign methods 11 and 12: the same protocol with a shared key and without certificates. */
class SharedKeyWireTest {

  private static final String SECRET = "c4n4ry88888888";

  private final FakeUnionpay server = new FakeUnionpay();
  private final ContractContext context = new ContractContext();

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private UnionpayAdapter open(String method) {
    Map<String, String> values = new TreeMap<>();
    values.put(Settings.MERCHANT_ID, TestAccount.MERID);
    values.put(Settings.ENVIRONMENT, "test");
    values.put(Settings.SIGN_METHOD, method);
    values.put(Settings.SECURE_KEY, SECRET);
    return TestAccount.open(server.address(), context, values);
  }

  private static String signed(Wire wire, String method, String secret, boolean form) {
    String text = wire.with("signMethod", method).unsignedReply();
    String signature =
        SharedKey.of(method, secret).signature(text.getBytes(StandardCharsets.UTF_8));
    return (form ? wire.unsignedForm() : text) + "&signature=" + signature;
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void query_isSignedAndItsReplyVerified(String method) {
    server.raw(200, signed(TestAccount.order("00"), method, SECRET, false));

    assertThat(open(method).query(TestAccount.ORDER, TestAccount.call(Operation.QUERY)).state())
        .isEqualTo(PaymentState.PAID);
    Map<String, String> asked = server.asked(0).fields();
    assertThat(asked).containsEntry("signMethod", method).doesNotContainKey("certId");
    assertThat(asked.get("signature"))
        .matches("[0-9a-f]{64}")
        .isEqualTo(
            SharedKey.of(method, SECRET)
                .signature(Wire.text(asked).getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void reply_withAnotherKey_isUnknown(String method) {
    server.raw(200, signed(TestAccount.order("00"), method, "another", false));
    UnionpayAdapter adapter = open(method);

    assertThat(
            Outcomes.unknown(
                    () -> adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY)))
                .reason())
        .isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void notification_isVerified(String method) {
    UnionpayAdapter adapter = open(method);
    String form = signed(TestAccount.notice(), method, SECRET, true);

    assertThat(adapter.readNotification(Wire.post(form), TestAccount.call(Operation.NOTIFICATION)))
        .isInstanceOf(Notification.PaymentChanged.class);
    assertThat(
            Outcomes.untrusted(
                    () ->
                        adapter.readNotification(
                            Wire.post(form.replace("txnAmt=8800", "txnAmt=8801")),
                            TestAccount.call(Operation.NOTIFICATION)))
                .reason())
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void notification_thatChoosesAnotherMethod_isUntrusted(String method) {
    UnionpayAdapter adapter = open(method);
    String other = signed(TestAccount.notice(), method.equals("11") ? "12" : "11", SECRET, true);

    assertThat(
            Outcomes.untrusted(
                    () ->
                        adapter.readNotification(
                            Wire.post(other), TestAccount.call(Operation.NOTIFICATION)))
                .reason())
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
    assertThat(
            Outcomes.untrusted(
                    () ->
                        adapter.readNotification(
                            TestAccount.notice().notification(),
                            TestAccount.call(Operation.NOTIFICATION)))
                .reason())
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }
}
