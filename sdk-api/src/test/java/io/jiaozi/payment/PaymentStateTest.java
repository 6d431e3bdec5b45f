package io.jiaozi.payment;

import static io.jiaozi.payment.PaymentState.Advance.FORWARD;
import static io.jiaozi.payment.PaymentState.Advance.LATE_SUCCESS;
import static io.jiaozi.payment.PaymentState.Advance.SAME;
import static io.jiaozi.payment.PaymentState.Advance.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.payment.PaymentState.Advance;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PaymentStateTest {

  private static final List<PaymentState> STATES = List.of(PaymentState.values());

  /**
   * One row a stored state, one letter a new state, both in the order of the enum. F forward, = the
   * same, . stale, ! late success. Written by hand from the published ranks, not computed.
   */
  private static final String[] GRAPH = {
    //            NUAPPA DCV PC RRR
    /* NOT_FOUND */ "=.FFFFFFFFFFFF",
    /* UNKNOWN   */ ".=FFFFFFFFFFFF",
    /* AWAITING  */ "..=FFFFFFFFFFF",
    /* APPROVED  */ "..F=FFFFFFFFFF",
    /* PROCESSING*/ "..FF=FFFFFFFFF",
    /* AUTHORIZED*/ ".....=FFFFFFFF",
    /* DECLINED  */ "......=..!!!FF",
    /* CLOSED    */ ".......=.!!!FF",
    /* VOIDED    */ "........=!!!FF",
    /* PAID      */ ".........=.FFF",
    /* CAPTURED  */ "..........=FFF",
    /* REF_START */ "...........=FF",
    /* REFUNDED  */ "............=.",
    /* REVERSED  */ ".............=",
  };

  @Test
  void advance_allPairs_followTheGraph() {
    assertThat(GRAPH).hasSize(STATES.size());
    for (PaymentState stored : STATES) {
      for (PaymentState next : STATES) {
        assertThat(stored.advance(next))
            .as("%s -> %s", stored, next)
            .isEqualTo(expected(GRAPH[STATES.indexOf(stored)].charAt(STATES.indexOf(next))));
      }
    }
  }

  private static Advance expected(char letter) {
    return switch (letter) {
      case 'F' -> FORWARD;
      case '=' -> SAME;
      case '!' -> LATE_SUCCESS;
      default -> STALE;
    };
  }

  @Test
  void advance_anyChain_neverLeavesMoneyForLess() {
    Set<PaymentState> money =
        EnumSet.of(
            PaymentState.PAID,
            PaymentState.CAPTURED,
            PaymentState.REFUND_STARTED,
            PaymentState.REFUNDED,
            PaymentState.REVERSED);
    for (PaymentState stored : money) {
      for (PaymentState next : STATES) {
        if (stored.advance(next) == FORWARD) {
          assertThat(money).as("%s -> %s", stored, next).contains(next);
        }
      }
    }
  }

  @Test
  void isOutcomeKnown_fromTheEndedStatesOn() {
    for (PaymentState state : STATES) {
      assertThat(state.isOutcomeKnown())
          .as("%s", state)
          .isEqualTo(STATES.indexOf(state) >= STATES.indexOf(PaymentState.DECLINED));
    }
  }
}
