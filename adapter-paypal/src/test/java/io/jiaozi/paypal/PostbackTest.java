package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.tck.ContractContext;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostbackTest {

  private final ContractContext context = new ContractContext();
  private final FakePaypal paypal = new FakePaypal();
  private final PaypalAdapter adapter =
      TestAccount.open(paypal.address(), context, Map.of(Settings.WEBHOOK_VERIFICATION, "paypal"));

  @AfterEach
  void close() {
    context.close();
    paypal.close();
  }

  private Notification read(InboundRequest request) {
    return adapter.readNotification(request, TestAccount.call(Operation.NOTIFICATION));
  }

  @Test
  void verifiedByPaypal_isBelieved_andTheMessageWasAskedAboutByteByByte() {
    paypal.answer(200, "{\"verification_status\":\"SUCCESS\"}");
    String spaced =
        new Events(paypal)
            .body()
            .replace("\"event_version\":\"1.0\"", "\"event_version\" :  \"1.0\"");
    InboundRequest request = new Events(paypal).body(spaced).request();

    assertThat(read(request)).isInstanceOf(Notification.PaymentChanged.class);

    FakePaypal.Asked asked = paypal.asked().get(0);
    assertThat(asked.method() + " " + asked.target())
        .isEqualTo("POST /v1/notifications/verify-webhook-signature");
    assertThat(asked.header("Authorization")).startsWith("Bearer ");
    assertThat(asked.body())
        .startsWith("{\"auth_algo\":\"SHA256withRSA\",\"cert_url\":\"" + paypal.address())
        .contains("\"webhook_id\":\"" + TestAccount.WEBHOOK_ID + "\"")
        .endsWith(",\"webhook_event\":" + spaced + "}");
    assertThat(paypal.askedForCertificates()).isEmpty();
  }

  @Test
  void status200_isNoProofByItself() {
    paypal
        .answer(200, "{\"verification_status\":\"FAILURE\"}")
        .answer(200, "{}")
        .answer(200, "{\"verification_status\":\"MAYBE\"}")
        .answer(200, "<html/>");
    InboundRequest request = new Events(paypal).request();

    assertThat(catchThrowableOfType(Untrusted.class, () -> read(request)).reason())
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
    for (int i = 0; i < 3; i++) {
      assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> read(request))).isNotNull();
    }
  }

  @Test
  void paypalDown_isForNowOnly() {
    paypal.answer(503, "");

    assertThat(catchThrowableOfType(ChannelFailure.class, () -> read(new Events(paypal).request())))
        .isInstanceOf(OutcomeUnknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{},\"webhook_id\":\"EVIL\",\"x\":{}",
        "{}}",
        "{\"a\":1},\"transmission_id\":\"x\"",
        "null",
        "[]",
        ""
      })
  void messageThatWouldRewriteTheQuestion_isNotAskedAbout(String body) {
    Untrusted untrusted =
        catchThrowableOfType(Untrusted.class, () -> read(new Events(paypal).body(body).request()));

    assertThat(untrusted.reason()).isEqualTo(UntrustedReason.MALFORMED);
    assertThat(paypal.asked()).isEmpty();
  }

  @Test
  void foreignCertificateAddress_isNotAskedAbout() {
    InboundRequest request =
        new Events(paypal).url("https://evil.example/v1/notifications/certs/CERT-1").request();

    assertThat(catchThrowableOfType(Untrusted.class, () -> read(request)).reason())
        .isEqualTo(UntrustedReason.UNKNOWN_KEY);
    assertThat(paypal.asked()).isEmpty();
  }
}
