package io.jiaozi.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.payment.PaymentReference;
import org.junit.jupiter.api.Test;

class CustomerReturnTest {

  @Test
  void referenceFor_locatorAlone_isCompletedByTheShopsNumber() {
    CustomerReturn told = new CustomerReturn(null, "x1.abc", false);

    assertThat(told.referenceFor("P1")).contains(new PaymentReference("P1", "x1.abc"));
  }

  @Test
  void referenceFor_wholeReference_isTakenOnlyForItsOwnNumber() {
    PaymentReference reference = new PaymentReference("P1", "x1.abc");
    CustomerReturn told = new CustomerReturn(reference, true);

    assertThat(told.referenceFor("P1")).contains(reference);
    assertThat(told.referenceFor("P2")).isEmpty();
  }

  @Test
  void referenceFor_nothingTold_isEmpty() {
    assertThat(new CustomerReturn(null, false).referenceFor("P1")).isEmpty();
  }
}
