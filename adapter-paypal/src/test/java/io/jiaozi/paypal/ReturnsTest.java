package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnsTest {

  private static CustomerReturn read(String query) {
    return Returns.read(new InboundRequest("GET", "/back", query, Map.of(), new byte[0]));
  }

  @Test
  void token_isTheOrder_whichTheShopsNumberMakesAReference() {
    CustomerReturn told = read("lang=en&token=5O190127TN364715T&PayerID=QYR5Z8XDVJNXQ");

    assertThat(told.signed()).isFalse();
    assertThat(told.reference()).isNull();
    assertThat(told.referenceFor(TestAccount.NUMBER)).contains(TestAccount.ORDER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "token=",
        "token=lower",
        "token=A%2FB",
        "token=A&token=B",
        "token",
        "token=%",
        "PayerID=X",
        "Token=5O190127TN364715T"
      })
  void anythingElse_tellsNothing(String query) {
    assertThat(read(query)).isEqualTo(new CustomerReturn(null, false));
  }
}
