package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlipayReturnTest {

  private final ContractContext context = new ContractContext();
  private final AlipayAdapter adapter = TestAccount.open(URI.create("http://127.0.0.1:9"), context);

  @AfterEach
  void close() {
    context.close();
  }

  private static Notices back() {
    Notices back = new Notices();
    return back.with("charset", "utf-8")
        .with("out_trade_no", "20261124A001")
        .with("method", "alipay.trade.page.pay.return")
        .with("total_amount", "88.00")
        .with("trade_no", TestAccount.TRADE_NO)
        .with("auth_app_id", TestAccount.APP_ID)
        .with("version", "1.0")
        .with("app_id", TestAccount.APP_ID)
        .with("sign_type", "RSA2")
        .with("seller_id", TestAccount.SELLER)
        .with("timestamp", "2026-11-24 20:00:05");
  }

  private CustomerReturn read(String query) {
    return adapter.readReturn(new InboundRequest("GET", "/back", query, Map.of(), new byte[0]));
  }

  private UntrustedReason reason(String query) {
    return catchThrowableOfType(Untrusted.class, () -> read(query)).reason();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shop=1&", "flag&", "shop=%E4&", "a=1&a=2&"})
  void return_signed_isGenuineWhateverTheShopsOwnParametersAre(String own) {
    CustomerReturn back = read(own + back().body());

    assertThat(back).isEqualTo(new CustomerReturn(TestAccount.ORDER, true));
  }

  @Test
  void return_certificateNameUnsigned_isGenuine() {
    assertThat(
            read(back().unsigned("alipay_cert_sn", "687b59193f3f462dd5336e5abf83c5d8").body())
                .signed())
        .isTrue();
  }

  @Test
  void return_parameterAlipayAddsSomeDay_isPartOfWhatIsSigned() {
    assertThat(read(back().with("passback_params", "x").body()).signed()).isTrue();
  }

  @Test
  void return_unsigned_isAHintAndNoMore() {
    assertThat(read("out_trade_no=20261124A001&total_amount=88.00"))
        .isEqualTo(new CustomerReturn(TestAccount.ORDER, false));
    assertThat(read("")).isEqualTo(new CustomerReturn(null, false));
    assertThat(read("out_trade_no=%20")).isEqualTo(new CustomerReturn(null, false));
    assertThat(read("shop=1")).isEqualTo(new CustomerReturn(null, false));
  }

  @ParameterizedTest
  @CsvSource({
    "total_amount=88.00, total_amount=0.01",
    "out_trade_no=20261124A001, out_trade_no=20261124A002"
  })
  void return_altered_isUntrusted(String from, String to) {
    assertThat(reason(back().body().replace(from, to))).isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @Test
  void return_signedByStranger_isUntrusted() {
    assertThat(reason(back().signedBy(TestKeys.STRANGER).body()))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({"app_id, 2021000122682883", "seller_id, 2088000000000009"})
  void return_forAnother_isForeign(String field, String value) {
    assertThat(reason(back().with(field, value).body())).isEqualTo(UntrustedReason.FOREIGN);
  }

  @Test
  void return_ofAMerchantActedFor_isGenuine() {
    assertThat(
            read(back()
                    .with("auth_app_id", "2021009999999999")
                    .with("seller_id", "2088000000000001")
                    .body())
                .signed())
        .isTrue();
  }
}
